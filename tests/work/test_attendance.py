"""Attendance: one place a half-day, who came first holds it, and a dated rate pays it."""

from datetime import date
from uuid import UUID

import pytest

from menkou.access.models import Grant
from menkou.facts.actions.half_days import HalfDayClaim, claim_halves
from menkou.facts.models import Fact, HalfDay, HalfDayUse, Tray
from menkou.ledger.models import Wage
from menkou.registry.models import Engagement, Tenancy
from menkou.work.actions import time_rates
from menkou.work.actions.again import retry
from menkou.work.actions.products import RateLowered
from menkou.work.actions.tray import lay_aside, take_up
from menkou.work.content import BadContent, read
from menkou.work.models import Attendance
from tests.builders import START, Floor, floor, moment
from tests.work.attending import DAY, attend, held, next_door, pay, undo
from tests.work.telling import proved, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(db: None) -> Floor:
    return floor()


def results(hall: Floor, *facts: object) -> list[tuple[str, str]]:
    return [(one.result, one.why) for one in hall.send(*facts)]  # type: ignore[arg-type]


def test_a_morning_and_an_afternoon_are_a_day_at_the_workshop(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    assert results(hall, attend(hall, wang), attend(hall, wang, "pm", 180, clock="14:00")) == [
        ("accepted", ""), ("accepted", ""),
    ]
    assert held(wang) == [(DAY, "am", "藤编车间", 240), (DAY, "pm", "藤编车间", 180)]
    assert hall.owed(wang) == 0
    assert proved()


def test_a_half_day_at_a_daily_rate_is_paid_whole(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    pay(hall, 400_000)
    hall.send(attend(hall, wang, minutes=180))
    wage = Wage.objects.get()
    assert hall.owed(wang) == 400_000
    assert (wage.evidence, wage.commodity, wage.quantity, wage.rate, wage.share, wage.shares) == (
        "time", None, 180, 400_000, 1, 180
    )
    assert proved()


def test_minutes_at_an_hourly_rate_round_half_up_to_the_smallest_unit(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    pay(hall, 125_001, "hour")
    hall.send(attend(hall, wang, minutes=210))
    # 210 × 125,001 / 60 = 437,503.5
    assert hall.owed(wang) == 437_504
    assert proved()


def test_a_correction_is_paid_or_taken_back_under_the_same_day(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    pay(hall, 600_000, "hour")
    first = attend(hall, wang, minutes=240)
    fewer = attend(hall, wang, minutes=200, clock="18:00", replaces=first)
    hall.send(first)
    hall.send(fewer)
    assert hall.owed(wang) == 2_000_000
    assert sum(Wage.objects.values_list("quantity", flat=True)) == 200
    hall.send(undo(fewer))
    assert hall.owed(wang) == 0
    assert held(wang) == []
    assert not HalfDay.objects.exists()
    assert proved()


def test_she_came_after_all_and_her_leave_becomes_a_half_day(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    pay(hall, 400_000)
    away = attend(hall, wang, leave="sick")
    hall.send(away)
    assert hall.owed(wang) == 0
    assert Attendance.objects.values_list("minutes", "leave").get() == (0, "sick")
    hall.send(attend(hall, wang, replaces=away))
    assert hall.owed(wang) == 400_000
    assert proved()


def test_attendance_and_leave_of_one_half_day_never_both_stand(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    hall.send(attend(hall, wang))
    assert results(hall, attend(hall, wang, leave="sick")) == [("waiting", "half_taken")]
    assert held(wang) == [(DAY, "am", "藤编车间", 240)]
    assert proved()


@pytest.mark.parametrize("content", [
    {"minutes": 0}, {"minutes": 240, "leave": "sick"}, {"minutes": 361}, {"minutes": -1},
    {"minutes": 240, "half": "night"}, {"minutes": 240, "note": "王芳"},
])
def test_a_half_day_has_minutes_or_a_leave_and_nothing_else(content: dict[str, object]) -> None:
    with pytest.raises(BadContent):
        read("attend", {"person": 1, "place": 2, "half": "am", **content})


# Design §6, D8; invariants 4 and 5

def test_in_two_workshops_at_once_the_second_waits_and_names_the_first(hall: Floor) -> None:
    wang, other = hall.weaver("王芳"), next_door(hall)
    here, there = attend(hall, wang), attend(hall, wang, place=other)
    hall.send(here)
    (answer,) = hall.send(there)
    assert (answer.result, answer.why, answer.held_at) == ("waiting", "half_taken", "藤编车间")
    assert "藤编车间" in str(answer)
    assert proved()


def test_in_one_list_the_first_in_the_day_holds_the_half_day(hall: Floor) -> None:
    wang, other = hall.weaver("王芳"), next_door(hall)
    there = attend(hall, wang, place=other, clock="08:10")
    here = attend(hall, wang, clock="08:40")
    hall.send(here, there)
    assert held(wang) == [(DAY, "am", "竹编车间", 240)]
    assert state(here) == ("waiting", "half_taken")


def test_when_the_holder_is_undone_the_next_takes_its_place(hall: Floor) -> None:
    wang, other = hall.weaver("王芳"), next_door(hall)
    pay(hall, 400_000)
    here, there = attend(hall, wang), attend(hall, wang, place=other, minutes=200)
    hall.send(here)
    hall.send(there)
    hall.send(undo(here))
    assert held(wang) == [(DAY, "am", "竹编车间", 200)]
    assert hall.owed(wang) == 400_000
    assert state(there) == ("booked", "")
    assert proved()


@pytest.mark.parametrize("change", ["place", "person", "half"])
def test_a_correction_stays_with_its_person_place_and_half(hall: Floor, change: str) -> None:
    wang, other = hall.weaver("王芳"), next_door(hall)
    here = attend(hall, wang)
    hall.send(here)
    elsewhere = {"place": other.pk, "person": hall.weaver("马丽").pk, "half": "pm"}
    moved = attend(hall, wang, replaces=here)
    moved.content[change] = elsewhere[change]
    assert results(hall, moved) == [("waiting", "other_ticket")]
    assert held(wang) == []
    assert results(hall, attend(hall, wang)) == [("accepted", "")]
    hall.send(undo(moved))
    assert held(wang) == [(DAY, "am", "藤编车间", 240)]
    assert proved()


def test_a_correction_that_would_move_it_lets_the_next_have_the_half_day(hall: Floor) -> None:
    wang, other = hall.weaver("王芳"), next_door(hall)
    here, there = attend(hall, wang), attend(hall, wang, place=other)
    hall.send(here, there)
    hall.send(attend(hall, wang, place=other, replaces=here))
    assert held(wang) == [(DAY, "am", "竹编车间", 240)]
    assert proved()


def test_a_correction_may_come_before_what_it_corrects(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    pay(hall, 600_000, "hour")
    first = attend(hall, wang, minutes=240)
    assert results(hall, attend(hall, wang, minutes=60, replaces=first)) == [
        ("waiting", "no_target")
    ]
    hall.send(first)
    assert hall.owed(wang) == 600_000
    assert proved()


# What it waits for

def test_a_day_that_is_still_to_come_waits_and_is_booked_on_that_day(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    assert results(hall, attend(hall, wang, day=date(2022, 3, 2))) == [("waiting", "future")]
    retry(at=moment(date(2022, 3, 2), "20:00"))
    assert held(wang) == [(date(2022, 3, 2), "am", "藤编车间", 240)]


def test_nobody_we_know_no_place_and_no_terms_wait(hall: Floor) -> None:
    wang, other = hall.weaver("王芳"), next_door(hall)
    Tenancy.objects.filter(workshop=other).delete()
    ma = hall.weaver("马丽")
    Engagement.objects.filter(person=ma).delete()
    stranger, nowhere = attend(hall, wang), attend(hall, wang)
    stranger.content["person"] = nowhere.content["place"] = 999_999
    assert results(hall, stranger, nowhere, attend(hall, wang, place=other), attend(hall, ma)) == [
        ("waiting", "no_person"), ("waiting", "no_place"), ("waiting", "no_operator"),
        ("waiting", "no_engagement"),
    ]
    assert proved()


def test_who_had_not_the_right_on_that_day_waits(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    Grant.objects.update(from_day=date(2022, 2, 1))
    early = attend(hall, wang)
    assert results(hall, early) == [("waiting", "no_right")]
    Grant.objects.update(from_day=START)
    assert retry(at=hall.now) == 1
    assert state(early) == ("booked", "")
    assert proved()


def test_the_last_engagement_before_is_taken_as_a_question(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    Engagement.objects.create(person=wang, payer=hall.firm, form="", from_day=date(2022, 1, 10),
                              entered_at=hall.now, entered_by=hall.clerk)
    (answer,) = hall.send(attend(hall, wang))
    assert (answer.result, answer.question) == ("accepted", "engagement_ended")


def test_what_waits_laid_aside_claims_nothing_until_it_is_taken_up(hall: Floor) -> None:
    wang, other = hall.weaver("王芳"), next_door(hall)
    here, there = attend(hall, wang), attend(hall, wang, place=other)
    hall.send(here)
    hall.send(there)
    waiting = Fact.objects.get(uid=there.uid)
    lay_aside(fact=waiting, reason="twice", by=hall.clerk, at=hall.now)
    hall.send(undo(here))
    assert held(wang) == []
    take_up(fact=waiting, by=hall.clerk, at=hall.now)
    assert held(wang) == [(DAY, "am", "竹编车间", 240)]
    assert proved()


# What is asked

def test_an_asked_half_day_is_refused_where_it_would_wait(hall: Floor) -> None:
    wang, other = hall.weaver("王芳"), next_door(hall)
    hall.send(attend(hall, wang))
    (answer,) = hall.send(attend(hall, wang, place=other, stated="asked"))
    assert (answer.result, answer.why, answer.held_at) == ("refused", "half_taken", "藤编车间")
    assert Fact.objects.count() == 1
    assert results(hall, attend(hall, wang, "pm", place=other, stated="asked")) == [
        ("accepted", "")
    ]


def test_a_child_is_refused_when_asked_and_paid_when_it_has_happened(hall: Floor) -> None:
    """劳动法 15: nobody under 16 is given work; what was done is paid."""
    child = hall.weaver("小马", born_on=date(2006, 6, 1))
    pay(hall, 400_000)
    assert results(hall, attend(hall, child, stated="asked")) == [("refused", "under_age")]
    assert results(hall, attend(hall, child, leave="school", stated="asked")) == [("accepted", "")]
    assert results(hall, attend(hall, child, "pm")) == [("accepted", "")]
    assert hall.owed(child) == 400_000


# Rates

def test_a_time_rate_raised_backwards_is_paid_at_once(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    hall.send(attend(hall, wang), attend(hall, wang, day=date(2022, 1, 3)))
    pay(hall, 300_000, since=date(2022, 1, 10))
    assert hall.owed(wang) == 300_000
    pay(hall, 400_000, since=START)
    assert hall.owed(wang) == 700_000
    pay(hall, 350_000, since=date(2022, 1, 10))
    assert hall.owed(wang) == 750_000
    assert proved()


def test_many_half_days_are_paid_in_parts(
    hall: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang, ma = hall.weaver("王芳"), hall.weaver("马丽")
    hall.send(*(attend(hall, who, half, day=date(2022, 1, day))
                for who in (wang, ma) for half in ("am", "pm") for day in range(3, 10)))
    monkeypatch.setattr(time_rates, "PART", 9)
    pay(hall, 300_000)
    assert hall.owed(wang) == hall.owed(ma) == 14 * 300_000
    assert proved()


@pytest.mark.parametrize(("amount", "per"), [(399_999, "half_day"), (None, "half_day"),
                                              (99_999, "hour")])
def test_a_time_rate_is_never_lowered_for_days_already_worked(
    hall: Floor, amount: int | None, per: str
) -> None:
    """劳动法 37, 50."""
    wang = hall.weaver("王芳")
    pay(hall, 400_000)
    hall.send(attend(hall, wang, minutes=240))
    with pytest.raises(RateLowered):
        pay(hall, amount, per, since=DAY)
    pay(hall, amount, per, since=date(2022, 1, 15))
    pay(hall, 100_000, "hour", since=DAY)
    assert hall.owed(wang) == 400_000
    assert proved()


def test_only_her_own_class_is_paid_by_time(hall: Floor) -> None:
    wang, ma = hall.weaver("王芳"), hall.weaver("马丽")
    Engagement.objects.filter(person=ma).update(rate_class="helper")
    pay(hall, 400_000)
    hall.send(attend(hall, wang), attend(hall, ma))
    assert (hall.owed(wang), hall.owed(ma)) == (400_000, 0)
    assert proved()


# Another use of the same half-day

def other_use(hall: Floor, fact: Fact, *places: int) -> None:
    claims = [HalfDayClaim(fact_person(fact), DAY, "am", place, fact.pk) for place in places]
    claim_halves("training", {(fact_person(fact), DAY, "am")}, claims)


def fact_person(fact: Fact) -> int:
    return int(Tray.objects.values_list("person", flat=True).get(fact=fact) or 0)


def test_training_on_the_job_at_the_same_place_stands_beside_it(hall: Floor) -> None:
    wang, other = hall.weaver("王芳"), next_door(hall)
    here = attend(hall, wang)
    hall.send(here)
    fact = Fact.objects.get(uid=here.uid)
    other_use(hall, fact, hall.workshop.pk)
    assert HalfDayUse.objects.count() == 2
    hall.send(undo(here))
    assert HalfDayUse.objects.get().use == "training"
    assert results(hall, attend(hall, wang, place=other)) == [("waiting", "half_taken")]
    assert results(hall, attend(hall, wang)) == [("accepted", "")]
    assert proved()
    other_use(hall, fact)
    assert HalfDayUse.objects.get().use == "work"


def test_the_same_list_again_is_known(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    new = attend(hall, wang, uid=UUID(int=7))
    assert results(hall, new) == [("accepted", "")]
    assert results(hall, new, attend(hall, wang, "pm")) == [("known", ""), ("accepted", "")]
