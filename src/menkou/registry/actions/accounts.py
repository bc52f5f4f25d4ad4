"""Whose account a person's wages go to."""

from dataclasses import dataclass, field

from menkou.registry.actions.numbers import NotRegistered, seal
from menkou.registry.models import Person

SELF = Person.Holder.SELF


@dataclass(frozen=True, slots=True)
class Account:
    """What is said of an account beside its number; None leaves it as it is.

    `holder` of `Person.Holder`; `holder_name` where that is not the person herself.
    """

    bank_name: str | None = None
    holder: str | None = None
    holder_name: str | None = field(default=None, repr=False)


NOTHING = Account()


def describe(person: Person, key: bytes, said: Account) -> None:
    """Puts it into the row, unsaved, after the account's number. Without an account nothing stands.

    Raises NotRegistered where it says something of no account, names no holder who is somebody
    else, or names one who is the person herself.
    """
    if person.bank is None:
        if said.bank_name or said.holder_name or (said.holder or SELF) != SELF:
            raise NotRegistered("no_account", field="bank")
        person.bank_name, person.bank_holder, person.bank_holder_name = "", SELF, None
        return
    if said.bank_name is not None:
        person.bank_name = said.bank_name.strip()
    if said.holder is not None:
        person.bank_holder = said.holder
    name = (said.holder_name or "").strip()
    if person.bank_holder == SELF:
        if name:
            raise NotRegistered("holder_self", field="bank_holder")
        person.bank_holder_name = None
    elif name:
        seal(person, key, "bank_holder", name)
    elif person.bank_holder_name is None or said.holder_name is not None:
        raise NotRegistered("holder_name", field="bank_holder_name")
