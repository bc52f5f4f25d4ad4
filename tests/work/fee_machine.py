"""Pieces accepted, sent back and corrected; what is owed for them stated, agreed, paid, taken
back: in any order."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from menkou.facts.new import NewFact
from menkou.ledger.actions.seal import seal_within
from menkou.ledger.models import Account, Seal, Transfer
from menkou.registry.models import Organization
from menkou.work.actions.fees import (
    NotStated,
    agree_statement,
    dispute_statement,
    pay_fee,
    send_statement,
    take_fee_back,
)
from menkou.work.actions.record import submit
from menkou.work.models import FeePayment, FeeStatement
from menkou.work.queries.fees import money_of
from menkou.work.queries.owed import AGES
from tests.builders import moment
from tests.work.chaining import chain
from tests.work.owing import another, levels, money_proved, open_of
from tests.work.telling import proved

FIRST = date(2022, 1, 14)
LEVEL = st.integers(0, 2)
LUCK = st.integers(0, 2**32 - 1)
KEYS = ("order", "place", "commodity")
ODD_FEES = (9_137, 8_501, 8_200)  # of a piece: with rests below one fen


class AnyFees(RuleBasedStateMachine):
    paid = 0  # payments over all runs: none would prove nothing

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.line = chain(fees=ODD_FEES)
        self.other = another()
        self.line.make(self.line.hall.weaver("王芳"), 300)
        self.line.deliver(300)
        self.now = FIRST
        self.facts: list[NewFact] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @property
    def at(self) -> Any:
        return moment(self.now, "18:00")

    def send(self, kind: str, day: date, content: dict[str, Any], **more: Any) -> None:
        whole = {
            "order": self.line.hall.order.pk, "place": self.line.hall.workshop.pk,
            "commodity": self.line.makes, **content,
        } if kind != "undo" else {}
        new = NewFact(uuid4(), kind, "asked", day, moment(day, "17:00"), whole, **more)
        (answer,) = submit([new], by=self.line.hall.clerk, at=max(self.at, self.line.hall.now))
        if answer.result == "accepted" and kind != "undo":
            self.facts.append(new)

    def parts(self, n: int) -> list[dict[str, int]]:
        return [{"allotment": self.line.parts[-1].pk, "pieces": n}]

    # What becomes of pieces

    @rule(n=st.integers(1, 40), refused=st.integers(0, 3), back=st.integers(0, 10))
    def the_customer_accepts(self, n: int, refused: int, back: int) -> None:
        why = {"reason": "loose"} if refused else {}
        day = max(self.now - timedelta(days=back), FIRST)
        self.send("acceptance", day, {
            "accepted": n, "refused": refused, "parts": self.parts(n), **why
        })

    @rule(n=st.integers(1, 10))
    def the_customer_sends_back(self, n: int) -> None:
        self.send("customer_return", self.now, {
            "pieces": n, "reason": "loose", "parts": self.parts(n)
        })

    @rule(luck=LUCK, n=st.integers(0, 40))
    def what_was_said_is_corrected_or_undone(self, luck: int, n: int) -> None:
        if not self.facts:
            return
        old = self.facts.pop(luck % len(self.facts))
        if not n:
            self.send("undo", old.day, {}, replaces=old.uid)
            return
        name = "accepted" if old.kind == "acceptance" else "pieces"
        content = {key: value for key, value in old.content.items() if key not in KEYS}
        self.send(old.kind, old.day, content | {name: n, "parts": self.parts(n)},
                  replaces=old.uid)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    # What becomes of the money

    def pair(self, level: int) -> tuple[Organization, Organization]:
        return levels(self.line)[level]

    @rule(level=LEVEL)
    def a_statement_is_sent(self, level: int) -> None:
        giver, holder = self.pair(level)
        sealed = seal_within(at=self.at) or Seal.objects.order_by("-last").first()
        with suppress(NotStated):
            send_statement(
                giver=giver, holder=holder, by=self.line.hall.clerk, at=self.at, upto=sealed
            )

    @rule(luck=LUCK, agreed=st.booleans())
    def a_statement_is_answered(self, luck: int, agreed: bool) -> None:
        one = self.one(FeeStatement.objects.filter(state="sent"), luck)
        if one is None:
            return
        if agreed:
            agree_statement(statement=one, by=self.other, at=self.at)
        else:
            dispute_statement(statement=one, reason="pieces", by=self.other, at=self.at)

    @rule(luck=LUCK, fen=st.integers(1, 40_00), whole=st.booleans())
    def a_part_is_paid(self, luck: int, fen: int, whole: bool) -> None:
        one = self.one(FeeStatement.objects.all(), luck)
        if one is None:
            return
        with suppress(NotStated):
            pay_fee(
                statement=one, amount=one.open if whole else fen * 100,
                reference=f"R{luck % 50}", day=self.now, by=self.other, at=self.at,
            )
            type(self).paid += 1

    @rule(luck=LUCK)
    def a_payment_is_taken_back(self, luck: int) -> None:
        one = self.one(FeePayment.objects.all(), luck)
        if one is not None:
            with suppress(NotStated):
                take_fee_back(payment=one, reason="twice", by=self.other, at=self.at)

    @rule(level=LEVEL, n=st.integers(1, 30), luck=LUCK)
    def a_whole_round(self, level: int, n: int, luck: int) -> None:
        self.the_customer_accepts(n, 0, 0)
        self.a_statement_is_sent(level)
        self.a_statement_is_answered(luck, agreed=True)
        self.a_part_is_paid(luck, 1, whole=luck % 2 == 0)

    def one(self, rows: Any, luck: int) -> Any:
        found = list(rows.order_by("pk"))
        return found[luck % len(found)] if found else None

    # What must hold

    @invariant()
    def everything_proves(self) -> None:
        assert money_proved()
        assert proved()

    @invariant()
    def what_is_owed_is_accepted_times_fee_less_what_was_paid(self) -> None:
        net = sum(
            fact.content["accepted"] if fact.kind == "acceptance" else -fact.content["pieces"]
            for fact in self.facts
        )
        for (giver, holder), fee in zip(levels(self.line), ODD_FEES, strict=True):
            if not Account.objects.filter(kind="fee", party=giver.pk, other=holder.pk).exists():
                assert net == 0
                continue
            paid = sum(FeePayment.objects.filter(
                giver=giver, holder=holder, back=None
            ).values_list("amount", flat=True))
            found = open_of(self.line, giver, holder, day=self.now)
            assert found.open == net * fee - paid
            assert sum(found.ages[name] for name in AGES) == found.open

    @invariant()
    def each_transfer_is_in_one_statement_or_after_the_last(self) -> None:
        for giver, holder in levels(self.line):
            upto = 0
            for one in FeeStatement.objects.filter(giver=giver, holder=holder).exclude(
                state="disputed"
            ).order_by("pk"):
                assert one.since == upto
                upto = one.upto
            assert upto <= (Transfer.objects.order_by("-pk").values_list("pk").first() or [0])[0]

    @invariant()
    def what_the_levels_keep_adds_up_to_the_fee(self) -> None:
        money = money_of(self.line.hall.order)
        assert money.kept + money.wages == money.booked
        assert money.wages + money.ahead == self.line.labour()
