"""A pair, and one statement: what it says, how it stands, what comes next and who may do it."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from menkou.access import queries as rights
from menkou.web.fees import words as said
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.frame import address
from menkou.web.parts.lists import Act
from menkou.web.parts.timeline import Line, months
from menkou.work.actions.fees import DISPUTES, TAKEN_BACK
from menkou.work.models import FeeLine, FeePayment, FeeStatement
from menkou.work.queries import owed, statements

NEWEST = 24  # statements on a pair's page; the list has them all


@screen("work.see_fees")
def pair(request: Request, giver: int, holder: int) -> HttpResponse:
    """What one organization owes another, by age, and their statements."""
    found = owed.owed_between(giver, holder, request.scope, request.day)
    if found is None:
        raise Http404
    rows = owed.standing(
        FeeStatement.objects.filter(giver=giver, holder=holder), request.day
    ).order_by("-pk")
    sends = found.waits is None and found.ages["unstated"] != 0 and _speaks(
        request, "work.send_statement", holder
    )
    return render(request, "fees/pair.html", {
        "one": found, "ages": said.ages(found), "sends": sends,
        "statements": [(row, said.COLOURS[row.stands], said.STANDS[row.stands])
                       for row in rows[:NEWEST]],
    })


def _speaks(request: Request, verb: str, holder: int) -> bool:
    """Whether the person may send in a holder's name."""
    if not rights.may(request.user, verb, request.day):
        return False
    scope = rights.scope(request.user, verb, request.day)
    return owed.sendable(scope, request.day).filter(pk=holder).exists()


def statement_within(request: Request, pk: int) -> Any:
    rows = owed.statements_within(request.scope, request.day)
    return get_object_or_404(owed.standing(rows, request.day).select_related(
        "sent_by", "answered_by"
    ), pk=pk)


def lines_of(statement: FeeStatement) -> QuerySet[FeeLine]:
    """Its lines with what they name, in their order."""
    return statement.lines.select_related(
        "order__product", "allotment__operation__makes"
    ).order_by("number")


@screen("work.see_fees")
def statement(request: Request, pk: int) -> HttpResponse:
    """A statement: lines, payments, life, and what its two sides may do now."""
    one = statement_within(request, pk)
    answers = owed.answerable(request.scope, request.day).filter(pk=pk).exists()
    payments = list(one.payments.select_related("paid_by", "back_by").order_by("pk"))
    acts = _acts(request, one) if answers else []
    return render(request, "fees/statement.html", {
        "one": one, "pair": said.pair(one), "colour": said.COLOURS[one.stands],
        "stands": said.STANDS[one.stands],
        "lines": [
            (line, said.product(line), said.kind(line), said.days(line))
            for line in lines_of(one)
        ],
        "acts": acts, "agrees": answers and _may_answer(request, one),
        "own": one.state == FeeStatement.State.SENT and one.sent_by_id == request.user.pk,
        "payments": payments, "life": _life(one, payments),
        "backs": answers and rights.may(request.user, "work.take_fee_back", request.day),
        "reason": DISPUTES.get(one.reason, ""),
        "late_days": (request.day - one.due_on).days if one.due_on else 0,
    })


def _may_answer(request: Request, one: FeeStatement) -> bool:
    return (
        one.state == FeeStatement.State.SENT and one.sent_by_id != request.user.pk
        and rights.may(request.user, "work.agree_statement", request.day)
    )


def _acts(request: Request, one: FeeStatement) -> list[Act]:
    found = []
    if _may_answer(request, one):
        found.append(Act(_("有异议"), "fees:dispute", (one.pk,), "warn"))
    pays = rights.may(request.user, "work.pay_fee", request.day)
    if one.state == FeeStatement.State.AGREED and one.open and pays:
        found.append(Act(_("记付款"), "fees:pay", (one.pk,), "yuan", main=True))
    return found


@screen("work.see_fees")
def payment(request: Request, pk: int) -> HttpResponse:
    """A payment, and the fact that it stands on: from there what it moved in the books."""
    mine = owed.statements_within(request.scope, request.day).values("pk")
    one = get_object_or_404(
        FeePayment.objects.filter(statement__in=mine).select_related(
            "statement__giver__party", "statement__holder__party", "fact", "back", "paid_by",
            "back_by",
        ), pk=pk,
    )
    facts = [(_("付款"), one.fact)]
    if one.back is not None:
        facts.append((_("撤回"), one.back))
    known = _facts_known(request, [fact.pk for _said, fact in facts])
    backs = one.back is None and rights.may(request.user, "work.take_fee_back", request.day) and (
        owed.answerable(request.scope, request.day).filter(pk=one.statement_id).exists()
    )
    return render(request, "fees/payment.html", {
        "one": one, "pair": said.pair(one.statement), "backs": backs,
        "reason": TAKEN_BACK.get(one.back_reason, ""),
        "facts": [(what, fact, address("fact", fact.pk) if fact.pk in known else "")
                  for what, fact in facts],
    })


def _facts_known(request: Request, keys: list[int]) -> set[int]:
    """Which of some facts the person may open: the accounts are no page of an enterprise's."""
    if not rights.may(request.user, "work.see_statement", request.day):
        return set()
    scope = rights.scope(request.user, "work.see_statement", request.day)
    rows = statements.facts(scope, request.day).filter(pk__in=keys)
    return set(rows.values_list("pk", flat=True))


def _life(one: FeeStatement, payments: list[FeePayment]) -> list[dict[str, Any]]:
    """The months of its life, newest first."""
    lines = [Line(
        one.day, words.day(one.day), "", "send",
        _("送出 %(sum)s 元") % {"sum": words.yuan(one.due)}, under=str(one.sent_by),
    )]
    if one.answered_at is not None:
        on = one.answered_at.astimezone(words.SHANGHAI).date()
        agreed = one.state == FeeStatement.State.AGREED
        lines.append(Line(
            on, words.day(on), "job" if agreed else "care", "check" if agreed else "warn",
            _("认账") if agreed else _("有异议：%(why)s") % {"why": DISPUTES.get(one.reason, "")},
            under=str(one.answered_by), good=agreed,
        ))
    for paid in payments:
        lines.append(Line(
            paid.paid_on, words.day(paid.paid_on), "pay", "yuan",
            _("付了 %(sum)s 元") % {"sum": words.yuan(paid.amount)},
            under=_("流水号 %(reference)s") % {"reference": paid.reference}, good=True,
        ))
        if paid.back_at is not None:
            on = paid.back_at.astimezone(words.SHANGHAI).date()
            lines.append(Line(
                on, words.day(on), "care", "undo",
                _("撤回 %(sum)s 元：%(why)s") % {
                    "sum": words.yuan(paid.amount), "why": TAKEN_BACK[paid.back_reason],
                }, under=str(paid.back_by),
            ))
    lines.sort(key=lambda line: line.day, reverse=True)
    return months(lines)

