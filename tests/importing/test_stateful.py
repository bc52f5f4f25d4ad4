"""Lists brought in any order, stopped and gone on with, taken back, with changes on pages between:
what is registered is what a plain model of it says."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from menkou.importing.actions import check as checking
from menkou.importing.actions import write as writing
from menkou.importing.actions.take_back import run_taking_back, start_taking_back
from menkou.importing.actions.write import run_write, start_write, stop_write
from menkou.importing.errors import NotImported
from menkou.importing.models import Import
from menkou.lib.identifiers import make_resident_id
from menkou.registry.actions.life import set_residence
from menkou.registry.actions.people import Change, change_person
from menkou.registry.models import Person
from menkou.registry.queries.known import known
from menkou.registry.queries.person import masked
from tests.builders import moment
from tests.importing.office import DAY, Office, office, row

COMMUNITIES = ("红路一社区", "红路二社区")
WHO = range(5)
NAMES = "甲乙丙丁戊"


@dataclass(frozen=True)
class One:
    """What the model knows of a person."""

    community: str
    room: str
    phone: str
    skills: frozenset[str]


People = dict[int, One]


def identity(who: int) -> str:
    return make_resident_id("530600", date(1980 + who, 2, 3), who + 1)


lines = st.lists(
    st.fixed_dictionaries({
        "who": st.sampled_from(WHO), "community": st.sampled_from(COMMUNITIES),
        "room": st.sampled_from(("501", "502")), "phone": st.sampled_from(("", "1", "2")),
        "skills": st.sampled_from(("", "缝纫", "藤编")),
    }),
    min_size=1, max_size=5, unique_by=lambda one: one["who"],
)  # fmt: skip
SKILLS = {"缝纫": "sewing", "藤编": "rattan"}


def cells(line: dict[str, Any]) -> dict[str, str]:
    who = line["who"]
    return row(
        户编号=f"H{who}", 姓名=f"王{NAMES[who]}", 身份证号=identity(who), 社区=line["community"],
        房号=line["room"], 手机号=_phone(line["phone"], who), 技能=line["skills"],
    )


def _phone(kind: str, who: int) -> str:
    return f"138{kind}000{who:04}" if kind else ""


def told(before: People, line: dict[str, Any]) -> One:
    """What a line makes of what was known: a blank erases nothing, skills are added."""
    was = before.get(line["who"])
    phone = _phone(line["phone"], line["who"]) or (was.phone if was else "")
    skills = {SKILLS[line["skills"]]} if line["skills"] else set()
    return One(line["community"], line["room"], phone, frozenset(
        skills | (was.skills if was else set())))


class Register(RuleBasedStateMachine):
    """`done`: each list that stands, with what was known before each of its chunks, and whether
    something was changed since of somebody whom it wrote."""

    @initialize()
    def begin(self) -> None:
        self.around = transaction.atomic()
        self.around._from_testcase = True  # type: ignore[attr-defined]
        self.around.__enter__()
        self.hall: Office = office()
        self.day, self.people = DAY, People()
        self.open: tuple[Import, list[dict[str, Any]]] | None = None
        self.done: list[tuple[Import, set[int], People, People]] = []
        self.begun: People = {}
        self.touched: dict[int, int] = {}
        self.turn = 0

    def teardown(self) -> None:
        if hasattr(self, "around"):
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    def _now(self) -> Any:
        self.turn += 1
        self.day = DAY + timedelta(days=self.turn)
        return moment(self.day, "09:00")

    @precondition(lambda self: self.open is None)
    @rule(some=lines)
    def bring(self, some: list[dict[str, Any]]) -> None:
        at = self._now()
        imported = self.hall.bring(*map(cells, some), day=self.day, at=at)
        assert (imported.wrong, imported.questions, imported.total) == (0, 0, len(some))
        fresh = [line for line in some if line["who"] not in self.people]
        same = [line for line in some if self.people.get(line["who"]) == told(self.people, line)]
        assert imported.added == len(fresh)
        assert imported.unchanged == len(same)
        self.open, self.begun = (imported, some), dict(self.people)

    @precondition(lambda self: self.open is not None)
    @rule(chunks=st.integers(1, 3))
    def write(self, chunks: int) -> None:
        """Writes some chunks of two rows, and is stopped there unless that was all."""
        assert self.open is not None
        imported, some = self.open
        at = self._now()
        start_write(imported=imported, by=self.hall.officer, at=at)
        left = [chunks]

        def step(done: int, total: int) -> None:
            left[0] -= 1
            if not left[0] and done < total:
                stop_write(imported=imported, by=self.hall.officer, at=at)

        cursor = imported.cursor
        imported = run_write(imported=self.hall.again(imported), now=lambda: at, step=step)
        for line in some[cursor : imported.cursor]:
            new = told(self.people, line)
            if self.people.get(line["who"]) != new:
                self.people[line["who"]] = new
                self.touched[line["who"]] = imported.pk
        if imported.state == Import.State.DONE:
            wrote = {line["who"] for line in some}
            wrote = {who for who in wrote if self.begun.get(who) != self.people[who]}
            self.done.append((imported, wrote, self.begun, dict(self.people)))
            self.open = None
        else:
            assert imported.state == Import.State.STOPPED
            self.open = (self.hall.again(imported), some)

    @precondition(lambda self: self.people and self.open is None)
    @rule(data=st.data(), kind=st.sampled_from(("phone", "home")))
    def change_on_a_page(self, data: st.DataObject, kind: str) -> None:
        who = data.draw(st.sampled_from(sorted(self.people)))
        at, person = self._now(), self._person(who)
        was = self.people[who]
        if kind == "phone":
            new = replace(was, phone=f"1399{self.turn:03}{who:04}")
            change_person(person=person, change=Change(phone=new.phone), by=self.hall.officer,
                          at=at)
        else:
            new = replace(was, room=f"{self.turn:03}")
            community = (self.hall.community if was.community == COMMUNITIES[0]
                         else self.hall.other)
            set_residence(person=person, community=community, building="3", unit="2",
                          room=new.room, from_day=self.day, by=self.hall.officer, at=at)
        self.people[who] = new
        self.touched[who] = -self.turn

    @precondition(lambda self: self.done and self.open is None)
    @rule()
    def take_back(self) -> None:
        """The last list goes if nobody whom it wrote was changed since; else all of it stays."""
        imported, wrote, before, after = self.done.pop()
        at = self._now()
        if any(self.people.get(who) != after[who] or self.touched.get(who) != imported.pk
               for who in wrote):
            with pytest.raises(NotImported):
                start_taking_back(imported=imported, by=self.hall.officer, at=at)
            return
        start_taking_back(imported=imported, by=self.hall.officer, at=at)
        run_taking_back(imported=imported, by=self.hall.officer, now=lambda: at)
        assert self.hall.again(imported).state == Import.State.TAKEN_BACK
        for who in wrote:
            self.people.pop(who)
            if who in before:
                self.people[who] = before[who]
            self.touched[who] = self._last(who)

    def _last(self, who: int) -> int:
        """The list that wrote of somebody before, if it is the last that did."""
        return next((one.pk for one, wrote, _, after in reversed(self.done)
                     if who in wrote and self.people.get(who) == after.get(who)), 0)

    def _person(self, who: int) -> Person:
        return Person.objects.select_related("party").get(party__name=f"王{NAMES[who]}")

    @invariant()
    def the_registry_is_the_model(self) -> None:
        if not hasattr(self, "people"):
            return
        rows = Person.objects.values_list("pk", "party__name")
        names = {pk: NAMES.index(name[1]) for pk, name in rows}
        assert sorted(names.values()) == sorted(self.people)
        communities = {self.hall.community.pk: COMMUNITIES[0], self.hall.other.pk: COMMUNITIES[1]}
        for pk, one in known(names, self.day).items():
            said = self.people[names[pk]]
            assert one.home is not None
            assert (communities[one.home[0]], one.home[3]) == (said.community, said.room)
            assert one.skills == said.skills
            assert one.household == (f"H{names[pk]}", "head")
            assert masked(Person.objects.get(pk=pk))["phone"][-4:] == said.phone[-4:]


@pytest.mark.django_db
def test_any_order_of_lists_stops_and_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "CHUNK", 2)
    monkeypatch.setattr(writing, "CHUNK", 2)
    run_state_machine_as_test(Register, settings=settings(
        max_examples=15, stateful_step_count=14,
        suppress_health_check=list(HealthCheck),
    ))
