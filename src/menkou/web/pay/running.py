"""What is pressed on a period's page: closing it, tax, who is set aside, who approves."""


from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from menkou import policy
from menkou.policy import NoRuleYet
from menkou.policy.tax import CLASSES, hints
from menkou.settlement.actions import periods as actions
from menkou.settlement.actions.close import cancel_close, start_close
from menkou.settlement.models import Period
from menkou.settlement.queries import entries, periods, stages
from menkou.settlement.tasks import close_period
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import Form, run
from menkou.web.pay import words as said
from menkou.web.pay.common import BOTH, period_within, press
from menkou.web.pay.forms import CloseForm, SendBackForm, TaxForm, sent

EXAMPLES = (800, 1200, 3000, 6000)
"""Yuan a month of which the page of tax says what each class would come to."""


@screen("settlement.close", methods=("POST",))
def close(request: Request, pk: int) -> HttpResponse:
    """Begins a close; the worker does it."""
    period, form = period_within(request, pk), CloseForm(request.POST)
    form.is_valid()
    wanted = form.cleaned_data.get("mark") or ""
    upto = next((one for one in periods.marks(period) if str(one.pk) == wanted), None)
    if wanted and upto is None:
        messages.error(request, _("没有这个时刻，请从页面上选"))
    elif press(request, form, _("开始关了，可以离开这一页"), start_close, period=period, upto=upto):
        close_period.enqueue(period.pk)
    return redirect("pay:period", pk)


@screen("settlement.close", methods=("POST",))
def go_on(request: Request, pk: int) -> HttpResponse:
    """Lets the worker go on with a close that stands still; harmless where it does not."""
    period = period_within(request, pk)
    if period.state == Period.State.CLOSING:
        close_period.enqueue(period.pk)
        messages.success(request, _("接着关了"))
    return redirect("pay:period", pk)


@screen("settlement.cancel_close", methods=("POST",))
def cancel(request: Request, pk: int) -> HttpResponse:
    """Stops a close: as if it had never begun."""
    period = period_within(request, pk)
    press(request, Form(request.POST), _("停下了，和没关过一样"), cancel_close, period=period)
    return redirect("pay:period", pk)


@screen("settlement.approve", methods=("POST",))
def approve(request: Request, pk: int) -> HttpResponse:
    period = period_within(request, pk)
    press(request, Form(request.POST), _("批了"), actions.approve, period=period)
    return redirect("pay:period", pk)


@screen("settlement.send_back", methods=BOTH)
def send_back(request: Request, pk: int) -> HttpResponse:
    """Says what is wrong; who approved it before has not."""
    period = period_within(request, pk)
    form = SendBackForm(sent(request))
    if form.is_valid() and run(
        form, actions.send_back, period=period, **form.cleaned_data, by=request.user,
        at=request.at,
    ):
        messages.success(request, _("退回了，改对了再请人批"))
        return redirect("pay:period", pk)
    return render(request, "pay/form.html", {
        "form": form, "title": _("退回工资"), "send": _("退回"), "up": said.span(period),
        "back": reverse("pay:period", args=[pk]),
        "sub": _("工资条不改；改对的落在下一期。以前批过的不算了。"),
    })


@screen("settlement.confirm_tax", methods=BOTH)
def tax(request: Request, pk: int) -> HttpResponse:
    """Whether tax is withheld by this period's slips, beside what each class would come to."""
    period = period_within(request, pk)
    form = TaxForm(sent(request), initial={"withholds": "yes" if period.withholds else "no"})
    if form.is_valid() and run(
        form, actions.confirm_tax, period=period,
        withholds=form.cleaned_data["withholds"] == "yes", by=request.user, at=request.at,
    ):
        messages.success(request, _("定好了"))
        return redirect("pay:period", pk)
    return render(request, "pay/tax.html", {
        "form": form, "period": period, "span": said.span(period),
        "examples": _examples(period), "last": stages.withheld(period.payer_id),
        "classes": [zh if words.chinese() else en for code, (zh, en) in CLASSES.items() if code],
    })


def _examples(period: Period) -> list[tuple[int, list[int]]]:
    """A month's income in 1/10,000 yuan -> what each class withholds of it."""
    try:
        rules = policy.on(period.last)
        return [(n * 10_000, list(hints(n * 10_000, rules).values())) for n in EXAMPLES]
    except NoRuleYet:
        return []


@screen("settlement.open_period", methods=("POST",))
def again(request: Request, pk: int) -> HttpResponse:
    """Opens a later run of the span, for those who had been set aside and are clear now."""
    period, form = period_within(request, pk), Form(request.POST)
    if press(
        request, form, _("开好了，关了账就能补发"), actions.open_period, payer=period.payer,
        cycle=period.cycle, day=period.first, number=period.number + 1,
    ):
        return redirect("pay:period", form.result.pk)
    return redirect("pay:period", pk)


@screen("settlement.resolve", methods=("POST",))
def resolve(request: Request, pk: int) -> HttpResponse:
    """Somebody who was set aside is clear."""
    rows = entries.asides(request.scope, request.day)
    aside = get_object_or_404(rows.select_related("engagement__person__party"), pk=pk)
    done = _("%(name)s说清楚了") % {"name": aside.engagement.person}
    press(request, Form(request.POST), done, actions.resolve, aside=aside)
    if aside.period_id:
        return redirect("pay:period", aside.period_id)
    newest = Period.objects.filter(
        payer=aside.engagement.payer_id, cycle=aside.engagement.cycle
    ).order_by("-last", "-number").first()
    return redirect("pay:period", newest.pk) if newest else redirect("pay:list")
