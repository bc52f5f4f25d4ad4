"""Who had whose number shown in full, when and why: for the office that she belongs to."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from menkou.registry.queries import reveals
from menkou.web.office.tabs import tabs
from menkou.web.office.times import since_day, until_day
from menkou.web.parts.lists import DayFilter, Filters, ListScreen, OneOf
from menkou.web.parts.record_keys import is_key
from menkou.web.parts.revealed import SHOWN, WHY, shown, why
from menkou.web.parts.tables import A, Moment, Table, Text, Title


class RevealFilters(Filters):
    reason = OneOf(label=_("为什么"), choices=list(WHY.items()), field_name="reason")
    shown = OneOf(label=_("看了什么"), choices=list(SHOWN.items()), field_name="shown")
    since = DayFilter(label=_("从哪天"), method="since_day")
    until = DayFilter(label=_("到哪天"), method="until_day")
    person = django_filters.NumberFilter(label=_("被看的人的编号"), method="of_key")
    user = django_filters.NumberFilter(label=_("看的人的编号"), method="of_key")

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return reveals.named(rows, value)

    def of_key(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        column = {"person": "subject", "user": "user"}[name]
        return rows.filter(**{column: value}) if is_key(value) else rows.none()

    def since_day(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return since_day(rows, value)

    def until_day(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return until_day(rows, value)


class RevealTable(Table):
    name = Title(_("谁的"), linkify=("person", [A("subject")]), orderable=False)
    at = Moment(_("几时"))
    user = Text(_("谁看的"), accessor="user__shown_name")
    shown = Text(_("看了什么"))
    reason = Text(_("为什么"))

    class Meta(Table.Meta):
        order_by = "-at"

    def render_shown(self, record: Any) -> str:
        return shown(record)

    def render_reason(self, record: Any) -> str:
        return why(record)

    value_shown, value_reason = render_shown, render_reason


class RevealList(ListScreen):
    verb = "registry.see_reveals"
    title = _("谁看过号码")
    counted = ngettext_lazy("%(n)s 次", "%(n)s 次", "n")
    hint = _("被看的人，或者看的人的姓名。")
    table, filters = RevealTable, RevealFilters
    template = "office/list.html"
    empty = (
        _("还没有人看过"), _("谁看了完整的证件号、电话、银行卡，这里就多一条，改不了，也删不掉。"),
    )

    def rows(self) -> QuerySet[Any]:
        return reveals.within(self.request.scope, self.request.day)

    def more(self) -> dict[str, Any]:
        return {"tabs": tabs(self.request, "reveals")}
