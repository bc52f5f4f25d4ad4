"""What is done about fees: a statement sent, agreed or disputed; a payment booked or taken back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from menkou.registry.models import Organization
from menkou.web.fees import words as said
from menkou.web.fees.forms import BackForm, DisputeForm, PayForm, sent
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import Form, run
from menkou.web.parts.frame import address
from menkou.work.actions import fees as actions
from menkou.work.models import FeeStatement
from menkou.work.queries import fee_lines, owed

BOTH = ("GET", "POST")


@screen("work.send_statement", methods=BOTH)
def send(request: Request, giver: int, holder: int) -> HttpResponse:
    """Shows what the next statement of a pair would say, and sends it in the holder's name."""
    mine = owed.sendable(request.scope, request.day).filter(pk=OuterRef("pk"))
    sides = Organization.objects.select_related("party").annotate(mine=Exists(mine)).in_bulk(
        [giver, holder]
    )
    if len(sides) < 2 or not sides[holder].mine:
        raise Http404
    form = Form(sent(request))
    if form.is_valid() and run(
        form, actions.send_statement, giver=sides[giver], holder=sides[holder], by=request.user,
        at=request.at,
    ):
        messages.success(request, _("送好了，等%(giver)s认账") % {"giver": sides[giver]})
        return redirect("fees:statement", form.result.pk)
    before = FeeStatement.objects.filter(giver=giver, holder=holder).exclude(
        state=FeeStatement.State.DISPUTED
    ).order_by("-upto").first()
    since, carried, covered = (
        (before.upto, before.carried_out, before.day) if before else (0, 0, None)
    )
    rows = fee_lines.lines(giver, holder, since, fee_lines.LAST, covered)
    return render(request, "fees/send.html", {
        "form": form, "giver": sides[giver], "holder": sides[holder],
        "lines": said.previewed(rows), "carried": carried,
        "amount": sum(row.amount for row in rows) + carried,
        "back": address("fees:pair", giver, holder),
    })


def _answered(request: Request, pk: int) -> FeeStatement:
    rows = owed.answerable(request.scope, request.day)
    return get_object_or_404(rows.select_related("giver__party", "holder__party"), pk=pk)


@screen("work.agree_statement", methods=("POST",))
def agree(request: Request, pk: int) -> HttpResponse:
    form = Form(request.POST)
    if form.is_valid() and run(
        form, actions.agree_statement, statement=_answered(request, pk), by=request.user,
        at=request.at,
    ):
        messages.success(request, _("认账了，可以分几次付"))
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    return redirect("fees:statement", pk)


def _ask(
    request: Request, one: FeeStatement, form: Form, act: Callable[..., Any], done: str,
    **said_: Any,
) -> HttpResponse:
    if form.is_valid() and run(form, act, **form.cleaned_data, by=request.user, at=request.at):
        messages.success(request, done)
        return redirect("fees:statement", one.pk)
    return render(request, "fees/form.html", {
        "form": form, "one": one, "pair": said.pair(one), **said_,
    })


@screen("work.dispute_statement", methods=BOTH)
def dispute(request: Request, pk: int) -> HttpResponse:
    one = _answered(request, pk)

    def act(**given: Any) -> FeeStatement:
        return actions.dispute_statement(statement=one, **given)

    return _ask(
        request, one, DisputeForm(sent(request)), act,
        _("记下了。对方改好了，会再送一张"), title=_("对账单有异议"), send=_("退给对方"),
    )


@screen("work.pay_fee", methods=BOTH)
def pay(request: Request, pk: int) -> HttpResponse:
    one = _answered(request, pk)
    initial = {"day": request.day, "amount": one.open}

    def act(**given: Any) -> Any:
        return actions.pay_fee(statement=one, **given)

    return _ask(
        request, one, PayForm(sent(request), initial=initial), act, _("这笔付款记上了"),
        title=_("记一笔付款"), send=_("记上"), left=one.open,
    )


@screen("work.take_fee_back", methods=BOTH)
def take_back(request: Request, pk: int) -> HttpResponse:
    rows = owed.payments_within(request.scope, request.day).select_related(
        "statement__giver__party", "statement__holder__party"
    )
    payment = get_object_or_404(rows, pk=pk)

    def act(**given: Any) -> Any:
        return actions.take_fee_back(payment=payment, **given)

    return _ask(
        request, payment.statement, BackForm(sent(request)), act,
        _("撤回了，这笔钱又是没付的"), title=_("撤回一笔付款"), send=_("撤回"), payment=payment,
    )
