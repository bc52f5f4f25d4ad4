"""Pay that came back: from whom, why, since when, and whether she has it by now."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django_tables2 import A

from menkou.settlement.actions.payments import RETURNS
from menkou.settlement.models import Payment
from menkou.settlement.queries import payments
from menkou.web.parts.lists import Filters, ListScreen, OneOf
from menkou.web.parts.tables import Badge, Day, Table, Text, Title, Yuan


class ReturnedFilters(Filters):
    code = OneOf(label=_("原因"), choices=list(RETURNS.items()))

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(slip__person__party__name__icontains=value)


class ReturnedTable(Table):
    name = Title(_("姓名"), accessor="slip__person__party__name",
                 linkify=("person", [A("slip__person_id")]))
    payer = Text(_("付款单位"), accessor="slip__period__payer__party__name")
    last = Day(_("工资期末"), accessor="slip__period__last")
    amount = Yuan(_("金额（元）"))
    code = Text(_("为什么退回"))
    returned_on = Day(_("哪天退回"))
    waits = Badge(
        _("现在"), kinds={True: "wait"}, named={True: _("还没付到"), False: _("后来付了")}
    )

    class Meta(Table.Meta):
        order_by = ("-waits", "returned_on")

    def render_code(self, value: str) -> str:
        return str(RETURNS.get(value, value))

    value_code = render_code


class ReturnedList(ListScreen):
    verb = "settlement.see_pay"
    title = _("退回的工资")
    counted = ngettext_lazy("%(n)s 笔", "%(n)s 笔", "n")
    hint = _("人的姓名。")
    table, filters = ReturnedTable, ReturnedFilters
    quick = ("code",)
    empty = (_("没有退回的工资"), _("银行退回来的，或者没有交到本人手里的，都列在这里。"))

    def rows(self) -> QuerySet[Payment]:
        return payments.returned(self.request.scope, self.request.day)
