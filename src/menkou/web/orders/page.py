"""What an order's page says around its numbers: steps, the next acts and who may do them, life."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from menkou.access import queries as rights
from menkou.lib.verb import ROLES
from menkou.web.parts import words
from menkou.web.parts.frame import address
from menkou.web.parts.timeline import Line, months
from menkou.work.models import Arrival, Input, Order
from menkou.work.queries.order_life import Event, Part
from menkou.work.queries.orders import Material

BAR = 320  # how wide the bar of a material is
EVENTS = 24  # of an order's life that its page shows


@dataclass(frozen=True, slots=True)
class Sums:
    """An order's pieces over all its parts: `held` at the top of the chain, `given` on tickets."""

    held: int
    given: int
    tickets: int
    late: int
    households: int
    pieces: int
    back: int
    good: int
    uninspected: int
    at_rework: int
    rejected: int
    surplus: int

    @property
    def out(self) -> int:
        return self.pieces - self.back

    @property
    def look(self) -> int:
        return self.at_rework + self.uninspected + self.rejected


def sums(parts: Sequence[Part]) -> Sums:
    held = {part.allotment: part for part in parts if part.parent is None}.values()
    names = ("tickets", "late", "households", "pieces", "back", "good", "uninspected",
             "at_rework", "rejected", "surplus")
    return Sums(
        sum(part.held for part in held), sum(part.pieces for part in parts),
        *(sum(getattr(part, name) for part in parts) for name in names),
    )


def with_awaited(rows: QuerySet[Order]) -> QuerySet[Any]:
    """With `awaited`: how many of the materials that an order takes have not come at all."""
    came = Arrival.objects.filter(
        order=OuterRef(OuterRef("pk")), commodity=OuterRef("commodity"), quantity__gt=0
    )
    missing = Input.objects.filter(
        ~Exists(came), operation__product=OuterRef("product"), commodity__kind="material"
    )
    counted = missing.order_by().values("operation__product").annotate(n=Count("pk")).values("n")
    return rows.annotate(awaited=Coalesce(Subquery(counted), 0))


def steps(order: Order, all_: Sums, awaited: int) -> tuple[list[str], int]:
    """The steps of an order and which of them is now (counted from 1)."""
    percent = min(all_.good * 100 // order.pieces, 100)
    done = (
        all_.held >= order.pieces,
        not awaited,
        bool(all_.given) and all_.given >= all_.held,
        all_.back >= order.pieces and not all_.uninspected and not all_.at_rework,
    )
    names = [
        _("分给谁做"), _("来料"), _("派到各户"),
        _("加工，验收 %(n)s%%") % {"n": percent}, _("做完"),
    ]
    if order.state == Order.State.CLOSED:
        return names, len(names) + 1
    return names, next((at for at, one in enumerate(done, 1) if not one), len(names))


@dataclass(frozen=True, slots=True)
class Next:
    """An act that the order waits for: what, why, who may, and where, if it is this person."""

    words: str
    why: str
    who: str
    url: str
    icon: str


def next_acts(request: Any, order: Any, all_: Sums, out: int) -> list[Next]:
    """What may be done next, the most pressing first; those who may do each.

    `all_` are the pieces of the operation that the page shows; what is `out` with workers, and
    what lies somewhere, count over all operations. The order comes `with_awaited`,
    `rework.with_waiting` and `custody.with_lying`.
    """
    if order.state == Order.State.OPEN:
        acts = [*_begun(order, all_), *_going_on(order, out), *_ended(order, all_)]
    elif order.state == Order.State.ENDING:
        recall, end = _wound_up(order)
        acts = [recall, *_going_on(order, out), end]
    else:
        acts = _going_on(order, out)  # what came back after the end
    return [
        Next(name, why, who_may(verb),
             url if rights.may(request.user, verb, request.day) else "", icon)
        for wants, name, why, verb, url, icon in acts
        if wants
    ]


Wanted = tuple[object, str, str, str, str, str]
"""An act if the first is true: its words, why, the verb, where, its icon."""


def _said(n: int, one: str) -> str:
    return one % {"n": words.number(n)}


def _begun(order: Any, all_: Sums) -> list[Wanted]:
    """Intentions: only an order that is open takes them."""
    unallotted, room = order.pieces - all_.held, all_.held - all_.given
    return [
        (unallotted, _("分给谁做"), _said(unallotted, _("还有 %(n)s 件没有分")),
         "work.allot", address("orders:allot", order.pk), "send"),
        (order.awaited, _("记来料"), _("料到了，点好数记在这里"), "work.record_arrival",
         address("orders:arrival", order.pk), "box"),
        (room > 0, _("开工票"), _said(room, _("还有 %(n)s 件没有派")), "work.make_tickets",
         address("orders:make", order.pk), "plus"),
    ]


def _going_on(order: Any, out: int) -> list[Wanted]:
    """What happens with pieces that are there, whether the order goes on or is wound up."""
    waits = order.waits_rework
    out += order.lies_to_rework - waits  # on tickets of rework
    here = address("orders:pieces", order.pk)
    return [
        (order.lies_uninspected, _("验货"),
         _said(order.lies_uninspected, _("收了还没验的有 %(n)s 件")), "work.inspect",
         address("counter"), "eye"),
        (waits > 0, _("派返工"), _said(waits, _("等着返工、还没派的有 %(n)s 件")),
         "work.make_tickets", address("orders:rework", order.pk), "sync"),
        (order.waits_aside, _("交给车间返工"),
         _said(order.waits_aside, _("等着返工、不在车间的有 %(n)s 件")), "work.hand_over",
         address("orders:mend", order.pk), "send"),
        (order.lies_at_rework, _("收返工"), _said(order.lies_at_rework, _("拿去返工的有 %(n)s 件")),
         "work.rework", address("counter"), "sync"),
        (order.lies_surplus, _("处理多出件"),
         _said(order.lies_surplus, _("交得比工票多的有 %(n)s 件")), "work.send_surplus",
         address("counter"), "warn"),
        (out > 0, _("收货"), _said(out, _("在工人手里的还有 %(n)s 件")), "work.receive",
         address("counter"), "scan"),
        (order.lies_good, _("移交、送货"), _said(order.lies_good, _("做好还没送走的有 %(n)s 件")),
         "work.deliver", here, "out"),
        (order.lies_delivered, _("客户验收"),
         _said(order.lies_delivered, _("送到了、等着验收的有 %(n)s 件")), "work.accept", here,
         "check"),
    ]


def _ended(order: Any, all_: Sums) -> list[Wanted]:
    """What gives back up the chain what nobody makes, and closes an order that came back."""
    room = all_.held - all_.given
    return [
        (room > 0, _("往下分、退回上级"), _said(room, _("还有 %(n)s 件没有往下分")),
         "work.allot", address("orders:parts", order.pk), "send"),
        (all_.back >= order.pieces, _("收尾、结订单"), _("都交回来了"), "work.see_orders",
         address("orders:end", order.pk), "check"),
    ]


def _wound_up(order: Any) -> tuple[Wanted, Wanted]:
    """What a cancelled order waits for first and last."""
    return (
        (True, _("一家一家收回"), _("撤了的订单，料和件要收回来"), "work.see_tickets",
         address("orders:recalls", order.pk), "people"),
        (True, _("收尾、结订单"), _("剩下的一样一样定去处"), "work.see_orders",
         address("orders:end", order.pk), "check"),
    )


LINKS = (
    ("orders:pieces", "work.see_orders", gettext_lazy("货在哪里")),
    ("orders:parts", "work.see_orders", gettext_lazy("一级一级")),
    ("orders:end", "work.see_orders", gettext_lazy("收尾")),
    ("orders:money", "work.see_fees", gettext_lazy("这笔钱谁得多少")),
)
"""The other pages of an order, in whatever state it is: address, verb, words."""


def links(request: Any, order: Order) -> list[tuple[str, str]]:
    """(words, address) of the order's other pages that this person may open."""
    return [
        (str(name), url) for page, verb, name in LINKS
        if (url := address(page, order.pk)) and rights.may(request.user, verb, request.day)
    ]


def who_may(verb: str) -> str:
    """The roles that a verb is for, in words."""
    allowed = rights.verbs()[verb].roles
    return words.listed([words.role(role) for role in ROLES if role in allowed])


@dataclass(frozen=True, slots=True)
class Bar:
    """A material with the bar of where it is: (class, x, width) of used, in hands, store, lost."""

    material: Material
    parts: list[tuple[str, int, int]]


def bars(materials: Sequence[Material]) -> list[Bar]:
    found = []
    for one in materials:
        shares = (("used", one.consumed), ("hands", one.hands), ("store", one.store),
                  ("lost", one.lost))
        whole, x, drawn = sum(max(n, 0) for _name, n in shares), 0, []
        for name, n in shares:
            width = max(n, 0) * BAR // whole if whole else 0
            width = max(width, 3) if n > 0 else 0
            drawn.append((name, x, width))
            x += width
        found.append(Bar(one, drawn))
    return found


def life(order: Order, events: Sequence[Event], unit: str) -> list[dict[str, Any]]:
    """The months of an order's life for the timeline, newest first."""
    lines = [_line(event, unit) for event in events[:EVENTS]]
    lines.append(Line(
        order.ordered_on, words.day(order.ordered_on), "", "plus",
        _("下单 %(n)s %(unit)s") % {"n": words.number(order.pieces), "unit": unit},
    ))
    lines.sort(key=lambda line: line.day, reverse=True)
    return months(lines)


def _line(event: Event, unit: str) -> Line:
    when, n = words.day(event.day), words.Shown(event.n)
    pieces = f"{words.number(event.pieces)} {unit}"
    if event.what == "arrival":
        said = ngettext("来料 %(n)s 次", "来料 %(n)s 次", n) % {"n": n}
        lines = words.Shown(event.pieces)
        under = ngettext("有 %(n)s 样和送货单不一样", "有 %(n)s 样和送货单不一样", lines)
        return Line(event.day, when, "care", "box", said, under % {"n": lines} if lines else "")
    if event.what == "tickets":
        said = ngettext("开工票 %(n)s 张", "开工票 %(n)s 张", n) % {"n": n}
        return Line(event.day, when, "learn", "ticket", said, amount=pieces)
    said = ngettext("收货 %(n)s 次", "收货 %(n)s 次", n) % {"n": n}
    return Line(event.day, when, "job", "check", said, amount=f"+{pieces}", good=True)
