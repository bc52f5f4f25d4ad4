"""What goes to the bank: what may go now, a batch, its file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from menkou.access import queries as rights
from menkou.lib.amounts import capitals
from menkou.lib.errors import Refused
from menkou.settlement.actions.ledger import show_accounts
from menkou.settlement.actions.payments import make_batch
from menkou.settlement.models import Batch, Payment, Period
from menkou.settlement.queries import batches as queries
from menkou.settlement.queries import payments, periods
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.export import download
from menkou.web.parts.forms import run
from menkou.web.pay import money_words as said
from menkou.web.pay.common import period_within
from menkou.web.pay.money_forms import AnswerForm, BatchForm, banks

PER_PAGE = 50


@screen("settlement.see_pay")
def batches(request: Request, pk: int) -> HttpResponse:
    """What of a period may go to the bank, what can't and why, and the batches so far."""
    period = period_within(request, pk)
    form = BatchForm(initial={"account": queries.last_account(period)})
    return _show(request, period, form)


def _show(request: Request, period: Period, form: BatchForm) -> HttpResponse:
    mine = payments.within(request.scope, request.day).filter(slip__period=period)
    due = payments.with_why(mine.filter(state=Payment.State.DUE)).order_by("slip", "pk")
    ready = [one for one in due if one.why is None]
    apart = [(one, said.why_not(one.why)) for one in due if one.why]
    seen = queries.within(request.scope, request.day).values("pk")
    return render(request, "pay/money_batches.html", {
        "period": period, "ready": len(ready), "ready_sum": sum(one.amount for one in ready),
        "apart": Paginator(apart, PER_PAGE).get_page(request.GET.get("page")),
        "batches": periods.batches(period).filter(pk__in=seen), "form": form,
        "makes": bool(ready)
        and rights.may(request.user, "settlement.make_batch", request.day)
        and queries.reaches(period, request.scope, request.day),
    })


@screen("settlement.make_batch", methods=("POST",))
def make(request: Request, pk: int) -> HttpResponse:
    period = period_within(request, pk)
    form = BatchForm(request.POST)
    if not queries.reaches(period, request.scope, request.day):
        form.add_error(None, _("这一期里有不归您看的人，请由付款单位来送银行"))
    elif form.is_valid() and run(
        form, make_batch, period=period, **form.cleaned_data, by=request.user, at=request.at
    ):
        messages.success(request, _("做好了一批，%(n)s 笔") % {"n": form.result.count})
        return redirect("pay:batch", form.result.pk)
    return _show(request, period, form)


def batch_within(request: Request, pk: int) -> Batch:
    """A batch of which the scope reaches every slip. Raises Http404."""
    return get_object_or_404(queries.within(request.scope, request.day), pk=pk)


@screen("settlement.see_pay")
def batch(request: Request, pk: int) -> HttpResponse:
    """A batch: cover, rows, answers."""
    return show_batch(request, batch_within(request, pk), AnswerForm(initial={"day": request.day}))


def show_batch(request: Request, one: Batch, form: AnswerForm) -> HttpResponse:
    rows = Payment.objects.filter(batch=one).select_related("slip__person__party", "slip__period")
    page = Paginator(rows.order_by("slip", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    rows_said = [
        (row, said.STATES[row.state], said.returned(row.code) if row.code else "") for row in page
    ]
    return render(request, "pay/money_batch.html", {
        "batch": one, "capitals": capitals(one.total), "head": bytes(one.head).hex()[:16],
        "page": page, "rows": rows_said, "answers": one.answers.order_by("pk"), "form": form,
        "bank": dict(banks()).get(one.template, one.template),
        "period": page[0].slip.period if page else None,
        "fetches": rights.may(request.user, "settlement.see_bank_file", request.day),
        "returns": rights.may(request.user, "settlement.return_payment", request.day),
        "reads": rights.may(request.user, "settlement.read_answer", request.day),
    })


@screen("settlement.see_bank_file", methods=("POST",))
def bank_file(request: Request, pk: int) -> HttpResponse:
    """The file for the bank, which shows every account: that is logged."""
    one = batch_within(request, pk)
    try:
        file = queries.file_of(one, day=request.day, at=request.at)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("pay:batch", one.pk)
    show_accounts(batch=one, by=request.user, at=request.at)
    return download(file.content, file.content_type, file.name)
