"""A payer's month in which anything happens in any order.

Facts, corrections, undone ones, rates raised backwards, items and deductions entered and decided,
people set aside and cleared, closes of two cycles in chunks of one person, some stopped, objections
and answers, approvals, batches, answers of banks, cash, what comes back. After every step the books
and the pay prove; a closed slip stays what it was; in the end a last close leaves no wage outside.
"""

import random
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from menkou.ledger.actions.seal import seal_within
from menkou.ledger.models import Seal, Transfer, Wage
from menkou.ledger.queries.proof import prove_balances, prove_transfers
from menkou.lib.days import span
from menkou.registry.models import Engagement
from menkou.settlement.actions import close as closing
from menkou.settlement.actions.answers import read_answer
from menkou.settlement.actions.cash import lift_hold, pay_cash, return_payment
from menkou.settlement.actions.items import (
    approve_item,
    decide_deduction,
    enter_deduction,
    enter_item,
    refuse_item,
)
from menkou.settlement.actions.payments import make_batch
from menkou.settlement.actions.periods import (
    approve,
    confirm_tax,
    open_period,
    resolve,
    send_back,
    set_aside,
)
from menkou.settlement.actions.replies import Extra, answer, confirm, object_to
from menkou.settlement.errors import NotPaid, NotSettled
from menkou.settlement.models import (
    Batch,
    Deduction,
    Item,
    Line,
    Objection,
    Payment,
    Period,
    SetAside,
    Slip,
)
from menkou.settlement.queries.proof import prove_payments, prove_slips
from menkou.work.actions.products import set_rate
from tests.builders import floor, moment
from tests.settlement.ground import Payroll
from tests.settlement.telling import answer_file

DAY = date(2022, 1, 14)
MINUS = ("statutory", "debt", "recovery", "charge")
WHO = st.integers(0, 3)
LUCK = st.integers(0, 2**32 - 1)
CYCLES = (("month", "home"), ("two_weeks", "part_time"), ("month", "full_time"), ("month", "home"))


class AnyPay(RuleBasedStateMachine):
    closed = 0  # periods closed over all runs: none would prove nothing

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.pay = Payroll(floor(pieces=1_000_000, rate=3500))
        self.hall = self.pay.hall
        self.now, self.rate = DAY, 3500
        self.kept: dict[int, tuple[Any, ...]] = {}
        self.facts: list[Any] = []
        self.people: list[Any] = []

    def teardown(self) -> None:
        try:
            self.end()
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    @property
    def at(self) -> Any:
        return moment(self.now, "18:00")

    @initialize()
    def four_weavers(self) -> None:
        for number, (cycle, form) in enumerate(CYCLES):
            person = self.hall.weaver(f"示例{number}", born_on=date(1980 - number, 1, 1))
            Engagement.objects.filter(person=person).update(
                cycle=cycle, form=form, tax_class="labour" if number == 3 else ""
            )
            if number != 2:
                self.pay.card(person, f"62170000123456789{number:02}")
            self.people.append(person)
        for who in range(4):
            self.pieces_come_back(who, 10 + who, who)

    # What happens on the floor

    @rule(luck=LUCK, many=st.integers(1, 4))
    def a_day_of_work(self, luck: int, many: int) -> None:
        rng = random.Random(luck)
        for _ in range(many):
            self.pieces_come_back(rng.randint(0, 3), rng.randint(1, 30), rng.randint(0, 20))

    def pieces_come_back(self, who: int, pieces: int, back: int) -> None:
        day = max(self.now - timedelta(days=back), date(2022, 1, 2))
        ticket = self.hall.ticket((self.people[who], 2), (self.people[who - 1], 1), pieces=pieces,
                                  day=date(2022, 1, 2))
        self.send("receipt", day, {
            "ticket": ticket.pk, "carrier": self.people[who].pk, "good": pieces
        })

    @rule(luck=LUCK, good=st.integers(0, 12))
    def a_receipt_is_corrected_or_undone(self, luck: int, good: int) -> None:
        if not self.facts:
            return
        old = self.facts.pop(luck % len(self.facts))
        kind, content = ("receipt", old.content | {"good": good}) if good else ("undo", {})
        self.send(kind, old.day, content, replaces=old.uid)

    def send(self, kind: str, day: date, content: dict[str, Any], **more: Any) -> None:
        new = self.hall.fact(kind, day, "10:00", content, **more)
        self.hall.now = max(self.hall.now, self.at)
        if self.hall.send(new)[0].result == "accepted" and kind == "receipt":
            self.facts.append(new)

    @rule(more=st.integers(1, 333), back=st.integers(0, 15))
    def a_rate_is_raised_backwards(self, more: int, back: int) -> None:
        self.rate += more
        set_rate(payer=self.hall.firm, operation=self.hall.operation, amount=self.rate,
                 from_day=max(self.now - timedelta(days=back), date(2022, 1, 3)),
                 by=self.hall.clerk, at=self.at)

    @rule(days=st.integers(4, 20))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    # What is entered and decided

    @rule(who=WHO, amount=st.sampled_from([5_0000, 1_2345, -3_0000, -40_0000]))
    def an_item_is_entered(self, who: int, amount: int) -> None:
        enter_item(engagement=self.engagement(who), code="correction", amount=amount, day=self.now,
                   by=self.hall.clerk, at=self.at)

    @rule(who=WHO, amount=st.integers(1, 900_000), charge=st.booleans())
    def a_deduction_is_entered(self, who: int, amount: int, charge: bool) -> None:
        kind, code = ("charge", "damage") if charge else ("recovery", "overpaid")
        enter_deduction(person=self.people[who], payer=self.hall.firm, kind=kind, code=code,
                        amount=amount, by=self.hall.clerk, at=self.at)

    @rule(agreed=st.booleans())
    def what_was_entered_is_decided(self, agreed: bool) -> None:
        for item in Item.objects.filter(verdict="entered"):
            (approve_item if agreed else refuse_item)(item=item, by=self.pay.second, at=self.at)
        for row in Deduction.objects.filter(verdict="entered").exclude(entered_by=self.pay.second):
            decide_deduction(deduction=row, agreed=agreed, by=self.pay.second, at=self.at)

    @rule(who=WHO)
    def somebody_is_set_aside_or_cleared(self, who: int) -> None:
        old = SetAside.objects.filter(
            engagement=self.engagement(who), resolved_at=None
        ).first()
        if old:
            resolve(aside=old, by=self.hall.clerk, at=self.at)
        else:
            set_aside(engagement=self.engagement(who), why="wrong_sum", by=self.hall.clerk,
                      at=self.at)

    def engagement(self, who: int) -> Engagement:
        return Engagement.objects.get(person=self.people[who])

    # Closing

    @rule(cycle=st.sampled_from(["month", "month", "two_weeks"]), tax=st.booleans(),
          stop=st.sampled_from([False, False, True]), again=st.booleans())
    def a_period_is_closed(self, cycle: str, tax: bool, stop: bool, again: bool) -> None:
        stretch = span(cycle, self.now)
        rows = Period.objects.filter(payer=self.hall.firm, cycle=cycle)
        number = rows.filter(first=stretch.first).count()
        who = {"by": self.hall.clerk, "at": self.at}
        try:
            period = rows.filter(state="open").order_by("first", "number").first() or open_period(
                payer=self.hall.firm, cycle=cycle, day=self.now,
                number=max(number - (0 if again else 1), 0), **who,
            )
            if period.state == "open":
                confirm_tax(period=period, withholds=tax, **who)
            with patch.object(closing, "CHUNK", 1):
                period = self.begin(period)
                if stop:
                    closing.close_chunk(period=period, at=self.at)
                    closing.cancel_close(period=period, **who)
                else:
                    closing.run_close(period=period, now=lambda: self.at)
                    type(self).closed += 1
        except NotSettled:
            pass

    @rule(luck=LUCK, cycle=st.sampled_from(["month", "two_weeks"]))
    def a_month_of_pay(self, luck: int, cycle: str) -> None:
        self.time_passes(15)
        self.a_day_of_work(luck, 3)
        self.a_period_is_closed(cycle, tax=luck % 2 == 0, stop=False, again=luck % 3 == 0)
        for period in Period.objects.filter(state="closed"):
            self.a_period_is_judged(period.pk, agreed=luck % 5)
            self.a_batch_goes_to_the_bank(luck)
            self.the_bank_answers(luck)

    def begin(self, period: Period) -> Period:
        if not Transfer.objects.exists():
            raise NotSettled("nothing")
        sealed = seal_within(at=self.at) or Seal.objects.latest("last")
        return closing.start_close(period=period, by=self.hall.clerk, at=self.at, upto=sealed)

    # What she says, and who approves

    @rule(luck=LUCK, right=st.booleans())
    def she_answers_to_her_slip(self, luck: int, right: bool) -> None:
        slip = self.one(Slip.objects.all(), luck)
        if slip is None:
            return
        try:
            with transaction.atomic():
                if right:
                    confirm(slip=slip, how="told", by=self.hall.clerk, at=self.at)
                else:
                    object_to(slip=slip, reason="count", how="told", by=self.hall.clerk,
                              at=self.at)
        except (NotSettled, IntegrityError):
            pass

    @rule(luck=LUCK, upheld=st.booleans())
    def she_is_answered(self, luck: int, upheld: bool) -> None:
        asked = self.one(Objection.objects.filter(answered_at=None), luck)
        if asked is not None:
            extra = Extra(2_0000, self.now) if upheld else None
            answer(objection=asked, why="paid_extra" if upheld else "explained", extra=extra,
                   by=self.hall.clerk, at=self.at)

    @rule(luck=LUCK, agreed=st.integers(0, 4))
    def a_period_is_judged(self, luck: int, agreed: int) -> None:
        period = self.one(Period.objects.filter(state="closed"), luck)
        if period is None:
            return
        try:
            if agreed:
                approve(period=period, by=self.pay.officer, at=self.at)
            else:
                send_back(period=period, why="sum", by=self.pay.officer, at=self.at)
        except NotSettled:
            pass

    # Money

    @rule(luck=LUCK)
    def a_batch_goes_to_the_bank(self, luck: int) -> None:
        period = self.one(Period.objects.filter(state="closed"), luck)
        if period is not None:
            with suppress(NotPaid):
                make_batch(period=period, template="rural_credit", account="5300000123456789012",
                           by=self.pay.second, at=self.at)

    @rule(luck=LUCK)
    def the_bank_answers(self, luck: int) -> None:
        batch = self.one(Batch.objects.all(), luck)
        if batch is None:
            return
        content = answer_file(batch, random.Random(luck))
        with suppress(NotPaid):
            read_answer(batch=batch, name="hp.csv", content=content, by=self.pay.second,
                        at=self.at)

    @rule(luck=LUCK, thumb=st.booleans())
    def money_is_handed_over(self, luck: int, thumb: bool) -> None:
        payment = self.one(Payment.objects.filter(state="due"), luck)
        if payment is not None:
            with suppress(NotPaid):
                pay_cash(payment=payment, signed="thumb" if thumb else "signature",
                         by=self.hall.clerk, at=self.at)

    @rule(luck=LUCK)
    def money_comes_back(self, luck: int) -> None:
        payment = self.one(Payment.objects.filter(state__in=("sent", "paid")), luck)
        if payment is not None:
            return_payment(payment=payment, code="closed", by=self.pay.second, at=self.at)

    @rule(luck=LUCK)
    def an_account_is_in_order_again(self, luck: int) -> None:
        payment = self.one(Payment.objects.filter(state="returned", lifted_at=None), luck)
        if payment is not None:
            lift_hold(payment=payment, by=self.pay.second, at=self.at)

    def one(self, rows: Any, luck: int) -> Any:
        found = list(rows.order_by("pk"))
        return found[luck % len(found)] if found else None

    # What must hold

    @invariant()
    def everything_proves(self) -> None:
        found = [*prove_balances(), *prove_slips(), *prove_payments()]
        assert [str(one) for one in found] == []

    @invariant()
    def a_closed_slip_stays_what_it_was(self) -> None:
        for slip in Slip.objects.filter(period__state="closed"):
            now = (
                *Slip.objects.values_list("since", "upto", "earned", "net", "carried_out").get(
                    pk=slip.pk
                ),
                *slip.lines.order_by("number").values_list("kind", "amount"),
            )
            assert self.kept.setdefault(slip.pk, now) == now

    @invariant()
    def no_wage_is_in_two_slips(self) -> None:
        for engagement in Engagement.objects.filter(payer=self.hall.firm):
            upto = 0
            for slip in Slip.objects.filter(engagement=engagement).order_by("pk"):
                assert slip.since == upto
                upto = slip.upto

    @invariant()
    def charges_and_recoveries_keep_their_bound(self) -> None:
        months: dict[tuple[Any, ...], list[int]] = {}
        for slip in Slip.objects.select_related("period"):
            key = (slip.person_id, slip.period.last.year, slip.period.last.month)
            sums = months.setdefault(key, [0, 0])
            sums[0] += max(slip.earned, 0)
            sums[1] += slip.debt_taken + slip.recovered + slip.charged
            assert sums[1] * 5 <= sums[0]

    @invariant()
    def a_payment_is_made_once(self) -> None:
        for slip in Slip.objects.all():
            live = slip.payments.exclude(state="returned")
            whole = sum(one.paid or one.amount for one in live)
            assert whole in (0, slip.net)

    def end(self) -> None:
        """A last close of everybody leaves no wage outside a slip."""
        for aside in SetAside.objects.filter(resolved_at=None):
            resolve(aside=aside, by=self.hall.clerk, at=self.at)
        self.now += timedelta(days=45)
        for cycle in ("month", "two_weeks"):
            Period.objects.filter(state="open", cycle=cycle).delete()
            period = open_period(payer=self.hall.firm, cycle=cycle, day=self.now, by=None,
                                 at=self.at)
            try:
                closing.run_close(period=self.begin(period), now=lambda: self.at)
            except NotSettled:
                assert not Transfer.objects.exists()
        earned = Wage.objects.count() and Line.objects.exclude(kind__in=MINUS).aggregate(
            s=Sum("amount")
        )["s"]
        assert (earned or 0) == self.wages()
        assert list(prove_transfers()) == []

    def wages(self) -> int:
        rows = Wage.objects.values_list("transfer__quantity", "transfer__source__kind")
        return sum(amount if kind == "labour" else -amount for amount, kind in rows)
