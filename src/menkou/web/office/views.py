"""What could not be booked, who may do what, and the log of what was done."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from menkou.access import queries as rights
from menkou.access.queries import users as accounts
from menkou.facts.actions.tray import TAKEN_UP
from menkou.facts.models import Fact, Tray
from menkou.facts.queries import tray
from menkou.identity.models import VerbLog
from menkou.lib.verb import ROLES
from menkou.registry.models import Party
from menkou.registry.queries import people
from menkou.web.office import waits
from menkou.web.office.forms import AsideForm
from menkou.web.office.tabs import tabs
from menkou.web.office.times import since_day, until_day
from menkou.web.parts import export, words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import run
from menkou.web.parts.lists import DayFilter, Filters, ListScreen, OneOf
from menkou.web.parts.tables import A, Badge, Day, Moment, Table, Text, Title
from menkou.work.actions import tray as tray_actions
from menkou.work.models import Ticket
from menkou.work.queries import tickets

NOUNS = {
    "user": _("账号"), "grant": _("授权"), "fact": _("记录"), "ticket": _("工票"),
    "order": _("订单"), "allotment": _("分单"), "product": _("产品"), "rate": _("工价"),
    "person": _("人"), "household": _("户"), "residence": _("住处"), "membership": _("户籍关系"),
    "trait": _("情况"), "engagement": _("用工关系"), "organization": _("单位"),
    "workshop": _("车间"), "shopfront": _("商铺"), "community": _("社区"), "site": _("安置区"),
    "division": _("区划"), "tenancy": _("入驻"), "shopfrontuse": _("商铺用途"),
    "fee_statement": _("对账单"), "fee_payment": _("加工费付款"),
    "commodity": _("料"), "stored": _("指标"),
}  # fmt: skip
"""The nouns of the log in words."""


def _tray_rows(request: Request) -> QuerySet[Tray]:
    """What waits or was laid aside within the scope, with the names of person and place."""
    mine = tickets.within(request.scope, request.day)
    names = Party.objects.values("name")
    at_ticket = Ticket.objects.filter(pk=OuterRef("ticket")).values("workshop__party__name")
    named = CharField()
    return tray.open_rows(tray.within(request.scope, request.day, mine)).annotate(
        person_name=Subquery(names.filter(pk=OuterRef("person")), output_field=named),
        person_seen=Exists(
            people.within(request.scope, request.day).filter(pk=OuterRef("person"))
        ),
        place_name=Coalesce(
            Subquery(names.filter(pk=OuterRef("place")), output_field=named),
            Subquery(at_ticket, output_field=named),
        ),
    )


class TrayFilters(Filters):
    state = OneOf(
        label=_("现在"), choices=[("waiting", _("等着")), ("aside", _("放在一边"))]
    )

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        number = tickets.number_of(value)
        if number is not None:
            return rows.filter(ticket=number)
        return rows.filter(person_name__icontains=value)


class TrayTable(Table):
    what = Title(_("什么事"), accessor="fact", linkify=("tray-fact", [A("pk")]), orderable=False)
    why = Text(_("为什么没记上"), classes="all", orderable=False, empty_values=())
    person_name = Text(_("谁"))
    place_name = Text(_("车间"))
    day = Day(_("哪天的"), accessor="fact__day")
    recorder = Text(_("谁记的"), accessor="fact__recorder__shown_name")
    received = Moment(_("几时收到"), accessor="fact__received_at")
    state = Badge(
        _("现在"), kinds={"waiting": "wait"},
        named={"waiting": _("等着"), "aside": _("放在一边")},
    )

    class Meta(Table.Meta):
        order_by = ("state", "received")
        row_attrs = {"class": lambda record: "off" if record.state == "aside" else "heed"}
        sequence = (
            "what", "person_name", "place_name", "day", "recorder", "received", "state", "why",
        )

    def order_state(self, rows: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        way = "" if is_descending else "-"  # what waits stands before what was laid aside
        return rows.order_by(f"{way}state", "fact__received_at"), True

    def render_what(self, value: Fact) -> str:
        return waits.summary(value)

    def render_why(self, record: Tray) -> str:
        return waits.why(record)

    value_why = render_why
    value_what = render_what


class TrayList(ListScreen):
    verb = "facts.see_tray"
    title = _("没记上的")
    counted = ngettext_lazy("%(n)s 件", "%(n)s 件", "n")
    hint = _("工票号，或者人的姓名。")
    table, filters = TrayTable, TrayFilters
    quick = ("state",)
    empty = (_("都记上了"), _("手机上记的、纸上补的，凡是没记上的，会排在这里等您看。"))

    def rows(self) -> QuerySet[Tray]:
        return _tray_rows(self.request)


@screen("facts.see_tray")
def fact(request: Request, pk: int) -> HttpResponse:
    """One fact that waits: what it says, why it waits, what to do, its chain."""
    return _show_fact(request, get_object_or_404(_tray_rows(request), pk=pk), AsideForm())


def _show_fact(request: Request, row: Tray, form: AsideForm) -> HttpResponse:
    chain = Fact.objects.filter(tray__root=row.root_id).order_by("pk") if row.root_id else ()
    context = {
        "row": row,
        "summary": waits.summary(row.fact),
        "why": waits.why_in_full(row),
        "advice": waits.advice(row),
        "details": waits.details(row.fact),
        "chain": [(waits.summary(one), one) for one in chain if one.pk != row.fact_id],
        "form": form,
        "may_lay_aside": row.state == Tray.State.WAITING
        and rights.may(request.user, "facts.lay_aside", request.day),
        "may_take_up": row.state == Tray.State.ASIDE
        and rights.may(request.user, "facts.take_up", request.day),
    }
    return render(request, "office/fact.html", context)


@screen("facts.lay_aside", methods=("POST",))
def lay_aside(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(_tray_rows(request), pk=pk)
    form = AsideForm(request.POST)
    if form.is_valid() and run(
        form, tray_actions.lay_aside, fact=row.fact, **form.cleaned_data, by=request.user,
        at=request.at,
    ):
        messages.success(request, gettext("放在一边了，随时可以再拿起来"))
        return redirect("tray")
    return _show_fact(request, row, form)


@screen("facts.take_up", methods=("POST",))
def take_up(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(_tray_rows(request), pk=pk)
    form = AsideForm(request.POST)
    if not run(form, tray_actions.take_up, fact=row.fact, by=request.user, at=request.at):
        return _show_fact(request, row, form)
    after = Tray.objects.get(pk=pk)
    if after.state == Tray.State.BOOKED:
        messages.success(request, gettext("又拿起来，记上了"))
        return redirect("fact", pk)
    if after.why == TAKEN_UP:
        messages.success(request, gettext("又拿起来了，下次记这张票时会再试"))
    else:
        messages.warning(request, gettext("又拿起来了，还是没记上：%(why)s") % {
            "why": waits.why(after),
        })
    return redirect("tray-fact", pk)


class VerbTable(Table):
    said = Title(_("能办的事"), orderable=False)
    name = Text(_("代号"), orderable=False)
    able = Text(_("谁能办"), orderable=False, classes="all")
    undo = Text(_("怎么收回"), orderable=False)

    class Meta(Table.Meta):
        pass


@screen("access.see_verbs")
def verbs(request: Request) -> HttpResponse:
    """Every verb and the roles that may do it, as registered; searched and sorted out by role."""
    role, typed = request.GET.get("role", ""), request.GET.get("q", "").strip().lower()
    known = rights.verbs()
    rows = [
        {
            "said": words.verb(verb),
            "name": verb.name,
            "able": words.listed([words.role(one) for one in ROLES if one in verb.roles]),
            "undo": words.verb(known[verb.undo]) if verb.undo else None,
        }
        for verb in known.values()
        if (role not in ROLES or role in verb.roles)
        and typed in f"{verb.name} {verb.zh} {verb.en}".lower()
    ]
    table = VerbTable(rows, request=request)
    if request.GET.get("export") == "xlsx":
        return export.as_xlsx(table, gettext("谁能办什么"))
    context = {
        "tabs": tabs(request, "verbs"),
        "rows": table.rows,
        "heads": [
            {"words": column.header, "classes": column.column.classes} for column in table.columns
        ],
        "n": len(rows),
        "typed": request.GET.get("q", ""),
        "role": role if role in ROLES else "",
        "roles": ROLES,
    }
    return render(request, "office/verbs.html", context)


def _verb_choices() -> list[tuple[str, str]]:
    return sorted(((name, words.verb(verb)) for name, verb in rights.verbs().items()),
                  key=lambda pair: pair[1])  # fmt: skip


class LogFilters(Filters):
    verb = OneOf(label=_("什么事"), choices=_verb_choices)
    since = DayFilter(label=_("从哪天"), method="since_day")
    until = DayFilter(label=_("到哪天"), method="until_day")
    subject = django_filters.NumberFilter(label=_("编号"))

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(user__shown_name__icontains=value)

    def since_day(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return since_day(rows, value)

    def until_day(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return until_day(rows, value)


class LogTable(Table):
    at = Moment(_("几时"))
    user = Title(_("谁"), accessor="user__shown_name")
    verb = Text(_("办了什么"))
    noun = Text(_("对什么"), orderable=False)
    subject = Text(_("编号"))
    note = Text(_("备注"), orderable=False)

    class Meta(Table.Meta):
        order_by = "-at"
        sequence = ("user", "at", "verb", "noun", "subject", "note")

    def render_verb(self, value: str) -> str:
        found = rights.verbs().get(value)
        return words.verb(found) if found else value

    def render_noun(self, value: str) -> str:
        return str(NOUNS.get(value, value))

    value_verb = render_verb
    value_noun = render_noun


class LogList(ListScreen):
    verb = "identity.see_log"
    title = _("办事记录")
    counted = ngettext_lazy("%(n)s 条", "%(n)s 条", "n")
    hint = _("办事人的姓名。")
    table, filters = LogTable, LogFilters
    template = "office/list.html"
    empty = (_("还没有记录"), _("每办一件事，这里就多一条：谁、几时、办了什么。"))

    def rows(self) -> QuerySet[VerbLog]:
        """What the accounts within the scope did."""
        seen = accounts.within(self.request.scope, self.request.day, self.request.user)
        return VerbLog.objects.filter(user__in=seen.values("pk")).select_related("user")

    def more(self) -> dict[str, Any]:
        return {"tabs": tabs(self.request, "log")}
