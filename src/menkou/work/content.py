"""The content of each kind of fact: keys, numbers and codes by a strict schema.

An unknown field, free text, a name or a photo is refused. Quantities are base units; `ticket` is
its number, the others are keys of rows.
"""

from typing import Annotated, Any, Literal, TypeVar

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from menkou.lib.errors import Refused

Key = Annotated[int, Field(gt=0, lt=2**63)]
Count = Annotated[int, Field(ge=0, lt=10**7)]
Quantity = Annotated[int, Field(gt=0, lt=10**13)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]


class BadContent(Refused):
    """A fact whose content does not fit its kind's schema: `field` and `reason` say where."""

    SENTENCES = {
        "content": _("“%(field)s”填得不对：%(reason)s"),
        "kind": _("不认得这种记录：%(kind)s"),
        "nothing": _("数量是零，没有可记的"),
        "twice": _("同一种料写了两行，请并成一行"),
        "undo": _("撤销要说明撤的是哪一条"),
        "packages": _("一件一件数的和总数对不上"),
        "same_place": _("移交要交到别处去"),
        "twice_part": _("同一家写了两行，请并成一行"),
        "not_good": _("只有退回的和待返工的件，才可以改成合格"),
        "either": _("半天要么记来了多少分钟，要么记请假，不能都记，也不能都不记"),
    }


class Content(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Line(Content):
    """One material and how much of it, in base units."""

    commodity: Key
    quantity: Quantity


class CountLine(Content):
    commodity: Key
    quantity: Annotated[int, Field(ge=0, lt=10**13)]


class ArrivalLine(CountLine):
    """`packages`: what each roll or sack held, where they were counted one by one."""

    noted: Annotated[int, Field(ge=0, lt=10**13)]
    packages: Annotated[list[Quantity], Field(min_length=1, max_length=500)] | None = None

    @model_validator(mode="after")
    def packages_add_up(self) -> "ArrivalLine":
        if self.packages is not None and sum(self.packages) != self.quantity:
            raise ValueError("packages")
        return self


class Arrival(Content):
    """Supplied material came to a place: counted, beside what the delivery note says."""

    order: Key
    place: Key
    lines: Annotated[list[ArrivalLine], Field(min_length=1, max_length=50)]


class Pieces(Content):
    """Pieces of a ticket by state; a reason where some are not good."""

    ticket: Key
    good: Count = 0
    at_rework: Count = 0
    rejected: Count = 0
    reason: Code | None = None

    @model_validator(mode="after")
    def some_pieces(self) -> "Pieces":
        if not self.total:
            raise ValueError("nothing")
        return self

    @property
    def total(self) -> int:
        return self.good + self.at_rework + self.rejected + getattr(self, "uninspected", 0)


class Receipt(Pieces):
    carrier: Key
    uninspected: Count = 0


class Inspection(Pieces):
    pass


class Rework(Pieces):
    pass


class PassOn(Content):
    """Pieces at rework with a ticket's worker, passed on to somebody else."""

    ticket: Key
    pieces: Annotated[int, Field(gt=0, lt=10**7)]


class Abandon(Content):
    """Unfinished work given up when an order is cancelled: so many pieces, used up as if made,
    and the amount agreed for them (1/10,000 yuan)."""

    ticket: Key
    carrier: Key
    pieces: Annotated[int, Field(gt=0, lt=10**7)]
    amount: Annotated[int, Field(ge=0, lt=10**13)]


class Passage(Content):
    """Pieces of an order at a place: a workshop, or an organization that keeps them."""

    order: Key
    place: Key
    commodity: Key


class Handing(Passage):
    """Good pieces, or with the state said those that wait to be reworked, to another place."""

    taker: Key
    state: Literal["to_rework"] | None = None
    pieces: Annotated[int, Field(gt=0, lt=10**7)]

    @model_validator(mode="after")
    def to_another(self) -> "Handing":
        if self.taker == self.place:
            raise ValueError("same_place")
        return self


class Delivery(Passage):
    pieces: Annotated[int, Field(gt=0, lt=10**7)]
    packages: Count = 0


class Part(Content):
    """Pieces of the lowest allotment of an operation."""

    allotment: Key
    pieces: Annotated[int, Field(gt=0, lt=10**7)]


class Acceptance(Passage):
    """What the customer said of delivered pieces; `parts`: whose the accepted ones are, of each
    operation as many."""

    accepted: Count
    refused: Count = 0
    reason: Code | None = None
    parts: Annotated[list[Part], Field(max_length=500)]

    @model_validator(mode="after")
    def some(self) -> "Acceptance":
        if not self.accepted + self.refused:
            raise ValueError("nothing")
        return _each_part_once(self)


class CustomerReturn(Passage):
    pieces: Annotated[int, Field(gt=0, lt=10**7)]
    reason: Code
    parts: Annotated[list[Part], Field(max_length=500)]

    @model_validator(mode="after")
    def once(self) -> "CustomerReturn":
        return _each_part_once(self)


Parted = TypeVar("Parted", Acceptance, CustomerReturn)


def _each_part_once(content: Parted) -> Parted:
    if len({part.allotment for part in content.parts}) < len(content.parts):
        raise ValueError("twice_part")
    return content


class Disposal(Passage):
    """What was left of an order and where it goes; `quantity` in base units. Only pieces that were
    sent to be reworked or rejected can become good after all."""

    state: Literal["store", "good", "rejected", "to_rework", "delivered"]
    quantity: Quantity
    to: Literal["owner", "scrap", "good"]
    reason: Code

    @model_validator(mode="after")
    def good_after_all(self) -> "Disposal":
        if self.to == "good" and self.state not in ("rejected", "to_rework"):
            raise ValueError("not_good")
        return self


class MaterialMove(Content):
    """Material between a place's store and a worker's hands, for a ticket."""

    ticket: Key
    carrier: Key
    lines: Annotated[list[Line], Field(min_length=1, max_length=50)]
    reason: Code | None = None


class CountContent(Content):
    """What was counted: in a worker's hands (`carrier`) or in the store of the place."""

    order: Key
    place: Key
    carrier: Key | None = None
    lines: Annotated[list[CountLine], Field(min_length=1, max_length=50)]

    @model_validator(mode="after")
    def each_once(self) -> "CountContent":
        if len({line.commodity for line in self.lines}) < len(self.lines):
            raise ValueError("twice")
        return self


class Surplus(Content):
    """Surplus pieces of a receipt (its fact's uid) that go to the owner or back to the worker."""

    ticket: Key
    receipt: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    pieces: Annotated[int, Field(gt=0, lt=10**7)]
    to: Literal["owner", "worker"]


class Attend(Content):
    """A half-day of a person at a workshop: minutes of work, or none and the code of a leave.

    One kind for both, so that attendance and absence of one half-day never stand together.
    """

    person: Key
    place: Key
    half: Literal["am", "pm"]
    minutes: Annotated[int, Field(ge=0, le=360)]
    leave: Code | None = None

    @model_validator(mode="after")
    def one_of_both(self) -> "Attend":
        if (self.minutes > 0) == (self.leave is not None):
            raise ValueError("either")
        return self


class Undo(Content):
    pass


SAID = ("nothing", "twice", "either", "same_place", "twice_part", "not_good", "packages")
"""What the validators above say, each with its sentence."""

KINDS: dict[str, type[Content]] = {
    "arrival": Arrival,
    "issue": MaterialMove,
    "return": MaterialMove,
    "receipt": Receipt,
    "inspection": Inspection,
    "rework": Rework,
    "count": CountContent,
    "surplus": Surplus,
    "pass_on": PassOn,
    "abandon": Abandon,
    "handing": Handing,
    "delivery": Delivery,
    "acceptance": Acceptance,
    "customer_return": CustomerReturn,
    "disposal": Disposal,
    "attend": Attend,
    "undo": Undo,
}


def read(kind: str, content: dict[str, Any]) -> Content:
    """The content by its kind's schema. BadContent names the field and what is wrong with it."""
    if kind not in KINDS:
        raise BadContent("kind", kind=kind)
    try:
        return KINDS[kind].model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        for code in SAID:
            if first["msg"].endswith(code):
                raise BadContent(code) from error
        where = ".".join(str(part) for part in first["loc"]) or kind
        raise BadContent("content", field=where, reason=first["msg"]) from error
