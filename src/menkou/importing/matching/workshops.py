"""Rows of shopfronts, workshops and who operates them, beside what is registered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from menkou.importing.lists.places import WorkshopRow
from menkou.importing.matching.base import (
    ADDED,
    CHANGED,
    UNCHANGED,
    WRONG,
    Ground,
    Named,
    Place,
    Places,
    Read,
    Verdict,
    broken,
    head_of,
)
from menkou.importing.reading.heads import Table
from menkou.importing.reading.rows import Parsed, Wrong, wrong_at
from menkou.registry.models import (
    Community,
    Organization,
    Shopfront,
    ShopfrontUse,
    Tenancy,
    Workshop,
)
from menkou.registry.queries import organizations, reach


@dataclass(frozen=True, slots=True)
class Standing:
    """What a row says: a shopfront, the workshop that uses it, who operates that; "" or None for
    what it leaves out. What is not there yet is made; `use` and `tenancy`: these are to be said."""

    community: int
    number: str
    area_dm2: int | None
    workshop: str
    operator: Organization | None
    from_day: date | None
    use: bool
    tenancy: bool


class WorkshopList:
    """See `matching.base.Matcher`. Writes `Standing`."""

    def __init__(self, ground: Ground, rows: Sequence[Read]) -> None:
        self.ground = ground
        self.first: dict[tuple[Any, ...], Place] = {}
        self.operated: dict[tuple[Any, ...], tuple[int, str]] = {}
        for _, parsed in rows:
            row: WorkshopRow | None = parsed.row
            if row is None:
                continue
            self.first.setdefault(_key(row), (parsed.sheet, parsed.number))
            if row.operator:
                key = row.site, row.community, row.workshop, row.from_day
                self.operated.setdefault(key, (parsed.number, row.operator))

    def match(self, rows: Sequence[Read]) -> list[Verdict]:
        self.places = Places(self.ground.scope)
        self.operators = Named(organizations.to_pick())
        mine = self.places.mine
        self.fronts = {
            (one.community_id, one.number): one
            for one in Shopfront.objects.filter(community__in=mine)
        }
        self.workshops: dict[tuple[int, str], list[Workshop]] = {}
        for one in Workshop.objects.filter(community__in=mine).select_related("party"):
            self.workshops.setdefault((one.community_id, one.party.name), []).append(one)
        self.reached = set(
            reach.workshops(self.ground.scope, self.ground.today).values_list("pk", flat=True)
        )
        self.uses = _dated(ShopfrontUse.objects.standing(), "shopfront", "workshop")
        self.tenancies = _dated(Tenancy.objects.standing(), "workshop", "operator")
        return [
            broken(parsed) if parsed.row is None else self._verdict(table, parsed)
            for table, parsed in rows
        ]

    def _verdict(self, table: Table, parsed: Parsed) -> Verdict:
        row: WorkshopRow = parsed.row
        verdict = Verdict(parsed.sheet, parsed.number, WRONG, row.workshop or row.number or "")
        community = self.places.find(table, row.site, row.community)
        operator = self.operators.find(table, "operator", row.operator)
        wrong = [one for one in (community, operator) if isinstance(one, Wrong)]
        wrong += self._wrong(table, parsed, community)
        if wrong or isinstance(community, Wrong) or isinstance(operator, Wrong):
            verdict.wrong = tuple(wrong)
            return verdict
        front = self.fronts.get((community.pk, row.number or ""))
        workshop = next(iter(self.workshops.get((community.pk, row.workshop or ""), ())), None)
        changes = list(self._differences(row, front, workshop, operator))
        verdict.subject = front.pk if front else workshop.pk if workshop else None
        fresh = (row.number and front is None) or (row.workshop and workshop is None)
        verdict.kind = ADDED if fresh else CHANGED if changes else UNCHANGED
        if not fresh:
            verdict.changes = [(head_of(table, name), was, now) for name, was, now in changes]
        if verdict.kind != UNCHANGED and self.ground.answer(parsed) != "skip":
            said = {name for name, *_ in changes}
            verdict.write = Standing(
                community.pk, row.number or "", row.area_dm2, row.workshop or "", operator,
                row.from_day, "workshop" in said, "operator" in said,
            )
        return verdict

    def _wrong(
        self, table: Table, parsed: Parsed, community: Community | Wrong
    ) -> Iterator[Wrong]:
        row: WorkshopRow = parsed.row
        column = "number" if row.number else "workshop"
        first = self.first[_key(row)]
        if first != (parsed.sheet, parsed.number):
            yield wrong_at(table, column, "same_row", row.number or row.workshop, row=first[1])
        if row.operator:
            number, said = self.operated[row.site, row.community, row.workshop, row.from_day]
            if said != row.operator:
                yield wrong_at(table, "operator", "two_operators", row.operator, row=number)
        if isinstance(community, Wrong):
            return
        found = self.workshops.get((community.pk, row.workshop or ""), ())
        if len(found) > 1:
            yield wrong_at(table, "workshop", "two_workshops", row.workshop)
        elif found and found[0].pk not in self.reached:
            yield wrong_at(table, "workshop", "not_yours", row.workshop)

    def _differences(
        self, row: WorkshopRow, front: Shopfront | None, workshop: Workshop | None,
        operator: Organization | None,
    ) -> Iterator[tuple[str, str, str]]:
        """(field, what stands, what is written) of what a row says otherwise."""
        if front and row.area_dm2 is not None and row.area_dm2 != front.area_dm2:
            yield "area_dm2", _square(front.area_dm2), _square(row.area_dm2)
        day = row.from_day
        if row.number and row.workshop and day:
            was = _on(self.uses.get(front.pk if front else 0, ()), day)
            if workshop is None or was[0] != workshop.pk:
                yield "workshop", was[1], row.workshop
        if operator is not None and day:
            was = _on(self.tenancies.get(workshop.pk if workshop else 0, ()), day)
            if was[0] != operator.pk:
                yield "operator", was[1], operator.party.name


def _key(row: WorkshopRow) -> tuple[Any, ...]:
    return row.site, row.community, row.number or (None, row.workshop)


Said = tuple[date, int | None, str]


def _dated(rows: Any, subject: str, value: str) -> dict[int, list[Said]]:
    """Key of the subject -> (day, key and name of what holds from it), in order."""
    found: dict[int, list[Said]] = {}
    for key, day, what, name in rows.order_by("from_day").values_list(
        subject, "from_day", value, f"{value}__party__name"
    ):
        found.setdefault(key, []).append((day, what, name or ""))
    return found


def _on(said: Sequence[Said], day: date) -> tuple[int | None, str]:
    """What holds on a day."""
    held = [one for one in said if one[0] <= day]
    return (held[-1][1], held[-1][2]) if held else (None, "")


def _square(dm2: int) -> str:
    whole, part = divmod(dm2, 100)
    return f"{whole}.{part:02}".rstrip("0").rstrip(".") if part else f"{whole}"
