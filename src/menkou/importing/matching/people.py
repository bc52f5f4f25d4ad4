"""Rows of a register of people beside the people who are registered."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from menkou import policy
from menkou.identity import keys
from menkou.importing.lists.people import PersonRow
from menkou.importing.matching.base import (
    ADDED,
    CHANGED,
    MOVED,
    QUESTION,
    SOURCE,
    UNCHANGED,
    WRONG,
    Ground,
    Place,
    Places,
    Read,
    Verdict,
    broken,
    head_of,
)
from menkou.importing.matching.cards import Cards
from menkou.importing.reading.heads import Table
from menkou.importing.reading.rows import Parsed, Wrong, wrong_at
from menkou.lib.names import mask_card, mask_phone
from menkou.policy.guards import may_be_given_work
from menkou.registry.actions.accounts import Account
from menkou.registry.actions.numbers import bank_index
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.actions.revise import Revision
from menkou.registry.models import Community
from menkou.registry.queries import people
from menkou.registry.queries.known import Known, by_id, known, members
from menkou.registry.queries.likeness import likely

DISABILITIES = {
    "sight": "视力", "hearing": "听力", "speech": "言语", "body": "肢体", "mind": "智力",
    "spirit": "精神", "many": "多重",
}
TIES = {"children": "带小孩", "elderly": "照顾老人"}
"""Reasons for which somebody is tied to her home by others: a duty to care."""

LABOUR = {"half": "half_labour", "weak": "weak_labour", "none": "no_labour"}
WEAK = frozenset({"ill"})
"""Reasons that say she can do light work only, where the list says nothing of her ability."""

_ABLE = {"full": "全劳力", "half": "半劳力", "weak": "弱劳力"}

Who = bytes | tuple[str, str, date]
"""Whom a row means: the keyed index of an ID number, else household, name and birthday."""


@dataclass(frozen=True, slots=True)
class New:
    """Somebody to register; `unlike`: persons of whom it was said that she is another."""

    person: NewPerson
    unlike: tuple[int, ...] = ()


class People:
    """See `matching.base.Matcher`. Writes `New` and `Revision`."""

    def __init__(self, ground: Ground, rows: Sequence[Read]) -> None:
        self.ground = ground
        self.places = Places(ground.scope)
        self.first: dict[Who, Place] = {}
        self.heads: dict[str, Place] = {}
        self.cards: Counter[str] = Counter()
        self.said: dict[Who, tuple[str | None, str | None]] = {}
        self._who: dict[tuple[str, int], Who] = {}
        for _table, parsed in rows:
            if parsed.row is None:
                continue
            place = parsed.sheet, parsed.number
            who = self._who[place] = _who(parsed.row)
            if self.first.setdefault(who, place) == place and parsed.row.bank:
                self.cards[parsed.row.bank] += 1
            self.said.setdefault(who, (parsed.row.household, parsed.row.relation))
            if parsed.row.relation == "head":
                self.heads.setdefault(parsed.row.household, place)

    def match(self, rows: Sequence[Read]) -> list[Verdict]:
        """About ten queries for a chunk, however many rows it has."""
        good = [(table, parsed, self._who[parsed.sheet, parsed.number])
                for table, parsed in rows if parsed.row is not None]
        found = by_id({who for *_, who in good if isinstance(who, bytes)})
        families = members({parsed.row.household for _, parsed, _ in good}, self.ground.day)
        asked = set(found.values()) | {pk for family in families.values() for pk in family}
        there = known(asked, self.ground.day)
        subjects = {
            who: found.get(who) if isinstance(who, bytes) else
            _relative(parsed.row, families.get(parsed.row.household, {}), there)
            for _, parsed, who in good
        }
        unknown = [(parsed, who) for _, parsed, who in good if subjects[who] is None]
        alike = self._alike(unknown)
        for pks in alike.values():
            there |= known(set(pks) - there.keys(), self.ground.day)
        reached = set(
            people.within(self.ground.scope, self.ground.today)
            .filter(pk__in=there).values_list("pk", flat=True)
        ) if there else set()
        cards = Cards(self.cards, [parsed.row.bank for _, parsed, _ in good if parsed.row.bank])
        chunk = _Chunk(self, families, there, reached, cards)
        return [
            broken(parsed) if parsed.row is None else
            chunk.verdict(table, parsed, who := self._who[parsed.sheet, parsed.number],
                          subjects[who], alike.get(who, ()))
            for table, parsed in rows
        ]

    def _alike(self, unknown: Sequence[tuple[Parsed, Who]]) -> dict[Who, tuple[int, ...]]:
        """Who the rows may mean that mean nobody whose number is known."""
        if not unknown:
            return {}
        found = likely([
            (parsed.row.name, parsed.row.born_on, parsed.row.phone or "", parsed.row.household)
            for parsed, _ in unknown
        ])
        return {unknown[at][1]: tuple(pks) for at, pks in found.items() if pks}


@dataclass(slots=True)
class _Chunk:
    """What is known of everybody whom some rows may mean."""

    all: People
    families: dict[str, dict[int, str]]
    there: dict[int, Known]
    reached: set[int]
    cards: Cards

    def verdict(
        self, table: Table, parsed: Parsed, who: Who, subject: int | None,
        alike: tuple[int, ...],
    ) -> Verdict:
        verdict = self._verdict(table, parsed, who, subject, alike)
        if verdict.kind != WRONG:
            verdict.doubts = (*parsed.doubts, *self._doubts(table, parsed.row, verdict.subject))
        return verdict

    def _verdict(
        self, table: Table, parsed: Parsed, who: Who, subject: int | None,
        alike: tuple[int, ...],
    ) -> Verdict:
        row, ground = parsed.row, self.all.ground
        verdict = Verdict(parsed.sheet, parsed.number, WRONG, row.name, subject)
        community = self.all.places.find(table, row.site, row.community)
        wrong = [*self._wrong(table, parsed, who, subject)]
        if isinstance(community, Wrong):
            wrong.append(community)
        if wrong or isinstance(community, Wrong):
            verdict.wrong = tuple(wrong)
            return verdict
        answer = ground.answer(parsed)
        if subject is None and alike and answer != "other":
            if answer != "same":
                return self._question(verdict, table, row, alike)
            subject = verdict.subject = alike[0]
        if subject is None:
            verdict.kind = ADDED
            verdict.write = New(_new(row, community, ground), alike)
            return verdict
        one = self.there[subject]
        if one.name != row.name and answer != "same" and isinstance(who, bytes):
            return self._question(verdict, table, row, (subject,), "other_name")
        return self._changed(verdict, table, row, community, one, answer)

    def _wrong(
        self, table: Table, parsed: Parsed, who: Who, subject: int | None
    ) -> Iterator[Wrong]:
        row, first = parsed.row, self.all.first[who]
        here = parsed.sheet, parsed.number
        if first != here:
            yield wrong_at(table, "id_number" if isinstance(who, bytes) else "name",
                           "twice_in_list", row.id_number or row.name, row=first[1])
        head = self.all.heads.get(row.household)
        if row.relation == "head":
            if head is not None and head != here:
                yield wrong_at(table, "relation", "two_heads", "户主", row=head[1])
            elif self._other_head(row.household, subject):
                yield wrong_at(table, "relation", "head_there", "户主")
        if row.lives_since is not None and row.lives_since > self.all.ground.today:
            yield wrong_at(table, "lives_since", "future", row.lives_since)
        if row.born_on is not None and row.born_on > self.all.ground.today:
            yield wrong_at(table, "born_on", "unborn", row.born_on)
        if subject is not None:
            if subject not in self.reached:
                yield wrong_at(table, "id_number", "elsewhere", row.id_number or "")
            elif "died" in self.there[subject].traits:
                yield wrong_at(table, "name", "died", row.name)

    def _other_head(self, household: str, subject: int | None) -> bool:
        """Whether a household has a head who is somebody else, and whom the list doesn't change."""
        for pk, relation in self.families.get(household, {}).items():
            if relation != "head" or pk == subject or pk not in self.there:
                continue
            said = self._said(self.there[pk], household)
            if said is None or (said[0] == household and said[1] in (None, "head")):
                return True
        return False

    def _said(self, one: Known, household: str) -> tuple[str | None, str | None] | None:
        """Which household and relation the list says of a member of a household; None: nothing."""
        return self.all.said.get(one.id_index or (household, one.name, one.born_on))

    def _doubts(self, table: Table, row: PersonRow, subject: int | None) -> Iterator[Wrong]:
        """What is odd beside what is registered of others: told without their names."""
        if row.bank and (others := self.cards.others(row.bank, subject)):
            yield wrong_at(table, "bank", "card_shared", row.bank, count=others)
        community = self.all.places.known(row.site, row.community or "")
        number = row.household or ""
        family = (
            self.there[pk] for pk in self.families.get(number, {})
            if pk != subject and pk in self.there
        )
        if any(one.home and one.home[0] != community and self._said(one, number) is None
               for one in family):
            yield wrong_at(table, "household", "household_elsewhere", row.household)
        day = self.all.ground.day
        if row.ability in _ABLE and row.born_on and may_be_given_work(
            row.born_on, day, policy.on(day)
        ):
            yield wrong_at(table, "ability", "under_16", _ABLE[row.ability])

    def _question(
        self, verdict: Verdict, table: Table, row: PersonRow, alike: tuple[int, ...],
        code: str = "alike",
    ) -> Verdict:
        named = "、".join(self.there[pk].name for pk in alike if pk in self.reached)
        verdict.kind, verdict.alike, verdict.subject = QUESTION, alike, alike[0]
        verdict.wrong = (wrong_at(table, "name", code, row.name, name=named, count=len(alike)),)
        return verdict

    def _changed(
        self, verdict: Verdict, table: Table, row: PersonRow, community: Community, one: Known,
        answer: str,
    ) -> Verdict:
        day = self.all.ground.day
        says: dict[str, Any] = {}
        for name, column, was, value, said in _differences(row, community, one, day):
            says[name] = said
            verdict.changes.append((head_of(table, column), was, value))
        if says.pop("moved", False):
            verdict.kind = MOVED
        else:
            verdict.kind = CHANGED if says else UNCHANGED
        if says and answer != "skip":
            verdict.write = Revision(person=one.pk, day=day, source=SOURCE, **says)
        return verdict


def _who(row: PersonRow) -> Who:
    if row.id_number:
        return keys.blind("id", row.id_number)
    assert row.born_on is not None  # the row's own check: no number, so a birthday
    return row.household or "", row.name, row.born_on


def _relative(
    row: PersonRow, family: dict[int, str], there: dict[int, Known]
) -> int | None:
    """Who of a household has a name and a birthday: the one whom a row without a number means."""
    return next(
        (pk for pk in family
         if pk in there and there[pk].name == row.name and there[pk].born_on == row.born_on),
        None,
    )


def _new(row: PersonRow, community: Community, ground: Ground) -> NewPerson:
    home = Home(community, row.lives_since or ground.day, row.building, row.unit, row.room)
    return NewPerson(
        name=row.name, sex=row.sex or "", born_on=row.born_on, id_number=row.id_number or "",
        phone=row.phone or "", bank=row.bank or "",
        account=Account(bank_name=row.bank_name if row.bank else None), note=row.note or "",
        home=home, household=row.household or "", relation=row.relation or "other",
        from_county=row.from_county or "",
        traits=tuple((trait, detail) for trait, holds, detail in _traits(row) if holds),
        skills=row.skills, source=SOURCE,
    )


def _traits(row: PersonRow) -> Iterator[tuple[str, bool, str]]:
    """(code, holds, what it rests on) of what a row says; what it leaves out is not said."""
    ability = row.ability or ("weak" if row.tied_by in WEAK else None)
    if ability is not None:
        for code, trait in LABOUR.items():
            yield trait, code == ability, ""
    if row.disability:
        grade = f"{'一二三四'[row.disability_grade - 1]}级" if row.disability_grade else ""
        yield "disabled", True, f"{DISABILITIES[row.disability]} {grade}".strip()
    if row.tied_by in TIES:
        yield "care_duty", True, TIES[row.tied_by]
    for trait, said in (("registered_poor", row.registered_poor), ("monitored", row.monitored)):
        if said is not None:
            yield trait, said, ""


def _differences(
    row: PersonRow, community: Community, one: Known, day: date
) -> Iterator[tuple[str, str, str, str, Any]]:
    """(entry of a revision, field of the row, what stands, what is written, the entry's value) of
    what a row says otherwise. A blank says nothing."""
    if row.name != one.name:
        yield "name", "name", one.name, row.name, row.name
    if row.id_number and one.id_index is None:
        yield "id_number", "id_number", "", "", row.id_number
    if row.phone and keys.blind("phone", row.phone) != one.phone_index:
        yield ("phone", "phone", mask_phone(one.open("phone")), mask_phone(row.phone), row.phone)
    if row.bank and bank_index(row.bank) != one.bank_index:
        yield "bank", "bank", mask_card(one.open("bank")), mask_card(row.bank), row.bank
    if row.bank_name and row.bank_name != one.bank_name and (row.bank or one.bank_index):
        yield ("account", "bank_name", one.bank_name, row.bank_name,
               Account(bank_name=row.bank_name))
    door = (row.building, row.unit, row.room)
    if not any(door) and one.home and one.home[0] == community.pk:
        door = one.home[1:]
    if one.home != (community.pk, *door):
        since = row.lives_since
        later = since is not None and one.home_since is not None and since > one.home_since
        was = "-".join(filter(None, one.home[1:])) if one.home else ""
        yield "home", "room", was, "-".join(filter(None, door)), Home(
            community, since if since is not None and later else day, *door
        )
        yield "moved", "room", "", "", True
    relation = row.relation or (one.household[1] if one.household else "other")
    if one.household != (row.household, relation):
        was = one.household[0] if one.household else ""
        yield "household", "household", was, row.household or "", row.household
        yield "relation", "relation", one.household[1] if one.household else "", relation, relation
        yield "from_county", "from_county", "", row.from_county or "", row.from_county or ""
    traits = tuple(
        (trait, holds, detail) for trait, holds, detail in _traits(row)
        if holds != (trait in one.traits)
    )
    if traits:
        yield "traits", "ability", "", "", traits
    skills = tuple(skill for skill in row.skills if skill not in one.skills)
    if skills:
        yield "skills", "skills", "", "", skills
