"""Statements and payments between the levels of a chain, in few words."""

from datetime import date
from itertools import pairwise
from typing import Any

from django.contrib.auth.hashers import make_password

from menkou.identity.models import User
from menkou.ledger.actions.seal import seal_within
from menkou.ledger.models import Seal
from menkou.lib.scope import Scope
from menkou.registry.models import Organization
from menkou.work.actions.fees import agree_statement, pay_fee, send_statement
from menkou.work.models import FeePayment, FeeStatement
from menkou.work.queries.fee_proof import prove_fee_payments, prove_fees, prove_statements
from menkou.work.queries.owed import Owed, owed
from tests.builders import moment, serial
from tests.work.chaining import Chain

SENT_ON = date(2022, 1, 31)


def another(name: str = "示例会计") -> User:
    """Somebody of the giver's: who sent a statement can't agree to it."""
    return User.objects.create(
        login=f"giver{next(serial)}", shown_name=name, kind="staff",
        password=make_password("menkou-1234"),
    )


def levels(line: Chain) -> list[tuple[Organization, Organization]]:
    """Giver and holder of each level, from the customer down."""
    return list(pairwise([line.customer, line.committee, line.coop, line.hall.firm]))


def state(line: Chain, giver: Any = None, holder: Any = None, day: date = SENT_ON) -> FeeStatement:
    """Sends a statement to the customer, or between two others."""
    at = moment(day, "18:00")
    sealed = seal_within(at=at) or Seal.objects.latest("last")
    return send_statement(
        giver=giver or line.customer, holder=holder or line.committee, by=line.hall.clerk, at=at,
        upto=sealed,
    )


def agree(statement: FeeStatement, by: User, day: date = SENT_ON) -> FeeStatement:
    return agree_statement(statement=statement, by=by, at=moment(day, "19:00"))


def pay(statement: FeeStatement, amount: int, by: User, reference: str = "",
        day: date = date(2022, 2, 10)) -> FeePayment:
    return pay_fee(
        statement=statement, amount=amount, reference=reference or f"R{next(serial):08}",
        day=day, by=by, at=moment(day, "20:00"),
    )


def open_of(line: Chain, giver: Any = None, holder: Any = None,
            day: date = date(2022, 3, 1)) -> Owed:
    """What is owed on a day by the customer to the community, or between two others."""
    mine = Scope(organizations=frozenset({(holder or line.committee).pk}))
    pair = (giver or line.customer).pk, (holder or line.committee).pk
    (one,) = [row for row in owed(mine, day) if row.pair == pair]
    return one


def money_proved() -> bool:
    proofs = (prove_fees, prove_statements, prove_fee_payments)
    assert [str(one) for prove in proofs for one in prove()] == []
    return True

