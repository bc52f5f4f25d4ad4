"""Tickets: intentions, made only at the server, refused where law or the books do not allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from menkou import policy
from menkou.facts.models import Tray
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.ledger.models import Wage
from menkou.lib.days import day_of
from menkou.lib.errors import Refused
from menkou.lib.identifiers import with_damm
from menkou.policy.guards import may_be_given_work
from menkou.registry.models import Organization, Person, Tenancy, Workshop
from menkou.registry.queries.profile import Engaged, Profiles, profiles
from menkou.work.actions.again import again
from menkou.work.actions.world import locked
from menkou.work.models import Allotment, Order, Rate, Ticket, TicketNumber, TicketShare
from menkou.work.queries.rework import waiting_for_rework

FIRST = 10_001  # with its check digit a number of six digits


class NoTicket(Refused):
    """A ticket that can't be made; the code says why."""

    SENTENCES = {
        "no_operator": _("车间那天没有经营单位，先登记入驻"),
        "under_age": _("%(name)s那天未满 %(minimum)s 周岁，不能派活（%(article)s）"),
        "no_engagement": _("%(name)s和付工钱的单位没有用工关系，先登记用工关系"),
        "no_rate": _("这道工序那天还没有工价，先定工价"),
        "no_room": _("这个订单只剩 %(left)s 件没有分，不够开 %(pieces)s 件"),
        "not_at_home": _("这道工序不能拿回家做"),
        "no_pieces": _("件数要大于零"),
        "not_smaller": _("新件数要比原来的 %(pieces)s 件多"),
        "taken_back": _("这张工票已经收回，不能加大"),
        "order_closed": _("这个订单不在做了，不能再开工票"),
        "no_rework": _("这里等着返工的只有 %(left)s 件没有派，不够开 %(pieces)s 件"),
        "never_paid": _("%(name)s没有做过这个订单这道工序的合格件，返工要另付工钱"),
        "not_less": _("已经交回 %(back)s 件，不能减到 %(pieces)s 件"),
        "nobody": _("工票要有人做，先选人"),
        "shares": _("份额要大于零，一个人只能占一份"),
        "has_work": _("这张工票已经交过货或者领过料，不能收回"),
    }


@dataclass(frozen=True, slots=True)
class NewTicket:
    """Pieces for a worker, or several with shares (person and parts; the first carries)."""

    shares: Sequence[tuple[Person, int]]
    pieces: int
    at_home: bool
    due_on: date


@dataclass(frozen=True, slots=True)
class Of:
    """Which pieces tickets are of: to be made, or to be reworked, and then who pays for that."""

    source: str = Ticket.Source.MADE
    pay: str = Ticket.Pay.RATE

    @property
    def rework(self) -> bool:
        return self.source != Ticket.Source.MADE


NEW_PIECES = Of()


@transaction.atomic
def make_tickets(
    news: Sequence[NewTicket],
    *,
    allotment: Allotment,
    workshop: Workshop,
    made_on: date,
    of: Of = NEW_PIECES,
    by: User,
    at: datetime,
) -> list[Ticket]:
    """Makes tickets on an allotment, all or none. Raises NoTicket with the sentence.

    Tickets of rework take no room of the allotment: together they have no more pieces than wait
    to be reworked at the workshop. Unpaid (`of.pay`) only who made such pieces before.
    Source of the guard: 劳动法 15, 94 (nobody under 16 on the day).
    """
    order = Order.objects.select_for_update().get(pk=allotment.order_id)
    if not _gives_work(order, rework=of.rework):
        raise NoTicket("order_closed")
    payer = _payer(workshop, made_on)
    people = profiles({person.pk for new in news for person, _ in new.shares})
    rows, shares = [], []
    rates: dict[str, int] = {}
    for new, number in zip(news, _numbers(len(news)), strict=True):
        if new.pieces <= 0:
            raise NoTicket("no_pieces")
        if new.at_home and not allotment.operation.at_home:
            raise NoTicket("not_at_home")
        _can_share(new)
        if of.pay == Ticket.Pay.NONE:
            _paid_before(new, allotment)
        holder = new.shares[0][0]
        terms = [_terms(people, person, payer, made_on) for person, _ in new.shares]
        rate_class = terms[0].rate_class
        if rate_class not in rates:
            rates[rate_class] = _rate(payer, allotment, rate_class, made_on)
        rows.append(
            Ticket(
                number=number, allotment=allotment, workshop=workshop, payer=payer, holder=holder,
                pieces=new.pieces, at_home=new.at_home, source=of.source, pay=of.pay,
                rate_class=rate_class, rate=rates[rate_class], made_on=made_on,
                due_on=new.due_on,
            )
        )
        shares += [
            TicketShare(ticket_id=number, number=place, person=person, parts=parts)
            for place, (person, parts) in enumerate(new.shares, 1)
        ]
    wanted = sum(new.pieces for new in news)
    if of.rework:
        _of_those_that_wait(allotment, workshop, of.source, wanted)
    else:
        _give(allotment, wanted)
    Ticket.objects.bulk_create(rows, batch_size=500)
    TicketShare.objects.bulk_create(shares, batch_size=500)
    log("work.make_tickets", "ticket", [row.number for row in rows], by=by, at=at)
    numbers = {row.number for row in rows}
    if Tray.objects.filter(ticket__in=numbers, state=Tray.State.WAITING).exists():
        again(numbers, at=at)  # somebody wrote one of these numbers down before it was made
    return rows


def _gives_work(order: Order, *, rework: bool) -> bool:
    """Whether work of an order may be given: of one that is being ended, or was, only rework. What
    a customer sends back after the end is mended like any other; what waits bounds it."""
    return order.state == Order.State.OPEN or rework


def _paid_before(new: NewTicket, allotment: Allotment) -> None:
    """Rework never takes money from a worker: unpaid only where the first pay was hers."""
    for person, _parts in new.shares:
        made = Wage.objects.filter(
            engagement__person=person, commodity=allotment.operation.makes_id,
            transfer__source__job=allotment.order.job_id,
        )
        if not made.exists():
            raise NoTicket("never_paid", name=person.party.name)


def _of_those_that_wait(
    allotment: Allotment, workshop: Workshop, source: str, pieces: int
) -> None:
    """Whether so many pieces wait for rework and are on no ticket; the order is locked."""
    left = waiting_for_rework(allotment, workshop)[source]
    if pieces > left:
        raise NoTicket("no_rework", left=max(left, 0), pieces=pieces)


def _can_share(new: NewTicket) -> None:
    if not new.shares:
        raise NoTicket("nobody")
    once = len({person.pk for person, _ in new.shares}) == len(new.shares)
    if not once or min(parts for _, parts in new.shares) <= 0:
        raise NoTicket("shares")


def _payer(workshop: Workshop, day: date) -> Organization:
    tenancy = Tenancy.objects.on(day).filter(workshop=workshop).select_related("operator").first()
    if tenancy is None or tenancy.operator is None:
        raise NoTicket("no_operator")
    operator: Organization = tenancy.operator
    return operator


def _terms(people: Profiles, person: Person, payer: Organization, day: date) -> Engaged:
    _old_enough(people, person, day)
    terms = people.engagement(person.pk, payer.pk, day)
    if terms is None or not terms.exact:
        raise NoTicket("no_engagement", name=person.party.name)
    return terms


def _old_enough(people: Profiles, person: Person, day: date) -> None:
    refusal = may_be_given_work(people.youngest(person.pk), day, policy.on(day))
    if refusal is not None:
        raise NoTicket(
            "under_age", name=person.party.name, article=refusal.article,
            minimum=refusal.params["minimum_age"],
        )


def _rate(payer: Organization, allotment: Allotment, rate_class: str, day: date) -> int:
    found = (
        Rate.objects.on(day)
        .filter(payer=payer, operation=allotment.operation_id, rate_class=rate_class)
        .first()
    )
    if found is None or found.amount is None:
        raise NoTicket("no_rate")
    return int(found.amount)


def _give(allotment: Allotment, pieces: int) -> None:
    """Takes room on the allotment under its row's lock, so that two can't take the last pieces."""
    took = Allotment.objects.filter(
        pk=allotment.pk, given__lte=F("pieces") - pieces
    ).update(given=F("given") + pieces)
    if not took:
        now = Allotment.objects.get(pk=allotment.pk)
        raise NoTicket("no_room", left=now.pieces - now.given, pieces=pieces)


def _numbers(count: int) -> list[int]:
    """A block of ticket numbers, each with its check digit; never used again."""
    TicketNumber.objects.get_or_create(pk=1, defaults={"next": FIRST})
    TicketNumber.objects.filter(pk=1).update(next=F("next") + count)
    after = TicketNumber.objects.values_list("next", flat=True).get(pk=1)
    return [with_damm(seq) for seq in range(after - count, after)]


@transaction.atomic
def enlarge_ticket(*, ticket: Ticket, pieces: int, by: User, at: datetime) -> None:
    """Makes a ticket larger where its allotment has room: what lay as surplus finds room and is
    paid for its day.

    Raises NoTicket where there is no room, it would not grow, it was taken back, the order gives
    no more work (what lies as surplus may still become part of it), or who works on it is under 16
    on the day (劳动法 15): to enlarge is to give work.
    """
    # As they stand under their locks, the ticket first, as for a fact: the page may be an old one.
    now = locked([ticket.pk])[ticket.pk]
    order = Order.objects.select_for_update().get(pk=now.allotment.order_id)
    if now.state == Ticket.State.CANCELLED:
        raise NoTicket("taken_back")
    if pieces <= now.pieces:
        raise NoTicket("not_smaller", pieces=now.pieces)
    rework = now.source != Ticket.Source.MADE
    if not _gives_work(order, rework=rework) and pieces - now.pieces > now.surplus:
        raise NoTicket("order_closed")
    persons = [share.person for share in now.shares.select_related("person__party")]
    people = profiles({person.pk for person in persons})
    for person in persons:
        _old_enough(people, person, day_of(at))
    if not rework:
        _give(now.allotment, pieces - now.pieces)
    else:
        _of_those_that_wait(now.allotment, now.workshop, now.source, pieces - now.pieces)
    Ticket.objects.filter(pk=now.pk).update(pieces=pieces)
    again([now.pk], at=at)
    log("work.enlarge_ticket", "ticket", [now.pk], by=by, at=at)


@transaction.atomic
def cancel_ticket(*, ticket: Ticket, by: User, at: datetime) -> None:
    """Takes a ticket back that nothing was done on; its pieces go back to the allotment."""
    now = locked([ticket.pk])[ticket.pk]
    took = Ticket.objects.filter(
        pk=now.pk, state=Ticket.State.OPEN, back=0, issues=None, surplus=0, waiting=0
    ).update(state=Ticket.State.CANCELLED)
    if not took:
        raise NoTicket("has_work")
    _give_back(now, now.pieces)
    log("work.cancel_ticket", "ticket", [now.pk], by=by, at=at)


def _give_back(ticket: Ticket, pieces: int) -> None:
    if ticket.source == Ticket.Source.MADE:
        Allotment.objects.filter(pk=ticket.allotment_id).update(given=F("given") - pieces)


@transaction.atomic
def shrink_ticket(*, ticket: Ticket, pieces: int, by: User, at: datetime) -> None:
    """Takes back pieces of a ticket that were not made; they go back to the allotment.

    Raises NoTicket where so many came back already.
    """
    now = locked([ticket.pk])[ticket.pk]
    if now.state == Ticket.State.CANCELLED:
        raise NoTicket("taken_back")
    if pieces < now.back or pieces >= now.pieces:
        raise NoTicket("not_less", back=now.back, pieces=pieces)
    Ticket.objects.filter(pk=now.pk).update(pieces=pieces)
    _give_back(now, now.pieces - pieces)
    again([now.pk], at=at)
    log("work.shrink_ticket", "ticket", [now.pk], by=by, at=at)
