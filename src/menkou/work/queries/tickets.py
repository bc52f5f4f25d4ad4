"""Reads across tickets."""

import re
from datetime import date

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from menkou.identity.prepared import prepared
from menkou.lib.identifiers import damm_ok
from menkou.lib.scope import Scope
from menkou.lib.width import half_width
from menkou.registry.queries import people
from menkou.registry.queries.reach import workshops
from menkou.work.models import Rate, Ticket, TicketShare

SHORTEST, LONGEST = 6, 15  # digits of a ticket's number


@prepared
def within(scope: Scope, day: date) -> QuerySet[Ticket]:
    """Tickets whom a scope reaches: by workshop, by payer, or her own and those that she shares."""
    reached = Q(workshop__in=workshops(scope, day).values("pk"))
    if scope.organizations:
        reached |= Q(payer__in=scope.organizations)
    if scope.person is not None:
        shared = TicketShare.objects.filter(person=scope.person)
        reached |= Q(holder=scope.person) | Q(pk__in=shared.values("ticket"))
    return Ticket.objects.filter(reached)


def with_names(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """The same tickets with all that a page shows of them, in one query."""
    return tickets.select_related(
        "holder__party", "workshop__party", "allotment__order__job",
        "allotment__operation__product", "allotment__operation__makes",
    ).annotate(left=F("pieces") - F("back"))


def paying(tickets: QuerySet[Ticket], day: date) -> QuerySet[Ticket]:
    """The same tickets, with what a piece `pays` on a day: the rate of the day, never below what
    is printed; nothing where the first pay stands for the rework too. As `TicketBooks.rate` books
    it."""
    of_the_day = Rate.objects.standing().filter(
        payer=OuterRef("payer"), operation=OuterRef("allotment__operation"),
        rate_class=OuterRef("rate_class"), from_day__lte=day,
    ).order_by("-from_day").values("amount")[:1]
    unpaid = When(pay=Ticket.Pay.NONE, then=Value(0, output_field=BigIntegerField()))
    paid = Greatest(F("rate"), Coalesce(Subquery(of_the_day), 0))
    return tickets.annotate(pays=Case(unpaid, default=paid))


def standing(tickets: QuerySet[Ticket], day: date) -> QuerySet[Ticket]:
    """The same tickets, with how each `stands` on a day: its state, or for an open one "late",
    or "back": all pieces are, and some wait to be inspected or reworked."""
    is_open = Q(state=Ticket.State.OPEN)
    return tickets.annotate(stands=Case(
        When(is_open & Q(back__gte=F("pieces")), then=Value("back")),
        When(is_open & Q(due_on__lt=day), then=Value("late")),
        default=F("state"), output_field=CharField(),
    ))


def is_number(text: str) -> bool:
    """Whether a text is meant as a ticket's number: digits, blanks and dashes only."""
    return bool(re.fullmatch(r"[0-9][0-9\s-]*", half_width(text).strip()))


def number_of(text: str) -> int | None:
    """The ticket's number that was typed or scanned; none where its check digit does not fit."""
    digits = re.sub(r"[\s-]", "", half_width(text))
    if not SHORTEST <= len(digits) <= LONGEST or not digits.isdecimal():
        return None
    number = int(digits)
    return number if damm_ok(number) else None


def of_person(tickets: QuerySet[Ticket], text: str) -> QuerySet[Ticket]:
    """Open tickets whose holder is found by name, pinyin or its initials; those due first."""
    return tickets.filter(
        people.named(text, "holder__"), state=Ticket.State.OPEN
    ).order_by("due_on", "number")
