"""Who had her numbers shown in full, said to herself."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from menkou.lib.days import day_of
from menkou.registry.queries import reveals
from menkou.web.parts import revealed, words
from menkou.web.parts.edge import Request, screen

PER_PAGE = 20


@screen("work.see_mine")
def seen(request: Request) -> HttpResponse:
    """Each time somebody saw one of her numbers: the day, who, which, and what for. The newest
    first."""
    mine = request.scope.person
    rows = reveals.of(mine) if mine is not None else reveals.lines().none()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [
        _("%(day)s，%(who)s看过你的%(what)s，为了：%(why)s") % {
            "day": words.day(day_of(one.at), request.day), "who": one.user.shown_name,
            "what": revealed.shown(one), "why": revealed.why(one),
        }
        for one in page
    ]
    return render(request, "me/seen.html", {"page": page, "lines": lines})
