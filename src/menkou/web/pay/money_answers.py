"""A bank's answer: what became of each row, and what to do with the odd ones."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from menkou.access import queries as rights
from menkou.settlement.actions.answers import read_answer, settle_answer
from menkou.settlement.models import AnswerFile, AnswerLine
from menkou.settlement.queries import batches as queries
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import run
from menkou.web.pay import money_words as said
from menkou.web.pay.money_bank import batch_within, show_batch
from menkou.web.pay.money_forms import AnswerForm, SettleForm

Result = AnswerLine.Result
ODD = (Result.OTHER_AMOUNT, Result.UNKNOWN, Result.REPEATED, Result.UNREADABLE)
MOST = 500
"""Rows of one kind on the page."""


@screen("settlement.read_answer", methods=("POST",))
def upload(request: Request, pk: int) -> HttpResponse:
    """Reads the bank's answer to a batch."""
    batch = batch_within(request, pk)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        if run(form, read_answer, batch=batch, name=file.name, content=file.read(),
               day=form.cleaned_data["day"], by=request.user, at=request.at):
            messages.success(request, _("读完了，%(n)s 行") % {"n": form.result.rows})
            return redirect("pay:answer", form.result.pk)
    return show_batch(request, batch, form)


def _within(request: Request, pk: int) -> AnswerFile:
    return get_object_or_404(queries.answers_within(request.scope, request.day), pk=pk)


@screen("settlement.see_pay")
def answer(request: Request, pk: int) -> HttpResponse:
    """An answer: each kind with its count and its rows, what is odd first."""
    return _show(request, _within(request, pk), None, None)


def _show(
    request: Request, file: AnswerFile, wrong: int | None, form: SettleForm | None
) -> HttpResponse:
    counts = dict(file.lines.order_by().values_list("result").annotate(n=Count("pk")))
    rows = file.lines.select_related(
        "payment__slip__person__party", "payment__slip__period", "settled_by"
    ).order_by("row")
    odd = [
        (one, said.NEXT[Result(one.result)], form if one.row == wrong else None)
        for one in rows.filter(result__in=ODD)[:MOST]
    ]
    back = [
        (one, said.returned(one.payment.code if one.payment else one.code))
        for one in rows.filter(result=Result.REFUSED)[:MOST]
    ]
    return render(request, "pay/money_answer.html", {
        "file": file, "odd": odd, "back": back,
        "counts": [(label, counts[value]) for value, label in Result.choices if value in counts],
        "good": rows.filter(result__in=(Result.ACCEPTED, Result.SEEN))[:MOST],
        "waits": sum(1 for one, *_rest in odd if one.settled_at is None),
        "settles": rights.may(request.user, "settlement.settle_answer", request.day),
        "lifts": rights.may(request.user, "settlement.lift_hold", request.day),
    })


@screen("settlement.settle_answer", methods=("POST",))
def settle(request: Request, pk: int, row: int) -> HttpResponse:
    """The bank really paid so much, or the row is laid aside."""
    file = _within(request, pk)
    line = get_object_or_404(file.lines, row=row)
    form = SettleForm(request.POST)
    aside = "aside" in request.POST
    if form.is_valid():
        amount = None if aside else form.cleaned_data["amount"]
        if amount is None and not aside:
            form.add_error("amount", _("请填银行真正付的数"))
        elif run(form, settle_answer, line=line, amount=amount, by=request.user, at=request.at):
            messages.success(request, _("放下了") if aside else _("记好了"))
            return redirect("pay:answer", file.pk)
    return _show(request, file, row, form)
