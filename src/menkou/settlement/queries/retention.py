"""What holds somebody back from being forgotten: claims that stand, and terms that run."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from menkou import policy
from menkou.ledger.models import Account, Balance
from menkou.lib.scope import Scope
from menkou.policy.retention import Term, term
from menkou.policy.rules import Rules
from menkou.registry.models import Engagement, Person, Residence, Trait
from menkou.registry.queries import people
from menkou.settlement.models import Objection, Payment, Slip
from menkou.work.models import Ticket, TicketShare

FEN = 100
"""1/10,000 yuan: what is less stays on the account for ever, and is no claim."""

CLAIMS = ("wages", "material", "payment", "ticket", "objection", "engaged")
"""What must be ended first, whatever the terms say, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Held:
    """Why somebody can't be forgotten yet; empty: nothing holds her."""

    claims: tuple[str, ...] = ()
    terms: tuple[Term, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.claims or self.terms)

    @property
    def longest(self) -> Term | None:
        return max(self.terms, key=lambda one: one.until, default=None)


def of(person: Person, day: date) -> Held:
    """What holds one person on a day. One query."""
    found = {code: Exists(_claim(code, day, OuterRef("pk"))) for code in CLAIMS}
    row = with_days(Person.objects.filter(pk=person.pk).annotate(**found)).values(
        "last_paid", "last_closed", "ended", *CLAIMS
    ).get()
    return Held(tuple(code for code in CLAIMS if row[code]), _terms(row, policy.on(day)))


def _terms(row: dict[str, Any], rules: Rules) -> tuple[Term, ...]:
    written = max((day for day in (row["last_paid"], row["last_closed"]) if day), default=None)
    found = [term("ledger", written, rules)] if written else []
    found += [term("contract", row["ended"], rules)] if row["ended"] else []
    return tuple(one for one in found if one is not None)


def _claim(code: str, day: date, person: Any) -> QuerySet[Any]:
    """The rows that make a claim of a person's."""
    if code in ("wages", "material"):
        kind = Account.Kind.WAGES_OWED if code == "wages" else Account.Kind.HANDS
        rows = Balance.objects.filter(account__party=person, account__kind=kind)
        much = Q(quantity__gte=FEN) | Q(quantity__lte=-FEN)
        return rows.filter(much if code == "wages" else ~Q(quantity=0))
    if code == "payment":
        open_ones = (Payment.State.DUE, Payment.State.SENT)
        return Payment.objects.filter(slip__person=person, state__in=open_ones)
    if code == "ticket":
        return TicketShare.objects.filter(person=person, ticket__state=Ticket.State.OPEN)
    if code == "objection":
        return Objection.objects.filter(slip__person=person, answered_at=None)
    return Engagement.objects.standing().filter(
        Q(pk__in=people.working(day).values("pk")) | Q(from_day__gt=day), person=person
    ).exclude(form="")


def with_days(rows: QuerySet[Person]) -> QuerySet[Any]:
    """Persons with the last day of a slip's stretch (`last_closed`), the last day of a payment
    (`last_paid`), and the day on which the last of their engagements ended (`ended`)."""
    slips = Slip.objects.filter(person=OuterRef("pk")).order_by().values("person")
    paid = Payment.objects.filter(slip__person=OuterRef("pk")).order_by().values("slip__person")
    ended = (
        Engagement.objects.standing().filter(person=OuterRef("pk"), form="").order_by()
        .values("person")
    )  # fmt: skip
    return rows.annotate(
        last_closed=Subquery(slips.annotate(d=Max("period__last")).values("d")),
        last_paid=Subquery(paid.annotate(d=Max("paid_on")).values("d")),
        ended=Subquery(ended.annotate(d=Max("from_day")).values("d")),
    )


def due(scope: Scope, day: date) -> QuerySet[Any]:
    """Persons within a scope who have left (moved away, died), of whom no term runs and nothing is
    open any more: who may be forgotten now. `moved`, `died`: since when she is gone.

    Source: 个人信息保护法 article 47(1): what it was kept for is done.
    """
    rules = policy.on(day)
    gone = Residence.objects.on(day).filter(community=None)
    dead = Trait.objects.on(day).filter(trait="died", holds=True)
    left = Q(pk__in=gone.values("person")) | Q(pk__in=dead.values("person"))
    rows = with_days(people.within(scope, day).filter(left, forgotten_at=None)).annotate(
        moved=Subquery(gone.filter(person=OuterRef("pk")).values("from_day")[:1]),
        died=Subquery(dead.filter(person=OuterRef("pk")).values("from_day")[:1]),
    )
    for code in CLAIMS:
        rows = rows.filter(~Exists(_claim(code, day, OuterRef("pk"))))
    ledger = _before(day, rules.number("wage.ledger_years"))
    contract = _before(day, rules.number("contract.kept_years"))
    return rows.filter(
        Q(last_closed=None) | Q(last_closed__lte=ledger),
        Q(last_paid=None) | Q(last_paid__lte=ledger),
        Q(ended=None) | Q(ended__lte=contract),
    )


def _before(day: date, years: int) -> date:
    """The last day whose term of so many years has run out by a day."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)
