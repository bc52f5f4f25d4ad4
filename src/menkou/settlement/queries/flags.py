"""Red flags within a scope, as of a day: each rule of `policy.flags` is one query over what it
looks at; those of one shape are asked together, so that a page of all of them costs a few.

A query only brings what may be a case; whether it is one, the rule itself says.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, TruncDate

from menkou import policy
from menkou.facts.models import Tray
from menkou.facts.queries import tray
from menkou.ledger.models import Wage
from menkou.lib.days import SHANGHAI
from menkou.lib.scope import Scope
from menkou.policy.flags import FLAGS, OF_SLIPS, Seen, found
from menkou.policy.rules import Rules
from menkou.registry.models import Household, Membership, Party, Person, Residence, Trait
from menkou.registry.queries import household as households
from menkou.registry.queries import people, reveals
from menkou.registry.queries.reach import workshops
from menkou.settlement.models import Payment
from menkou.settlement.queries import slips
from menkou.work.models import Accepted, Allotment, Delivery, Order, Rate, Ticket, TicketShare
from menkou.work.queries import orders, tickets
from menkou.work.queries.statements import reached_wages


@dataclass(frozen=True, slots=True)
class Raised:
    """One case. `party`: the person, workshop or holder it is about (0: none), by `name`; `row`:
    the key of the ticket, household, slip, order, waiting fact or user that it stands on."""

    code: str
    day: date
    party: int
    name: str
    row: int
    seen: Seen
    text: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, as of when, and since when what is over is looked at."""

    scope: Scope
    day: date
    rules: Rules

    @property
    def first(self) -> date:
        return self.day - timedelta(days=self.rules.number("flags.days"))

    @property
    def young(self) -> date:
        """Who was born before it was old enough to work on every day that is looked at."""
        years = self.rules.number("minimum_age.work")
        return date(self.first.year - years - 1, 1, 1)

    def people(self) -> QuerySet[Person]:
        return people.within(self.scope, self.day).filter(forgotten_at=None)


def raised(
    scope: Scope, day: date, codes: Collection[str] = tuple(FLAGS)
) -> list[Raised]:
    """Every case of some rules, in the order of the rules, then the newest first. At most three
    queries, however many the cases are."""
    asked = Asked(scope, day, policy.on(day))
    cases = [*_cases(asked, codes), *_of_slips(asked, codes)]
    names = dict(Party.objects.filter(pk__in={one.party for one in cases if one.party})
                 .values_list("pk", "name"))  # fmt: skip
    order = {code: place for place, code in enumerate(FLAGS)}
    named = (
        Raised(one.code, one.day, one.party, names.get(one.party, one.text), one.row, one.seen,
               one.text)
        for one in cases
    )
    return sorted(named, key=lambda one: (order[one.code], -one.day.toordinal(), one.name, one.row))


SHAPE: dict[str, tuple[Any, Any]] = {
    "on": (DateField(), None), "party": (BigIntegerField(), 0), "row": (BigIntegerField(), 0),
    "than": (DateField(), None), "count": (BigIntegerField(), 0),
    "beside": (BigIntegerField(), 0), "text": (CharField(), ""),
}
"""What each rule's query brings: `on` which day, about which party, the key of which row, than
which day it is later, two numbers, a text."""


def _row(rows: QuerySet[Any], code: str, **given: Any) -> QuerySet[Any]:
    """A rule's query in the shape of all of them; `given`: a field's name, a value, an expression;
    `text` is a field's name."""
    columns: dict[str, Any] = {"flag_code": Value(code, CharField())}
    for name, (kind, none) in SHAPE.items():
        value = given.get(name, none)
        plain = value is None or isinstance(value, int | date) or value == ""
        source = Value(value) if plain else F(value) if isinstance(value, str) else value
        columns[f"flag_{name}"] = Cast(source, kind)
    return rows.order_by().annotate(**columns).values_list(*columns)


def _under_16_ticket(asked: Asked) -> QuerySet[Any]:
    mine = tickets.within(asked.scope, asked.day).values("pk")
    rows = TicketShare.objects.filter(
        ticket__in=mine, ticket__state=Ticket.State.OPEN, ticket__made_on__lte=asked.day,
        person__born_on__gte=asked.young,
    )
    return _row(rows, "under_16_ticket", on="ticket__made_on", party="person_id",
                row="ticket_id", than="person__born_on")  # fmt: skip


def _wages(asked: Asked) -> QuerySet[Any]:
    return Wage.objects.filter(
        reached_wages(asked.scope), transfer__day__gte=asked.first, transfer__day__lte=asked.day
    )


def _under_16_paid(asked: Asked) -> QuerySet[Any]:
    rows = (
        _wages(asked).filter(engagement__person__born_on__gte=asked.young)
        .order_by().values("engagement__person", "engagement__person__born_on")
        .annotate(first_day=Min("transfer__day"))
    )  # fmt: skip
    return _row(rows, "under_16_paid", on="first_day", party="engagement__person",
                row="engagement__person", than="engagement__person__born_on")  # fmt: skip


def _wages_after(asked: Asked, code: str, ends: QuerySet[Any]) -> QuerySet[Any]:
    """The last wage of each person who had died, or moved, by then."""
    since = ends.filter(person=OuterRef("engagement__person")).values("from_day")[:1]
    rows = (
        _wages(asked).filter(engagement__person__in=ends.values("person"))
        .order_by().values("engagement__person")
        .annotate(last_day=Max("transfer__day"), since=Subquery(since))
    )  # fmt: skip
    return _row(rows, code, on="last_day", party="engagement__person", row="engagement__person",
                than="since")  # fmt: skip


def _died_before_work(asked: Asked) -> QuerySet[Any]:
    dead = Trait.objects.on(asked.day).filter(trait="died", holds=True)
    return _wages_after(asked, "died_before_work", dead)


def _moved_before_work(asked: Asked) -> QuerySet[Any]:
    moved = Residence.objects.on(asked.day).filter(community=None)
    return _wages_after(asked, "moved_before_work", moved)


def _half_day_twice(asked: Asked) -> QuerySet[Any]:
    mine = tickets.within(asked.scope, asked.day)
    rows = tray.within(asked.scope, asked.day, mine).filter(
        state=Tray.State.WAITING, why="half_taken", fact__day__lte=asked.day
    )
    return _row(rows, "half_day_twice", on="fact__day", party=Coalesce("person", Value(0)),
                row="pk")  # fmt: skip


def _id_missing(asked: Asked) -> QuerySet[Any]:
    working = people.working(asked.day).values("person")
    rows = asked.people().filter(pk__in=working, id_index=None)
    return _row(rows, "id_missing", on=asked.day, party="pk", row="pk")


def _shared_card(asked: Asked) -> QuerySet[Any]:
    cards = (
        Person.objects.filter(bank_index__isnull=False).order_by().values("bank_index")
        .annotate(n=Count("pk"))
    )  # fmt: skip
    having = cards.filter(bank_index=OuterRef("bank_index")).values("n")
    rows = asked.people().filter(bank_index__in=cards.filter(n__gt=1).values("bank_index"))
    return _row(rows.annotate(having=Subquery(having)), "shared_card", on=asked.day, party="pk",
                row="pk", count="having")  # fmt: skip


def _other_holder(asked: Asked) -> QuerySet[Any]:
    rows = asked.people().filter(bank_index__isnull=False).exclude(bank_holder="self")
    return _row(rows, "other_holder", on=asked.day, party="pk", row="pk", text="bank_holder")


def _two_heads(asked: Asked) -> QuerySet[Any]:
    several = _heads(asked).values("household").annotate(n=Count("pk")).filter(n__gt=1)
    return _of_heads(asked, "two_heads", Q(pk__in=several.values("household")))


def _no_head(asked: Asked) -> QuerySet[Any]:
    return _of_heads(asked, "no_head", ~Q(pk__in=_heads(asked).values("household")))


def _heads(asked: Asked) -> QuerySet[Any]:
    return Membership.objects.on(asked.day).filter(
        relation="head", household__isnull=False
    ).order_by()  # fmt: skip


def _of_heads(asked: Asked, code: str, odd: Q) -> QuerySet[Any]:
    """Households that are odd and within reach: those that are odd are few, and found first."""
    mine = households.within(asked.scope, asked.day).filter(pk=OuterRef("pk"))
    members = Membership.objects.on(asked.day).filter(household=OuterRef("pk")).order_by()
    rows = Household.objects.filter(odd).filter(Exists(mine)).annotate(
        heads=_many(members.filter(relation="head")), members=_many(members)
    )
    return _row(rows, code, on=asked.day, row="pk", count="heads", beside="members",
                text="number")  # fmt: skip


def _many(members: QuerySet[Any]) -> Coalesce:
    return Coalesce(
        Subquery(members.values("household").annotate(n=Count("pk")).values("n")), Value(0)
    )


def _price_lowered(asked: Asked) -> QuerySet[Any]:
    now = Rate.objects.on(asked.day).filter(
        payer=OuterRef("payer"), operation=OuterRef("allotment__operation"),
        rate_class=OuterRef("rate_class"),
    )
    rows = tickets.within(asked.scope, asked.day).filter(
        state=Ticket.State.OPEN, pay=Ticket.Pay.RATE, made_on__lte=asked.day
    ).annotate(now=Subquery(now.values("amount")[:1]))
    return _row(rows.filter(now__lt=F("rate")), "price_lowered", on="made_on", party="holder_id",
                row="number", count="rate", beside="now")  # fmt: skip


def _paid_over_accepted(asked: Asked) -> QuerySet[Any]:
    good = Ticket.objects.filter(allotment=OuterRef("pk"), source=Ticket.Source.MADE)
    taken = Accepted.objects.filter(allotment=OuterRef("pk"))
    mine = orders.within(asked.scope, asked.day).filter(state=Order.State.CLOSED).values("pk")
    rows = Allotment.objects.filter(Exists(good), order__in=mine).annotate(
        paid=Subquery(good.order_by().values("allotment").annotate(s=Sum("good")).values("s")),
        kept=Coalesce(Subquery(
            taken.order_by().values("allotment").annotate(s=Sum("pieces")).values("s")
        ), 0),
    )
    return _row(rows.filter(paid__gt=F("kept")), "paid_over_accepted", on=asked.day,
                party="holder_id", row="order_id", count="paid", beside="kept",
                text="order__number")  # fmt: skip


def _no_delivery(asked: Asked) -> QuerySet[Any]:
    span = asked.day - timedelta(days=asked.rules.number("pay.delivery_days"))
    gone = Delivery.objects.filter(place=OuterRef("pk"), day__lte=asked.day).order_by()
    paid = Wage.objects.filter(
        engagement__workshop=OuterRef("pk"), transfer__day__gt=span, transfer__day__lte=asked.day
    )
    rows = workshops(asked.scope, asked.day).filter(Exists(paid)).annotate(
        sent=Subquery(gone.values("place").annotate(d=Max("day")).values("d"))
    )
    return _row(rows.filter(Q(sent=None) | Q(sent__lt=span)), "no_delivery", on=asked.day,
                party="pk", row="pk", than="sent")  # fmt: skip


def _unpaid_late(asked: Asked) -> QuerySet[Any]:
    rows = Payment.objects.filter(
        slip__in=slips.within(asked.scope, asked.day).values("pk"),
        state__in=(Payment.State.DUE, Payment.State.SENT), slip__period__last__lt=asked.day,
    )
    return _row(rows, "unpaid_late", on=asked.day, party="slip__person_id", row="slip_id",
                than="slip__period__last")  # fmt: skip


def _export_full(asked: Asked) -> QuerySet[Any]:
    day = TruncDate("at", tzinfo=SHANGHAI)
    rows = (
        reveals.within(asked.scope, asked.day).filter(shown__in=reveals.WHOLE)
        .annotate(when=day).filter(when__gte=asked.first, when__lte=asked.day)
        .order_by().values("at", "when", "user", "user__shown_name", "said")
        .annotate(persons=Count("pk"))
    )  # fmt: skip
    return _row(rows, "export_full", on="when", row="user", count="persons",
                text="user__shown_name")  # fmt: skip


READERS: dict[str, Callable[[Asked], QuerySet[Any]]] = {
    reader.__name__[1:]: reader
    for reader in (
        _under_16_ticket, _under_16_paid, _died_before_work, _half_day_twice, _moved_before_work,
        _id_missing, _shared_card, _other_holder, _two_heads, _no_head, _price_lowered,
        _paid_over_accepted, _no_delivery, _unpaid_late, _export_full,
    )
}


def _cases(asked: Asked, codes: Collection[str]) -> Iterator[Raised]:
    wanted = [reader(asked) for code, reader in READERS.items() if code in codes]
    if not wanted:
        return
    first, *others = wanted
    for code, on, party, row, than, count, beside, text in first.union(*others, all=True):
        seen = Seen(on, n=count, m=beside, known=False, **(
            {"born_on": than} if code.startswith("under_16") else {"since": than}
        ))
        if found(code, seen, asked.rules):
            yield Raised(code, on, party, "", row, seen, text)


def _of_slips(asked: Asked, codes: Collection[str]) -> Iterator[Raised]:
    """What the closes found, and what was charged; slips of the days that are looked at."""
    of_close, charged = OF_SLIPS & set(codes), "charged_below_floor" in codes
    if not of_close and not charged:
        return
    rows = slips.within(asked.scope, asked.day).filter(
        ~Q(odd=""), period__last__gte=asked.first, period__last__lte=asked.day
    )
    for pk, person, last, odd, off, back in rows.values_list(
        "pk", "person", "period__last", "odd", "charged", "recovered"
    ):
        held = odd.split()
        seen = Seen(last, charged=off + back,
                    short="below_minimum" in held or "implied_hourly" in held)  # fmt: skip
        for code in held:
            if code in of_close:
                yield Raised(code, last, person, "", pk, seen)
        if charged and found("charged_below_floor", seen, asked.rules):
            yield Raised("charged_below_floor", last, person, "", pk, seen)


def of_registration(person: Person, day: date) -> list[str]:
    """The rules that what was just registered breaks beside others: her account, her household's
    heads. Two queries, for the form that registered it."""
    rules, codes = policy.on(day), []
    sharing = people.same_card([person.pk]).get(person.pk, 0) + 1
    if found("shared_card", Seen(day, n=sharing), rules):
        codes.append("shared_card")
    mine = Membership.objects.on(day).filter(person=person, household__isnull=False)
    relations = list(
        Membership.objects.on(day).filter(household__in=mine.values("household"))
        .values_list("relation", flat=True)
    )  # fmt: skip
    seen = Seen(day, n=relations.count("head"), m=len(relations))
    return codes + [code for code in ("two_heads", "no_head") if found(code, seen, rules)]


def of_person(person: Person, *, works: bool, died_on: date | None, day: date) -> list[str]:
    """The rules that her registration alone breaks, for her own page; no query."""
    rules, codes = policy.on(day), []
    if works and found("id_missing", Seen(day, known=person.id_index is not None), rules):
        codes.append("id_missing")
    if works and found("under_16_ticket", Seen(day, born_on=person.born_on), rules):
        codes.append("under_16_paid")
    if works and died_on is not None and found("died_before_work", Seen(day, died_on), rules):
        codes.append("died_before_work")
    if person.bank_index is not None and person.bank_holder != Person.Holder.SELF:
        codes.append("other_holder")
    return codes

