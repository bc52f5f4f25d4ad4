"""What is pressed on a list's page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from menkou.importing import sheets
from menkou.importing.actions.check import answer, check_again, fetch_wrong
from menkou.importing.actions.take_back import start_taking_back
from menkou.importing.actions.write import drop_import, start_write, stop_write
from menkou.importing.lists import LISTS
from menkou.importing.models import Import, Row
from menkou.importing.tasks import check_list, take_list_back, write_list
from menkou.web.imports.views import import_within
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.export import XLSX, download
from menkou.web.parts.forms import Form, run


def _press(request: Request, done: str, action: Callable[..., Any], **given: Any) -> Form | None:
    """Does what a button says; the form with its result, or None, with the reason told."""
    form = Form(request.POST)
    if form.is_valid() and run(form, action, **given, by=request.user, at=request.at):
        if done:
            messages.success(request, done)
        return form
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return None


@screen("importing.write", methods=("POST",))
def write(request: Request, pk: int) -> HttpResponse:
    """The good rows are to be written; the worker does it."""
    imported = import_within(request, pk)
    if _press(request, _("开始写了，可以离开这一页"), start_write, imported=imported):
        write_list.enqueue(imported.pk)
    return redirect("imports:import", pk)


@screen("importing.stop", methods=("POST",))
def stop(request: Request, pk: int) -> HttpResponse:
    imported = import_within(request, pk)
    _press(request, _("停下了，写好的都在，可以接着写"), stop_write, imported=imported)
    return redirect("imports:import", pk)


@screen("importing.write", methods=("POST",))
def go_on(request: Request, pk: int) -> HttpResponse:
    """Lets the worker go on with what stands still; harmless where it does not."""
    imported = import_within(request, pk)
    if imported.state == Import.State.CHECKING:
        check_list.enqueue(imported.pk)
    elif imported.state == Import.State.WRITING:
        write_list.enqueue(imported.pk)
    elif imported.state == Import.State.TAKING_BACK:
        take_list_back.enqueue(imported.pk, request.user.pk)
    return redirect("imports:import", pk)


@screen("importing.bring", methods=("POST",))
def again(request: Request, pk: int) -> HttpResponse:
    """The rows are compared anew, after what they lacked was registered."""
    imported = import_within(request, pk)
    if _press(request, "", check_again, imported=imported):
        check_list.enqueue(imported.pk)
    return redirect("imports:import", pk)


@screen("importing.drop", methods=("POST",))
def drop(request: Request, pk: int) -> HttpResponse:
    imported = import_within(request, pk)
    if _press(request, _("没有要，什么都没有写"), drop_import, imported=imported):
        return redirect("imports:list")
    return redirect("imports:import", pk)


@screen("importing.take_back", methods=("POST",))
def take_back(request: Request, pk: int) -> HttpResponse:
    """The whole list is to be taken back; the worker does it."""
    imported = import_within(request, pk)
    if _press(request, _("开始撤回了，可以离开这一页"), start_taking_back, imported=imported):
        take_list_back.enqueue(imported.pk, request.user.pk)
    return redirect("imports:import", pk)


@screen("importing.answer", methods=("POST",))
def answer_row(request: Request, pk: int, row: int) -> HttpResponse:
    """Whether a row means somebody who is registered, or is not wanted."""
    imported = import_within(request, pk)
    found = get_object_or_404(imported.rows, pk=row)
    said = request.POST.get("answer", "")
    if said in Row.Answer.values:
        _press(request, "", answer, row=found, answer=said)
    back = request.POST.get("page", "")
    query = f"?rows={found.kind}" + (f"&page={back}" if back.isdigit() else "")
    response = redirect("imports:import", pk)
    response["Location"] += f"{query}#r{found.row}"
    return response


@screen("importing.fetch_wrong", methods=("POST",))
def wrong(request: Request, pk: int) -> HttpResponse:
    """The wrong rows as they were, with the reasons in a last column: to be mended and sent again.

    A POST, as whoever takes them away takes numbers in full: it is logged.
    """
    imported = import_within(request, pk)
    form = _press(request, "", fetch_wrong, imported=imported)
    if form is None:
        return redirect("imports:import", pk)
    kind, rows = LISTS[imported.list], form.result
    tables = list({id(table): table for table, _ in rows}.values())
    content = sheets.wrong_rows(kind, tables, [parsed for _table, parsed in rows])
    name = imported.file_name.rpartition(".")[0] or imported.file_name
    return download(content, XLSX, _("%(name)s 有错的行.xlsx") % {"name": name})
