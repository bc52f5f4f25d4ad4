"""An account's statement on paper: oldest first, with sign lines."""

from itertools import takewhile
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from menkou.ledger.models import Balance, Commodity
from menkou.web.office import book_words as said
from menkou.web.office import waits
from menkou.web.parts.edge import Request, screen
from menkou.work.queries import statements

MOST = 1000
"""Lines on paper; what is older stands in the first line's balance."""


def asked_for(balances: list[Balance], commodity: str) -> Balance:
    """The balance of the commodity that was asked for, else the first. Http404 for none."""
    if not balances:
        raise Http404
    return next((one for one in balances if str(one.commodity_id) == commodity), balances[0])


@screen("work.see_statement")
def printed(request: Request, pk: int) -> HttpResponse:
    """The statement of an account in one commodity, to be signed."""
    known = statements.balances(request.scope, request.day).filter(account=pk)
    balance = asked_for(list(known.order_by("commodity")), request.GET.get("commodity", ""))
    account = balance.account
    left_out, sum_left_out = statements.elsewhere(balance, request.scope)
    return render(request, "office/account_print.html", {
        "account": account, "balance": balance, "lines": _lines(request, balance),
        "kind": said.KINDS[account.kind], "other": said.other(account), "job": said.job(account),
        "money": balance.commodity.kind == Commodity.Kind.MONEY,
        "stands": said.amount(balance.quantity, balance.commodity),
        "left_out": left_out, "left_out_sum": said.amount(sum_left_out, balance.commodity),
    })


def _lines(request: Request, balance: Balance) -> list[dict[str, Any]]:
    newest = list(statements.lines(balance, request.scope)[:MOST])
    if not newest:
        return []
    oldest = newest[-1].pk
    stood = statements.after(balance, newest[0].pk)
    levels = dict(takewhile(lambda level: level[0] >= oldest, stood))
    return [
        {
            "day": line.day, "what": waits.summary(line.root),
            "across": said.across(line, balance.account), "basis": said.basis(line),
            "signed": said.moved(line), "after": said.amount(levels[line.pk], line.commodity),
        }
        for line in reversed(newest)
    ]
