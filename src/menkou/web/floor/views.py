"""Attendance: the month sheet of a workshop, on a screen, on paper and in Excel; a person's month;
what time pays."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from menkou.lib.days import Month
from menkou.registry.models import Workshop
from menkou.registry.queries.reach import workshops
from menkou.web.floor import sheet as sheets
from menkou.web.floor import words as said
from menkou.web.floor.files import as_xlsx
from menkou.web.floor.forms import TimeRateForm
from menkou.web.floor.recording import Wish, is_state, record
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.fact_words import HALVES as HALF_WORDS
from menkou.web.parts.forms import run
from menkou.web.parts.record_keys import is_key
from menkou.work.actions.time_rates import set_time_rate
from menkou.work.queries import attendance

BOTH = ("GET", "POST")
EARLIEST = 2000
PER_PAGE = 25
MOST_CELLS = 2000


def place_within(request: Request, pk: int) -> Workshop:
    """A workshop that the person's grants reach; 404 for any other."""
    mine = workshops(request.scope, request.day)
    return get_object_or_404(mine.select_related("party"), pk=pk)


def asked_month(request: Request) -> Month:
    """The month of the address, else that of today."""
    try:
        month = Month.parse(request.GET.get("month", ""))
    except ValueError:
        return Month.of(request.day)
    return month if EARLIEST <= month.year <= request.day.year + 1 else Month.of(request.day)


def asked_day(request: Request, typed: str | None) -> date:
    """A day that was typed, if it has come; else today."""
    try:
        day = date.fromisoformat(typed or "")
    except ValueError:
        return request.day
    return day if day.year >= EARLIEST and day <= request.day else request.day


def page_key(typed: str | None) -> UUID | None:
    """The id that a page was given when it was drawn; none where it is no such thing."""
    try:
        return UUID(typed or "")
    except ValueError:
        return None


@screen("work.see_attendance")
def first(request: Request) -> HttpResponse:
    """To the sheet of the workshop that is asked for, else the first by name."""
    mine = workshops(request.scope, request.day).order_by("party__name", "pk")
    typed = request.GET.get("place", "")
    asked = mine.filter(pk=int(typed)).first() if is_key(typed) else None
    found = asked or mine.first()
    if found is None:
        return render(request, "floor/none.html")
    month = asked_month(request)
    query = "" if month == Month.of(request.day) else f"?month={month}"
    return redirect(reverse("floor:sheet", args=[found.pk]) + query)


@dataclass
class Head:
    """What stands over the sheet: workshop, month, its days, what may be chosen."""

    request: Request
    place: Workshop
    month: Month

    @cached_property
    def places(self) -> list[Workshop]:
        mine = workshops(self.request.scope, self.request.day).select_related("party")
        return list(mine.order_by("party__name", "pk"))

    @property
    def days(self) -> list[tuple[date, str, bool, bool]]:
        """Each day, its weekday in short, whether it is a weekend, whether it has come."""
        return [
            (day, said.weekday(day), day.weekday() > 4, day <= self.request.day)
            for day in sheets.days_of(self.month)
        ]

    @property
    def words(self) -> str:
        return _("%(year)s 年 %(month)s 月") % {"year": self.month.year, "month": self.month.month}


@screen("work.see_attendance")
def sheet(request: Request, pk: int) -> HttpResponse:
    """People by days, two half-days a day. `?export=xlsx` gives the office's columns."""
    place, month = place_within(request, pk), asked_month(request)
    people = attendance.engaged(place, month.first, month.last)
    head = Head(request, place, month)
    if request.GET.get("export") == "xlsx":
        return as_xlsx(place, month, sheets.rows(place, month, people))
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    rows = sheets.rows(place, month, page.object_list)
    return render(request, "floor/sheet.html", {
        "head": head, "place": place, "month": month, "page": page, "rows": rows,
        "legend": said.LEGEND, "key": uuid4(), "full": said.full(month.last),
        "here": month == Month.of(request.day),
    })


@screen("work.attend", methods=("POST",))
def put(request: Request, pk: int) -> HttpResponse:
    """The cells that were changed on the sheet, as one list of facts."""
    place, month = place_within(request, pk), asked_month(request)
    key = page_key(request.POST.get("key"))
    wishes = [_wish(month, text) for text in request.POST.getlist("cell")[:MOST_CELLS]]
    found = [wish for wish in wishes if wish is not None]
    if key is not None and found:
        record(request, place, key, found)
    else:
        messages.info(request, _("没有改动"))
    back = f"?month={month}" + (f"&page={n}" if is_key(n := request.GET.get("page", "")) else "")
    return redirect(reverse("floor:sheet", args=[place.pk]) + back)


def _wish(month: Month, text: str) -> Wish | None:
    """ "118 14.am 240 -": person, day and half, what is wanted, what was seen."""
    parts = text.replace(".", " ").split(" ")
    if len(parts) != 5 or not (is_key(parts[0]) and parts[2] in attendance.HALVES):
        return None
    if not (is_state(parts[3]) and is_state(parts[4]) and parts[1].isascii()):
        return None
    if not (parts[1].isdigit() and 0 < int(parts[1][:3]) <= month.last.day):
        return None
    day = date(month.year, month.month, int(parts[1]))
    return Wish(int(parts[0]), day, parts[2], parts[3], parts[4])


@screen("work.see_attendance")
def printed(request: Request, pk: int) -> HttpResponse:
    """The sheet on paper: A4 landscape, legend, a column and lines to sign."""
    place, month = place_within(request, pk), asked_month(request)
    rows = sheets.rows(place, month, attendance.engaged(place, month.first, month.last))
    return render(request, "floor/print.html", {
        "head": Head(request, place, month), "place": place, "month": month, "rows": rows,
        "legend": said.LEGEND, "payer": attendance.operator(place, month.last),
        "sums": sheets.totals(rows),
    })


@screen("work.see_attendance")
def person(request: Request, pk: int, person: int) -> HttpResponse:
    """A person's month at the workshop: what stands, who recorded it and when, what was before."""
    place, month = place_within(request, pk), asked_month(request)
    there = attendance.engaged(place, month.first, month.last)
    one = get_object_or_404(there, pk=person)
    marks = attendance.history(place, one, month.first, month.last)
    standing = [mark for mark in marks if not mark.ended and (mark.minutes or mark.leave)]
    (row,) = sheets.with_marks(month, [one], standing)
    return render(request, "floor/person.html", {
        "head": Head(request, place, month), "place": place, "month": month, "row": row,
        "lines": [
            {"mark": mark, "half": HALF_WORDS[mark.half], "said": said.said(mark),
             "why": said.why(mark), "sign": said.sign(mark) if mark.minutes or mark.leave else ""}
            for mark in marks
        ],
    })


@screen("work.set_time_rate", methods=BOTH)
def rate(request: Request, pk: int) -> HttpResponse:
    """What an hour or a half-day pays at the workshop's operator, from a day on."""
    place = place_within(request, pk)
    payer = attendance.operator(place, request.day)
    if payer is None:
        return render(request, "floor/none.html", {"place": place})
    form = TimeRateForm(request.POST if request.method == "POST" else None, day=request.day,
                        classes=attendance.rate_classes(payer))
    if form.is_valid() and run(
        form, set_time_rate, **form.cleaned_data, payer=payer, by=request.user, at=request.at
    ):
        messages.success(request, _("定好了计时工价"))
        return redirect("floor:sheet", pk)
    return render(request, "floor/rate.html", {
        "place": place, "payer": payer, "form": form,
        "rates": _with_state(attendance.time_rates(payer), request.day),
    })


def _with_state(rates: list[Any], day: date) -> list[dict[str, Any]]:
    """Each rate with whether it pays today: the newest of its class that has begun."""
    now: dict[str, Any] = {}
    for one in rates:
        if one.from_day <= day:
            now.setdefault(one.rate_class, one)
    return [
        {"rate": one, "now": now.get(one.rate_class) is one, "per": said.PER[one.per],
         "name": said.CLASSES.get(one.rate_class, one.rate_class),
         "amount": words.rate(one.amount) if one.amount else ""}
        for one in rates
    ]
