"""Reads across payments."""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from menkou.identity import keys
from menkou.identity.prepared import prepared
from menkou.lib.scope import Scope
from menkou.registry.models import Trait
from menkou.registry.queries.sameness import standing
from menkou.settlement.models import Handover, Payment, Period
from menkou.settlement.queries import slips

OF_ACCOUNT = ("name_mismatch", "closed", "frozen", "inactive", "no_account")
"""Why a bank refuses an account itself: until it is mended nothing goes there."""


def with_card(rows: QuerySet[Payment]) -> QuerySet[Any]:
    """The payments with `card`, the index of the account that they go to: hers, else that of the
    person whom she was merged into."""
    into = standing().filter(person=OuterRef("slip__person")).values("into__bank_index")[:1]
    return rows.annotate(card=Coalesce("slip__person__bank_index", Subquery(into)))


def _refused() -> QuerySet[Payment]:
    """Why her account is held: a bank refused it, and nobody has mended it since."""
    return Payment.objects.filter(
        slip__person=OuterRef("slip__person"), state=Payment.State.RETURNED, code__in=OF_ACCOUNT,
        account_index=OuterRef("card"), lifted_at=None,
    )


def _death() -> QuerySet[Trait]:
    """That she has died, as it stands now, in whichever registration of hers it was recorded:
    whoever is paid is paid today."""
    whose = OuterRef("slip__person")
    hers = (
        Q(person=whose)
        | Q(person__merged__person=whose, person__merged__withdrawn_at=None)
        | Q(person__aliases__into=whose, person__aliases__withdrawn_at=None)
    )
    return Trait.objects.on(date.max).filter(hers, trait="died", holds=True)


def payable(period: Period) -> QuerySet[Payment]:
    """What may go to the bank now: due, to an account that is not held, of somebody alive, and
    that nobody asked to be paid by hand."""
    return (
        with_card(Payment.objects.filter(slip__period=period, state=Payment.State.DUE))
        .filter(card__isnull=False)
        .filter(~Exists(_refused()), ~Exists(_death()))
        .filter(~Exists(Handover.objects.filter(payment=OuterRef("pk"))))
        .select_related("slip")
    )


def by_hand(period: Period) -> QuerySet[Payment]:
    """What is due and can't go to the bank: no account, one that is held, somebody who died."""
    return Payment.objects.filter(slip__period=period, state=Payment.State.DUE).exclude(
        pk__in=payable(period).values("pk")
    )


def with_why(rows: QuerySet[Payment]) -> QuerySet[Any]:
    """The same with `why` they can't go to the bank: died, asked, no_card, or the code for which
    the bank refused the account; none where they may."""
    asked = Handover.objects.filter(payment=OuterRef("pk"))
    return with_card(rows).annotate(why=Case(
        When(Exists(_death()), then=Value("died")),
        When(Exists(asked), then=Value("asked")),
        When(card=None, then=Value("no_card")),
        default=Subquery(_refused().order_by("-pk").values("code")[:1]),
        output_field=CharField(null=True),
    ))


@prepared
def within(scope: Scope, day: date) -> QuerySet[Payment]:
    """Payments of slips whose sums a scope may be shown."""
    mine = slips.whole(slips.within(scope, day), scope)
    return Payment.objects.filter(slip__in=mine.values("pk")).select_related(
        "slip__person__party", "slip__period__payer__party"
    )


@prepared
def returned(scope: Scope, day: date) -> QuerySet[Payment]:
    """What ever came back, of slips whose sums a scope may be shown; `waits`: the slip is not paid
    in full since."""
    since = Payment.objects.filter(
        slip=OuterRef("slip"), state__in=(Payment.State.DUE, Payment.State.SENT)
    )
    return (
        within(scope, day).filter(state=Payment.State.RETURNED).annotate(waits=Exists(since))
    )


def told(handover: Handover) -> tuple[str, str]:
    """Who takes the money in her name, and the paper that shows it: for who pays or approves it.

    Both stand encrypted under the worker's key; empty where she was forgotten.
    """
    key = handover.payment.slip.person.key
    if key is None:
        return "", ""
    own = keys.unwrap(bytes(key.wrapped), key.master)
    name, paper = (
        keys.decrypt(own, field, bytes(sealed)) if sealed else ""
        for field, sealed in (("taker", handover.name), ("paper", handover.paper))
    )
    return name, paper
