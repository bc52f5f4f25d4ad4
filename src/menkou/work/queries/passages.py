"""What moved of an order between the levels: handed over, delivered, accepted, sent back."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from menkou.facts.models import Fact, Tray
from menkou.ledger.models import Commodity
from menkou.lib.days import day_of
from menkou.registry.models import Party
from menkou.work.models import Acceptance, Accepted, Delivery, Order
from menkou.work.queries.counter import undo_seconds

KINDS = ("handing", "delivery", "acceptance", "customer_return", "disposal")
NEWEST = 30
DETAILS = {"delivery": Delivery, "acceptance": Acceptance}


@dataclass(frozen=True, slots=True)
class Passed:
    """A fact between the levels as it stands; `left`: seconds for which it may be undone."""

    fact: Fact
    kind: str
    content: dict[str, Any]
    place: str
    taker: str
    commodity: Commodity
    left: int

    @property
    def day(self) -> date:
        found: date = self.fact.day
        return found


def _standing(order: Order) -> QuerySet[Fact]:
    details = (
        order.handings, order.deliverys, order.acceptances, order.customerreturns, order.disposals,
    )
    keys = [rows.order_by().values_list("fact", flat=True) for rows in details]
    return Fact.objects.filter(
        pk__in=keys[0].union(*keys[1:], all=True), tray__state=Tray.State.BOOKED
    ).select_related("tray", "recorder")


def recent(order: Order, at: datetime) -> list[Passed]:
    """What stands recorded between the levels, newest first: three queries."""
    facts = _standing(order).order_by("-happened_at", "-pk")[:NEWEST]
    return said(facts, at)


def one(order: Order, uid: UUID, at: datetime) -> Passed | None:
    """A fact of an order that stands; none where it does not."""
    found = said(_standing(order).filter(uid=uid), at)
    return found[0] if found else None


def said(facts: Iterable[Fact], at: datetime) -> list[Passed]:
    """Facts with the names of what they speak of: two queries."""
    read = [(fact, json.loads(fact.content)) for fact in facts]
    named = {content[key] for _, content in read for key in ("place", "taker") if key in content}
    names = dict(Party.objects.filter(pk__in=named).values_list("pk", "name"))
    goods = Commodity.objects.in_bulk({content["commodity"] for _, content in read})
    limit = timedelta(seconds=undo_seconds(day_of(at)))
    return [
        Passed(
            fact, fact.kind, content, names[content["place"]],
            names.get(content.get("taker", 0), ""), goods[content["commodity"]],
            max(int((fact.received_at + limit - at).total_seconds()), 0),
        )
        for fact, content in read
    ]


def detail(kind: str, fact: int, orders: QuerySet[Order]) -> Any:
    """The delivery or acceptance of a fact on one of these orders; none if there is none."""
    manager: Any = DETAILS[kind]._default_manager
    return manager.filter(fact=fact, order__in=orders.values("pk")).select_related(
        "fact__recorder", "order__customer__party", "order__product", "place",
        "commodity__operation",
    ).first()


def whose_of(fact: int) -> list[Accepted]:
    """Whose the pieces of an acceptance are, by operation."""
    rows = Accepted.objects.filter(fact=fact).select_related(
        "allotment__holder__party", "allotment__operation"
    )
    return list(rows.order_by("allotment__operation__number", "pk"))


def known(uid: UUID) -> dict[str, Any] | None:
    """The content of a fact about pieces that came in already; none where it did not."""
    rows = Fact.objects.filter(uid=uid, kind__in=KINDS).exclude(kind="disposal")
    text = rows.values_list("content", flat=True).first()
    return None if text is None else json.loads(text)
