"""Whose account a person's wages go to, from which day."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from menkou.identity import keys
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.lib.days import day_of
from menkou.registry.actions.dated import state_many
from menkou.registry.actions.numbers import NotRegistered, bank_index, key_of
from menkou.registry.models import BankAccount, Person

SELF = Person.Holder.SELF
PROJECTED = ("bank", "bank_index", "bank_name", "bank_holder", "bank_holder_name")
"""The columns of a person that show the row of her account that holds today."""


@dataclass(frozen=True, slots=True)
class Account:
    """What is said of an account beside its number; None leaves it as it is.

    `holder` of `Person.Holder`; `holder_name` where that is not the person herself.
    """

    bank_name: str | None = None
    holder: str | None = None
    holder_name: str | None = field(default=None, repr=False)


NOTHING = Account()


@transaction.atomic
def set_account(
    *, person: Person, number: str | None, account: Account = NOTHING, source: str = "",
    from_day: date, by: User, at: datetime,
) -> BankAccount:
    """Which account her wages go to from a day; "" takes it away, None keeps that day's number.

    Raises NotRegistered for a day to come (who is paid tomorrow is not known today), for a
    forgotten person, and as `stated` does.
    """
    if from_day > day_of(at):
        raise NotRegistered("account_later", field="from_day")
    made = restate(person, number, account, source=source, from_day=from_day, by=by, at=at)
    person.save(update_fields=PROJECTED)
    log("registry.set_account", "person", [person.pk], by=by, at=at)
    return made


def restate(
    person: Person, number: str | None, account: Account, *, source: str = "",
    from_day: date | None = None, by: User, at: datetime,
) -> BankAccount:
    """Writes the row, and puts what holds now into the person's columns, which the caller saves.

    No day: today, or the day of the row that holds where a clock that was set back makes it later.
    """
    key = key_of(person)
    known = BankAccount.objects.standing().filter(person=person).order_by("from_day")
    last = known.last()
    if from_day is None:
        from_day = max(day_of(at), last.from_day) if last else day_of(at)
    before = known.filter(from_day__lte=from_day).last()
    row = stated(person.pk, key, number, account, from_day=from_day, source=source, before=before)
    (made,) = state_many([row], by=by, at=at)
    project(person, key, known.last())
    return made


def stated(
    person: int, key: bytes, number: str | None, said: Account, *, from_day: date,
    source: str = "", before: BankAccount | None = None,
) -> BankAccount:
    """The row, unsaved: what is not said stays as it was before. Raises as `columns` does."""
    row = BankAccount(person_id=person, from_day=from_day, source=source)
    was = (before.number, before.bank_name, before.holder, before.holder_name) if before else NONE
    found = columns(key, number, said, was)
    row.number, row.bank_name, row.holder, row.holder_name = found
    return row


Columns = tuple[bytes | memoryview | None, str, str, bytes | memoryview | None]
NONE: Columns = (None, "", SELF.value, None)
"""Number, bank, holder, holder's name of who has no account."""


def columns(key: bytes, number: str | None, said: Account, was: Columns = NONE) -> Columns:
    """What stands of an account after something is said of what was: number and name encrypted.

    No number: nothing else stands. Raises NotRegistered where something is said of no account,
    where somebody else's has no name of a holder, or her own has one.
    """
    sealed, bank_name, holder, holder_name = was
    if number is not None:
        sealed = keys.encrypt(key, "bank", number) if number else None
    if sealed is None:
        if said.bank_name or said.holder_name or (said.holder or SELF) != SELF:
            raise NotRegistered("no_account", field="bank")
        return NONE
    if said.bank_name is not None:
        bank_name = said.bank_name.strip()
    if said.holder is not None:
        holder = said.holder
    name = (said.holder_name or "").strip()
    if holder == SELF:
        if name:
            raise NotRegistered("holder_self", field="bank_holder")
        holder_name = None
    elif name:
        holder_name = keys.encrypt(key, "bank_holder", name)
    elif holder_name is None or said.holder_name is not None:
        raise NotRegistered("holder_name", field="bank_holder_name")
    return sealed, bank_name, str(holder), holder_name


def project(person: Person, key: bytes, row: BankAccount | None) -> None:
    """Puts the row that holds now into the person's columns, unsaved."""
    if row is None or row.number is None:
        person.bank = person.bank_index = person.bank_holder_name = None
        person.bank_name, person.bank_holder = "", SELF
        return
    person.bank = row.number
    person.bank_index = bank_index(keys.decrypt(key, "bank", bytes(row.number)))
    person.bank_name = row.bank_name
    person.bank_holder, person.bank_holder_name = row.holder, row.holder_name
