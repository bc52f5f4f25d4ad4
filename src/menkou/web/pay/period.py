"""A period's page: what is open before its close, how far the close is, and its slips."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from menkou.access import queries as rights
from menkou.identity.models import User
from menkou.lib.amounts import capitals
from menkou.lib.days import day_of
from menkou.policy.oddities import ODDITIES
from menkou.registry.queries import people
from menkou.settlement.actions.periods import RETURNED
from menkou.settlement.errors import NotSettled
from menkou.settlement.models import Approval, Period
from menkou.settlement.queries import entries, opened, payroll, periods, stages
from menkou.settlement.queries.approving import entered, wanted_approvals
from menkou.web.parts import words
from menkou.web.parts.edge import Request
from menkou.web.parts.frame import address
from menkou.web.parts.lists import Act, Filters, ListScreen, OneOf, allowed
from menkou.web.parts.tables import A, Badge, Number, Table, Text, Title, Yuan
from menkou.web.pay import words as said
from menkou.web.pay.lists import due

STILL = 30
"""Seconds without a sign of life after which a close is said to stand still."""

OPEN_WORDS = {
    "uninspected": (
        gettext_lazy("收了还没验的件"), gettext_lazy("不验就不算工钱，验了落在下一期"),
        gettext_lazy("去柜台验"), "counter", "", "work.use_counter",
    ),
    "waiting": (
        gettext_lazy("没记上的记录"), gettext_lazy("弄清楚了才算数"), gettext_lazy("去看看"),
        "tray", "", "facts.see_tray",
    ),
    "items": (
        gettext_lazy("等批的单列工资"), gettext_lazy("批了才进工资条"), gettext_lazy("去批"),
        "pay:items", "?verdict=entered", "settlement.see_pay",
    ),
    "deductions": (
        gettext_lazy("等批的扣款"), gettext_lazy("批了才从工资里扣"), gettext_lazy("去批"),
        "pay:deductions", "?verdict=entered", "settlement.see_pay",
    ),
    "objections": (
        gettext_lazy("工资条有人说不对"), gettext_lazy("答复了再结这一期"),
        gettext_lazy("去答复"), "pay:objections", "?state=open", "settlement.see_pay",
    ),
    "out": (
        gettext_lazy("还在工人手里的件"), gettext_lazy("交了的照付，没交的算到下一期"),
        gettext_lazy("看工票"), "tickets", "?state=open", "work.see_tickets",
    ),
}
"""What is open -> its words, why it matters, where it is dealt with, and the verb of that page."""


class SlipFilters(Filters):
    odd = OneOf(
        label=gettext_lazy("留心"), method="with_odd",
        choices=lambda: [(code, said.odd(code)) for code in ODDITIES],
    )
    pay = OneOf(label=gettext_lazy("付款"), choices=list(said.PAID.items()))
    asked = OneOf(label=gettext_lazy("答复"), choices=[("1", gettext_lazy("等答复的"))],
                  method="only_asked")
    sample = OneOf(label=gettext_lazy("抽看"), choices=[("1", gettext_lazy("抽出来的 5 人"))],
                   method="only_sample")

    def with_odd(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(odd__contains=value)

    def only_asked(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(asked=True)

    def only_sample(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return payroll.sample(rows, self.request.period)

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By name, pinyin or initials."""
        return rows.filter(people.named(value, "person__"))


class Heed(Text):
    """What to look at: an objection that waits, and what is odd."""

    def render(self, value: Any, record: Any = None) -> str:
        found = [_("她说不对，等答复")] if record.asked else []
        if not record.whole:
            found.append(_("有别处的活，不归您看"))
        return words.listed([*found, *map(said.odd, record.odd.split())])

    value = render


class SlipTable(Table):
    name = Title(gettext_lazy("姓名"), accessor="person__party__name",
                 linkify=("pay:slip", [A("pk")]))
    where = Text(gettext_lazy("在哪做"), accessor="engagement", orderable=False)
    good = Number(gettext_lazy("合格"))
    pieces = Yuan(gettext_lazy("计件（元）"))
    other = Yuan(gettext_lazy("其他（元）"))
    off = Yuan(gettext_lazy("扣（元）"))
    carry = Yuan(gettext_lazy("结转（元）"))
    paid = Yuan(gettext_lazy("实发（元）"))
    heed = Heed(gettext_lazy("留心"), accessor="pk", orderable=False, classes="all")
    pay = Badge(gettext_lazy("付款"), kinds=said.OF_PAY, named=said.PAID, classes="corner")

    class Meta(Table.Meta):
        order_by = "name"
        row_attrs = {
            "class": lambda record: "alert" if record.asked else "heed" if record.odd else ""
        }

    def render_where(self, value: Any) -> str:
        return said.where(value)

    value_where = render_where


class PeriodPage(ListScreen):
    """A period. Before its close is whole: what is open, or how far it is; then its slips."""

    verb = "settlement.see_pay"
    counted = ngettext_lazy("%(n)s 张工资条", "%(n)s 张工资条", "n")
    hint = gettext_lazy("姓名，或者拼音首字母。")
    table, filters = SlipTable, SlipFilters
    quick = ("asked", "sample")
    empty = (gettext_lazy("没有工资条"), gettext_lazy("这一期没有人挣到工钱，或者都不归您看。"))
    template = "pay/period.html"

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = periods.within(request.scope, request.day)
        self.period: Any = get_object_or_404(stages.for_page(rows, request.day), pk=kwargs["pk"])
        request.period = self.period  # type: ignore[attr-defined]  # its filters ask for it
        self.title = f"{self.period.payer} {said.span(self.period)}"  # type: ignore[misc]
        if self.period.state == Period.State.OPEN:
            return render(request, "pay/open.html", opening(request, self.period))
        if self.period.state == Period.State.CLOSING:
            return render(request, "pay/closing.html", progress(request, self.period))
        return super().get(request, *args, **kwargs)

    def rows(self) -> QuerySet[Any]:
        return payroll.table(self.period, self.request.scope, self.request.day)

    def more(self) -> dict[str, Any]:
        period, request = self.period, self.request
        asked = self.filters(request.GET, queryset=self.rows(), request=request)
        every = payroll.totals(asked.qs)
        hands = judged(request, period)
        return about(period) | {
            "totals": every, "capitals": capitals(max(every.sums["paid"], 0)),
            "odd": [(code, said.odd(code), said.odd_colour(code), n)
                    for code, n in every.odd.items()],
            "partly": every.slips - every.whole, "hands": hands,
            "stage": said.stage(period, yours=hands.may),
            "asides": asides(request, period) if period.aside or period.cleared else [],
            "resolves": rights.may(request.user, "settlement.resolve", request.day),
            "again": bool(period.cleared) and not period.next_run
            and rights.may(request.user, "settlement.open_period", request.day),
            "acts": allowed((
                Act(_("工资发放表"), "pay:sheet", (period.pk,), "pen", "settlement.see_pay"),
                Act(_("打印工资条"), "pay:print", (period.pk,), "print", "settlement.see_pay"),
            ), request),
            "head": bytes(period.seal.head).hex()[:16],
        }


def about(period: Any) -> dict[str, Any]:
    """What the head of the page says."""
    return {
        "period": period, "span": said.span(period), "stage": said.stage(period),
        "colour": said.COLOURS[period.stage], "due": due(period),
    }


@dataclass(frozen=True, slots=True)
class Judged:
    """Who approved a period, how many are wanted, and whether she may, or why not."""

    given: Sequence[Approval]
    standing: int
    wanted: int
    may: bool
    returns: bool
    why_not: str

    @property
    def done(self) -> bool:
        return self.standing >= self.wanted

    @property
    def said(self) -> list[tuple[Approval, str]]:
        """Each approval, with why it was sent back."""
        return [(one, str(RETURNED.get(one.why, one.why))) for one in self.given]


def judged(request: Request, period: Any) -> Judged:
    """What was said of a closed period, and what this person may say of it."""
    given, wanted = periods.approvals(period), wanted_approvals(period)
    standing: list[Approval] = []
    for one in given:
        standing = [*standing, one] if one.verdict == Approval.Verdict.APPROVED else []
    able = rights.may(request.user, "settlement.approve", request.day)
    returns = rights.may(request.user, "settlement.send_back", request.day)
    why_not = ""
    if (able or returns) and len(standing) < wanted:
        why_not = _why_not(period, standing, request.user)
    waits = period.net > 0 and len(standing) < wanted and not why_not
    return Judged(given, len(standing), wanted, able and waits, returns and waits, why_not)


def _why_not(period: Period, standing: Sequence[Approval], user: User) -> str:
    """Why she may not judge a period, in words; empty where she may."""
    if any(one.by_id == user.pk for one in standing):
        return str(NotSettled("approved"))
    return str(NotSettled("entered")) if entered(period, user) else ""


def asides(request: Request, period: Period) -> list[dict[str, Any]]:
    """Who is set aside of those that the person may see, with why."""
    mine = entries.asides(request.scope, request.day)
    return [
        {"row": one, "why": said.why_aside(one.why)}
        for one in periods.aside(period, mine)
    ]


def opening(request: Request, period: Any) -> dict[str, Any]:
    """What an open period's page says: what is open, who is set aside, up to when to close."""
    things = opened.open_things(period)
    marks = [
        (seal, words.day(day_of(seal.made_at), request.day),
         max((day_of(seal.made_at) - period.last).days - 1, 0))
        for seal in periods.marks(period)
    ]
    late = max((request.day - period.last).days, 0)
    return about(period) | {
        "things": [_thing(one, request) for one in things if one.code in OPEN_WORDS],
        "asides": asides(request, period) if any(one.code == "aside" for one in things) else [],
        "resolves": rights.may(request.user, "settlement.resolve", request.day),
        "closes": period.first <= request.day
        and rights.may(request.user, "settlement.close", request.day),
        "taxes": rights.may(request.user, "settlement.confirm_tax", request.day),
        "marks": marks, "late": late, "left": max((period.last - request.day).days, 0),
    }


def _thing(one: opened.Open, request: Request) -> dict[str, Any]:
    name, why, go, page, query, verb = OPEN_WORDS[one.code]
    parts = [str(why)]
    if one.amount:
        parts.append(_("共 %(sum)s 元") % {"sum": words.yuan(one.amount)})
    if one.since:
        first = _("最早的 %(day)s要交") if one.code == "out" else _("最早 %(day)s")
        parts.append(first % {"day": words.day(one.since, request.day)})
    return {
        "n": one.count, "title": name, "why": _("，").join(parts), "go": go,
        "url": address(page, query=query)
        if rights.may(request.user, verb, request.day) else "",
        "hot": one.code == "objections",
    }


def progress(request: Request, period: Any) -> dict[str, Any]:
    """How far a close is, what it does now, how long it will take, whether it stands still."""
    may = rights.may(request.user, "settlement.close", request.day)
    quiet = int((request.at - (period.beat_at or period.started_at)).total_seconds())
    return about(period) | {
        "left": time_left(period, request.at), "still": quiet if quiet > STILL else 0,
        "percent": period.done * 100 // period.total if period.total else 0,
        "goes_on": may, "stops": rights.may(request.user, "settlement.cancel_close", request.day),
        "step": 3 if period.total and period.done >= period.total else 2,
    }


def time_left(period: Period, at: datetime) -> str:
    """How long a close still takes by its pace so far, in words; empty before the first chunk."""
    if not period.done or period.started_at is None or period.beat_at is None:
        return ""
    took = (period.beat_at - period.started_at).total_seconds()
    left = int(took * (period.total - period.done) / period.done) + 1
    if left < 60:
        return ngettext("还要约 %(n)s 秒", "还要约 %(n)s 秒", left) % {"n": left}
    left = -(-left // 60)
    return ngettext("还要约 %(n)s 分钟", "还要约 %(n)s 分钟", left) % {"n": left}
