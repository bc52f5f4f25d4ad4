"""One fact: what it says, who recorded it, what corrects it, and what it moved in the books."""

from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from menkou.access import queries as rights
from menkou.facts.models import Fact, Tray
from menkou.ledger.models import Account, Transfer
from menkou.registry.models import Party
from menkou.registry.queries import people
from menkou.web.office import book_words as said
from menkou.web.office import waits
from menkou.web.parts import frame
from menkou.web.parts.edge import Request, screen
from menkou.work.models import FeePayment, Ticket
from menkou.work.queries import owed, statements, tickets

COLOURS = {"booked": "good", "waiting": "wait"}


def _rows(request: Request) -> QuerySet[Tray]:
    """Facts within reach, with the names of their person and place."""
    names, text = Party.objects.values("name"), CharField()
    at_ticket = Ticket.objects.filter(pk=OuterRef("ticket")).values("workshop__party__name")
    return statements.facts(request.scope, request.day).select_related(
        "fact__recorder", "fact__device", "aside_by"
    ).annotate(
        person_seen=Exists(
            people.within(request.scope, request.day).filter(pk=OuterRef("person"))
        ),
        ticket_seen=Exists(
            tickets.within(request.scope, request.day).filter(pk=OuterRef("ticket"))
        ),
        person_name=Subquery(names.filter(pk=OuterRef("person")), output_field=text),
        place_name=Coalesce(
            Subquery(names.filter(pk=OuterRef("place")), output_field=text),
            Subquery(at_ticket, output_field=text),
        ),
    )


@screen("work.see_statement")
def one_fact(request: Request, pk: int) -> HttpResponse:
    """A fact on one page, from what was recorded down to what it moved."""
    row: Any = get_object_or_404(_rows(request), pk=pk)
    fact = row.fact
    chain = (
        Fact.objects.filter(tray__root=row.root_id).select_related("recorder", "tray")
        if row.root_id else Fact.objects.none()
    ).order_by("pk")
    return render(request, "office/one_fact.html", {
        "row": row, "fact": fact, "summary": waits.summary(fact), "details": waits.details(fact),
        "state": Tray.State(row.state).label, "colour": COLOURS.get(row.state, ""),
        "why": waits.why_in_full(row) if row.state != Tray.State.BOOKED else "",
        "question": waits.question(row),
        "chain": _chain(list(chain), fact), "lines": _lines(request, row),
        "ticket_url": frame.address("ticket", row.ticket) if row.ticket_seen else "",
        "waits": row.state in (Tray.State.WAITING, Tray.State.ASIDE),
        "payment_url": _payment(request, fact) if fact.kind in ("fee_paid", "fee_back") else "",
    })


def _payment(request: Request, fact: Fact) -> str:
    """The page of the payment of fees that a fact is about, for who may open it."""
    if not rights.may(request.user, "work.see_fees", request.day):
        return ""
    rows = owed.statements_within(
        rights.scope(request.user, "work.see_fees", request.day), request.day
    ).values("pk")
    about = Q(fact=fact) | Q(back=fact)
    found = FeePayment.objects.filter(about, statement__in=rows).values_list("pk", flat=True)
    pk = found.first()
    return frame.address("fee-payment", pk) if pk else ""


def _chain(chain: list[Fact], fact: Fact) -> list[dict[str, Any]]:
    """The other facts of the same matter, each with what it is to this one."""
    return [
        {"summary": waits.summary(one), "fact": one, "what": _relation(one, fact)}
        for one in chain
        if one.pk != fact.pk
    ]


def _relation(one: Fact, fact: Fact) -> str:
    if one.replaces == fact.uid:
        return _("撤销了这一条") if one.kind == "undo" else _("更正了这一条")
    if fact.replaces == one.uid:
        return _("被这一条撤销") if fact.kind == "undo" else _("被这一条更正")
    return _("同一件事")


def _lines(request: Request, row: Tray) -> list[dict[str, Any]]:
    """What the fact moved. The wage of somebody out of reach is counted and not named; what was
    measured in the same list, for other hands or another store out of reach, is left out."""
    moved = list(statements.moved(row)) if row.root_id else []
    sides = {side for line in moved for side in (line.source_id, line.target_id)}
    scope, day = request.scope, request.day
    known = set(statements.accounts(scope, day).filter(pk__in=sides).values_list("pk", flat=True))
    paid = [line.pk for line in moved if hasattr(line, "wage")]
    named = set(
        statements.wages(scope).filter(pk__in=paid).values_list("pk", flat=True)
    ) if paid else set()
    return [
        _line(line, known, hides=line.pk in paid and line.pk not in named)
        for line in moved
        if not line.measured or {line.source_id, line.target_id} & known
    ]


def _line(line: Transfer, known: set[int], *, hides: bool) -> dict[str, Any]:
    return {
        "source": _side(line.source, line, known, hides=hides),
        "target": _side(line.target, line, known, hides=hides),
        "commodity": line.commodity,
        "amount": "" if hides else said.amount(line.quantity, line.commodity),
        "basis": "" if hides else said.basis(line),
    }


def _side(account: Account, line: Transfer, known: set[int], *, hides: bool) -> dict[str, str]:
    if hides and account.party.kind == Party.Kind.PERSON:
        return {"words": _("不归您管的人"), "url": ""}
    query = f"?commodity={line.commodity_id}"
    url = frame.address("account", account.pk, query=query) if account.pk in known else ""
    return {"words": said.side(account), "url": url}
