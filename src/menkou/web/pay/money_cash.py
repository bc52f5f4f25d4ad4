"""What is paid by hand: to herself, to who takes it for her, to a dead worker's relative."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from menkou.access import queries as rights
from menkou.settlement.actions import cash as actions
from menkou.settlement.models import Handover, Payment
from menkou.settlement.queries import payments
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import Form, run
from menkou.web.pay import money_words as said
from menkou.web.pay.common import BOTH, period_within, press
from menkou.web.pay.money_bank import PER_PAGE
from menkou.web.pay.money_forms import CashForm, RelativeForm, ReturnForm


@screen("settlement.see_pay")
def cash(request: Request, pk: int) -> HttpResponse:
    """What of a period is due, with who can't be paid by the bank first, and what was handed
    over."""
    period = period_within(request, pk)
    mine = payments.within(request.scope, request.day).filter(slip__period=period)
    due = payments.with_why(mine.filter(state=Payment.State.DUE)).select_related(
        "handover", "slip__person__key"
    )
    found = sorted(due, key=lambda one: (one.why is None, one.slip_id, one.pk))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    done = mine.filter(state=Payment.State.PAID, way=Payment.Way.CASH).select_related("handover")
    may = {
        name: rights.may(request.user, f"settlement.{name}", request.day)
        for name in ("pay_cash", "ask_relative", "pay_relative", "return_payment")
    }
    return render(request, "pay/money_cash.html", {
        "period": period, "page": page, "may": may, "signs": Handover.Signed.choices,
        "rows": [
            (one, said.why_not(one.why), _asked(one), _asked_by(one) == request.user.pk,
             said.taker(one.handover) if _asked(one) else "")
            for one in page
        ],
        "sum": sum(one.amount for one in found), "n": len(found),
        "done": done.order_by("-paid_on", "-pk")[:PER_PAGE],
    })


def _asked(payment: Payment) -> bool:
    return hasattr(payment, "handover")


def _asked_by(payment: Payment) -> int | None:
    return payment.handover.asked_by_id if _asked(payment) else None


def _payment(request: Request, pk: int) -> Payment:
    return get_object_or_404(payments.within(request.scope, request.day), pk=pk)


def _ask(
    request: Request, payment: Payment, form: Form, title: str, send: str,
    act: Callable[[dict[str, Any]], bool], done: str,
) -> HttpResponse:  # fmt: skip
    if form.is_valid() and act(form.cleaned_data):
        messages.success(request, done)
        return redirect("pay:cash", payment.slip.period_id)
    return render(request, "pay/money_form.html", {
        "payment": payment, "form": form, "title": title, "send": send,
    })


@screen("settlement.pay_cash", methods=BOTH)
def pay(request: Request, pk: int) -> HttpResponse:
    """Hands it over: to herself at one tap (`self`), else to who is named."""
    payment = _payment(request, pk)
    done = _("付了，%(name)s 已签收") % {"name": payment.slip.person.party.name}
    if "self" in request.POST:
        press(request, Form(request.POST), done, actions.pay_cash, payment=payment,
              signed=request.POST["self"])  # fmt: skip
        return redirect("pay:cash", payment.slip.period_id)
    form = CashForm(request.POST or None)

    def act(data: dict[str, Any]) -> bool:
        taker = actions.Taker(data["name"], data["relation"], data["reason"])
        return run(form, actions.pay_cash, payment=payment, signed=data["signed"],
                   taker=taker, by=request.user, at=request.at)

    return _ask(request, payment, form, _("由别人代领"), _("交给代领人"), act, done)


@screen("settlement.ask_relative", methods=BOTH)
def relative(request: Request, pk: int) -> HttpResponse:
    """Asks that a dead worker's money goes to a relative."""
    payment = _payment(request, pk)
    form = RelativeForm(request.POST or None)

    def act(data: dict[str, Any]) -> bool:
        taker = actions.Taker(data["name"], data["relation"], actions.DIED, data["paper"])
        return run(form, actions.ask_relative, payment=payment, signed=data["signed"],
                   taker=taker, by=request.user, at=request.at)

    return _ask(request, payment, form, _("由亲属领取"), _("申请，等另一个人批"), act,
                _("申请好了，等另一个人批"))


@screen("settlement.pay_relative", methods=("POST",))
def relative_pay(request: Request, pk: int) -> HttpResponse:
    return _press(request, pk, actions.pay_relative, _("批了，亲属领到了"))


@screen("settlement.return_payment", methods=BOTH)
def give_back(request: Request, pk: int) -> HttpResponse:
    """Says that a payment did not reach her."""
    payment = _payment(request, pk)
    form = ReturnForm(request.POST or None)

    def act(data: dict[str, Any]) -> bool:
        return run(form, actions.return_payment, payment=payment, code=data["code"],
                   by=request.user, at=request.at)

    return _ask(request, payment, form, _("没有付到"), _("记下，再付一次"), act,
                _("记下了，这一笔又待付了"))


@screen("settlement.lift_hold", methods=("POST",))
def lift(request: Request, pk: int) -> HttpResponse:
    return _press(request, pk, actions.lift_hold, _("这张卡又能用了"))


def _press(request: Request, pk: int, action: Callable[..., Any], done: str) -> HttpResponse:
    payment = _payment(request, pk)
    press(request, Form(request.POST), done, action, payment=payment)
    return redirect("pay:cash", payment.slip.period_id)
