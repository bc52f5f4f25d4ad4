"""What stands between an order and its end: each residue, as counts that name nobody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from menkou.ledger.models import Account, Balance, Commodity
from menkou.work.models import Operation, Order, OrderEnd, Ticket
from menkou.work.queries.residues import GOODS

DISPOSABLE = ("store", "good", "rejected", "to_rework", "delivered")
"""States from which what is left may be sent somewhere, with a reason."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Material or pieces in one state at one place, in base units; at homes: of all together, with
    how many have some (`homes`), and no place."""

    state: str
    commodity: Commodity
    quantity: int
    place: int = 0
    name: str = ""
    homes: int = 0

    @property
    def said(self) -> str:
        return str(Account.Kind(self.state).label)

    @property
    def key(self) -> str:
        return f"{self.state}-{self.place}-{self.commodity.pk}"

    @property
    def disposable(self) -> bool:
        return self.state in DISPOSABLE


@dataclass(frozen=True, slots=True)
class Standing:
    """What an order still holds; pieces never made and pieces out on so many tickets; recalls
    that are open, of how many; how it is being ended."""

    rests: list[Rest]
    unmade: int
    out: int
    out_tickets: int
    recalls: int
    recalls_open: int
    end: OrderEnd | None

    @property
    def clear(self) -> bool:
        """Whether nothing but a reason is wanted to close it."""
        return not self.rests and not self.recalls_open


def rests(order: Order) -> list[Rest]:
    """What lies somewhere of an order, by state, place and commodity: one query."""
    rows: Any = (
        Balance.objects.filter(account__job=order.job_id, account__kind__in=GOODS)
        .exclude(quantity=0)
        .values("account__kind", "account__party", "account__party__name", "commodity",
                "commodity__name", "commodity__unit", "commodity__factor", "commodity__kind",
                "quantity")
    )
    at_homes: dict[int, tuple[Commodity, int, int]] = {}
    found = []
    for row in rows.order_by("commodity__kind", "commodity", "account__party__name", "pk"):
        goods = Commodity(
            pk=row["commodity"], name=row["commodity__name"], unit=row["commodity__unit"],
            factor=row["commodity__factor"], kind=row["commodity__kind"],
        )
        state, n = row["account__kind"], row["quantity"]
        if state == "hands":
            _goods, before, homes = at_homes.get(goods.pk, (goods, 0, 0))
            at_homes[goods.pk] = (goods, before + n, homes + 1)
        else:
            found.append(
                Rest(state, goods, n, row["account__party"], row["account__party__name"])
            )
    found += [Rest("hands", goods, n, homes=homes) for goods, n, homes in at_homes.values()]
    return sorted(found, key=lambda one: GOODS.index(one.state))


def standing(order: Order) -> Standing:
    """All that is between an order and its end: three queries."""
    last = Operation.objects.filter(product=order.product_id).order_by("-number").values("pk")[:1]
    is_out = Q(state=Ticket.State.OPEN, back__lt=F("pieces"))
    found = Ticket.objects.filter(allotment__order=order).aggregate(
        out=Coalesce(Sum(F("pieces") - F("back"), filter=is_out), 0),
        tickets=Count("pk", filter=is_out),
        back=Coalesce(Sum("back", filter=Q(
            source=Ticket.Source.MADE, allotment__operation=Subquery(last)
        )), 0),
        recalls=Count("recall"), ended=Count("recall__ended_at"),
    )
    return Standing(
        rests(order), max(order.pieces - found["back"], 0), found["out"], found["tickets"],
        found["recalls"], found["recalls"] - found["ended"],
        OrderEnd.objects.select_related("begun_by", "ended_by").filter(order=order).first(),
    )
