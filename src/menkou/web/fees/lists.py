"""Who owes whom, by age; and every statement."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from menkou.lib.names import search_text
from menkou.lib.width import half_width
from menkou.web.fees import words as said
from menkou.web.parts import export, words
from menkou.web.parts.edge import Request
from menkou.web.parts.frame import address
from menkou.web.parts.lists import Chip, Filters, ListScreen, OneOf
from menkou.web.parts.tables import A, Badge, Day, ManyColumns, Table, Text, Title, Yuan
from menkou.web.parts.templatetags.parts import query_with
from menkou.work.queries import owed

ONLY = {
    "late": gettext_lazy("有过期的"), "sent": gettext_lazy("等认账"),
    "unstated": gettext_lazy("还没对账"),
}
"""What a pair has, to choose by."""


def tabs(request: Request, here: str) -> list[dict[str, Any]]:
    wanted = (("list", _("谁欠谁")), ("statements", _("对账单")),
              ("income", _("集体收入")))
    return [
        {"words": name, "url": address(f"fees:{to}"), "current": to == here}
        for to, name in wanted
    ]


class PairTable(ManyColumns):
    pair = Title(gettext_lazy("谁付给谁"), accessor="giver_name",
                 linkify=("fees:pair", [A("giver"), A("holder")]))
    open = Yuan(gettext_lazy("没付（元）"))
    unstated = Yuan(said.AGE_WORDS["unstated"], accessor="ages__unstated")
    sent = Yuan(said.AGE_WORDS["sent"], accessor="ages__sent")
    coming = Yuan(said.AGE_WORDS["coming"], accessor="ages__coming")
    to_30 = Yuan(said.AGE_WORDS["to_30"], accessor="ages__to_30")
    to_90 = Yuan(said.AGE_WORDS["to_90"], accessor="ages__to_90")
    over_90 = Yuan(said.AGE_WORDS["over_90"], accessor="ages__over_90")

    class Meta(ManyColumns.Meta):
        order_by = "-open"
        row_attrs = {"class": lambda record: "alert" if record.overdue else ""}

    def render_pair(self, record: Any) -> str:
        return _("%(giver)s付给%(holder)s") % {
            "giver": record.giver_name, "holder": record.holder_name,
        }

    value_pair = render_pair


class PairList(ListScreen):
    """Pairs are sums, not rows of a table: sought and chosen here, sorted as every list is."""

    verb = "work.see_fees"
    title = gettext_lazy("加工费")
    counted = ngettext_lazy("%(n)s 对", "%(n)s 对", "n")
    hint = gettext_lazy("单位的名字，或者拼音首字母。")
    empty = (gettext_lazy("还没有加工费"), gettext_lazy("客户验收了，各级的加工费会自己记上。"))
    template = "fees/pairs.html"

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        every = owed.owed(request.scope, request.day)
        typed = half_width(request.GET.get("q", "")).strip()[:40]
        only = request.GET.get("only", "")
        rows = [one for one in every if _fits(one, typed) and _has(one, only)]
        table = PairTable(rows, order_by=request.GET.getlist("sort") or None, request=request)
        wanted = request.GET.get("export")
        if wanted in ("xlsx", "csv"):
            name = f"{self.title} {request.day:%Y-%m-%d}"
            return (export.as_xlsx if wanted == "xlsx" else export.as_csv)(table, name)
        page = Paginator(table.rows, self.per_page).get_page(request.GET.get("page"))
        chips = [
            Chip(str(name), query_with(request, only=None if code == only else code), code == only,
                 _("去掉筛选：%(what)s") % {"what": name} if code == only else "")
            for code, name in ONLY.items()
        ]
        return render(request, self.template, {
            "list": self, "acts": [], "typed": typed, "fields": [], "only": only,
            "on": [one for one in chips if one.on], "off": [one for one in chips if not one.on],
            "filtered": bool(typed or only in ONLY), "table": table, "heads": self._heads(table),
            "page": page, "count": self.counted % {"n": words.Shown(page.paginator.count)},
            "sort": request.GET.get("sort", ""), "bare_url": query_with(request, q=None, only=None),
            "tabs": tabs(request, "list"), "sums": owed.totals(every), "pairs": len(every),
        })


def _fits(one: owed.Owed, typed: str) -> bool:
    """By a name, or its pinyin initials."""
    if not typed:
        return True
    names = (one.giver_name, one.holder_name)
    if any(typed in name for name in names):
        return True
    return typed.isascii() and any(
        word.startswith(typed.lower()) for name in names for word in search_text(name).split()
    )


def _has(one: owed.Owed, only: str) -> bool:
    if only == "late":
        return one.overdue > 0
    return one.ages[only] > 0 if only in ("sent", "unstated") else True


class StatementFilters(Filters):
    stands = OneOf(label=gettext_lazy("现在"), choices=list(said.STANDS.items()))

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By the name of a side, or by number."""
        found = Q(giver__party__name__icontains=value) | Q(holder__party__name__icontains=value)
        digits = value.upper().removeprefix("DZ")
        if digits.isdecimal() and len(digits) <= 9:
            found |= Q(pk=int(digits))
        return rows.filter(found)


class StatementTable(Table):
    number = Title(gettext_lazy("对账单"), accessor="pk", linkify=("fees:statement", [A("pk")]))
    giver = Text(gettext_lazy("谁付"), accessor="giver__party__name")
    holder = Text(gettext_lazy("付给谁"), accessor="holder__party__name")
    day = Day(gettext_lazy("送的日子"))
    due = Yuan(gettext_lazy("应付（元）"))
    left = Yuan(gettext_lazy("没付（元）"))
    due_on = Day(gettext_lazy("最晚付"))
    stands = Badge(gettext_lazy("现在"), kinds=said.COLOURS, named=said.STANDS, classes="corner")

    class Meta(Table.Meta):
        order_by = "-number"
        row_attrs = {"class": lambda record: "alert" if record.stands == "late" else ""}

    def render_number(self, record: Any) -> str:
        return str(record.number)

    value_number = render_number


class StatementList(ListScreen):
    verb = "work.see_fees"
    title = gettext_lazy("对账单")
    counted = ngettext_lazy("%(n)s 张对账单", "%(n)s 张对账单", "n")
    hint = gettext_lazy("单位的名字，或者对账单号。")
    table, filters = StatementTable, StatementFilters
    quick = ("stands",)
    empty = (gettext_lazy("还没有对账单"), gettext_lazy("从“谁欠谁”里点开一对，送第一张。"))
    template = "fees/statements.html"

    def rows(self) -> QuerySet[Any]:
        day = self.request.day
        return owed.standing(owed.statements_within(self.request.scope, day), day)

    def more(self) -> dict[str, Any]:
        return {"tabs": tabs(self.request, "statements")}
