"""A list is brought; its page says how far it is, and what there is to say of its rows."""

from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from menkou.access import queries as rights
from menkou.importing import sheets
from menkou.importing.actions.check import bring
from menkou.importing.checked import left
from menkou.importing.declaring import ListKind
from menkou.importing.lists import LISTS
from menkou.importing.models import Import, Row
from menkou.importing.queries import imports
from menkou.importing.tasks import check_list
from menkou.importing.words import BESIDE, DOUBTS, reason, remedy
from menkou.web.imports import words as said
from menkou.web.imports.forms import BringForm
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.export import XLSX, download
from menkou.web.parts.forms import run
from menkou.web.parts.templatetags.parts import query_with
from menkou.web.parts.words import listed

BOTH = ("GET", "POST")
SHOWN = 25
STILL = timedelta(seconds=30)
RUNNING = (Import.State.CHECKING, Import.State.WRITING, Import.State.TAKING_BACK)


def import_within(request: Request, pk: int) -> Import:
    """The import, if this page's verb reaches whoever brought it; else there is no such page."""
    rows = imports.within(request.scope, request.day, request.user)
    return get_object_or_404(rows.select_related("by", "key"), pk=pk)


def kinds_of(request: Request) -> list[ListKind]:
    """The lists that somebody may bring: whose rows she may write one by one as well."""
    return [
        kind for kind in LISTS.values() if rights.may(request.user, kind.verb, request.day)
    ]


@screen("importing.bring", methods=BOTH)
def new(request: Request) -> HttpResponse:
    """Which list and which file; the templates and what their columns mean."""
    kinds = kinds_of(request)
    form = BringForm(
        request.POST if request.method == "POST" else None, request.FILES or None, kinds=kinds,
        initial={"list": request.GET.get("list", "people"), "day": request.day},
    )
    if form.is_valid():
        found = form.cleaned_data
        file = found["file"]
        if run(form, bring, list_=found["list"], content=file.read(), name=file.name,
               day=found["day"], by=request.user, at=request.at):
            check_list.enqueue(form.result.pk)
            return redirect("imports:import", form.result.pk)
    asked = form["list"].value()
    shown = next((kind for kind in kinds if kind.code == asked), kinds[0] if kinds else None)
    return render(request, "imports/new.html", {"form": form, "kinds": kinds, "shown": shown})


@screen("importing.bring")
def template(request: Request, code: str) -> HttpResponse:
    """An empty list to fill in."""
    kind = LISTS[code]
    return download(sheets.template(kind), XLSX, _("%(list)s模板.xlsx") % {"list": kind.title})


@screen("importing.see")
def record(request: Request, pk: int) -> HttpResponse:
    """How far a list is, what its rows come to, and what is to be decided."""
    imported = import_within(request, pk)
    counts = {
        Row.Kind.WRONG: imported.wrong, Row.Kind.QUESTION: imported.questions,
        Row.Kind.CHANGED: imported.changed, Row.Kind.MOVED: imported.moved,
        Row.Kind.DOUBT: imported.told.get("doubts", 0),
    }
    there = [kind for kind in said.TABS if counts[kind]]
    kind = next((one for one in there if one == request.GET.get("rows")), None)
    kind = kind or next(iter(there), None)
    rows = imported.rows.filter(kind=kind or "")
    if kind == Row.Kind.DOUBT:  # a row that changes something may be odd as well
        rows = imported.rows.filter(findings__code__in=[*DOUBTS, *BESIDE]).distinct()
    rows = rows.prefetch_related("findings").order_by("pk")
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    still = imported.state in RUNNING and request.at - imported.beat_at > STILL
    return render(request, "imports/import.html", {
        "imported": imported, "title": said.title(imported), "page": page, "kind": kind,
        "state": said.STATES[Import.State(imported.state)],
        "colour": said.KINDS[Import.State(imported.state)],
        "steps": said.STEPS, "step": said.AT_STEP.get(Import.State(imported.state), 0),
        "why": said.refusal(imported) if imported.refusal else "",
        "tabs": [
            {"words": f"{said.TABS[one]} {counts[one]}", "current": one == kind,
             "url": query_with(request, rows=one, page=None)}
            for one in there
        ],
        "rows": [_told(row, kind) for row in page], "answers": said.ANSWERS,
        "running": imported.state in RUNNING, "still": still,
        "good": imported.added + imported.changed + imported.moved,
        "nothing": imported.state == Import.State.CHECKED
        and imported.total == imported.wrong + imported.unchanged and imported.unchanged > 0,
        **_progress(imported), "may": _may(request, imported),
        "before": _before(request, imported), "wrote": said.WROTE[imported.list],
        "noun": said.NOUNS.get(imported.list, ""),
        "columns": listed([head for _sheet, head in imported.told.get("columns", ())]),
        "left": [left(code, params) for code, params in imported.told.get("sheets", ())],
    })


def _told(row: Row, kind: str | None) -> tuple[Row, list[dict[str, Any]]]:
    """A row with its findings in words: of odd rows what is odd, of others all."""
    return row, [
        {"at": f"{one.letter} {one.column}".strip(), "shown": one.shown,
         "reason": reason(one.code, one.params), "remedy": remedy(one.code, one.params)}
        for one in row.findings.all()
        if kind != Row.Kind.DOUBT or one.code in DOUBTS or one.code in BESIDE
    ]


def _progress(imported: Import) -> dict[str, Any]:
    """How far the work under way is: rows done, of how many, percent, and whole minutes left, as
    far as its speed until now tells."""
    begun, since = imported.told.get("from", 0), imported.told.get("since")
    done, most = imported.cursor, imported.total
    if imported.state == Import.State.CHECKING:
        done = imported.looked
    elif imported.state == Import.State.TAKING_BACK:
        done, most, begun = begun - done, begun, 0
    spent = imported.beat_at - datetime.fromisoformat(since) if since else timedelta()
    minutes = None
    if done > begun and spent > timedelta():
        minutes = ceil(spent * (most - done) / (done - begun) / timedelta(minutes=1))
    percent = done * 100 // most if most else 0
    return {"rows_done": done, "rows_most": most, "percent": percent, "minutes": minutes}


def _before(request: Request, imported: Import) -> Import | None:
    """The same file, brought before by somebody whom this page reaches too."""
    if imported.state not in (Import.State.CHECKING, Import.State.CHECKED):
        return None
    return imports.same(imports.within(request.scope, request.day, request.user), imported)


def _may(request: Request, imported: Import) -> dict[str, bool]:
    """What may be done with the list now, by whoever looks at it."""
    state = imported.state
    when = {
        "write": state in (Import.State.CHECKED, Import.State.STOPPED)
        and imported.total > imported.wrong + imported.unchanged,
        "answer": state == Import.State.CHECKED,
        "bring": state == Import.State.CHECKED,
        "fetch_wrong": state in (Import.State.CHECKED, Import.State.DONE) and imported.wrong > 0,
        "stop": state == Import.State.WRITING,
        "drop": state == Import.State.CHECKED,
        "take_back": state in (Import.State.DONE, Import.State.STOPPED) and imported.cursor > 0,
    }
    return {
        name: now and rights.may(request.user, f"importing.{name}", request.day)
        for name, now in when.items()
    }

