"""The list of people."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from menkou.access import queries as rights
from menkou.lib.days import age_on
from menkou.registry.models import Person
from menkou.registry.queries import people
from menkou.registry.queries.groups import main_group
from menkou.web.parts.edge import Request
from menkou.web.parts.lists import Act, ListScreen
from menkou.web.parts.tables import A, Badge, Day, Number, Table, Text, Title
from menkou.web.people import keeping
from menkou.web.people import words as said
from menkou.web.people.filters import PeopleFilters, PlainFilters
from menkou.work.queries.person import with_last_came

STATES = {"working": _("在做活"), "idle": _("没有活"), "away": _("搬走了")}


class State(Badge):
    """Whether somebody works today, or has left."""

    def __init__(self, verbose_name: Any, **options: Any) -> None:
        super().__init__(
            verbose_name, kinds={"working": "good", "idle": "calm"}, named=STATES,
            accessor="pk", orderable=False, **options,
        )

    def render(self, value: Any, record: Any, bound_column: Any) -> Any:
        return super().render(value, record, _Stated(state_of(record)))

    def value(self, value: Any, record: Any, bound_column: Any) -> str:
        return gettext(str(STATES[state_of(record)]))


class _Stated:
    """A column's accessor that answers a state which is no column."""

    def __init__(self, state: str) -> None:
        self.accessor, self.state = self, state

    def resolve(self, record: Any) -> str:
        return self.state


def state_of(person: Any) -> str:
    if people.jobs_of(person):
        return "working"
    return "away" if any(home.community_id is None for home in person.homes) else "idle"


class PeopleTable(Table):
    name = Title(_("姓名"), accessor="party__name", linkify=("people:person", [A("pk")]))
    sex = Text(_("性别"))
    age = Number(_("岁"), accessor="born_on")
    home = Text(_("住处"), accessor="pk")
    group = Text(_("归类"), orderable=False)
    place = Text(_("在哪做"), accessor="pk", orderable=False)
    came = Day(_("上次来"))
    state = State(_("现在"))

    class Meta(Table.Meta):
        order_by = "name"
        row_attrs = {"class": lambda record: "off" if state_of(record) == "away" else ""}

    def render_sex(self, record: Any) -> str:
        return said.sex(record.sex)

    def render_age(self, record: Any) -> str:
        return str(age_on(record.born_on, self.request.day))

    def order_age(self, rows: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        return rows.order_by("born_on" if is_descending else "-born_on"), True

    def render_home(self, record: Any) -> str:
        home = next((home for home in record.homes if home.community), None)
        if home is None:
            return "—"
        door = said.door(home.building, home.unit, home.room)
        return f"{home.community.name} {door}".strip()

    def order_came(self, rows: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        """Who never came stands last, whichever way it is read."""
        came = F("came")
        way = came.desc(nulls_last=True) if is_descending else came.asc(nulls_last=True)
        return rows.order_by(way), True

    def order_home(self, rows: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        return people.by_door(rows, self.request.day, backwards=is_descending), True

    def render_group(self, value: str) -> str:
        return said.group(value)

    def render_place(self, record: Any) -> str:
        names = [str((job.workshop or job.payer).party.name) for job in people.jobs_of(record)]
        return gettext("、").join(dict.fromkeys(names)) or "—"


class PlainTable(PeopleTable):
    """For those who may see neither groups nor tickets."""

    class Meta(PeopleTable.Meta):
        exclude = ("group", "came")


class PeopleList(ListScreen):
    verb = "registry.see_people"
    title = _("人员")
    counted = ngettext_lazy("%(n)s 人", "%(n)s 人", "n")
    hint = _("姓名、拼音首字母、证件或电话后四位、门牌（3-2-501）、户编号，都可以。")
    suggests = reverse_lazy("people-find")  # type: ignore[assignment]
    table, filters = PeopleTable, PeopleFilters
    quick = ("engaged", "lacks")
    acts = (
        Act(_("从 Excel 导入"), "import-new", icon="upload", verb="importing.bring", desk=True),
        Act(_("登记了两次吗"), "people:same", icon="people", verb="registry.merge", desk=True),
        Act(_("登记一人"), "person-add", icon="plus", verb="registry.add_person", main=True),
        Act(_("留存期满的人"), "people:leaving", icon="clock", verb="registry.forget_person"),
    )
    template = "people/list.html"
    empty = (_("这里还没有人"), _("登记第一个人，就从这里开始。"))

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rights.may(request.user, "registry.see_traits", request.day):
            self.table, self.filters = PlainTable, PlainFilters  # type: ignore[misc]
        return super().get(request, *args, **kwargs)

    late = True

    def rows(self) -> QuerySet[Person]:
        """What is filtered and sorted by is asked of all; the rest of those of a page."""
        day = self.request.day
        rows = people.once(people.listed(self.request.scope, day)).filter(forgotten_at=None)
        if self.table is not PlainTable:
            if self.request.GET.get("group"):
                rows = rows.annotate(group=main_group(day))
            if any(one.lstrip("-") == "came" for one in self.order()):
                rows = with_last_came(rows, self.request.scope)
        return rows

    def filled(self, rows: QuerySet[Person]) -> QuerySet[Person]:
        found = people.for_list(rows, self.request.day)
        return found if self.table is PlainTable else with_last_came(found, self.request.scope)

    def more(self) -> dict[str, Any]:
        return keeping.context(self.request, self.filters)
