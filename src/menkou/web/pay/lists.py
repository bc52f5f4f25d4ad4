"""Periods: the list, what is open of the one payer of who pays, and opening another."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from menkou import policy
from menkou.access import queries as rights
from menkou.policy.wages import pay_due
from menkou.registry.models import Engagement, Organization
from menkou.registry.queries import organizations
from menkou.settlement.actions.periods import open_period
from menkou.settlement.models import Period
from menkou.settlement.queries import funding, periods, stages
from menkou.settlement.queries.approving import wanted_approvals
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.fields import choices
from menkou.web.parts.forms import run
from menkou.web.parts.frame import address
from menkou.web.parts.lists import Act, Filters, ListScreen, OneOf, PickFilter
from menkou.web.parts.tables import A, Badge, Day, Number, Table, Text, Title, Yuan
from menkou.web.pay import words as said
from menkou.web.pay.forms import OpenForm, sent

TABS = (
    ("list", gettext_lazy("工资期"), "settlement.see_pay"),
    ("objections", gettext_lazy("说不对的"), "settlement.see_pay"),
    ("items", gettext_lazy("单列工资"), "settlement.see_pay"),
    ("deductions", gettext_lazy("扣款"), "settlement.see_pay"),
    ("returned", gettext_lazy("退回的工资"), "settlement.see_pay"),
    ("ledger", gettext_lazy("工资台账"), "settlement.see_wage_ledger"),
)


def tabs(request: Request, here: str) -> list[dict[str, Any]]:
    """The lists of this room that exist and that the person may open."""
    return [
        {"words": name, "url": url, "current": to == here}
        for to, name, verb in TABS
        if (url := address(f"pay:{to}")) and rights.may(request.user, verb, request.day)
    ]


def payers(request: Any) -> QuerySet[Organization]:
    """Who has periods that the person may see, by name."""
    rows = organizations.within(request.scope, request.day)
    having = Period.objects.values("payer")
    return rows.filter(pk__in=having).select_related("party").order_by("party__name", "pk")


class PeriodFilters(Filters):
    stage = OneOf(label=gettext_lazy("现在"), choices=list(said.STAGES.items()))
    cycle = OneOf(label=gettext_lazy("几时结"), choices=choices(Engagement.Cycle))
    payer = PickFilter(label=gettext_lazy("谁付"), queryset=payers)

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By the payer's name, or a month like 2022-01."""
        found = Q(payer__party__name__icontains=value)
        year, _dash, month = value.partition("-")
        if year.isdecimal() and len(year) == 4:
            when = Q(first__year=int(year))
            if month.isdecimal() and int(month) <= 12:
                when &= Q(first__month=int(month))
            found |= when
        return rows.filter(found)


class Approvals(Text):
    """ "1 / 2": how many of those that policy wants; nothing before the close."""

    def render(self, value: Any, record: Any = None) -> str:
        if record.state != Period.State.CLOSED or not record.net:
            return words.NO_VALUE
        return f"{min(value, wanted_approvals(record))} / {wanted_approvals(record)}"

    value = render


class PeriodTable(Table):
    span = Title(gettext_lazy("工资期"), accessor="pk", order_by=("last", "number"),
                 linkify=("pay:period", [A("pk")]))
    payer = Text(gettext_lazy("谁付"), accessor="payer__party__name")
    slips = Number(gettext_lazy("工资条"))
    net = Yuan(gettext_lazy("实发（元）"))
    approved = Approvals(gettext_lazy("批了"))
    unanswered = Number(gettext_lazy("等答复"))
    due = Day(gettext_lazy("最晚发"), accessor="last", orderable=False)
    stage = Badge(gettext_lazy("现在"), kinds=said.COLOURS, named=said.STAGES, classes="corner")

    class Meta(Table.Meta):
        order_by = "-span"
        row_attrs = {"class": lambda record: "heed" if record.unanswered else ""}

    def render_span(self, record: Any) -> str:
        return said.span(record)

    def render_due(self, record: Any, table: Any) -> str:
        if record.stage in ("sent", "paid"):
            return words.NO_VALUE
        return words.day(due(record), table.request.day)

    def value_due(self, record: Any) -> str:
        return f"{due(record):%Y-%m-%d}"

    def render_slips(self, record: Any) -> str:
        return _closed(record, words.number(record.slips))

    def render_net(self, record: Any) -> str:
        return _closed(record, words.yuan(record.net))

    def render_unanswered(self, value: int) -> str:
        return words.number(value) if value else words.NO_VALUE

    value_span = render_span


class OnePayerTable(PeriodTable):
    """For who sees the periods of one payer only."""

    class Meta(PeriodTable.Meta):
        exclude = ("payer",)


def _closed(period: Period, shown: str) -> str:
    """What a period came to; nothing before its close is whole."""
    return shown if period.state == Period.State.CLOSED else words.NO_VALUE


def due(period: Period) -> Any:
    """The day by which a period's wages are paid."""
    return pay_due(period.last, policy.on(period.last))


class PeriodList(ListScreen):
    verb = "settlement.see_pay"
    title = gettext_lazy("工资")
    counted = ngettext_lazy("%(n)s 期", "%(n)s 期", "n")
    hint = gettext_lazy("单位的名字，或者年月，如 2022-01。")
    table, filters = PeriodTable, PeriodFilters
    quick = ("stage",)
    acts = (
        Act(gettext_lazy("开一期"), "pay:open", icon="plus", verb="settlement.open_period"),
    )
    empty = (gettext_lazy("还没有工资期"), gettext_lazy("有人用工了，每个月会自己开一期。"))
    template = "pay/list.html"

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.newest:
            self.table = OnePayerTable  # type: ignore[misc]
        return super().get(request, *args, **kwargs)

    def rows(self) -> QuerySet[Any]:
        day = self.request.day
        return stages.for_list(periods.within(self.request.scope, day), day)

    @cached_property
    def newest(self) -> list[Any]:
        """The newest periods of the only payer that the person sees; none where there are more."""
        found = list(payers(self.request)[:2])
        if len(found) != 1:
            return []
        day = self.request.day
        rows = stages.for_page(Period.objects.filter(payer=found[0], first__lte=day), day)
        return list(rows.order_by("-last", "-number")[:4])

    def more(self) -> dict[str, Any]:
        newest = self.newest
        day = self.request.day
        closed = next((one for one in newest if one.state == Period.State.CLOSED), None)
        return {
            "tabs": tabs(self.request, "list"),
            "unfunded": said.unfunded(funding.unfunded(self.request.scope, day), day),
            "only": newest[0].payer if newest else None,
            "open": [
                (one, said.span(one), (day - one.last).days)
                for one in newest if one.state != Period.State.CLOSED
            ],
            "closed": closed,
            "closed_said": said.span(closed) if closed else "",
            "closed_stage": said.stage(closed) if closed else "",
            "colour": said.COLOURS[closed.stage] if closed else "",
            "due": due(closed) if closed else None,
            "due_days": (due(closed) - day).days if closed else 0,
            "wanted": wanted_approvals(closed) if closed else 0,
        }


@screen("settlement.open_period", methods=("GET", "POST"))
def open_one(request: Request) -> HttpResponse:
    """The period of a payer, a cycle and a day; the one that is there already where it is."""
    form = OpenForm(sent(request), initial={"day": request.day})
    rows = organizations.within(request.scope, request.day)
    form.offer(rows.select_related("party").order_by("party__name", "pk"))
    if form.is_valid() and run(
        form, open_period, **form.cleaned_data, by=request.user, at=request.at
    ):
        messages.success(request, _("%(span)s开着") % {"span": said.span(form.result)})
        return redirect("pay:period", form.result.pk)
    return render(request, "pay/form.html", {
        "form": form, "title": _("开一期"), "send": _("开"), "back": address("pay:list"),
        "sub": _("每个月、每两周会自己开。要早一点或补开，在这里。"),
    })
