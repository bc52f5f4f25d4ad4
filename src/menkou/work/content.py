"""The content of each kind of fact: keys, numbers and codes by a strict schema.

An unknown field, free text, a name or a photo is refused. Quantities are base units; `ticket` is
its number, the others are keys of rows.
"""

from typing import Annotated, Any, Literal

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
    noted: Annotated[int, Field(ge=0, lt=10**13)]


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


KINDS: dict[str, type[Content]] = {
    "arrival": Arrival,
    "issue": MaterialMove,
    "return": MaterialMove,
    "receipt": Receipt,
    "inspection": Inspection,
    "rework": Rework,
    "count": CountContent,
    "surplus": Surplus,
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
        for code in ("nothing", "twice", "either"):
            if first["msg"].endswith(code):
                raise BadContent(code) from error
        where = ".".join(str(part) for part in first["loc"]) or kind
        raise BadContent("content", field=where, reason=first["msg"]) from error
