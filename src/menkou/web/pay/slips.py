"""A slip on one page: what it pays for, down to the facts; what she says of it; its life."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from menkou.access import queries as rights
from menkou.lib.amounts import capitals
from menkou.lib.days import day_of
from menkou.registry.queries.person import masked
from menkou.settlement.actions.payments import RETURNS
from menkou.settlement.actions.periods import set_aside
from menkou.settlement.actions.replies import ANSWERS, REASONS, confirm, object_to
from menkou.settlement.models import Approval, Confirmation, Objection, Payment, Slip
from menkou.settlement.queries import periods, slips
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import Form, run
from menkou.web.parts.frame import address
from menkou.web.parts.lists import Act, allowed
from menkou.web.parts.timeline import Line as Event
from menkou.web.parts.timeline import months
from menkou.web.pay import sums
from menkou.web.pay import words as said
from menkou.web.pay.common import BOTH
from menkou.web.pay.forms import AsideForm, ConfirmForm, ObjectForm, sent


def slip_within(request: Request, pk: int) -> Any:
    """A slip of which the scope reaches a line, with what its page asks. Raises Http404."""
    rows = slips.within(request.scope, request.day)
    return get_object_or_404(slips.for_page(rows, request.scope, request.day), pk=pk)


@screen("settlement.see_pay")
def record(request: Request, pk: int) -> HttpResponse:
    """A slip with the contents of 保障农民工工资支付条例 article 15; reached in part, the lines
    that are reached, and no sums."""
    slip = slip_within(request, pk)
    lines = slips.lines(slip, request.scope)
    traced = rights.may(request.user, "work.see_statement", request.day)
    bases = slips.bases(slip, lines, rights.scope(request.user, "work.see_statement", request.day)
                        ) if traced else {}  # fmt: skip
    asked = list(slip.objections.select_related("by", "answered_by").order_by("pk"))
    context: dict[str, Any] = {
        "slip": slip, "span": said.span(slip.period), "where": said.where(slip.engagement),
        "lines": [shown(line, slip.period.last) for line in lines if line.evidence],
        "bases": [
            {"line": shown(line, slip.period.last), "rows": bases[line.number]}
            for line in lines if line.number in bases
        ],
        "minutes": sums.worked(slip), "person_url": address("person", slip.person_id)
        if slip.known and rights.may(request.user, "registry.see_people", request.day) else "",
        "acts": allowed(_acts(slip), request), "asked": asked,
        "objection": next((one for one in asked if one.answered_at is None), None),
        "reasons": REASONS, "answers": rights.may(request.user, "settlement.answer", request.day),
        "form_words": slip.engagement.get_form_display(),
    }
    if slip.whole:
        context |= {
            "numbers": masked(slip.person), "steps": sums.steps(slip, lines),
            "capitals": capitals(slip.net), "to": sums.to(slip), "minimum": sums.minimum(slip),
            "odd": [(said.odd(code), said.odd_colour(code)) for code in slip.odd.split()],
            "pay_said": said.PAID.get(slip.pay, ""), "pay_colour": said.OF_PAY.get(slip.pay, ""),
            "life": months(_life(slip, asked, request)),
        }
    return render(request, "pay/slip.html", context)


def shown(line: Any, beside: date) -> dict[str, Any]:
    """A line of work in words; days of another year than that of `beside` say theirs."""
    return {
        "number": line.number, "product": said.product(line), "operation": said.operation(line),
        "days": said.days(line, beside), "quantity": said.quantity(line), "unit": said.unit(line),
        "rate": said.rate(line), "share": said.share(line), "amount": line.amount,
        "kind": said.kind(line), "evidence": line.evidence,
    }


def _acts(slip: Any) -> tuple[Act, ...]:
    """What may be said of a slip now."""
    key, acts = (slip.pk,), []
    if slip.whole and not slip.asked:
        if not _confirmed(slip):
            acts.append(Act(_("她说对"), "pay:right", key, "check", "settlement.confirm"))
        acts.append(Act(_("她说不对"), "pay:wrong", key, "warn", "settlement.object"))
    if slip.whole and not slip.aside:
        acts.append(Act(_("下次先放一边"), "pay:aside", key, "clock", "settlement.set_aside"))
    return tuple(acts)


def _confirmed(slip: Slip) -> bool:
    return hasattr(slip, "confirmation")


def _life(slip: Any, asked: list[Objection], request: Request) -> list[Event]:
    """What happened to a slip, the newest first."""
    period, day = slip.period, request.day
    found = [*_of_objections(asked), *_of_approvals(periods.approvals(period)),
             *_of_payments(slip.payments.order_by("pk"))]  # fmt: skip
    if period.closed_at:
        found.append(
            Happened(period.closed_at, "yuan", _("关了账，有了工资条"), _by(period.started_by))
        )
    if _confirmed(slip):
        one = slip.confirmation
        how = _(str(Confirmation.How(one.how).label))
        found.append(Happened(one.at, "check", _("她说对"), _by(one.by), how))
    found.sort(key=lambda one: one.at, reverse=True)
    return [
        Event(day_of(one.at), words.day(day_of(one.at), day), "pay", one.icon, one.title,
              " · ".join(part for part in (one.who, one.more, one.clock) if part))
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a slip; `by_day`: only its day is known."""

    at: datetime
    icon: str
    title: str
    who: str = ""
    more: str = ""
    by_day: bool = False

    @property
    def clock(self) -> str:
        return "" if self.by_day else words.clock(self.at)


def _by(user: Any) -> str:
    return str(user) if user else ""


def _of_objections(asked: list[Objection]) -> Iterator[Happened]:
    for one in asked:
        why = str(REASONS.get(one.reason, one.reason))
        yield Happened(one.at, "warn", _("她说不对"), _by(one.by), why)
        if one.answered_at:
            title = _("答复：%(answer)s") % {"answer": _(str(one.get_answer_display()))}
            why = str(ANSWERS.get(one.answer_why, one.answer_why))
            yield Happened(one.answered_at, "reply", title, _by(one.answered_by), why)


def _of_approvals(given: list[Approval]) -> Iterator[Happened]:
    for one in given:
        good = one.verdict == Approval.Verdict.APPROVED
        icon, title = ("check", _("批了")) if good else ("undo", _("退回了"))
        yield Happened(one.at, icon, title, _by(one.by))


def _of_payments(rows: Iterable[Payment]) -> Iterator[Happened]:
    for one in rows:
        yield Happened(one.made_at, "clock", _("待付"), _yuan(one.amount))
        if one.state == Payment.State.PAID:
            way = _(str(one.get_way_display()))
            at = _on(one.paid_on, one.made_at)
            yield Happened(at, "yuan", _("付了"), _yuan(one.paid or 0), way, by_day=True)
        if one.state == Payment.State.RETURNED:
            why, at = str(RETURNS.get(one.code, one.code)), _on(one.returned_on, one.made_at)
            yield Happened(at, "undo", _("退回了"), _yuan(one.amount), why, by_day=True)


def _yuan(amount: int) -> str:
    return _("%(sum)s 元") % {"sum": words.yuan(amount)}


def _on(day: date | None, made_at: datetime) -> datetime:
    """A moment of a day by which it stands in order: not before the payment was made."""
    return max(made_at, made_at + (day - day_of(made_at))) if day else made_at


@screen("settlement.confirm", methods=BOTH)
def right(request: Request, pk: int) -> HttpResponse:
    """She said, or signed, that it is right."""
    return _say(request, pk, ConfirmForm(sent(request)), confirm,
                _("她说对"), _("记下了"))  # fmt: skip


@screen("settlement.object", methods=BOTH)
def wrong(request: Request, pk: int) -> HttpResponse:
    """She told the clerk what is not right."""
    return _say(request, pk, ObjectForm(sent(request)), object_to, _("她说不对"),
                _("记下了，要答复她"), how=Objection.How.TOLD)  # fmt: skip


def _say(
    request: Request, pk: int, form: Form, action: Any, title: str, done: str, **given: Any
) -> HttpResponse:
    slip = _whole(request, pk)
    if form.is_valid() and run(
        form, action, slip=slip, **form.cleaned_data, **given, by=request.user, at=request.at
    ):
        messages.success(request, done)
        return redirect("pay:slip", pk)
    return _ask(request, slip, form, title, _("记下"))


@screen("settlement.set_aside", methods=BOTH)
def aside(request: Request, pk: int) -> HttpResponse:
    """Lets her next slip wait until something is clear."""
    slip, form = _whole(request, pk), AsideForm(sent(request))
    if form.is_valid() and run(
        form, set_aside, engagement=slip.engagement, **form.cleaned_data, by=request.user,
        at=request.at,
    ):
        messages.success(request, _("放在一边了，说清楚以前不结下一张"))
        return redirect("pay:slip", pk)
    return _ask(request, slip, form, _("下次先放一边"), _("放一边"),
                _("她这一张照付；下一张等说清楚了再结，少不了。"))  # fmt: skip


def _whole(request: Request, pk: int) -> Any:
    """A slip that is reached whole: of one reached in part nobody says what it is. Http404."""
    rows = slips.whole(slips.within(request.scope, request.day), request.scope)
    return get_object_or_404(
        slips.with_names(rows).select_related("person__party", "period", "engagement"), pk=pk
    )


def _ask(
    request: Request, slip: Slip, form: Form, title: str, send: str, sub: str = ""
) -> HttpResponse:
    return render(request, "pay/form.html", {
        "form": form, "title": title, "send": send, "sub": sub,
        "up": f"{slip.person} {said.span(slip.period)}",
        "back": reverse("pay:slip", args=[slip.pk]),
    })
