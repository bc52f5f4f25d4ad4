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
    """A payment, of fees or of rent, that was booked in error is taken back."""

    payment: Key
    amount: Yuan
    reason: Code


class RentDue(Content):
    """A month's rent of a workshop is owed."""

    workshop: Key
    year: Annotated[int, Field(ge=2000, lt=2200)]
    month: Annotated[int, Field(ge=1, le=12)]
    amount: Yuan


class RentRelief(Content):
    """A part of a month's rent is not asked for."""

    relief: Key
    amount: Yuan
    reason: Code


class RentPaid(Content):
    """A part of a month's rent reached its payee; `number` counts the month's payments."""

    rent: Key
    number: Annotated[int, Field(gt=0, lt=10**6)]
    amount: Yuan


KINDS: dict[str, type[Content]] = {
    "fee_paid": FeePaid, "fee_back": FeeBack, "rent_due": RentDue, "rent_relief": RentRelief,
    "rent_paid": RentPaid, "rent_back": FeeBack,
}


def checked(new: NewFact) -> NewFact:
    """The fact, if its content fits its kind. Raises pydantic's ValidationError: our own fault."""
    dumped: dict[str, Any] = KINDS[new.kind].model_validate(new.content).model_dump()
    if dumped != new.content:
        raise ValueError(f"{new.kind}: every key of the content is written out")
    return new
