"""The content of this package's facts: keys, numbers and codes by a strict schema."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from menkou.facts.new import NewFact

Key = Annotated[int, Field(gt=0, lt=2**63)]
Yuan = Annotated[int, Field(gt=0, lt=10**13)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]


class Content(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ItemApproved(Content):
    """A named item became pay: `amount` is signed."""

    item: Key
    engagement: Key
    amount: Annotated[int, Field(gt=-(10**13), lt=10**13)]


class Closed(Content):
    """A period's close began: what is taken off by it names this fact."""

    period: Key
    upto: Annotated[int, Field(ge=0, lt=2**63)]


class Paid(Content):
    """Money of a payment reached the worker, or who takes it for her."""

    payment: Key
    amount: Yuan
    way: Literal["bank", "cash"]
    taker: Literal["self", "proxy", "relative"] = "self"


class Returned(Content):
    """Money of a payment did not reach her, or came back: `paid` had been booked before."""

    payment: Key
    code: Code
    paid: Annotated[int, Field(ge=0, lt=10**13)]


KINDS: dict[str, type[Content]] = {
    "pay_item": ItemApproved,
    "pay_close": Closed,
    "paid": Paid,
    "pay_returned": Returned,
}


def checked(new: NewFact) -> NewFact:
    """The fact, if its content fits its kind. Raises pydantic's ValidationError: our own fault."""
    dumped: dict[str, Any] = KINDS[new.kind].model_validate(new.content).model_dump()
    if dumped != new.content:
        raise ValueError(f"{new.kind}: every key of the content is written out")
    return new
