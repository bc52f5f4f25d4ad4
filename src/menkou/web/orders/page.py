"""What an order's page says around its numbers: steps, the next acts and who may do them, life."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    if order.state != Order.State.OPEN:
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


def next_acts(request: Any, order: Any, all_: Sums) -> list[Next]:
    """What may be done next, the most pressing first; those who may do each. The order comes
    `with_awaited` and `rework.with_waiting`."""
    awaited, mends = order.awaited, order.waits_rework
    if order.state != Order.State.OPEN:
        return _ending_acts(request, order)
    unallotted, room = order.pieces - all_.held, all_.held - all_.given

    def said(n: int, one: str) -> str:
        return one % {"n": words.number(n)}

    wanted = (
        (unallotted, _("分给谁做"), said(unallotted, _("还有 %(n)s 件没有分")),
         "work.allot", address("orders:allot", order.pk), "send"),
        (awaited, _("记来料"), _("料到了，点好数记在这里"), "work.record_arrival",
         address("orders:arrival", order.pk), "box"),
        (room > 0, _("开工票"), said(room, _("还有 %(n)s 件没有派")), "work.make_tickets",
         address("orders:make", order.pk), "plus"),
        (all_.uninspected, _("验货"), said(all_.uninspected, _("收了还没验的有 %(n)s 件")),
         "work.inspect", address("counter"), "eye"),
        (mends > 0, _("派返工"), said(mends, _("等着返工、还没派的有 %(n)s 件")),
         "work.make_tickets", address("orders:rework", order.pk), "sync"),
        (all_.surplus, _("处理多出件"), said(all_.surplus, _("交得比工票多的有 %(n)s 件")),
         "work.send_surplus", address("counter"), "warn"),
        (all_.out, _("收货"), said(all_.out, _("在工人手里的还有 %(n)s 件")), "work.receive",
         address("counter"), "scan"),
        (all_.good, _("移交、送货、验收"), said(all_.good, _("做好过 %(n)s 件")), "work.see_orders",
         address("orders:pieces", order.pk), "out"),
        (all_.held, _("往下分、退回上级"), said(room, _("还有 %(n)s 件没有往下分")),
         "work.allot", address("orders:parts", order.pk), "send"),
        (all_.back >= order.pieces, _("收尾、结订单"), _("都交回来了"), "work.see_orders",
         address("orders:end", order.pk), "check"),
    )  # fmt: skip
    return [
        Next(name, why, who_may(verb),
             url if rights.may(request.user, verb, request.day) else "", icon)
        for wants, name, why, verb, url, icon in wanted
        if wants
    ]


def _ending_acts(request: Any, order: Order) -> list[Next]:
    """What a cancelled order still waits for."""
    if order.state != Order.State.ENDING:
        return []
    wanted = (
        (_("一家一家收回"), _("撤了的订单，料和件要收回来"), "work.see_tickets", "orders:recalls",
         "people"),
        (_("收尾、结订单"), _("剩下的一样一样定去处"), "work.see_orders", "orders:end", "check"),
    )
    return [
        Next(name, why, who_may(verb),
             address(page, order.pk) if rights.may(request.user, verb, request.day) else "", icon)
        for name, why, verb, page, icon in wanted
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
