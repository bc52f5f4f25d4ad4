"""Accounts, their statements and the facts behind them, as far as a scope reaches them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    When,
)

from menkou.facts.models import Tray
from menkou.facts.queries import tray
from menkou.identity.prepared import prepared
from menkou.ledger.models import Account, Balance, Transfer, Wage
from menkou.ledger.queries.books import statement
from menkou.lib.scope import Scope
from menkou.registry.models import Engagement
from menkou.registry.queries import organizations, people
from menkou.registry.queries.reach import communities, workshops
from menkou.registry.queries.reach import organizations as reachable
from menkou.work.models import FeePayment, RentDue, RentPayment, RentRelief, Ticket
from menkou.work.queries import orders, owed, rent, tickets

BATCH = 200
NONE: frozenset[int] = frozenset()


def reached_wages(scope: Scope, wage: str = "", engagement: str = "engagement__") -> Q:
    """Wages by their own community, by payer, by the workshop of their engagement, or her own.

    `wage`: the way to the wage ("wage__" from a transfer); `engagement`: from there to payer and
    workshop, "" for the sums of seals, which know no person."""
    reached = Q(**{f"{wage}community__in": communities(scope).values("pk")})
    if scope.organizations:
        reached |= Q(**{f"{wage}{engagement}payer__in": scope.organizations})
    if scope.workshops:
        reached |= Q(**{f"{wage}{engagement}workshop__in": scope.workshops})
    if scope.person is not None and engagement:
        reached |= Q(**{f"{wage}engagement__person": scope.person})
    return reached


@prepared
def wages(scope: Scope) -> QuerySet[Wage]:
    """The wages of `reached_wages`."""
    return Wage.objects.filter(reached_wages(scope))


@prepared
def accounts(scope: Scope, day: date) -> QuerySet[Account]:
    """Accounts of the workshops, organizations and persons within a scope.

    An office reaches persons by their home, and the organizations that work with its workshops.
    Who has one workshop reaches its own accounts, and of a person those of the work done there.
    """
    office = replace(scope, workshops=NONE, organizations=NONE)
    reached = Q(party__in=workshops(scope, day).values("pk"))
    if not office.empty:
        persons = people.listed(office, day)
        # A district reaches more persons than have accounts: then each account is asked.
        reached |= Q(Exists(persons.filter(pk=OuterRef("party")))) if office.divisions else (
            Q(party__in=persons.values("pk")))
        known = organizations.within(office, day)
        reached |= Q(party__in=known.filter(tenancies__isnull=False).values("pk"))
        # Who operates nothing is known to every office: of its accounts only those of our orders
        # and with our own organizations.
        ours = Q(other__in=reachable(office, day).values("pk"))
        ours |= Q(job__order__in=orders.within(office, day).values("pk"))
        reached |= Q(party__in=known.values("pk")) & ours
    if scope.workshops:
        worked = Engagement.objects.standing().filter(
            person=OuterRef("party"), payer=OuterRef("other"), workshop__in=scope.workshops
        )
        given = Ticket.objects.filter(
            holder=OuterRef("party"), allotment__order__job=OuterRef("job"),
            workshop__in=scope.workshops,
        )
        owed = Q(kind=Account.Kind.WAGES_OWED)
        reached |= (owed & Exists(worked)) | (~owed & Exists(given))
    if scope.organizations:
        reached |= Q(party__in=scope.organizations)
    return Account.objects.filter(reached)


@prepared
def balances(scope: Scope, day: date) -> QuerySet[Balance]:
    """What stands on the accounts of a scope, one row a commodity, with all their names."""
    mine = accounts(scope, day)
    # A district has most of them: then each is asked, and 25 for a page are not sought among all.
    reached = Q(Exists(mine.filter(pk=OuterRef("account")))) if scope.divisions else (
        Q(account__in=mine.values("pk")))
    return named(Balance.objects.filter(reached))


def named(rows: QuerySet[Balance]) -> QuerySet[Balance]:
    """The same with all their names."""
    return rows.select_related("account__party", "account__other", "account__job", "commodity")


def lines(balance: Balance, scope: Scope) -> QuerySet[Transfer]:
    """The transfers of an account in one commodity, newest first, with `signed` quantities.

    What each is about is the first fact of its chain, `root`: `fact` only closed the list that
    it was booked with. A wage that was earned for another community, or in another workshop, is
    not among them.
    """
    mine = wages(scope).filter(pk=OuterRef("pk"))
    return (
        statement(balance.account)
        .filter(commodity=balance.commodity_id)
        .filter(Q(wage=None) | Exists(mine))
        .select_related(
            "commodity", "root", "source__party", "target__party", "wage__commodity"
        )
        .annotate(signed=_signed(balance.account))
    )


def elsewhere(balance: Balance, scope: Scope) -> tuple[int, int]:
    """How many transfers of an account `lines` leaves out, and what they come to."""
    mine = wages(scope).filter(pk=OuterRef("pk"))
    found = (
        Transfer.objects.filter(_either(balance.account), commodity=balance.commodity_id)
        .filter(~Q(wage=None) & ~Exists(mine))
        .aggregate(n=Count("pk"), sum=Sum(_signed(balance.account)))
    )
    return found["n"], found["sum"] or 0


def after(balance: Balance, newest: int) -> Iterator[tuple[int, int]]:
    """(transfer, what stood on the account after it), from one transfer down to the first.

    In batches, so that a page of a long statement costs two queries.
    """
    whole = Transfer.objects.filter(_either(balance.account), commodity=balance.commodity_id)
    signed = whole.annotate(signed=_signed(balance.account))
    later = signed.filter(pk__gt=newest).aggregate(sum=Sum("signed"))["sum"] or 0
    level, top = balance.quantity - later, newest
    while batch := list(
        signed.filter(pk__lte=top).order_by("-pk").values_list("pk", "signed")[:BATCH]
    ):
        for pk, amount in batch:
            yield pk, level
            level -= amount
        top = batch[-1][0] - 1


def _either(account: Account) -> Q:
    return Q(source=account) | Q(target=account)


def _signed(account: Account) -> Case:
    return Case(
        When(target=account, then=F("quantity")), default=-F("quantity"),
        output_field=BigIntegerField(),
    )


@prepared
def facts(scope: Scope, day: date) -> QuerySet[Tray]:
    """Facts that a scope reaches, by their tray rows: by place, ticket, person; by a wage; those
    about fees and rent by what they stand in."""
    by_tray = tray.within(scope, day, tickets.within(scope, day)).filter(pk=OuterRef("pk"))
    paid = wages(scope).filter(transfer__root=OuterRef("root"))
    stated = owed.statements_within(scope, day).values("pk")
    rents = rent.within(scope, day).values("pk")
    here = OuterRef("pk")
    of_money = (
        FeePayment.objects.filter(Q(fact=here) | Q(back=here), statement__in=stated),
        RentDue.objects.filter(fact=here, pk__in=rents),
        RentRelief.objects.filter(fact=here, rent__in=rents),
        RentPayment.objects.filter(Q(fact=here) | Q(back=here), rent__in=rents),
    )
    found = Q(Exists(by_tray)) | Q(Exists(paid))
    for rows in of_money:
        found |= Q(Exists(rows))
    return Tray.objects.filter(found)


def moved(row: Tray) -> QuerySet[Transfer]:
    """What the chain of a fact moved, in the order of booking, with all the names."""
    return (
        Transfer.objects.filter(root=row.root_id)
        .select_related(
            "commodity", "source__party", "target__party", "wage__commodity",
            "wage__engagement__person__party",
        )
        .order_by("pk")
    )
