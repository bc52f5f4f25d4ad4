"""The first page, the search of the house, and the whole menu."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from menkou.access import queries as rights
from menkou.identity.models import User
from menkou.lib.width import half_width
from menkou.web.home import searching, tasks
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.lists import Act, allowed
from menkou.work.queries import today as day_of_work

MOST_ORDERS = 5
ACTS = (
    Act(_("新订单"), "order-add", icon="plus", verb="work.add_order"),
    Act(_("开柜台"), "counter", icon="scan", verb="work.use_counter"),
)


@screen("identity.see_home")
def today(request: Request) -> HttpResponse:
    """A worker goes to her own page; the others see the day and what waits for them."""
    if request.user.kind == User.Kind.WORKER:
        return redirect("me")
    scope, day = request.scope, request.day

    def may(verb: str) -> bool:
        return rights.may(request.user, verb, day)

    context: dict[str, Any] = {"said": searching.said(day), "acts": allowed(ACTS, request)}
    waiting: list[tasks.Task | None] = []
    if may("facts.see_tray"):
        waiting.append(tasks.waiting(request))
    if may("work.see_tickets"):
        out = day_of_work.tickets(scope, day)
        context |= {
            "pieces": day_of_work.pieces(scope, day),
            "earned": day_of_work.earned(scope, day),
            "out": out,
            "notes": tasks.notes(out),
        }
        waiting.append(tasks.overdue(request, out))
    if may("work.see_orders"):
        tight = [(one, (day - one.due_on).days) for one in day_of_work.tight_orders(scope, day)]
        late = sum(1 for _order, days in tight if days > 0)
        context |= {
            "orders": day_of_work.open_orders(scope, day).count(),
            "late": late,
            "has_orders": True,
            "tight": tight[:MOST_ORDERS],
        }
        waiting.append(tasks.late_orders(request, late))
    if may("registry.add_person"):
        waiting.append(tasks.incomplete(request))
    context["tasks"] = [task for task in waiting if task]
    return render(request, "home/today.html", context)


@screen("identity.see_home")
def find(request: Request) -> HttpResponse:
    typed = half_width(request.GET.get("q", "")).strip()[:40]
    context = {"typed": typed, "hits": searching.found(request, typed)}
    return render(request, "home/find.html", context)


@screen("identity.see_home")
def menu(request: Request) -> HttpResponse:
    return render(request, "home/menu.html")
