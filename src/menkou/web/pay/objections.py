"""What workers say is not right: the list, her voice, the answer."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from menkou.registry.queries import people
from menkou.settlement.actions.replies import REASONS, Extra, answer
from menkou.settlement.models import Objection
from menkou.settlement.queries import entries
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import run
from menkou.web.parts.lists import Filters, ListScreen, OneOf
from menkou.web.parts.tables import A, Badge, Day, Moment, Table, Text, Title
from menkou.web.pay import words as said
from menkou.web.pay.common import BOTH
from menkou.web.pay.forms import AnswerForm, sent
from menkou.web.pay.lists import tabs

STANDS = {
    "open": gettext_lazy("等答复"), "late": gettext_lazy("过了期限没答复"),
    **{value: gettext_lazy(str(label)) for value, label in Objection.Answer.choices},
}
COLOURS = {"open": "wait", "late": "clay", "upheld": "good", "rejected": ""}
SOUNDS = {
    "webm": "audio/webm", "ogg": "audio/ogg", "wav": "audio/wav", "mp3": "audio/mpeg",
    "amr": "audio/amr", "aac": "audio/aac", "m4a": "audio/mp4",
}
"""Ending of a recording -> what it is served as; nothing else is served."""
_NAME = re.compile(r"[0-9a-f]{32}\.([a-z0-9]{3,4})")


class ObjectionFilters(Filters):
    stands = OneOf(label=gettext_lazy("答复"), choices=list(STANDS.items()))
    state = OneOf(label=gettext_lazy("等不等"), method="only_open",
                  choices=[("open", gettext_lazy("还没答复的"))])
    reason = OneOf(label=gettext_lazy("哪里不对"), choices=list(REASONS.items()))

    def only_open(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(answered_at=None)

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(people.named(value, "slip__person__"))


class ObjectionTable(Table):
    name = Title(gettext_lazy("姓名"), accessor="slip__person__party__name",
                 linkify=("pay:objection", [A("pk")]))
    slip = Text(gettext_lazy("哪张工资条"), linkify=("pay:slip", [A("slip_id")]), orderable=False)
    reason = Text(gettext_lazy("哪里不对"))
    how = Text(gettext_lazy("怎么说的"))
    at = Moment(gettext_lazy("几时说的"))
    due_on = Day(gettext_lazy("答复期限"), order_by=("answered", "due_on"))
    answered_by = Text(gettext_lazy("谁答复的"), accessor="answered_by__shown_name")
    stands = Badge(gettext_lazy("答复"), kinds=COLOURS, named=STANDS, classes="corner")

    class Meta(Table.Meta):
        order_by = "due_on"
        row_attrs = {"class": lambda record: "alert" if record.stands == "late" else ""}

    def render_slip(self, record: Any) -> str:
        return said.span(record.slip.period)

    def render_reason(self, value: str) -> str:
        return str(REASONS.get(value, value))

    def render_how(self, record: Any) -> str:
        return _(str(record.get_how_display()))

    value_slip, value_reason, value_how = render_slip, render_reason, render_how


class ObjectionList(ListScreen):
    verb = "settlement.see_pay"
    title = gettext_lazy("说不对的")
    counted = ngettext_lazy("%(n)s 件", "%(n)s 件", "n")
    hint = gettext_lazy("姓名，或者拼音首字母。")
    table, filters = ObjectionTable, ObjectionFilters
    quick = ("state",)
    empty = (gettext_lazy("没有人说不对"), gettext_lazy("她在手机上、在柜台说的，都会排在这里。"))
    template = "pay/entries.html"

    def rows(self) -> QuerySet[Any]:
        return entries.objections(self.request.scope, self.request.day)

    def more(self) -> dict[str, Any]:
        return {"tabs": tabs(self.request, "objections")}


def _within(request: Request, pk: int) -> Any:
    return get_object_or_404(entries.objections(request.scope, request.day), pk=pk)


@screen("settlement.see_pay")
def objection(request: Request, pk: int) -> HttpResponse:
    """What she says, in her own voice where she recorded it, and what she was answered."""
    return _show(request, _within(request, pk), None)


@screen("settlement.answer", methods=BOTH)
def give_answer(request: Request, pk: int) -> HttpResponse:
    """Answers her: she is right, and how it is put right; or not, and why."""
    row = _within(request, pk)
    form = AnswerForm(sent(request), initial={"day": row.slip.period.last})
    if form.is_valid():
        told = form.cleaned_data
        extra = None
        if told["amount"]:
            day = told["day"] or row.slip.period.last
            extra = Extra(told["amount"], day, told["note"])
        if run(form, answer, objection=row, why=told["why"], extra=extra, by=request.user,
               at=request.at):  # fmt: skip
            messages.success(request, _("答复了，她在手机上看得到"))
            return redirect("pay:slip", row.slip_id)
    return _show(request, row, form)


def _show(request: Request, row: Any, form: AnswerForm | None) -> HttpResponse:
    return render(request, "pay/objection.html", {
        "row": row, "form": form,
        "reason": REASONS.get(row.reason, row.reason), "span": said.span(row.slip.period),
        "stands": STANDS[row.stands], "colour": COLOURS[row.stands],
        "late": row.stands == "late", "sound": bool(_NAME.fullmatch(row.sound)),
    })


@screen("settlement.see_pay")
def sound(request: Request, pk: int) -> HttpResponse:
    """Her recording, as nothing but a sound. Raises Http404 where there is none."""
    name = _NAME.fullmatch(_within(request, pk).sound)
    path = Path(settings.MEDIA_ROOT) / "sounds" / (name[0] if name else "")
    if name is None or name[1] not in SOUNDS or not path.is_file():
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type=SOUNDS[name[1]])
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "private, no-store"
    return response
