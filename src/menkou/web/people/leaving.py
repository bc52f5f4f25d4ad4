"""Who may be forgotten now: she has left, and the time for which her work must be kept is over."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from menkou.registry.queries import people
from menkou.settlement.queries import retention
from menkou.web.parts.lists import Filters, ListScreen
from menkou.web.parts.tables import A, Day, Table, Text, Title
from menkou.web.people import words as said


class LeavingFilters(Filters):
    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return people.search(rows, value, self.request.day)


class LeavingTable(Table):
    name = Title(_("姓名"), accessor="party__name", linkify=("people:forget", [A("pk")]))
    sex = Text(_("性别"))
    left = Day(_("几时搬走或离世"), accessor="moved", empty_values=())
    ended = Day(_("做到哪天"))
    last_paid = Day(_("最后一次发工资"))

    class Meta(Table.Meta):
        order_by = "name"

    def render_sex(self, value: str) -> str:
        return said.sex(value)

    def _left(self, record: Any) -> Any:
        return max(day for day in (record.moved, record.died) if day is not None)

    def render_left(self, record: Any, column: Any) -> str:
        return str(Day.render(column, self._left(record), table=self))

    def value_left(self, record: Any) -> str:
        return f"{self._left(record):%Y-%m-%d}"


class LeavingList(ListScreen):
    verb = "registry.forget_person"
    title = _("留存期满的人")
    counted = ngettext_lazy("%(n)s 人", "%(n)s 人", "n")
    hint = _("姓名、拼音首字母。")
    table, filters = LeavingTable, LeavingFilters
    empty = (
        _("现在没有可以删的人"),
        _("搬走或者离世的人，工钱结清、料退清，台账和协议该留的年限也过了，就排在这里，由您决定删不删。"),
    )

    def rows(self) -> QuerySet[Any]:
        return retention.due(self.request.scope, self.request.day).select_related("party")
