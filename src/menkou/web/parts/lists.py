"""The one way of every list: count, search, filters in the URL, sort, pages, export, empty state.

A list is a filter set, a table and a screen:

    class PeopleFilters(Filters):
        community = PickFilter(label=_("社区"), field_name="...", queryset=communities_of)
        sex = OneOf(label=_("性别"), choices=choices(Person.Sex))

        def search(self, rows, name, value):
            return rows.filter(search__contains=value.lower())

    class PeopleTable(Table):
        name = Title(_("姓名"), accessor="party.name", linkify=("person", [A("pk")]))
        earned = Yuan(_("本月挣（元）"))
        seen_on = Day(_("上次来"))

        class Meta(Table.Meta):
            order_by = "name"

    class PeopleList(ListScreen):
        verb = "registry.see_people"
        title = _("人员")
        counted = ngettext_lazy("%(n)s 人", "%(n)s 人", "n")
        hint = _("姓名、拼音首字母、证件后四位，都可以。")
        table, filters = PeopleTable, PeopleFilters
        quick = ("sex",)
        acts = (
            Act(_("登记一人"), "person-add", icon="plus", verb="registry.add_person", main=True),
        )
        empty = (_("还没有人"), _("登记第一个人，就从这里开始。"))

        def rows(self):
            return within(self.request.scope, self.request.day).select_related("party")

    path("people/", PeopleList.as_view(), name="people")

`rows` answers a query set within `self.request.scope`. A page costs session, user, grants, count
and rows: five queries, and one for each PickFilter. `quick` filters stand as chips; the others
open under 更多条件. Excel and CSV come by `?export=xlsx|csv` from the same rows and columns.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django_filters import fields as filter_fields

from menkou.access import queries as rights
from menkou.lib.width import half_width
from menkou.web.parts import export, words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.fields import DayInput
from menkou.web.parts.frame import address
from menkou.web.parts.record_keys import KeyedField
from menkou.web.parts.tables import Table, Words
from menkou.web.parts.templatetags.parts import query_with

ANY = _("不限")
SEARCH = "q"


@dataclass(frozen=True)
class Act:
    """A button at the head of a page: shown to those who may do its verb."""

    words: Words
    page: str
    args: tuple[Any, ...] = ()
    icon: str = ""
    verb: str = ""
    main: bool = False
    desk: bool = False
    opens: str = ""

    @property
    def url(self) -> str:
        return address(self.page, *self.args)


def allowed(acts: tuple[Act, ...], request: Any) -> list[Act]:
    """Those of the buttons that the person may press today, and that lead somewhere."""
    return [
        act
        for act in acts
        if act.url and (not act.verb or rights.may(request.user, act.verb, request.day))
    ]


class OneOf(django_filters.ChoiceFilter):
    """A filter by one of few fixed choices; may stand among `quick`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"empty_label": ANY, **options})


class PickedField(KeyedField, filter_fields.ModelChoiceField):
    pass


class PickFilter(django_filters.ModelChoiceFilter):
    """A filter by a row; `queryset` may be a function of the request."""

    field_class = PickedField

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"empty_label": ANY, **options})


class DayFilter(django_filters.DateFilter):
    """A filter by a day; give `lookup_expr` gte or lte."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": DayInput(), **options})


class Filters(django_filters.FilterSet):
    """What may be asked of a list. Override `search` for what is typed into its box."""

    q = django_filters.CharFilter(method="search_typed", label=_("找"))

    def search_typed(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        typed = half_width(value).strip()
        return self.search(rows, name, typed) if typed else rows

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Rows that fit what was typed: narrow letters, no blanks around, never empty."""
        return rows


@dataclass(frozen=True)
class Chip:
    words: str
    url: str
    on: bool
    label: str = ""


class Pages(Paginator[Any]):
    """The pages of a table, counted to `most` rows and no further, where that is bounded: to count
    a million accounts takes longer than to show some, and nobody leafs through them."""

    def __init__(self, table: Table, per_page: int, most: int | None) -> None:
        super().__init__(table.rows, per_page)
        self.table, self.most = table, most

    @cached_property
    def count(self) -> int:
        return min(self._found, self.most) if self.most else self._found

    @property
    def shown(self) -> words.Shown:
        """The count in words: "10,000+" where there are more."""
        return (words.More if self.most and self._found > self.most else words.Shown)(self.count)

    @cached_property
    def _found(self) -> int:
        rows = self.table.data.data
        if not isinstance(rows, QuerySet):
            return len(rows)
        rows = rows.order_by()
        return (rows[: self.most + 1] if self.most else rows).count()


class ListScreen(View):
    """A list as a page; see the head of this file."""

    verb: ClassVar[str]
    title: ClassVar[Words]
    counted: ClassVar[Any]
    table: ClassVar[type[Table]]
    filters: ClassVar[type[Filters]] = Filters
    hint: ClassVar[Words] = ""
    quick: ClassVar[tuple[str, ...]] = ()
    acts: ClassVar[tuple[Act, ...]] = ()
    empty: ClassVar[tuple[Words, Words]] = (_("还没有"), "")
    searches: ClassVar[bool] = True
    suggests: str = ""
    """The address that answers what is meant while it is typed; "" for none."""
    per_page: ClassVar[int] = 25
    late: ClassVar[bool] = False
    most: ClassVar[int | None] = None
    """How many rows are counted and leafed through; None: all. Who wants others looks for them."""
    template: ClassVar[str] = "parts/list.html"
    request: Request

    @classmethod
    def as_view(cls, **options: Any) -> Any:
        return screen(cls.verb)(super().as_view(**options))

    def rows(self) -> QuerySet[Any]:
        """All rows that the person may see. To be overridden."""
        raise NotImplementedError

    def filled(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Rows with what only their columns show, where the list is `late`: it is asked for the
        rows of one page, and not for all that are counted and sorted."""
        return rows

    def leaf(self, rows: QuerySet[Any], keys: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of a page of a `late` list, which are those of the keys, in their order."""
        return rows.filter(pk__in=keys)

    def order(self) -> list[str]:
        """The columns that it is sorted by, as asked for; none: the table's own order."""
        return self.request.GET.getlist("sort")

    def sub(self) -> str:
        """What stands small beside the title."""
        return ""

    def note(self) -> str:
        """What stands small beside the count."""
        return ""

    def more(self) -> dict[str, Any]:
        """Further context, for a template that extends parts/list.html."""
        return {}

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = self.filters(request.GET, queryset=self.rows(), request=request)
        table = self._sorted(asked.qs)
        wanted = request.GET.get("export")
        if wanted in ("xlsx", "csv"):
            name = f"{self.title} {request.day:%Y-%m-%d}"
            if self.late:
                table = self._sorted(self.filled(asked.qs))
            return (export.as_xlsx if wanted == "xlsx" else export.as_csv)(table, name)
        pages = Pages(table, self.per_page, self.most)
        page = pages.get_page(request.GET.get("page"))
        if self.late:
            page.object_list = self._filled(table, page).rows
        on = self._on(asked)
        context = {
            "list": self,
            "acts": allowed(self.acts, request),
            "asked": asked,
            "typed": asked.form.cleaned_data.get(SEARCH) or "",
            "fields": [field for field in asked.form if field.name not in (SEARCH, *self.quick)],
            "fields_open": bool(asked.form.errors),
            "on": on,
            "off": self._off(asked),
            "filtered": bool(on) or bool(asked.form.cleaned_data.get(SEARCH)),
            "table": table,
            "heads": self._heads(table),
            "page": page,
            "count": self.counted % {"n": pages.shown},
            "sort": request.GET.get("sort", ""),
            "bare_url": query_with(
                request, **{name: None for name in asked.form.fields}
            ),
        }
        return render(request, self.template, context | self.more())

    def _sorted(self, rows: QuerySet[Any]) -> Table:
        chosen = self.order()
        table = self.table(rows, order_by=chosen or None, asked=self.request)
        ordered = table.data.data
        if isinstance(ordered, QuerySet):  # rows that are equal keep their order from page to page
            ways = ordered.query.order_by
            last = "-pk" if ways and str(ways[0]).startswith("-") else "pk"
            table.data.data = ordered.order_by(*ways, last)
        return table

    def _filled(self, table: Table, page: Any) -> Table:
        """The rows of a page anew, with all that their columns show."""
        rows = table.data.data
        first = page.start_index() - 1 if page.paginator.count else 0
        keys = rows.values("pk")[first : first + self.per_page]
        found = list(self.filled(self.leaf(rows, keys)))
        return self.table(found, order_by=(), asked=self.request)

    def _heads(self, table: Table) -> list[dict[str, Any]]:
        heads = []
        for column in table.columns:
            way = ""
            if column.orderable:
                descending = column.is_ordered and column.order_by_alias.is_descending
                way = ("descending" if descending else "ascending") if column.is_ordered else "none"
            heads.append(
                {
                    "words": column.header,
                    "way": way,
                    "classes": column.column.classes,
                    "url": query_with(self.request, sort=column.order_by_alias.next),
                }
            )
        return heads

    def _on(self, asked: Filters) -> list[Chip]:
        """The filters in use, each with the address of this list without it."""
        chips = []
        for name, value in asked.form.cleaned_data.items():
            if name == SEARCH or value in (None, "", []):
                continue
            field = asked.form.fields[name]
            said = str(field.label) + gettext("：") + _said(field, value)
            chips.append(
                Chip(
                    said,
                    query_with(self.request, **{name: None}),
                    on=True,
                    label=gettext("去掉筛选：%(what)s") % {"what": said},
                )
            )
        return chips

    def _off(self, asked: Filters) -> list[Chip]:
        """The choices of the quick filters that are not in use."""
        return [
            Chip(str(label), query_with(self.request, **{name: value}), on=False)
            for name in self.quick
            if asked.form.cleaned_data.get(name) in (None, "")
            for value, label in asked.form.fields[name].choices
            if value != ""
        ]


def _said(field: Any, value: Any) -> str:
    """A filter's value in words."""
    for key, label in getattr(field, "choices", ()) if not hasattr(field, "queryset") else ():
        if str(key) == str(value):
            return str(label)
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if hasattr(value, "strftime"):
        return words.full_day(value)
    return str(value)
