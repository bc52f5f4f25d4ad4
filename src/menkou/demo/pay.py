"""Pay days: periods closed, answered, approved, sent to the bank, what came back paid again."""

import csv
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import StringIO
from random import Random

from menkou.demo.days import moment
from menkou.demo.site import Bench, Place
from menkou.ledger.actions.seal import seal_within
from menkou.ledger.models import Seal
from menkou.lib.days import day_of
from menkou.registry.actions.people import Change, change_person
from menkou.registry.models import Engagement
from menkou.settlement.actions.answers import read_answer
from menkou.settlement.actions.cash import Taker, pay_cash
from menkou.settlement.actions.close import run_close, start_close
from menkou.settlement.actions.items import approve_item
from menkou.settlement.actions.payments import make_batch
from menkou.settlement.actions.periods import approve, open_period, resolve, set_aside
from menkou.settlement.actions.replies import Extra, answer, confirm, object_to
from menkou.settlement.models import Batch, Objection, Payment, Period, SetAside, Slip
from menkou.settlement.queries.approving import wanted_approvals
from menkou.settlement.queries.batches import template_of
from menkou.settlement.queries.payments import by_hand, payable

TEMPLATE = "rural_credit"
FAILURES = ("name_mismatch", "frozen", "inactive")
ANSWERED = ("reference", "amount", "result", "reason")
LEFT_ASIDE = 3  # of the last month, still to be cleared
WAITS = ("cable", date(2022, 1, 23))
"""A small stretch that is closed and not paid: its payer waits for the fees that fund it."""


@dataclass(slots=True)
class PayDay:
    """The pay of one site: what waits from one month to the next."""

    rng: Random
    place: Place
    numbers: Random = field(default_factory=lambda: Random(20))
    aside: int = 0

    def settle(self, bench: Bench, cycle: str, last: date, *, until: date, final: bool) -> None:
        """Closes the period that ends on a day and pays it, as far as it would be by `until`.

        `final`: the last one, of which some are still set aside.
        """
        at = moment(last + timedelta(days=1), 8)
        period = open_period(
            payer=bench.firm, cycle=cycle, day=last, by=bench.clerk, at=at
        )
        self._set_aside(bench, cycle, at, final=final)
        sealed = seal_within(at=at) or Seal.objects.order_by("-last").first()
        period = start_close(period=period, by=bench.clerk, at=at, upto=sealed)
        period = run_close(period=period, now=lambda: at)
        if period.slips:
            self._answered(bench, period, until)
            self._paid(bench, period, until)

    def _set_aside(self, bench: Bench, cycle: str, at: datetime, *, final: bool) -> None:
        for old in SetAside.objects.filter(
            engagement__payer=bench.firm, engagement__cycle=cycle, resolved_at=None
        ):
            resolve(aside=old, by=bench.clerk, at=at - timedelta(days=2))
        wanted = final and self.aside < LEFT_ASIDE
        if not wanted and self.rng.random() > 0.05:
            return
        working = Engagement.objects.filter(
            payer=bench.firm, cycle=cycle, wages__transfer__day__gte=day_of(at) - timedelta(days=31)
        ).order_by("pk").distinct()
        if chosen := list(working[:8]):
            why = self.rng.choice(("wrong_sum", "identity", "asked"))
            set_aside(engagement=self.rng.choice(chosen), why=why, by=bench.clerk, at=at)
            self.aside += final

    def _answered(self, bench: Bench, period: Period, until: date) -> None:
        """Most say that it is right; now and then somebody says that it is not."""
        for slip in Slip.objects.filter(period=period).order_by("pk"):
            chance, at = self.rng.random(), moment(period.last + timedelta(days=2), 12)
            if chance < 0.3:
                confirm(slip=slip, how=self.rng.choice(("paper", "phone", "told")),
                        by=bench.clerk, at=at)
            elif chance < 0.315:
                asked = object_to(
                    slip=slip, reason=self.rng.choice(("count", "missing", "other")), how="told",
                    by=bench.clerk, at=at,
                )
                if period.last + timedelta(days=20) < until or chance < 0.308:
                    self._answer(bench, asked, at + timedelta(days=2))

    def _answer(self, bench: Bench, asked: Objection, at: datetime) -> None:
        """Mostly the sum was right; else a little is paid in the next slip."""
        if self.rng.random() < 0.7:
            answer(objection=asked, why=self.rng.choice(("explained", "evidence")),
                   by=bench.clerk, at=at)
            return
        extra = Extra(self.rng.randint(1, 4) * 1_0000, day_of(at - timedelta(days=12)))
        done = answer(objection=asked, why="paid_extra", extra=extra,
                      by=bench.clerk, at=at)
        if done.item is not None:
            approve_item(item=done.item, by=bench.boss, at=at + timedelta(days=1))

    def _paid(self, bench: Bench, period: Period, until: date) -> None:
        days = period.last
        if days + timedelta(days=4) >= until or (bench.line.code, days) == WAITS:
            return
        for officer in (self.place.officer, self.place.keeper)[: wanted_approvals(period)]:
            approve(period=period, by=officer, at=moment(days + timedelta(days=4), 10))
        sent = moment(days + timedelta(days=5), 10)
        if payable(period).exists():
            batch = self._batch(bench, period, sent)
            rows = list(Payment.objects.filter(batch=batch).order_by("pk"))
            failed = {
                one.pk: self.rng.choice(FAILURES) for one in rows if self.rng.random() < 0.02
            }
            self._read(bench, batch, rows, failed, sent + timedelta(days=1))
            self._again(bench, period, failed, sent + timedelta(days=4), until)
        for payment in by_hand(period).order_by("pk"):
            self._by_hand(bench, payment, sent + timedelta(days=2))

    def _batch(self, bench: Bench, period: Period, at: datetime) -> Batch:
        """From the payer's own account, which is as invented as the workers' cards."""
        account = f"629998{bench.firm.pk:013}"
        return make_batch(
            period=period, template=TEMPLATE, account=account, by=bench.boss, at=at
        )

    def _read(
        self, bench: Bench, batch: Batch, rows: list[Payment], failed: dict[int, str], at: datetime
    ) -> None:
        read_answer(batch=batch, name=f"MK{batch.pk:08d}.csv", content=file_of(rows, failed),
                    day=day_of(at), by=bench.boss, at=at)

    def _again(
        self, bench: Bench, period: Period, failed: Collection[int], at: datetime, until: date
    ) -> None:
        """Who brought another card is paid again; the others later, by hand."""
        if not failed or day_of(at) + timedelta(days=1) >= until:
            return
        for slip in Slip.objects.filter(payments__in=failed).select_related("person__key"):
            card = f"629998{self.numbers.randint(0, 10**12 - 1):012}7"
            change_person(person=slip.person, change=Change(bank=card), by=self.place.officer,
                          at=at - timedelta(days=1))
        if payable(period).exists():
            batch = self._batch(bench, period, at)
            rows = list(Payment.objects.filter(batch=batch).order_by("pk"))
            self._read(bench, batch, rows, {}, at + timedelta(days=1))

    def _by_hand(self, bench: Bench, payment: Payment, at: datetime) -> None:
        signed = self.rng.choice(("signature", "thumb"))
        taker = None
        if self.rng.random() < 0.1:
            taker = Taker(
                "示例" + self.rng.choice("王李张刘"),
                self.rng.choice(("spouse", "child", "sibling")),
                self.rng.choice(("ill", "away", "walks_badly")),
            )
        pay_cash(payment=payment, signed=signed, taker=taker, day=day_of(at), by=bench.clerk, at=at)


def file_of(rows: list[Payment], failed: dict[int, str]) -> bytes:
    """What the bank answers: every row, with the words of its template."""
    said = template_of(TEMPLATE).answer
    text = StringIO()
    out = csv.writer(text)
    out.writerow([said.heads[name][0] for name in ANSWERED])
    for one in rows:
        code = failed.get(one.pk)
        out.writerow([
            one.reference, f"{one.amount // 10_000}.{one.amount // 100 % 100:02}",
            said.failure[0] if code else said.success[0], said.reasons[code][0] if code else "",
        ])
    return text.getvalue().encode(said.encoding)

