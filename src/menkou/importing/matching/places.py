"""Rows of sites and communities, and of organizations, beside those that are registered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from menkou.importing.lists.places import OrganizationRow, PlaceRow
from menkou.importing.matching.base import (
    ADDED,
    CHANGED,
    UNCHANGED,
    WRONG,
    Ground,
    Place,
    Read,
    Verdict,
    broken,
    head_of,
    near,
)
from menkou.importing.reading.heads import Table
from menkou.importing.reading.rows import Parsed, Wrong, wrong_at
from menkou.registry.models import Community, Division, Organization, Site
from menkou.registry.queries import organizations, reach


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A site to add where there is none of that name, and a community of it unless it is ""."""

    division: Division
    site: str
    community: str
    code: str


@dataclass(frozen=True, slots=True)
class OtherCode:
    """A community whose official code is another."""

    community: int
    code: str


class PlaceList:
    """See `matching.base.Matcher`. Writes `NewPlace` and `OtherCode`."""

    def __init__(self, ground: Ground, rows: Sequence[Read]) -> None:
        self.ground = ground
        self.first: dict[tuple[str, str], Place] = {}
        self.lies: dict[str, tuple[int, PlaceRow]] = {}
        for _, parsed in rows:
            row = parsed.row
            if row is not None:
                self.first.setdefault(
                    (row.site, row.community or ""), (parsed.sheet, parsed.number)
                )
                self.lies.setdefault(row.site, (parsed.number, row))

    def match(self, rows: Sequence[Read]) -> list[Verdict]:
        scope = self.ground.scope
        self.divisions = list(Division.objects.order_by("code"))
        self.reached = set(reach.divisions(scope).values_list("pk", flat=True))
        self.sites = {one.name: one for one in Site.objects.select_related("division")}
        self.mine = set(reach.sites(scope).values_list("pk", flat=True))
        self.known = {
            (one.site.name, one.name): one
            for one in Community.objects.select_related("site")
        }
        return [
            broken(parsed) if parsed.row is None else self._verdict(table, parsed)
            for table, parsed in rows
        ]

    def _verdict(self, table: Table, parsed: Parsed) -> Verdict:
        row: PlaceRow = parsed.row
        verdict = Verdict(parsed.sheet, parsed.number, WRONG, row.community or row.site)
        division = self._division(table, row)
        wrong = [division] if isinstance(division, Wrong) else []
        wrong += self._wrong(table, parsed, None if isinstance(division, Wrong) else division)
        if wrong or isinstance(division, Wrong):
            verdict.wrong = tuple(wrong)
            return verdict
        site = self.sites.get(row.site)
        there = self.known.get((row.site, row.community or ""))
        verdict.subject = there.pk if there else site.pk if site and not row.community else None
        if (site and not row.community) or (there and row.code in (None, there.code)):
            verdict.kind = UNCHANGED
        elif there:
            verdict.kind = CHANGED
            verdict.changes = [(head_of(table, "code"), there.code, row.code or "")]
            if self.ground.answer(parsed) != "skip":
                verdict.write = OtherCode(there.pk, row.code or "")
        else:
            verdict.kind = ADDED
            verdict.write = NewPlace(division, row.site, row.community or "", row.code or "")
        return verdict

    def _division(self, table: Table, row: PlaceRow) -> Division | Wrong:
        code, name = row.division_code, row.division
        found = [
            one for one in self.divisions
            if (code is None or one.code == code) and (name is None or one.name == name)
        ]
        column, shown = ("division_code", code) if code else ("division", name)
        if not found:
            names = [one.code for one in self.divisions] if code else [
                one.name for one in self.divisions]
            return wrong_at(table, column, "no_division", shown, near=near(shown or "", names))
        if len(found) > 1:
            return wrong_at(table, column, "two_divisions", shown)
        if found[0].pk not in self.reached:
            return wrong_at(table, column, "division_not_yours", shown)
        return found[0]

    def _wrong(self, table: Table, parsed: Parsed, division: Division | None) -> Iterator[Wrong]:
        row: PlaceRow = parsed.row
        column = "community" if row.community else "site"
        first = self.first[row.site, row.community or ""]
        if first != (parsed.sheet, parsed.number):
            yield wrong_at(table, column, "same_row", row.community or row.site, row=first[1])
        site = self.sites.get(row.site)
        if site is None:
            number, said = self.lies[row.site]
            if (said.division_code, said.division) != (row.division_code, row.division):
                yield wrong_at(table, "site", "site_differs", row.site, row=number)
        elif site.pk not in self.mine:
            yield wrong_at(table, "site", "site_not_yours", row.site)
        elif division is not None and site.division_id != division.pk:
            yield wrong_at(table, "site", "site_elsewhere", row.site, name=site.division.name)


@dataclass(frozen=True, slots=True)
class SaidOrganization:
    """What a row says of an organization: `pk` None for a new one, None what it leaves as it is."""

    pk: int | None
    name: str
    kind: str
    code: str
    contact: str


KINDS = dict(Organization.Kind.choices)


class OrganizationList:
    """See `matching.base.Matcher`. Writes `SaidOrganization`."""

    def __init__(self, ground: Ground, rows: Sequence[Read]) -> None:
        self.ground = ground
        self.first: dict[str, Place] = {}
        self.named: dict[str, set[str]] = {}
        for _, parsed in rows:
            if parsed.row is not None:
                code = parsed.row.credit_code
                self.first.setdefault(code, (parsed.sheet, parsed.number))
                self.named.setdefault(parsed.row.name, set()).add(code)

    def match(self, rows: Sequence[Read]) -> list[Verdict]:
        known = Organization.objects.select_related("party")
        self.known = {one.credit_code: one for one in known}
        self.names: dict[str, set[str]] = {}
        for one in self.known.values():
            self.names.setdefault(one.party.name, set()).add(one.credit_code)
        scope, today = self.ground.scope, self.ground.today
        self.mine = set(organizations.within(scope, today).values_list("pk", flat=True))
        return [
            broken(parsed) if parsed.row is None else self._verdict(table, parsed)
            for table, parsed in rows
        ]

    def _verdict(self, table: Table, parsed: Parsed) -> Verdict:
        row: OrganizationRow = parsed.row
        verdict = Verdict(parsed.sheet, parsed.number, WRONG, row.name)
        one = self.known.get(row.credit_code)
        verdict.subject = one.pk if one else None
        first = self.first[row.credit_code]
        if first != (parsed.sheet, parsed.number):
            verdict.wrong = (
                wrong_at(table, "credit_code", "same_row", row.credit_code, row=first[1]),
            )
            return verdict
        if one and one.pk not in self.mine and list(_differences(row, one)):
            verdict.wrong = (
                wrong_at(table, "credit_code", "organization_not_yours", row.credit_code),
            )
            return verdict
        others = (self.names.get(row.name, set()) | self.named[row.name]) - {row.credit_code}
        if others:
            verdict.doubts = (wrong_at(table, "name", "name_twice", row.name, count=len(others)),)
        changes = list(_differences(row, one)) if one else []
        verdict.changes = [(head_of(table, name), was, now) for name, was, now in changes]
        verdict.kind = ADDED if one is None else CHANGED if changes else UNCHANGED
        if verdict.kind != UNCHANGED and self.ground.answer(parsed) != "skip":
            contact = row.contact or (one.contact if one else "")
            verdict.write = SaidOrganization(
                one.pk if one else None, row.name, row.kind, row.credit_code, contact
            )
        return verdict


def _differences(row: OrganizationRow, one: Organization) -> Iterator[tuple[str, str, str]]:
    """(field, what stands, what is written) of what a row says otherwise."""
    if row.name != one.party.name:
        yield "name", one.party.name, row.name
    if row.kind != one.kind:
        yield "kind", str(KINDS[one.kind]), str(KINDS[row.kind])
    if row.contact and row.contact != one.contact:
        yield "contact", one.contact, row.contact
