"""What leaves with numbers in full: the wage ledger, for a reason; a bank's file, for the bank.

Both stand in the log of each person whose numbers they show.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.registry.actions.numbers import REASONS, NotRegistered
from menkou.registry.models import Person
from menkou.registry.queries.person import unmasked
from menkou.settlement.models import Batch, Payment


@transaction.atomic
def show_numbers(
    *, persons: Sequence[Person], reason: str, by: User, at: datetime
) -> dict[int, dict[str, str]]:
    """Person -> her ID and phone in full; a line in the log for each person, with the reason.

    The regulation wants both in the ledger that a payer keeps: 保障农民工工资支付条例 第十五条.
    Raises NotRegistered without a reason.
    """
    if reason not in REASONS:
        raise NotRegistered("reason", field="reason")
    found = {person.pk: unmasked(person) for person in persons}
    log("settlement.export_ledger", "person", sorted(found), by=by, at=at, note=reason)
    return found


@transaction.atomic
def show_accounts(*, batch: Batch, by: User, at: datetime) -> None:
    """Writes down who fetched a batch's file, which shows every account: for the batch, and for
    each of its persons."""
    log("settlement.see_bank_file", "batch", [batch.pk], by=by, at=at, note="accounts")
    persons = Payment.objects.filter(batch=batch).values_list("slip__person", flat=True)
    log("settlement.see_bank_file", "person", sorted(set(persons)), by=by, at=at, note="accounts")
