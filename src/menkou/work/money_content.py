"""The content of the facts about money between organizations: keys, numbers and codes only.

A bank's reference and whoever it names stand in the row, never in the fact.
"""

from typing import Annotated, Any

from pydantic import Field

from menkou.facts.new import NewFact
from menkou.work.content import Code, Content, Key

Yuan = Annotated[int, Field(gt=0, lt=10**13)]


class FeePaid(Content):
    """A part of a statement reached its holder: `amount` in 1/10,000 yuan; `number` counts the
    payments of the statement."""

    statement: Key
    number: Annotated[int, Field(gt=0, lt=10**6)]
    amount: Yuan


class FeeBack(Content):
    """A payment that was booked in error is taken back."""

    payment: Key
    amount: Yuan
    reason: Code


KINDS: dict[str, type[Content]] = {"fee_paid": FeePaid, "fee_back": FeeBack}


def checked(new: NewFact) -> NewFact:
    """The fact, if its content fits its kind. Raises pydantic's ValidationError: our own fault."""
    dumped: dict[str, Any] = KINDS[new.kind].model_validate(new.content).model_dump()
    if dumped != new.content:
        raise ValueError(f"{new.kind}: every key of the content is written out")
    return new
