"""What is still open when a period is about to close: listed first, none of it hidden.

Nothing of it keeps the others from being paid: what comes later falls into the next slip.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Min, Q, QuerySet, Sum

from menkou.facts.models import Tray
from menkou.registry.models import Tenancy
from menkou.settlement.models import Deduction, Item, Objection, Period, SetAside
from menkou.work.models import Ticket


@dataclass(frozen=True, slots=True)
class Open:
    """One kind of open thing: its code, how many, what they come to, since when."""

    code: str
    count: int
    amount: int = 0
    since: date | None = None


def places(period: Period) -> QuerySet[Tenancy]:
    """The tenancies of a period's payer, of any time."""
    rows: QuerySet[Tenancy] = Tenancy.objects.standing().filter(operator=period.payer_id)
    return rows


def open_things(period: Period) -> list[Open]:
    """Everything open of a payer: six queries. Codes: uninspected, waiting, out, items,
    deductions, aside, objections."""
    tickets = Ticket.objects.filter(payer=period.payer_id)
    inspected = tickets.filter(uninspected__gt=0).aggregate(
        n=Sum("uninspected"), since=Min("made_on")
    )
    waits = Tray.objects.filter(state=Tray.State.WAITING).filter(
        Q(place__in=places(period).values("workshop"))
        | Q(ticket__in=tickets.values("pk"))
    ).aggregate(n=Sum(1), since=Min("fact__day"))
    out = tickets.filter(state=Ticket.State.OPEN, back__lt=F("pieces")).aggregate(
        n=Sum(F("pieces") - F("back")), since=Min("due_on")
    )
    items = Item.objects.filter(
        engagement__payer=period.payer_id, verdict=Item.Verdict.ENTERED
    ).aggregate(n=Sum(1), amount=Sum("amount"), since=Min("day"))
    deductions = Deduction.objects.filter(
        payer=period.payer_id, verdict=Deduction.Verdict.ENTERED
    ).aggregate(n=Sum(1), amount=Sum("amount"))
    aside = SetAside.objects.filter(
        engagement__payer=period.payer_id, resolved_at=None
    ).count()
    asked = Objection.objects.filter(
        slip__period__payer=period.payer_id, answered_at=None
    ).aggregate(n=Sum(1), since=Min("due_on"))
    found = [
        Open("uninspected", inspected["n"] or 0, since=inspected["since"]),
        Open("waiting", waits["n"] or 0, since=waits["since"]),
        Open("items", items["n"] or 0, items["amount"] or 0, items["since"]),
        Open("deductions", deductions["n"] or 0, deductions["amount"] or 0),
        Open("objections", asked["n"] or 0, since=asked["since"]),
        Open("aside", aside),
        Open("out", out["n"] or 0, since=out["since"]),
    ]
    return [one for one in found if one.count]
