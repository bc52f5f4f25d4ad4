"""How much work a person has open and may have, in standard time; what she may still take."""

from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from menkou import policy
from menkou.registry.models import Tenancy
from menkou.registry.queries.people import working
from menkou.work.models import (
    Allotment,
    OpenLimit,
    Order,
    Rate,
    Ticket,
    TicketShare,
    WorkRequest,
)

MINUTE = 60
LIMIT = "work.open_minutes"
Who = int | OuterRef
"""A person's key, or the column of the row around that has it."""


def open_seconds(person: Who) -> Coalesce:
    """Standard time of the pieces that she has on tickets, out or at rework: her share of each."""
    whole = (
        TicketShare.objects.filter(ticket=OuterRef("ticket")).order_by().values("ticket")
        .annotate(n=Sum("parts")).values("n")
    )
    left = F("ticket__pieces") - F("ticket__back") + F("ticket__at_rework")
    seconds = Cast("ticket__allotment__operation__seconds", BigIntegerField())
    rows = TicketShare.objects.filter(person=person, ticket__state=Ticket.State.OPEN)
    return _sum(rows.annotate(time=left * seconds * F("parts") / Subquery(whole)))


def asked_seconds(person: Who) -> Coalesce:
    """Standard time of the pieces that she asked for and was not answered about."""
    seconds = Cast("allotment__operation__seconds", BigIntegerField())
    rows = WorkRequest.objects.filter(person=person, state=WorkRequest.State.ASKED)
    return _sum(rows.annotate(time=F("pieces") * seconds))


def _sum(rows: QuerySet[Any]) -> Coalesce:
    summed = rows.order_by().values("person").annotate(sum=Sum("time")).values("sum")
    return Coalesce(Subquery(summed, output_field=BigIntegerField()), Value(0),
                    output_field=BigIntegerField())


def limit_minutes(person: Who, payer: Who, day: date) -> Coalesce:
    """Her own limit with a payer on a day, else the policy's."""
    own = OpenLimit.objects.on(day).filter(person=person, payer=payer).values("minutes")[:1]
    return Coalesce(Subquery(own, output_field=BigIntegerField()), policy.on(day).number(LIMIT),
                    output_field=BigIntegerField())


def pieces_within(seconds: int, a_piece: int, room: int) -> int:
    """How many pieces fit into a time and into the room; an operation without a standard time is
    bounded by the room alone."""
    fits = max(seconds, 0) // a_piece if a_piece else room
    return max(min(fits, room), 0)


def with_terms(rows: QuerySet[Allotment], person: int, day: date) -> QuerySet[Any]:
    """Allotments with what they mean to a person on a day: `engaged` (by the holder), `pays` (none
    without a rate of her class), `at` (the workshop where she would fetch it; none: the holder
    operates none), `room`, `limit` in minutes, `open` and `asked` in seconds."""
    terms = working(day).filter(person=person, payer=OuterRef("holder"))
    operated = Tenancy.objects.on(day).filter(operator=OuterRef("holder"))
    own = Exists(Tenancy.objects.on(day).filter(
        operator=OuterRef("payer"), workshop=OuterRef("workshop")
    ))
    hers = working(day).filter(own, person=person, payer=OuterRef("holder")).values("workshop")
    rate = Rate.objects.on(day).filter(
        payer=OuterRef("holder"), operation=OuterRef("operation"),
        rate_class=OuterRef("rate_class"),
    )
    return rows.select_related(
        "order", "operation__product", "operation__makes", "holder__party"
    ).annotate(
        engaged=Exists(terms), rate_class=Subquery(terms.values("rate_class")[:1]),
        pays=Subquery(rate.values("amount")[:1]),
        at=Coalesce(
            Subquery(hers[:1]),
            Subquery(operated.order_by("workshop__party__name", "pk").values("workshop")[:1]),
        ),
        room=F("pieces") - F("given"),
        limit=limit_minutes(person, OuterRef("holder"), day),
        open=open_seconds(person), asked=asked_seconds(person),
    )


def most_of(row: Any) -> int:
    """How many pieces she may still ask for of an allotment `with_terms`."""
    return pieces_within(
        row.limit * MINUTE - row.open - row.asked, row.operation.seconds, row.room
    )


def offers(person: int, day: date) -> QuerySet[Any]:
    """What a person may ask for on a day, due first: `with_terms`, of orders that are open, from
    who engages her and has a rate for her. One query."""
    mine = working(day).filter(person=person).values("payer")
    rows = Allotment.objects.filter(
        holder__in=mine, order__state=Order.State.OPEN, given__lt=F("pieces")
    )
    found = with_terms(rows, person, day)
    return found.filter(pays__isnull=False, at__isnull=False).order_by("due_on", "pk")


def takers(persons: QuerySet[Any], payer: int, day: date) -> QuerySet[Any]:
    """Persons with `open` (seconds), `limit` (minutes), and `tickets` and `late`: how many of hers
    are open, and overdue."""
    shared = TicketShare.objects.filter(
        person=OuterRef("pk"), ticket__state=Ticket.State.OPEN
    ).order_by().values("person")
    late = Case(When(
        ticket__due_on__lt=day, ticket__back__lt=F("ticket__pieces"), then=Value(1),
    ), default=Value(0))

    def counted(what: Any) -> Coalesce:
        return Coalesce(Subquery(shared.annotate(n=Sum(what)).values("n")), 0)

    return persons.annotate(
        open=open_seconds(OuterRef("pk")), limit=limit_minutes(OuterRef("pk"), payer, day),
        tickets_open=counted(Value(1)), tickets_late=counted(late),
    )

