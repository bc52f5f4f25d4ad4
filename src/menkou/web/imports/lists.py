"""The list of lists that were brought."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from menkou.importing.lists import LISTS
from menkou.importing.models import Import
from menkou.importing.queries import imports
from menkou.web.imports import words as said
from menkou.web.parts.lists import Act, Filters, ListScreen, OneOf
from menkou.web.parts.tables import A, Badge, Day, Moment, Number, Table, Text, Title


class ImportFilters(Filters):
    list = OneOf(label=_("名单"), choices=[(one.code, one.title) for one in LISTS.values()])
    state = OneOf(label=_("现在"), choices=[*said.STATES.items()])

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(file_name__icontains=value)


class ImportTable(Table):
    file_name = Title(_("文件"), linkify=("imports:import", [A("pk")]))
    list = Text(_("名单"))
    day = Day(_("名单的日子"))
    total = Number(_("行"))
    wrong = Number(_("有错的"))
    by = Text(_("谁传的"), accessor="by__shown_name")
    at = Moment(_("几时"))
    state = Badge(_("现在"), kinds=said.KINDS, named=said.STATES)

    class Meta(Table.Meta):
        order_by = "-at"

    def render_list(self, record: Import) -> str:
        return said.title(record)


class ImportList(ListScreen):
    verb = "importing.see"
    title = _("导入")
    counted = ngettext_lazy("%(n)s 份名单", "%(n)s 份名单", "n")
    hint = _("文件的名字。")
    table, filters = ImportTable, ImportFilters
    acts = (
        Act(_("导入一份名单"), "imports:new", icon="upload", verb="importing.bring", main=True),
    )
    empty = (_("还没有导入过名单"), _("先下载模板，照着填好，再传上来检查。"))

    def rows(self) -> QuerySet[Import]:
        request = self.request
        return imports.within(request.scope, request.day, request.user).select_related("by")
