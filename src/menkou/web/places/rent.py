"""Rent: what a workshop pays, each month's rent, its reliefs and payments."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from menkou.access import queries as rights
from menkou.lib.days import Month
from menkou.registry.models import Workshop
from menkou.registry.queries import organizations
from menkou.registry.queries.reach import workshops
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import Form, run
from menkou.web.parts.lists import Act, Filters, ListScreen, OneOf, allowed
from menkou.web.parts.tables import A, Badge, Table, Text, Title, Yuan
from menkou.web.parts.timeline import month_words
from menkou.web.places import forms
from menkou.web.places.tabs import tabs
from menkou.work.actions import rent as actions
from menkou.work.models import RentRelief
from menkou.work.queries import rent as rents

BOTH = ("GET", "POST")
STANDS = {"open": gettext_lazy("没付清"), "late": gettext_lazy("过月没付清"),
          "paid": gettext_lazy("清了")}  # fmt: skip
COLOURS = {"open": "wait", "late": "clay", "paid": "good"}
VERDICTS = {"asked": "wait", "agreed": "good", "refused": ""}


def sent(request: Request) -> Any:
    """What was sent; nothing where the page is only opened."""
    return request.POST if request.method == "POST" else None


class RentFilters(Filters):
    month = OneOf(label=gettext_lazy("月份"), method="of_month", choices=())
    stands = OneOf(label=gettext_lazy("现在"), choices=list(STANDS.items()))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        found = rents.months_of(self.request.scope, self.request.day)
        self.filters["month"].extra["choices"] = [
            (str(one), month_words(one.year, one.month)) for one in found
        ]

    def of_month(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        year, month = map(int, value.split("-"))
        return rows.filter(month=Month(year, month).first)

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(workshop__party__name__icontains=value) | rows.filter(
            payer__party__name__icontains=value
        )


class RentTable(Table):
    name = Title(gettext_lazy("车间"), accessor="workshop__party__name",
                 linkify=("places:rent", [A("pk")]))
    month = Text(gettext_lazy("月份"))
    payer = Text(gettext_lazy("谁付"), accessor="payer__party__name")
    payee = Text(gettext_lazy("付给谁"), accessor="payee__party__name")
    amount = Yuan(gettext_lazy("租金（元）"))
    relieved = Yuan(gettext_lazy("减免（元）"))
    paid = Yuan(gettext_lazy("付了（元）"))
    left = Yuan(gettext_lazy("没付（元）"))
    stands = Badge(gettext_lazy("现在"), kinds=COLOURS, named=STANDS, classes="corner")

    class Meta(Table.Meta):
        order_by = ("-month", "name")
        row_attrs = {"class": lambda record: "alert" if record.stands == "late" else ""}

    def render_month(self, record: Any) -> str:
        return month_words(record.month.year, record.month.month)

    def value_month(self, record: Any) -> str:
        return f"{record.month:%Y-%m}"


class RentList(ListScreen):
    verb = "work.see_rent"
    title = gettext_lazy("租金")
    counted = ngettext_lazy("%(n)s 笔租金", "%(n)s 笔租金", "n")
    hint = gettext_lazy("车间或者单位的名字。")
    table, filters = RentTable, RentFilters
    quick = ("stands",)
    acts = (
        Act(gettext_lazy("记一个月的租金"), "places:book-rent", icon="plus",
            verb="work.book_rent"),
    )
    empty = (gettext_lazy("还没有租金"), gettext_lazy("在车间的页面上定了租金，每个月会自己记上。"))
    template = "places/list.html"

    def rows(self) -> QuerySet[Any]:
        day = self.request.day
        return rents.standing(rents.within(self.request.scope, day), day)

    def more(self) -> dict[str, Any]:
        return {"tabs": tabs(self.request, "places:rents")}


@screen("work.book_rent", methods=BOTH)
def book_rent(request: Request) -> HttpResponse:
    """Books a month's rent of the workshops in reach where that was not done yet."""
    form = forms.RentMonthForm(sent(request), initial={"day": request.day})
    mine = list(workshops(request.scope, request.day).values_list("pk", flat=True))
    if form.is_valid() and run(
        form, actions.book_rent, month=Month.of(form.cleaned_data["day"]), workshops=mine,
        by=request.user, at=request.at,
    ):
        done = words.Shown(len(form.result))
        messages.success(request, ngettext(
            "记上了 %(n)s 个车间的租金", "记上了 %(n)s 个车间的租金", done
        ) % {"n": done})
        return redirect("places:rents")
    return _asked(request, form, _("记一个月的租金"), _("记上"), reverse("places:rents"))


def _asked(
    request: Request, form: Form, title: str, send: str, back: str, about: Any = ""
) -> HttpResponse:
    return render(request, "places/rent_form.html", {
        "form": form, "title": title, "send": send, "back": back, "about": about,
    })


def _workshop(request: Request, pk: int) -> Workshop:
    rows = workshops(request.scope, request.day).select_related("party", "community__committee")
    return get_object_or_404(rows, pk=pk)


@screen("work.see_rent")
def of_workshop(request: Request, pk: int) -> HttpResponse:
    """What was agreed for a workshop, and each month's rent."""
    found = _workshop(request, pk)
    rows = rents.standing(
        rents.within(request.scope, request.day).filter(workshop=pk), request.day
    ).order_by("-month")
    return render(request, "places/rents.html", {
        "workshop": found, "terms": list(rents.terms_of(found)),
        "rows": [(one, COLOURS[one.stands], STANDS[one.stands],
                  month_words(one.month.year, one.month.month)) for one in rows[:24]],
        "acts": allowed((
            Act(_("定租金"), "places:set-rent", (pk,), "pen", "work.set_rent", main=True),
        ), request),
    })  # fmt: skip


@screen("work.set_rent", methods=BOTH)
def set_rent(request: Request, pk: int) -> HttpResponse:
    found = _workshop(request, pk)
    form = forms.RentForm(sent(request), initial={
        "from_day": request.day.replace(day=1), "payee": found.community.committee_id,
    })
    form.offer(payee=organizations.to_pick())
    if form.is_valid() and run(
        form, actions.set_rent, workshop=found, **form.cleaned_data, by=request.user,
        at=request.at,
    ):
        messages.success(request, _("租金定好了"))
        return redirect("places:workshop-rent", pk)
    return _asked(request, form, _("定租金"), _("定下"),
                  reverse("places:workshop-rent", args=(pk,)), found)


def _rent(request: Request, pk: int) -> Any:
    rows = rents.within(request.scope, request.day)
    return get_object_or_404(rents.standing(rows, request.day), pk=pk)


@screen("work.see_rent")
def rent(request: Request, pk: int) -> HttpResponse:
    """A month's rent of a workshop: what was relieved, what was paid, what comes next."""
    one = _rent(request, pk)

    def may(verb: str) -> bool:
        return rights.may(request.user, verb, request.day)

    reliefs = one.reliefs.select_related("asked_by", "decided_by").order_by("pk")
    return render(request, "places/rent.html", {
        "one": one, "month": month_words(one.month.year, one.month.month),
        "colour": COLOURS[one.stands], "stands": STANDS[one.stands],
        "reliefs": [
            (row, actions.RELIEFS[row.reason], VERDICTS[row.verdict],
             row.verdict == RentRelief.Verdict.ASKED and may("work.decide_relief")
             and row.asked_by_id != request.user.pk)
            for row in reliefs
        ],
        "payments": list(one.payments.select_related("paid_by").order_by("pk")),
        "backs": may("work.take_rent_back"),
        "acts": allowed((
            Act(_("申请减租"), "places:ask-relief", (pk,), "cut", "work.ask_relief"),
            Act(_("记付款"), "places:pay-rent", (pk,), "yuan", "work.pay_rent", main=True),
        ) if one.left else (), request),
    })


def _done(
    request: Request, pk: int, form: Form, act: Callable[..., Any], done: str, **said: Any
) -> HttpResponse:
    """A form about a month's rent: done, or asked again."""
    if form.is_valid() and run(form, act, **form.cleaned_data, by=request.user, at=request.at):
        messages.success(request, done)
        return redirect("places:rent", pk)
    return _asked(request, form, back=reverse("places:rent", args=(pk,)), **said)


@screen("work.ask_relief", methods=BOTH)
def ask_relief(request: Request, pk: int) -> HttpResponse:
    one = _rent(request, pk)

    def act(**given: Any) -> RentRelief:
        return actions.ask_relief(rent=one, **given)

    return _done(request, pk, forms.ReliefForm(sent(request)), act, _("申请好了，等另一个人批"),
                 title=_("申请减租"), send=_("申请"), about=one.workshop)


@screen("work.decide_relief", methods=("POST",))
def decide_relief(request: Request, pk: int) -> HttpResponse:
    """Somebody else agrees to a relief, or does not (`refuse`)."""
    row = get_object_or_404(rents.reliefs_within(request.scope, request.day), pk=pk)
    form, agreed = Form(request.POST), "refuse" not in request.POST
    if form.is_valid() and run(
        form, actions.decide_relief, relief=row, agreed=agreed, by=request.user, at=request.at
    ):
        messages.success(request, _("批了，减掉了") if agreed else _("没有批，照收"))
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    return redirect("places:rent", row.rent_id)


@screen("work.pay_rent", methods=BOTH)
def pay_rent(request: Request, pk: int) -> HttpResponse:
    one = _rent(request, pk)

    def act(**given: Any) -> Any:
        return actions.pay_rent(rent=one, **given)

    initial = {"day": request.day, "amount": one.left}
    return _done(request, pk, forms.RentPaidForm(sent(request), initial=initial), act,
                 _("这笔租金记上了"), title=_("记租金付款"), send=_("记上"), about=one.workshop)


@screen("work.take_rent_back", methods=BOTH)
def take_back(request: Request, pk: int) -> HttpResponse:
    rows = rents.payments_within(request.scope, request.day)
    row = get_object_or_404(rows.select_related("rent__workshop__party"), pk=pk)

    def act(**given: Any) -> Any:
        return actions.take_rent_back(payment=row, **given)

    return _done(request, row.rent_id, forms.RentBackForm(sent(request)), act,
                 _("撤回了，这笔租金又是没付的"), title=_("撤回一笔租金"), send=_("撤回"),
                 about=row.rent.workshop)
