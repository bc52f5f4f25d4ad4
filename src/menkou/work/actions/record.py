"""Recording what happened: a list of facts in, a list of answers out. There is no other path.

A page sends a list of one, a phone fifty, the demo ten thousand. `record` books one list in one
transaction; `submit` is what the edge calls: where the list can't be booked as a whole it sends
the facts one by one, so that one bad fact never blocks the rest.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext_lazy as _

from menkou.facts.actions.half_days import lock_half_days
from menkou.facts.actions.keep import keep
from menkou.facts.models import Device, Fact, Tray
from menkou.facts.new import NewFact, canonical
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.identity.tries import tried
from menkou.ledger.actions.post import Overdrawn
from menkou.lib.errors import Refused
from menkou.work.actions import asking, half_days, pots
from menkou.work.actions.book import Booked, book
from menkou.work.actions.chains import Chain, load_chains, lock_roots
from menkou.work.actions.world import World, locked
from menkou.work.content import BadContent, read
from menkou.work.models import Ticket
from menkou.work.verbs import VERB_OF_KIND

PIECEWORK = ("receipt", "abandon", "inspection", "rework", "pass_on")


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a fact: accepted, known, refused, waiting or conflict; `why` as a code.

    `held_at`: the name of the workshop that holds the half-day which it claims.
    """

    uid: UUID
    result: str
    why: str = ""
    question: str = ""
    moved: tuple[UUID, ...] = ()
    held_at: str = ""

    def __str__(self) -> str:
        if self.held_at:
            return str(HELD_AT) % {"place": self.held_at}
        return str(WHY.get(self.why, self.why))


WHY = {
    "no_ticket": _("没有这个工票号。看看是不是抄错了一位"),
    "future": _("日子还没到，先放着"),
    "before_ticket": _("日子在开票之前，请核对"),
    "no_right": _("记的人那天没有这个权限，要主管看过"),
    "no_target": _("要更正的那一条还没有到"),
    "other_ticket": _("更正不能换工票、换人、换日子：请撤销再重记"),
    "no_uninspected": _("待验的没有这么多"),
    "no_at_rework": _("返工的没有这么多"),
    "no_surplus": _("那次没有多出这么多"),
    "no_engagement": _("她和付工钱的单位没有用工关系，先登记用工关系"),
    "no_order": _("没有这个订单"),
    "no_place": _("没有这个车间"),
    "no_commodity": _("没有这种料"),
    "others_wait": _("有别的记录靠着它，撤了那些就要等。先撤后面的那条"),
    "no_person": _("没有这个人的登记"),
    "no_allotment": _("没有这一份分单，或者它不是这个订单的"),
    "not_there": _("那里没有这么多件，或者已经送走、交走了"),
    "over_allotment": _("比分给这一家的件数多，请看看是谁做的"),
    "parts": _("每道工序各家的件数，加起来要等于验收的件数"),
    "over_returned": _("退回来的比客户验收过的还多"),
    "not_waiting": _("客户退回来、还没派返工的没有这么多"),
    "over_agreed": _("约定的钱不能比做完了还多"),
    "order_ended": _("这个订单已经收尾，不再收料发料"),
    "no_material": _("这个车间没有这么多料"),
    "not_in_hand": _("她手里没有这么多料"),
    "over_ticket": _("比工票多。加大工票，或者按多出来的记"),
    "beyond_allowance": _("超出许可损耗，选一个原因再发"),
    "ticket_closed": _("这张工票已经收回，不能再记"),
    "under_age": _("未满 16 周岁，不能派活（劳动法第十五条）"),
    "overdrawn": Overdrawn.SENTENCES["overdrawn"],
    "no_operator": _("这个车间那天没有入驻单位，不知道由谁付工钱。先登记入驻"),
    "half_taken": _("这半天已经记过了，一个人半天只能在一处记一次"),
    "conflict": _("同一个编号，内容不一样：先来的算数"),
    "replaced": _("那一条已经被更正过了"),
    "content": _("填得不对"),
}
HELD_AT = _("这半天已经记在“%(place)s”，一个人半天只能在一处记一次")


class NotBooked(Refused):
    """An asked fact that can't be booked: nothing of its list was kept."""

    SENTENCES = WHY

    def __init__(self, uid: UUID, why: str, held_at: str = "") -> None:
        super().__init__(why)
        self.uid = uid
        self.held_at = held_at


def submit(
    news: Sequence[NewFact], *, by: User, at: datetime, device: Device | None = None
) -> list[Answer]:
    """Records a list; where it fails as a whole, one fact after the other. Never half a fact."""
    try:
        # A fact that came in by another way just now breaks a constraint, and is known next time.
        return tried(record, news, by=by, at=at, device=device, also=(IntegrityError,))
    except (NotBooked, Overdrawn, BadContent) as refusal:
        if len(news) == 1:
            held_at = getattr(refusal, "held_at", "")
            return [Answer(news[0].uid, "refused", refusal.code, held_at=held_at)]
    return [answer for new in news for answer in submit([new], by=by, at=at, device=device)]


@transaction.atomic
def record(
    news: Sequence[NewFact], *, by: User, at: datetime, device: Device | None = None
) -> list[Answer]:
    """Books a list of facts in one transaction.

    Raises NotBooked for an asked fact that can't be booked, BadContent for one that fits no
    schema, Overdrawn where a balance would fall below zero; then nothing was changed.
    """
    for new in news:
        read(new.kind, new.content)
        if new.kind == "undo" and new.replaces is None:
            raise BadContent("undo")
    if not news:
        return []
    world = World(locked(_tickets_of(news)), by=by)
    scopes = half_days.scopes_of(news)
    lock_half_days(scopes.persons)
    answers, fresh, came_first = _sort_out(news)
    if not fresh:
        return _each(news, answers)
    facts = keep(fresh, by=by, at=at, device=device)
    kept = {fact.pk for fact in facts}
    whole = _whole(fresh, came_first, world)
    world.go_on(world.tickets.keys() - whole)
    chains, orphans = load_chains(
        whole, _roots(fresh, world, scopes) | half_days.roots_of(scopes), facts, came_first
    )

    def refuse(result: Booked) -> None:
        _refuse_asked(facts, chains, world, result)

    moved = book(chains, orphans, world, at=at, cause=facts[-1], new=kept, refuse=refuse)
    log_verbs(facts, by=by, at=at)
    by_head = {chain.head.uid: chain for chain in chains}
    waiting_for = {fact.uid for fact in orphans}
    held = half_days.held_where(chains)
    for fact in facts:
        answer = _answer(fact, by_head.get(fact.uid), waiting_for, moved)
        answers[fact.uid] = replace(answer, held_at=held.get(fact.pk, ""))
    return _each(news, answers)


def _each(news: Sequence[NewFact], answers: dict[UUID, Answer]) -> list[Answer]:
    """An answer for each of the list; a second content under the same id is a conflict."""
    first = {new.uid: new for new in reversed(news)}
    return [
        answers[new.uid] if new == first[new.uid] else Answer(new.uid, "conflict", "conflict")
        for new in news
    ]


def _sort_out(
    news: Sequence[NewFact],
) -> tuple[dict[UUID, Answer], list[NewFact], set[int]]:
    """Those already known, those in conflict; the rest, in their order of happening; and facts
    that replace one of these and reached us before it."""
    uids = {new.uid for new in news}
    targets = {new.replaces for new in news if new.replaces}
    found = _standing(uids, uids | targets)
    here = {fact.uid: fact for fact in found if fact.uid in uids}
    taken = {fact.replaces for fact in found if fact.replaces in targets}
    answers: dict[UUID, Answer] = {}
    fresh: dict[UUID, NewFact] = {}
    for new in news:
        old = here.get(new.uid)
        if old is not None:
            same = (old.kind, old.day, old.replaces, old.content) == (
                new.kind, new.day, new.replaces, canonical(new.content)
            )
            answers[new.uid] = Answer(new.uid, "known" if same else "conflict",
                                      "" if same else "conflict")
        elif new.uid in fresh:
            continue
        elif new.replaces in taken:
            answers[new.uid] = Answer(new.uid, "conflict", "replaced")
        else:
            fresh[new.uid] = new
            if new.replaces:
                taken.add(new.replaces)
    came_first = {fact.pk for fact in found if fact.replaces in fresh}
    in_order = sorted(fresh.values(), key=lambda new: (new.happened_at, new.uid))
    return answers, in_order, came_first


def _standing(uids: Collection[UUID], replaced: Collection[UUID]) -> list[Fact]:
    """Facts with these ids, and facts that replace one of those."""
    adapt = Fact._meta.get_field("uid").get_db_prep_value
    marks, more = (", ".join(["%s"] * len(keys)) for keys in (uids, replaced))
    rows = Fact.objects.raw(
        f"SELECT * FROM facts_fact WHERE uid IN ({marks}) UNION "
        f"SELECT * FROM facts_fact WHERE replaces IN ({more})",
        [adapt(key, connection) for key in (*uids, *replaced)],
    )
    return list(rows)


def _tickets_of(news: Sequence[NewFact]) -> set[int]:
    numbers = {new.content["ticket"] for new in news if "ticket" in new.content}
    targets = [new.replaces for new in news if new.replaces]
    if targets:
        rows = Tray.objects.filter(fact__uid__in=targets, ticket__isnull=False)
        numbers |= set(rows.values_list("ticket", flat=True))
    return numbers


def _whole(news: Sequence[NewFact], came_first: Collection[int], world: World) -> set[int]:
    """The tickets that are to be folded from their first fact.

    The others go on from their counters: nothing of them waits, nothing is replaced or sent away,
    and each new happening stands after all that came before (`booking.fold`).
    """
    if came_first:
        return set(world.tickets)
    whole = {number for number, ticket in world.tickets.items() if ticket.waiting}
    for new in news:
        number = new.content.get("ticket")
        if new.replaces:
            return set(world.tickets)
        if number is None:
            continue
        last = world.terms.last.get(number)
        late = new.kind in PIECEWORK and last is not None and new.happened_at <= last
        if new.kind == "surplus" or late:
            whole.add(number)
    return whole


class Behind(OperationalError):
    """What a fact replaces was booked while we locked: its ticket or half-day is not ours. Try
    again."""


def _roots(news: Sequence[NewFact], world: World, scopes: half_days.Scopes) -> set[int]:
    """The first facts of the chains that are replaced, locked where no ticket's lock or half-day's
    does it."""
    targets = [new.replaces for new in news if new.replaces]
    if not targets:
        return set()
    rows = Tray.objects.filter(fact__uid__in=targets, root__isnull=False)
    loose = set()
    found = set()
    for root, ticket, kind, person, day in rows.values_list(
        "root", "ticket", "root__kind", "person", "root__day"
    ):
        found.add(root)
        if kind == "attend" and not (person in scopes.persons and day in scopes.days):
            raise Behind(f"half-days of {person}")
        if ticket is None:
            loose.add(root)
        elif ticket not in world.tickets and Ticket.objects.filter(pk=ticket).exists():
            raise Behind(f"ticket {ticket}")
    lock_roots(loose)
    return found


def _refuse_asked(
    facts: Sequence[Fact],
    chains: Sequence[Chain],
    world: World,
    result: Booked,
) -> None:
    """An asked fact is accepted only if it is booked itself, within what is there, and strands
    nothing that was booked."""
    asked = {fact.pk: fact.uid for fact in facts if fact.stated == Fact.Stated.ASKED}
    if result.moved and asked:
        raise NotBooked(next(iter(asked.values())), "others_wait")
    for chain in chains:
        if chain.head.pk not in asked:
            continue
        why = chain.why or half_days.why_refused(chain, world)
        why = why or pots.why_refused(chain, world, result.touched)
        why = why or _displaces(chain, world, result) or asking.why_refused(chain, world)
        if why:
            held_at = half_days.held_where([chain]).get(chain.head.pk, "")
            raise NotBooked(chain.head.uid, why, held_at)
    known = {chain.head.pk for chain in chains}
    for fact in facts:
        if fact.pk in asked and fact.replaces and fact.pk not in known:
            raise NotBooked(fact.uid, "no_target")


def _displaces(chain: Chain, world: World, result: Booked) -> str:
    """Whether pieces find no room on the ticket, these or others that came later in the day; or
    more is sent away than was surplus, so that the rest would be taken off the ticket."""
    if chain.root.kind not in ("receipt", "abandon", "surplus"):
        return ""
    ticket = world.tickets[chain.content["ticket"]]
    state = result.derived.states[ticket.number]
    if chain.root.kind != "surplus":
        return "over_ticket" if state.surplus > ticket.surplus else ""
    return "no_surplus" if state.back < ticket.back else ""


def _answer(
    fact: Fact, chain: Chain | None, orphans: Collection[UUID], moved: tuple[UUID, ...]
) -> Answer:
    if fact.uid in orphans:
        return Answer(fact.uid, "waiting", "no_target")
    if chain is None or chain.undone or not chain.why:
        question = chain.question if chain else ""
        return Answer(fact.uid, "accepted", question=question, moved=moved)
    return Answer(fact.uid, "waiting", chain.why, moved=moved)


def log_verbs(facts: Sequence[Fact], *, by: User, at: datetime) -> None:
    for kind in sorted({fact.kind for fact in facts}):
        verb = "work.undo" if kind == "undo" else VERB_OF_KIND[kind]
        log(verb, "fact", [f.pk for f in facts if f.kind == kind], by=by, at=at)
