"""Rows of what people can and want to do, beside what is registered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from menkou.importing.lists.lives import SkillRow
from menkou.importing.matching.base import (
    ADDED,
    CHANGED,
    SOURCE,
    UNCHANGED,
    WRONG,
    Ground,
    Read,
    Verdict,
    broken,
    head_of,
)
from menkou.importing.matching.persons import Persons
from menkou.importing.reading.heads import Table
from menkou.importing.reading.rows import Parsed, Wrong
from menkou.policy.skills import SKILLS
from menkou.registry.actions.abilities import NewWish
from menkou.registry.actions.revise import Revision
from menkou.registry.models import Wish
from menkou.registry.queries.known import Known, wishes

ANY = Wish.Place.ANY.value


@dataclass(frozen=True, slots=True)
class Ability:
    """What a row says that is not known yet: skills, a wish, or both."""

    person: int
    skills: Revision | None
    wish: NewWish | None


class Abilities:
    """See `matching.base.Matcher`. Writes `Ability`."""

    def __init__(self, ground: Ground, rows: Sequence[Read]) -> None:
        self.ground = ground
        self.persons = Persons(ground)

    def match(self, rows: Sequence[Read]) -> list[Verdict]:
        meant = self.persons.find(rows)
        wished = wishes(meant.there, self.ground.day)
        return [
            broken(parsed) if parsed.row is None else
            self._verdict(table, parsed, meant.one(table, parsed), wished)
            for table, parsed in rows
        ]

    def _verdict(
        self, table: Table, parsed: Parsed, one: Known | list[Wrong], wished: dict[int, Wish]
    ) -> Verdict:
        row: SkillRow = parsed.row
        verdict = Verdict(parsed.sheet, parsed.number, WRONG, row.name)
        if isinstance(one, list):
            verdict.wrong = tuple(one)
            return verdict
        verdict.subject, verdict.doubts = one.pk, parsed.doubts
        day, was = self.ground.day, wished.get(one.pk)
        fresh = tuple(skill for skill in row.skills if skill not in one.skills)
        wish = _wish(row, one.pk, day, was)
        if not fresh and wish is None:
            verdict.kind = UNCHANGED
            return verdict
        verdict.kind = CHANGED if one.skills or was else ADDED
        told = _told(one, fresh, was, wish)
        verdict.changes = [(head_of(table, name), before, now) for name, before, now in told]
        if self.ground.answer(parsed) != "skip":
            said = Revision(person=one.pk, day=day, skills=fresh, source=SOURCE)
            verdict.write = Ability(one.pk, said if fresh else None, wish)
        return verdict


def _wish(row: SkillRow, person: int, day: date, was: Wish | None) -> NewWish | None:
    """The wish that a row says, if it differs from the one that stands; what is blank stays."""
    if row.wants is None and row.hours is None and row.place is None and not row.kinds:
        return None
    wants = row.wants if row.wants is not None else (
        True if row.hours is not None or row.kinds or was is None else was.wants
    )
    hours = row.hours if row.hours is not None else was.hours if was else None
    place = row.place or (was.place if was else ANY)
    kinds = row.kinds or tuple(was.kinds.split() if was else ())
    kinds = tuple(code for code in SKILLS if code in kinds)
    if not wants:
        hours, kinds = None, ()
    if was and (was.wants, was.hours, was.place, tuple(was.kinds.split())) == (
        wants, hours, place, kinds
    ):
        return None
    return NewWish(person, day, wants, hours, place, kinds, SOURCE)


def _told(
    one: Known, fresh: Sequence[str], was: Wish | None, wish: NewWish | None
) -> Iterator[tuple[str, str, str]]:
    """(field, what stands, what is written), in words."""
    if fresh:
        yield "skills", _skills(sorted(one.skills)), _skills(fresh)
    if wish is None:
        return
    if was is None or was.wants != wish.wants:
        yield "wants", "" if was is None else _yes(was.wants), _yes(wish.wants)
    if (was.hours if was else None) != wish.hours:
        yield "hours", f"{was.hours or ''}" if was else "", f"{wish.hours or ''}"
    if was is None or was.place != wish.place:
        places = dict(Wish.Place.choices)
        yield "place", str(places[was.place]) if was else "", str(places[wish.place])
    before = tuple(was.kinds.split()) if was else ()
    if before != wish.kinds:
        yield "kinds", _skills(before), _skills(wish.kinds)


def _skills(codes: Sequence[str]) -> str:
    return "、".join(SKILLS[code].zh for code in codes)


def _yes(wants: bool) -> str:
    return "是" if wants else "否"
