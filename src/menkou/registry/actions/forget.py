"""Forgetting a person: names and numbers go, transfers and figures stay true (PIPL 47)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from menkou.identity import keys
from menkou.identity.actions.log import log
from menkou.identity.models import SealedKey, User
from menkou.registry.actions.numbers import NotRegistered
from menkou.registry.models import BankAccount, Party, Person, Residence, Trait

GONE = "已删除"


@transaction.atomic
def forget_person(*, person: Person, by: User, at: datetime) -> None:
    """Forgets a person for good: the key's row is deleted, so what was encrypted can't be read.

    She joins the forgotten in the key folder first: a restore forgets her again. Raises
    NotRegistered for somebody who was forgotten already.
    """
    if person.forgotten_at is not None:
        raise NotRegistered("forgotten")
    keys.remember_forgotten(person.pk)
    forget_again([person.pk], at=at)
    log("registry.forget_person", "person", [person.pk], by=by, at=at)


@transaction.atomic
def forget_again(persons: Collection[int], *, at: datetime) -> int:
    """Forgets those of the persons who are still known; answers how many that were."""
    known = list(
        Person.objects.filter(pk__in=persons, forgotten_at=None).values_list("pk", "key", "user")
    )
    found = [pk for pk, _, _ in known]
    Person.objects.filter(pk__in=found).update(
        key=None, id_number=None, id_index=None, id_tail_index=None, phone=None, phone_index=None,
        phone_tail_index=None, bank=None, bank_index=None, bank_name="",
        bank_holder=Person.Holder.SELF, bank_holder_name=None, note=None, search="",
        forgotten_at=at,
    )
    SealedKey.objects.filter(pk__in=[key for _, key, _ in known if key]).delete()
    User.objects.filter(pk__in=[user for _, _, user in known if user]).update(
        is_active=False, shown_name=GONE
    )
    Party.objects.filter(pk__in=found).update(name=GONE)
    Residence.objects.filter(person__in=found).update(building="", unit="", room="")
    Trait.objects.filter(person__in=found).update(detail=None)
    BankAccount.objects.filter(person__in=found).update(
        number=None, bank_name="", holder=Person.Holder.SELF, holder_name=None
    )
    return len(found)
