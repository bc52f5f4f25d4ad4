"""What waits for the person, most urgent first: each line says what, why now, and where to go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from menkou.facts.queries import tray
from menkou.identity.models import User
from menkou.lib.scope import Scope
from menkou.registry.queries.today import incomplete as lacking
from menkou.settlement.queries import entries
from menkou.web.parts import words
from menkou.web.parts.frame import address
from menkou.work.queries import today
from menkou.work.queries.tickets import within as tickets_within


@dataclass(frozen=True)
class Task:
    n: int
    title: str
    why: str
    go: str
    url: str
    hot: bool = False


@dataclass(frozen=True)
class Note:
    """Something to look out for: a badge and a sentence."""

    kind: str
    icon: str
    badge: str
    sentence: str
    go: str = ""
    url: str = ""


def waiting(scope: Scope, day: date) -> Task | None:
    """Facts that could not be booked."""
    found = tray.waiting(tray.within(scope, day, tickets_within(scope, day)))
    if not found.count:
        return None
    since = words.moment(found.since, day)
    return Task(
        found.count, _("没记上的，要您看一眼"),
        _("最早的一件是 %(since)s 收到的") % {"since": since}, _("去看看"), address("tray"),
        hot=True,
    )


def overdue(request: Any, found: today.Tickets) -> Task | None:
    """Tickets that should have come back."""
    if not found.overdue:
        return None
    return Task(
        found.overdue, _("到期没交的工票"),
        _("最早的一张 %(day)s 就该交") % {"day": words.day(found.late[0][0], request.day)},
        _("去催一催"), address("tickets", query="?late=1&sort=late_days") or address("counter"),
        hot=True,
    )


@dataclass(frozen=True)
class Late:
    """The tickets that were due on a day and are not back."""

    day: date
    days: int
    n: int
    url: str


MOST_DAYS = 6


def late_days(found: today.Tickets, day: date) -> list[Late]:
    """The overdue tickets by the day on which they were due, the oldest first; six days."""
    return [
        Late(on, (day - on).days, n, address("tickets", query=f"?late=1&due_on={on}"))
        for on, n in found.late[:MOST_DAYS]
    ]


def asked(found: today.Tickets, day: date) -> Task | None:
    """Workers who ask for work."""
    if not found.asking:
        return None
    persons = words.Shown(found.askers)
    title = ngettext("%(n)s 人要活", "%(n)s 人要活", persons) % {"n": persons}
    return Task(
        found.asking, title,
        _("最早的是 %(day)s 说的") % {"day": words.day(found.asked_since, day)}, _("去答复"),
        address("requests"),
    )


def late_orders(request: Any, late: int) -> Task | None:
    if not late:
        return None
    return Task(
        late, _("订单已经迟了"), _("约好的日子过了，还没做够"), _("去看订单"), address("orders"),
        hot=True,
    )


def unmade(request: Any, orders: list[Any]) -> Task | None:
    """Orders of which pieces are in nobody's hands: no ticket gives them out."""
    found = [order for order in orders if order.unmade > 0]
    if not found:
        return None
    first = found[0]
    why = _("最急的是%(order)s，%(day)s要交，还有 %(n)s 件没人做") % {
        "order": first, "day": words.day(first.due_on, request.day),
        "n": words.number(first.unmade),
    }
    return Task(
        len(found), _("订单还没全开成工票"), why, _("去开工票"),
        address("orders:make", first.pk) or address("order", first.pk),
    )


def incomplete(scope: Scope, day: date) -> Task | None:
    """Working people whose registration lacks what a payment needs."""
    found = lacking(scope, day)
    if not found.persons:
        return None
    lacks = [
        ngettext("缺银行卡 %(n)s 人", "缺银行卡 %(n)s 人", found.bank) % {"n": found.bank},
        ngettext("缺电话 %(n)s 人", "缺电话 %(n)s 人", found.phone) % {"n": found.phone},
    ]
    said = words.listed([
        text for text, n in zip(lacks, (found.bank, found.phone), strict=True) if n
    ])
    return Task(
        found.persons, _("在做活的人资料不全"), said, _("去补齐"),
        address("people", query="?lacks=bank" if found.bank else "?lacks=phone"),
    )


PAY = {
    "objections": (
        "settlement.answer", gettext_lazy("工资条有人说不对"),
        gettext_lazy("最早的一件 %(day)s前要答复"), gettext_lazy("去答复"), "pay:objections",
        "?state=open",
    ),
    "close": (
        "settlement.close", gettext_lazy("工资期完了，可以关账"),
        gettext_lazy("最早的一期到 %(day)s"), gettext_lazy("去关账"), "pay:list", "?stage=ended",
    ),
    "approve": (
        "settlement.approve", gettext_lazy("工资等您批"), gettext_lazy("最早的一期到 %(day)s"),
        gettext_lazy("去批"), "pay:list", "?stage=approve",
    ),
    "unfunded": (
        "settlement.see_pay", gettext_lazy("要发工资了，该收的加工费还没有到"),
        gettext_lazy("最早的一期到 %(day)s"), gettext_lazy("看谁没有付"), "fees", "",
    ),
    "items": (
        "settlement.approve_item", gettext_lazy("单列工资等您批"),
        gettext_lazy("最早的是 %(day)s的活"), gettext_lazy("去批"), "pay:items",
        "?verdict=entered",
    ),
    "deductions": (
        "settlement.decide_deduction", gettext_lazy("扣款等您批"),
        gettext_lazy("最早的是 %(day)s填的"), gettext_lazy("去批"), "pay:deductions",
        "?verdict=entered",
    ),
}
"""What of pay waits -> the verb that deals with it, its words, why now, where to go."""


def of_pay(scopes: Mapping[str, Scope], user: User, day: date) -> list[Task]:
    """What of pay waits for the person; `scopes`: kind -> how far its verb reaches."""
    found = entries.waiting(scopes, user, day)
    tasks = []
    for kind, (_verb, title, why, go, page, query) in PAY.items():
        one = found.get(kind)
        if one is None or not one.count or one.since is None:
            continue
        tasks.append(Task(
            one.count, str(title), str(why) % {"day": words.day(one.since, day)}, str(go),
            address(page, query=query), hot=kind == "objections" and one.since <= day,
        ))
    return tasks


def notes(found: today.Tickets) -> list[Note]:
    """What the tickets say to look out for, and where."""
    listed = address("tickets", query="?state=open&sort=due_on")
    counter = address("counter")
    wanted = (
        (found.soon, "wait", "clock", _("快到期"),
         ngettext("三天内要交的工票有 %(n)s 张。", "三天内要交的工票有 %(n)s 张。", found.soon),
         _("看是谁的"), listed),
        (found.uninspected, "wait", "eye", _("待验"),
         ngettext("收了还没验的有 %(n)s 件，不验就不算工钱。",
                  "收了还没验的有 %(n)s 件，不验就不算工钱。", found.uninspected),
         _("去柜台验"), counter),
        (found.at_rework, "calm", "undo", _("返工"),
         ngettext("拿回去返工的有 %(n)s 件。", "拿回去返工的有 %(n)s 件。", found.at_rework),
         "", ""),
        (found.surplus, "clay", "warn", _("多出"),
         ngettext("交得比工票多的有 %(n)s 件，要定去处。",
                  "交得比工票多的有 %(n)s 件，要定去处。", found.surplus),
         _("去柜台定"), counter),
    )  # fmt: skip
    return [
        Note(kind, icon, badge, sentence % {"n": words.Shown(n)}, go, url)
        for n, kind, icon, badge, sentence, go, url in wanted
        if n
    ]
