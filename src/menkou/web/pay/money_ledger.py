"""The wage ledger (工资支付台账): who was paid what, when and how, for the years it is kept."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from menkou.access import queries as rights
from menkou.registry.actions.numbers import REASONS
from menkou.registry.queries import people
from menkou.registry.queries.person import masked
from menkou.settlement.actions.ledger import show_numbers
from menkou.settlement.models import Handover
from menkou.settlement.queries import wage_ledger
from menkou.web.parts import export, words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.fields import OneOfField
from menkou.web.parts.forms import Form, run
from menkou.web.parts.lists import DayFilter, Filters, ListScreen, PickFilter
from menkou.web.parts.tables import A, Day, ManyColumns, Text, Title, Yuan
from menkou.web.pay import sums
from menkou.web.pay import words as said
from menkou.web.pay.common import tell
from menkou.web.pay.lists import payers, tabs


class ReasonForm(Form):
    reason = OneOfField(label=gettext_lazy("为什么要证件号"), choices=list(REASONS.items()))


class LedgerFilters(Filters):
    payer = PickFilter(label=gettext_lazy("谁付"), field_name="period__payer", queryset=payers)
    since = DayFilter(label=gettext_lazy("从哪天起"), field_name="period__last", lookup_expr="gte")
    until = DayFilter(label=gettext_lazy("到哪天止"), field_name="period__last", lookup_expr="lte")

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(people.named(value, "person__"))


def proof(slip: Any) -> str:
    """The bank's proof, or who signed: empty while it is not paid."""
    if slip.pay != "paid":
        return ""
    if slip.way == "cash" and slip.taker:
        return _("%(who)s，%(how)s") % {
            "who": _(str(Handover.Taker(slip.taker).label)),
            "how": _(str(Handover.Signed(slip.signed).label)),
        }
    return _("银行 GZ%(number)s，尾号 %(tail)s") % {
        "number": f"{slip.payment:08d}", "tail": slip.tail
    }


class LedgerTable(ManyColumns):
    """The columns that the regulation lists, in its order."""

    payer = Text(gettext_lazy("用人单位"), accessor="period__payer__party__name")
    span = Text(gettext_lazy("支付周期"), accessor="period__last")
    paid_on = Day(gettext_lazy("支付日期"))
    name = Title(gettext_lazy("姓名"), accessor="person__party__name",
                 linkify=("pay:slip", [A("pk")]))
    id_number = Text(gettext_lazy("身份证号码"), accessor="pk", orderable=False)
    phone = Text(gettext_lazy("联系方式"), accessor="pk", orderable=False)
    worked = Text(gettext_lazy("工作时间"), accessor="pk", orderable=False)
    pieces = Yuan(gettext_lazy("计件（元）"))
    other = Yuan(gettext_lazy("其他（元）"))
    off = Yuan(gettext_lazy("扣除（元）"))
    paid = Yuan(gettext_lazy("实发（元）"))
    proof = Text(gettext_lazy("银行凭证或签字"), accessor="pk", orderable=False)

    class Meta(ManyColumns.Meta):
        order_by = "-span"

    full: dict[int, dict[str, str]] | None = None
    """Person -> numbers in full; none: they are masked."""

    def _numbers(self, record: Any) -> dict[str, str]:
        if self.full is not None:
            return self.full[record.person_id]
        if not hasattr(record, "numbers"):
            record.numbers = masked(record.person)
        found: dict[str, str] = record.numbers
        return found

    def render_span(self, record: Any) -> str:
        return said.span(record.period)

    def render_id_number(self, record: Any) -> str:
        return self._numbers(record)["id"] or words.NO_VALUE

    def render_phone(self, record: Any) -> str:
        return self._numbers(record)["phone"] or words.NO_VALUE

    def render_worked(self, record: Any) -> str:
        return sums.worked(record)

    def render_proof(self, record: Any) -> str:
        return proof(record) or words.NO_VALUE

    value_span, value_worked, value_proof = render_span, render_worked, render_proof
    value_id_number, value_phone = render_id_number, render_phone


class LedgerList(ListScreen):
    verb = "settlement.see_wage_ledger"
    title = gettext_lazy("工资支付台账")
    counted = ngettext_lazy("%(n)s 条", "%(n)s 条", "n")
    hint = gettext_lazy("姓名，或者拼音首字母。")
    table, filters = LedgerTable, LedgerFilters
    empty = (gettext_lazy("还没有工资条"), gettext_lazy("关了账，有了工资条，台账里就有。"))
    template = "pay/money_ledger.html"

    def rows(self) -> QuerySet[Any]:
        return wage_ledger.rows(self.request.scope, self.request.day)

    def note(self) -> str:
        return _("%(day)s以来的要留存") % {
            "day": words.full_day(wage_ledger.kept_since(self.request.day))
        }

    def more(self) -> dict[str, Any]:
        may = rights.may(self.request.user, "settlement.export_ledger", self.request.day)
        return {
            "tabs": tabs(self.request, "ledger"), "form": ReasonForm() if may else None,
            "asked": self.filters(self.request.GET, queryset=self.rows(), request=self.request),
            "query": self.request.GET.urlencode(),
        }


@screen("settlement.export_ledger", methods=("POST",))
def numbers(request: Request) -> HttpResponse:
    """The ledger as Excel with ID and phone in full: with a reason, which is logged."""
    form = ReasonForm(request.POST)
    rows = wage_ledger.rows(request.scope, request.day)
    found = LedgerFilters(request.GET, queryset=rows, request=request).qs
    persons = {one.person_id: one.person for one in found}
    if form.is_valid() and run(
        form, show_numbers, persons=list(persons.values()), reason=form.cleaned_data["reason"],
        by=request.user, at=request.at,
    ):
        table = LedgerTable(found, order_by=("-span",), request=request)
        table.full = form.result
        return export.as_xlsx(table, f"{LedgerList.title} {request.day:%Y-%m-%d}")
    tell(request, form)
    return redirect(f"{reverse('pay:ledger')}?{request.GET.urlencode()}")
