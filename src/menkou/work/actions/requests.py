"""Work by a worker's own choice: she asks, a clerk gives or declines, she may take it back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from menkou import policy
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.lib.days import day_of
from menkou.lib.errors import Refused
from menkou.policy.guards import may_be_given_work
from menkou.registry.actions.dated import state_many
from menkou.registry.models import Organization, Person, Tenancy
from menkou.registry.queries.profile import profiles
from menkou.work.actions.tickets import NewTicket, make_tickets
from menkou.work.models import Allotment, OpenLimit, Order, Ticket, WorkRequest
from menkou.work.queries.limits import MINUTE, most_of, pieces_within, with_terms

DECLINED = {
    "enough": _("手里的活够多了，先做完一些"),
    "late": _("有过了日子的，先交回来"),
    "gone": _("这个活派完了"),
    "skill": _("这个活要先学一学"),
    "other": _("请来车间问一问"),
}
"""Why a request was declined, as she reads it."""


class NoRequest(Refused):
    """Work that can't be asked for, or a request that can't be answered; the code says why."""

    SENTENCES = {
        "no_pieces": _("件数要大于零"),
        "no_room": _("这个活只剩 %(left)s 件了，少要一点"),
        "gone": _("这个活刚派完了，看看别的"),
        "beyond_limit": _("手里的活加起来太多了，最多还能要 %(most)s 件"),
        "full": _("手里的活已经够多了。先做完一些、交回来，再来要"),
        "under_age": _("未满 %(minimum)s 周岁，不能派活（%(article)s）"),
        "no_engagement": _("还没有登记用工，请先找车间的管理员"),
        "no_rate": _("这个活还没有定工价，请问车间的管理员"),
        "no_workshop": _("这个活还没有车间收发，请问车间的管理员"),
        "not_at_home": _("这道工序不能拿回家做，要到车间来做"),
        "order_ended": _("这个订单不再派活了，看看别的"),
        "answered": _("这一条已经答复过了"),
        "not_hers": _("这一条不是你要的"),
        "reason": _("选一个原因，她会看到"),
        "moved": _("这个车间现在不归派这个活的单位经营。先不给，让她重新要"),
        "over": _("她手里的活会超过上限：最多还能给 %(most)s 件。要给，先把她的上限调高"),
    }


@transaction.atomic
def ask(
    *, person: Person, allotment: Allotment, pieces: int, at_home: bool, by: User, at: datetime
) -> WorkRequest:
    """She asks for pieces of an allotment, within its room and her limit less what she asked for
    already. IntegrityError, with the constraint's sentence, where she asked for it before.

    Raises NoRequest. Source of the guard: 劳动法 15, 94 (nobody under 16 on the day).
    """
    day = day_of(at)
    # Two presses at once must not both find the same room below her limit.
    Person.objects.select_for_update().get(pk=person.pk)
    _old_enough(person, day)
    row = with_terms(Allotment.objects.filter(pk=allotment.pk), person.pk, day).get()
    _open_to_her(row, at_home=at_home)
    if pieces <= 0:
        raise NoRequest("no_pieces", field="pieces")
    if not row.room:
        raise NoRequest("gone")
    if pieces > row.room:
        raise NoRequest("no_room", left=row.room, field="pieces")
    most = most_of(row)
    if not most:
        raise NoRequest("full")
    if pieces > most:
        raise NoRequest("beyond_limit", most=most, field="pieces")
    made = WorkRequest.objects.create(
        person=person, allotment=allotment, workshop_id=row.at, pieces=pieces, at_home=at_home,
        asked_at=at,
    )
    log("work.ask", "request", [made.pk], by=by, at=at)
    return made


def _old_enough(person: Person, day: date) -> None:
    refusal = may_be_given_work(profiles([person.pk]).youngest(person.pk), day, policy.on(day))
    if refusal is not None:
        raise NoRequest(
            "under_age", article=refusal.article, minimum=refusal.params["minimum_age"]
        )


def _open_to_her(row: Any, *, at_home: bool) -> None:
    """Whether an allotment `with_terms` is work that she may be given at all."""
    if row.order.state != Order.State.OPEN:
        raise NoRequest("order_ended")
    if not row.engaged:
        raise NoRequest("no_engagement")
    if row.pays is None:
        raise NoRequest("no_rate")
    if row.at is None:
        raise NoRequest("no_workshop")
    if at_home and not row.operation.at_home:
        raise NoRequest("not_at_home", field="at_home")


def _locked(request: WorkRequest) -> WorkRequest:
    """The request under its lock; NoRequest where somebody answered it meanwhile."""
    now = WorkRequest.objects.select_for_update().get(pk=request.pk)
    if now.state != WorkRequest.State.ASKED:
        raise NoRequest("answered")
    return now


@transaction.atomic
def withdraw(*, request: WorkRequest, by: User, at: datetime) -> None:
    """She takes her request back. Raises NoRequest where it was answered, or is another's."""
    now = _locked(request)
    if now.person.user_id != by.pk:
        raise NoRequest("not_hers")
    _answer(now, WorkRequest.State.WITHDRAWN, by=by, at=at)
    log("work.withdraw", "request", [now.pk], by=by, at=at)


@transaction.atomic
def give(*, request: WorkRequest, by: User, at: datetime) -> Ticket:
    """Makes the ticket that she asked for, due with its allotment; of two who give at once, one
    makes it.

    Raises NoRequest where it was answered, she would have more than her limit, or the workshop
    went to another operator, who would pay for what the holder is paid for; NoTicket as
    `make_tickets` does.
    """
    now = _locked(request)
    day = day_of(at)
    operated = Tenancy.objects.on(day).filter(
        workshop=now.workshop_id, operator=now.allotment.holder_id
    )
    if not operated.exists():
        raise NoRequest("moved")
    person = Person.objects.select_related("party").select_for_update(of=("self",)).get(
        pk=now.person_id
    )
    row = with_terms(Allotment.objects.filter(pk=now.allotment_id), person.pk, day).get()
    most = pieces_within(row.limit * MINUTE - row.open, row.operation.seconds, now.pieces)
    if now.pieces > most:
        raise NoRequest("over", most=most)
    (ticket,) = make_tickets(
        [NewTicket([(person, 1)], now.pieces, now.at_home, max(row.due_on, day))],
        allotment=row, workshop=now.workshop, made_on=day, by=by, at=at,
    )
    _answer(now, WorkRequest.State.GIVEN, ticket=ticket, by=by, at=at)
    log("work.give", "request", [now.pk], by=by, at=at)
    return ticket


@transaction.atomic
def decline(*, request: WorkRequest, reason: str, by: User, at: datetime) -> None:
    """Declines a request with a reason (of DECLINED), which she reads. Raises NoRequest."""
    if reason not in DECLINED:
        raise NoRequest("reason", field="reason")
    now = _locked(request)
    _answer(now, WorkRequest.State.DECLINED, reason=reason, by=by, at=at)
    log("work.decline", "request", [now.pk], by=by, at=at, note=reason)


def _answer(
    request: WorkRequest, state: str, *, by: User, at: datetime, ticket: Ticket | None = None,
    reason: str = "",
) -> None:
    WorkRequest.objects.filter(pk=request.pk).update(
        state=state, ticket=ticket, reason=reason, answered_at=at, answered_by=by
    )


@transaction.atomic
def set_limit(
    *, person: Person, payer: Organization, minutes: int | None, from_day: date, by: User,
    at: datetime,
) -> OpenLimit:
    """How much work she may have open for a payer from a day, in minutes of standard time; none:
    what the policy says."""
    (made,) = state_many(
        [OpenLimit(person=person, payer=payer, minutes=minutes, from_day=from_day)], by=by, at=at
    )
    log("work.set_limit", "person", [person.pk], by=by, at=at)
    return made
