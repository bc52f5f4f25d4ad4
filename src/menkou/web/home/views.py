"""The first page, the search of the house, and the whole menu."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from menkou.access import queries as rights
from menkou.identity.models import User
from menkou.lib.scope import Scope
from menkou.lib.width import half_width
from menkou.web.home import pictures, searching, tasks
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.frame import address
from menkou.web.parts.lists import Act, allowed
from menkou.work.queries import levels
from menkou.work.queries import today as day_of_work

MOST_ORDERS = 5
ACTS = (
    Act(_("新订单"), "order-add", icon="plus", verb="work.add_order"),
    Act(_("开柜台"), "counter", icon="scan", verb="work.use_counter"),
    Act(_("我的单"), "home-mine", icon="send", verb="work.allot"),
)


@screen("identity.see_home")
def today(request: Request) -> HttpResponse:
    """A worker goes to her own page; the others see the day and what waits for them, each number
    as far as the verb that shows it reaches."""
    if request.user.kind == User.Kind.WORKER:
        return redirect("me")
    day = request.day

    def may(verb: str) -> bool:
        return rights.may(request.user, verb, day)

    def reach(verb: str) -> Scope:
        return rights.scope(request.user, verb, day)

    context: dict[str, Any] = {"said": searching.said(day), "acts": allowed(ACTS, request)}
    waiting: list[tasks.Task | None] = []
    if may("facts.see_tray"):
        waiting.append(tasks.waiting(reach("facts.see_tray"), day))
    if may("work.see_tickets"):
        scope = reach("work.see_tickets")
        out = day_of_work.tickets(scope, day, reach("work.see_requests"))
        pieces, earned = day_of_work.made(scope, day)
        context |= {
            "pieces": pieces,
            "earned": earned,
            "month": pictures.month(earned.days, day),
            "out": out,
            "notes": tasks.notes(out), "late_days": tasks.late_days(out, day),
        }
        waiting.append(tasks.overdue(request, out))
        waiting.append(tasks.asked(out, day))
    if may("work.see_orders"):
        scope = reach("work.see_orders")
        rows = list(day_of_work.unfinished_orders(scope, day))
        near = [(one, (day - one.due_on).days) for one in rows]
        tight = [pair for pair in near if pair[0].due_on <= day + day_of_work.SOON]
        late = sum(1 for _order, days in tight if days > 0)
        context |= {
            "late": late,
            "unfinished": len(rows),
            "has_orders": True,
            "hurries": bool(tight),
            "near": (tight or near)[:MOST_ORDERS],
        }
        waiting.append(tasks.late_orders(request, late))
        if not may("work.see_tickets"):
            context |= _levels(scope, day)
        if may("work.make_tickets"):
            making = reach("work.make_tickets")
            if making != scope:
                rows = day_of_work.reached(rows, making, day)
            waiting.append(tasks.unmade(request, rows))
    waiting += tasks.of_pay(
        {kind: reach(verb) for kind, (verb, *_rest) in tasks.PAY.items() if may(verb)},
        request.user, day,
    )
    if may("registry.add_person"):
        waiting.append(tasks.incomplete(reach("registry.add_person"), day))
    context["tasks"] = [task for task in waiting if task]
    context["links"] = _links(may)
    return render(request, "home/today.html", context)


@screen("work.allot")
def of_mine(request: Request) -> HttpResponse:
    """What the organizations that somebody acts for called, and what they hold of others' orders:
    a page of its own for who has more on the first."""
    found = _levels(request.scope, request.day)
    listed = {"links": {"orders": address("orders", query="?state=open")}}
    return render(request, "home/mine.html", found | listed)


def _levels(scope: Scope, day: date) -> dict[str, Any]:
    """What the organizations that somebody acts for called, and what they hold."""
    held = levels.held(scope, day)
    return {
        "called": levels.called(scope, day), "held": held,
        "visit": levels.late_below(scope, day) if held else [],
    }


def _links(may: Callable[[str], bool]) -> dict[str, str]:
    """Where the numbers of the day lead down to."""
    wanted = (
        ("today", "work.use_counter", address("counter:today")),
        ("earned", "work.see_statement", address("accounts", query="?kind=wages_owed")),
        ("tickets", "work.see_tickets", address("tickets", query="?state=open")),
        ("orders", "work.see_orders", address("orders", query="?state=open")),
    )
    return {name: url for name, verb, url in wanted if may(verb)}


@screen("identity.see_home")
def find(request: Request) -> HttpResponse:
    typed = half_width(request.GET.get("q", "")).strip()[:40]
    context = {"typed": typed, "hits": searching.found(request, typed)}
    return render(request, "home/find.html", context)


@screen("identity.see_home")
def menu(request: Request) -> HttpResponse:
    return render(request, "home/menu.html")
