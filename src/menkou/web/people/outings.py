"""A filtered list as one to call and as one to visit: printed, or as a sheet."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from menkou.access import queries as rights
from menkou.lib.days import age_on
from menkou.registry.actions.numbers import REASONS, reveal_phones
from menkou.registry.queries import people
from menkou.registry.queries.person import masked
from menkou.web.parts import export, words
from menkou.web.parts.edge import Request, demand, screen
from menkou.web.parts.fields import OneOfField
from menkou.web.parts.forms import Form, run
from menkou.web.parts.tables import Number, Table, Text, Title
from menkou.web.people import words as said
from menkou.web.people.filters import PeopleFilters, PlainFilters
from menkou.web.people.keeping import asked_for

MOST = 500
"""People on one list: more than anybody calls or visits."""
SEE, REVEAL = "registry.see_people", "registry.reveal"


class ReasonForm(Form):
    reason = OneOfField(
        label=gettext_lazy("要全的电话，写明为什么"),
        choices=[("", gettext_lazy("请选")), *REASONS.items()],
    )


class CallTable(Table):
    name = Title(gettext_lazy("姓名"), accessor="party__name")
    age = Number(gettext_lazy("岁"), accessor="born_on")
    phone = Text(gettext_lazy("电话"), accessor="pk")
    home = Text(gettext_lazy("住处"), accessor="pk")
    answer = Text(gettext_lazy("怎么说的"), accessor="pk")

    title, template = gettext_lazy("打电话的名单"), "people/call.html"
    full: Mapping[int, str] | None = None
    """Person -> telephone in full; none: they are masked."""

    def render_age(self, record: Any) -> str:
        return str(age_on(record.born_on, self.request.day))

    def render_phone(self, record: Any) -> str:
        found = masked(record)["phone"] if self.full is None else self.full.get(record.pk, "")
        return found or words.NO_VALUE

    def render_home(self, record: Any) -> str:
        return home_of(record) or words.NO_VALUE

    def render_answer(self) -> str:
        return ""

    value_age, value_phone, value_home, value_answer = (
        render_age, render_phone, render_home, render_answer
    )


class VisitTable(CallTable):
    """In the order of a walk; the telephone stays at home."""

    title, template = gettext_lazy("上门的名单"), "people/visit.html"

    class Meta(CallTable.Meta):
        exclude = ("phone",)
        sequence = ("home", "name", "age", "answer")


def home_of(person: Any) -> str:
    home = next((home for home in person.homes if home.community), None)
    if home is None:
        return ""
    return f"{home.community.name} {said.door(home.building, home.unit, home.room)}".strip()


def chosen(request: Request) -> tuple[list[Any], str]:
    """The people that the address's filters pick, in the order of their doors, one more than go on
    a list where there are more; and these filters as an address has them."""
    traits = rights.may(request.user, "registry.see_traits", request.day)
    filters = PeopleFilters if traits else PlainFilters
    known = people.once(people.within(request.scope, request.day)).filter(forgotten_at=None)
    rows = people.for_list(known, request.day).select_related("party", "key")
    found = filters(request.GET, queryset=rows, request=request)
    query = asked_for(request.GET.urlencode(), filters)
    return list(people.by_door(found.qs, request.day)[: MOST + 1]), query


@never_cache
@screen(SEE)
def call(request: Request) -> HttpResponse:
    """Whom to call: telephones masked; in full for a reason, by `numbers`."""
    return _page(request, CallTable)


@never_cache
@screen(SEE)
def visit(request: Request) -> HttpResponse:
    """Whom to visit, door by door."""
    return _page(request, VisitTable)


@never_cache
@screen(REVEAL, methods=("POST",))
def numbers(request: Request) -> HttpResponse:
    """The list to call with telephones in full: for a reason, with a line in the log for each."""
    demand(request, SEE)
    rows, _query = chosen(request)
    form = ReasonForm(request.POST, auto_id="why_%s")
    if form.is_valid() and run(
        form, reveal_phones, persons=rows[:MOST], **form.cleaned_data, by=request.user,
        at=request.at,
    ):
        return _page(request, CallTable, full=form.result)
    return _page(request, CallTable, form=form)


def _page(
    request: Request, table: type[CallTable], *, full: Mapping[int, str] | None = None,
    form: ReasonForm | None = None,
) -> HttpResponse:
    """The list, or the same as a sheet where that was asked for; with what its form has to say."""
    rows, query = chosen(request)
    shown = table(rows[:MOST], request=request)
    shown.full = full
    sent = full is not None and request.POST.get("press") == "sheet"
    if sent or request.GET.get("export") == "xlsx":
        return export.as_xlsx(shown, f"{table.title} {request.day:%Y-%m-%d}")
    may = rights.may(request.user, REVEAL, request.day)
    return render(request, table.template, {
        "title": table.title, "more": len(rows) > MOST, "most": MOST,
        "count": min(len(rows), MOST),
        "rows": [
            {"one": one, "age": shown.render_age(one), "home": home_of(one),
             "phone": shown.render_phone(one) if table is CallTable else ""}
            for one in rows[:MOST]
        ],
        "query": query, "full": full is not None,
        "form": form or (ReasonForm(auto_id="why_%s") if may and full is None else None),
    })
