"""A small demo, made once, and what must be true of it."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, Sum
from django.test import Client, override_settings

from menkou.demo.days import months_until
from menkou.demo.make import Size, make
from menkou.demo.site import Bench, logins
from menkou.demo.words import AS_OF, LINES, SITE
from menkou.demo.work import plan
from menkou.facts.models import Tray
from menkou.figures.queries.report import report
from menkou.identity import clock, keys
from menkou.identity.models import Installation
from menkou.ledger.models import Wage
from menkou.ledger.opening import open_books
from menkou.lib.days import Month, day_of
from menkou.lib.identifiers import resident_id
from menkou.lib.scope import Scope
from menkou.registry.models import Person, Shopfront, Site
from menkou.settlement.models import Payment, Period, SetAside
from menkou.settlement.queries.proof import prove_payments, prove_slips
from menkou.work.content import KINDS
from menkou.work.models import (
    Acceptance,
    FeePayment,
    FeeStatement,
    Order,
    Receipt,
    Ticket,
)
from menkou.work.queries.fee_proof import prove_fee_payments, prove_fees, prove_statements
from menkou.work.queries.owed import owed, standing, totals
from menkou.work.queries.proof import prove_pots, prove_tickets
from menkou.work.queries.residues import last_operation, residues

WALL = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: object) -> Iterator[int]:
    """Makes it in a transaction that the module's end takes back."""
    fast = override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
    )
    with django_db_blocker.unblock(), fast, transaction.atomic():  # type: ignore[attr-defined]
        open_books()
        yield make(seed=7, size=Size(workers=24, months=3), wall=WALL)
        transaction.set_rollback(True)
    clock.forget_shift()


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


def figures() -> dict[str, int | float]:
    site = Site.objects.get(name=SITE)
    return {one.indicator.code: one.number for one in report(site, AS_OF)}


def test_the_place_is_that_of_the_article() -> None:
    found = figures()
    assert [found[code] for code in ("communities", "workshops", "enterprises")] == [3, 6, 6]
    assert found["workshop_area_m2"] == 3400
    assert Shopfront.objects.aggregate(all=Sum("area_dm2")) == {"all": 340_000}


def test_every_worker_is_counted_in_one_group_in_the_articles_shares() -> None:
    found = figures()
    groups = {
        code.removeprefix("workers_by_group."): value
        for code, value in found.items() if code.startswith("workers_by_group.")
    }
    assert found["workers"] == sum(groups.values()) == 24
    assert groups == {
        "cannot_migrate": 13, "aged_60_to_70": 7, "aged_70_to_80": 3, "aged_80_and_over": 0,
        "disabled": 1, "other": 0,
    }


def test_what_was_earned_is_what_good_pieces_pay() -> None:
    tickets = Ticket.objects.annotate(people=Count("shares"))
    earned = sum(ticket.good * ticket.rate for ticket in tickets)
    assert figures()["wages_earned_yuan"] == earned / 10_000
    told = Wage.objects.aggregate(n=Sum("quantity"))["n"]
    assert told == sum(ticket.good * ticket.people for ticket in tickets) > 0


def test_everything_that_happened_is_booked(made: int) -> None:
    of_the_floor = Tray.objects.filter(fact__kind__in=KINDS)
    assert of_the_floor.filter(state="booked").count() == of_the_floor.count() == made
    assert not Tray.objects.exclude(state="booked").exists()
    assert list(prove_tickets()) == list(prove_pots()) == []


def test_months_are_closed_and_paid_and_some_wait() -> None:
    assert [*prove_slips(), *prove_payments()] == []
    closed = Period.objects.filter(state="closed", slips__gt=0)
    assert closed.exists()
    paid = Payment.objects.filter(state="paid").aggregate(s=Sum("paid"))["s"]
    assert figures()["wages_paid_yuan"] == paid / 10_000
    assert SetAside.objects.filter(resolved_at=None).exists()


def test_fees_are_stated_agreed_by_another_and_paid_in_parts_before_the_articles_day() -> None:
    assert [*prove_fees(), *prove_statements(), *prove_fee_payments()] == []
    stands = {one.stands for one in standing(FeeStatement.objects.all(), AS_OF)}
    assert stands >= {"sent", "agreed", "late", "paid"}
    parts = FeePayment.objects.values("statement").annotate(n=Count("pk")).filter(n__gt=1)
    assert parts.exists()
    assert not FeePayment.objects.filter(paid_on__gte=AS_OF).exists()
    assert {one.back_reason for one in FeePayment.objects.exclude(back=None)} == {"bounced"}


def test_what_is_owed_is_of_every_age_that_three_months_can_have() -> None:
    sums = totals(owed(Scope(divisions=frozenset({Site.objects.get().division_id})), AS_OF))
    assert {name for name, amount in sums.items() if amount} >= {"sent", "coming", "to_30", "open"}
    assert sums["overdue"] > 0


def test_persons_are_invented_and_their_numbers_sealed() -> None:
    for person in Person.objects.select_related("key"):
        assert person.invented
        assert person.key is not None
        key = keys.unwrap(bytes(person.key.wrapped), person.key.master)
        number = keys.decrypt(key, "id", bytes(person.id_number or b""))
        assert resident_id(number).born_on == person.born_on
        assert number.startswith("530600")


def test_the_books_stand_on_the_day_of_the_article() -> None:
    row = Installation.objects.get()
    assert row.demo
    assert day_of(WALL + row.clock_shift) == AS_OF
    assert row.clock_shift % timedelta(days=1) == timedelta()


def test_the_orders_of_past_months_were_accepted_and_closed() -> None:
    past = Order.objects.filter(ordered_on__lt=date(2022, 2, 1))
    assert {order.state for order in past} == {"closed"}
    for order in past:
        assert not residues(order)
        made = Ticket.objects.filter(
            allotment__order=order, allotment__operation=last_operation(order)
        ).aggregate(n=Sum("good"))["n"]
        accepted = Acceptance.objects.filter(order=order).aggregate(n=Sum("accepted"))["n"]
        assert accepted == made > 0


def test_work_of_the_current_month_is_still_open() -> None:
    begun = Ticket.objects.filter(made_on__gte=date(2022, 2, 1))
    assert begun
    assert all(0 < ticket.back < ticket.pieces for ticket in begun)
    assert not Receipt.objects.filter(day__gte=AS_OF).exists()


@pytest.mark.parametrize("row", logins(), ids=lambda row: row["login"])
def test_each_login_that_is_printed_signs_in(row: dict[str, str]) -> None:
    assert Client().login(login=row["login"], password=row["password"])


def test_logins_are_printed_for_programs() -> None:
    out = StringIO()
    call_command("demo", logins=True, format="json", stdout=out)
    printed = json.loads(out.getvalue())
    assert {row["role"] for row in printed} == {
        "district_officer", "street_officer", "community_officer", "workshop_clerk", "enterprise",
        "cooperative", "auditor", "worker",
    }
    assert set(printed[0]) == {"role", "login", "password", "home"}


def test_made_again_it_keeps_what_is_there() -> None:
    before, err = Ticket.objects.count(), StringIO()
    call_command("demo", workers=30, months=3, stdout=StringIO(), stderr=err)
    assert "没有改动" in err.getvalue()
    assert Ticket.objects.count() == before


def test_the_plan_of_the_whole_site_earns_what_the_article_says() -> None:
    benches = [Bench(line, None, None, None, (), None, None) for line in LINES]  # type: ignore[arg-type]
    months = months_until(AS_OF, 20)
    hands = [
        (Person(pk=number), benches[number % 6], months[number % 19].first)
        for number in range(1, 635)
    ]
    tasks = plan(Random(3), hands, months)
    assert [task.good for task in tasks] == [task.good for task in plan(Random(3), hands, months)]
    earned = sum(task.good * task.bench.line.rate for task in tasks if task.month < 19)
    assert abs(earned / 10_000 - 1_710_000) <= 4_900
    assert 2_000 <= len(tasks) <= 2_800


def test_a_site_too_small_is_refused() -> None:
    with pytest.raises(CommandError, match="至少 6 人"):
        call_command("demo", workers=3)


def test_a_plan_without_hands_is_empty() -> None:
    assert plan(Random(1), [], [Month(2022, 1), Month(2022, 2)]) == []
