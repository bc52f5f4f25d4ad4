"""Who had whose number shown in full, when and why: out of the log of verbs."""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Concat, Length, StrIndex, Substr

from menkou.identity.models import VerbLog
from menkou.identity.prepared import prepared
from menkou.lib.scope import Scope
from menkou.registry.models import Party, Person
from menkou.registry.queries import people

LEDGER, BANK = "settlement.export_ledger", "settlement.see_bank_file"
SHOWING = ("registry.reveal", LEDGER, BANK)
"""Verbs of the log, each line about one person, that show numbers in full."""
WHOLE = ("roster", "jobs", "ledger")
"""What leaves the house as a list with full numbers."""


@prepared
def within(scope: Scope, day: date) -> QuerySet[Any]:
    """The lines about persons whom a scope reaches."""
    # The lines are few and the persons many: each line is asked, not everybody listed.
    return lines().filter(Exists(people.within(scope, day).filter(pk=OuterRef("subject"))))


def of(person: int) -> QuerySet[Any]:
    """The lines about one person, the newest first."""
    return lines().filter(subject=person).order_by("-pk")


def lines() -> QuerySet[Any]:
    """Every line, with `name` of the person, `shown` (id, phone, bank, trait, or the code of a
    list: roster, ledger, accounts) and `reason` (a code of `actions.numbers.REASONS`; "bank")."""
    name = Party.objects.filter(pk=OuterRef("subject")).values("name")
    return (
        VerbLog.objects.filter(verb__in=SHOWING, noun="person")
        .annotate(
            name=Subquery(name[:1]),
            said=Case(
                When(verb=LEDGER, then=Concat(Value("ledger:"), F("note"))),
                When(verb=BANK, then=Concat(F("note"), Value(":bank"))),
                default=F("note"), output_field=TextField(),
            ),
        )
        .annotate(colon=StrIndex("said", Value(":")))
        .annotate(
            shown=Substr("said", 1, F("colon") - 1),
            reason=Substr("said", F("colon") + 1, Length("said")),
        )
        .select_related("user")
    )


def named(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those about a person, or by a user, whose name holds a typed text."""
    persons = Person.objects.filter(people.named(text)).values("pk")
    return rows.filter(Q(user__shown_name__icontains=text) | Q(subject__in=persons))
