"""Recordings: an objection that she speaks; and forgetting a worker: they go, and her accounts."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from menkou.identity.models import User
from menkou.lib.days import day_of
from menkou.lib.errors import Refused
from menkou.registry.actions.forget import forget_again, forget_person
from menkou.registry.actions.numbers import NotRegistered
from menkou.registry.models import Person
from menkou.settlement.actions.replies import keep_sound, object_to
from menkou.settlement.models import Objection, Payment, Slip
from menkou.settlement.queries import retention


def object_aloud(
    *, slip: Slip, reason: str, content: bytes, by: User, at: datetime
) -> Objection:
    """She says in her own voice that her slip is not right (see `object_to`). What is refused
    leaves no file behind. Raises NotSettled."""
    name = keep_sound(content)
    try:
        return object_to(
            slip=slip, reason=reason, how=Objection.How.SOUND, sound=name, by=by, at=at
        )
    except BaseException:
        _remove([name])
        raise


class NotForgotten(Refused):
    """A person who can't be forgotten yet; nothing was changed."""

    SENTENCES = {
        "wages": _("还有工钱没有结清（欠她的，或者多付的），先结清再删"),
        "material": _("手里还有料没有退清，先退清、清点再删"),
        "payment": _("还有一笔工资没有发到，先发到再删"),
        "ticket": _("手里还有没有做完的工票，先收回或者做完再删"),
        "objection": _("她说工资不对，还没有答复，先答复再删"),
        "engaged": _("还在用工，先记“不做了”再删"),
        "ledger": _("工资台账和工资条要留到 %(until)s（%(source)s），那天起才能删"),
        "contract": _("用工的协议要留到 %(until)s（%(source)s），那天起才能删"),
    }


@transaction.atomic
def forget_worker(*, person: Person, by: User, at: datetime) -> None:
    """Forgets a person for good, her recordings with her (see `registry.forget_person`).

    Raises NotForgotten while something is open between her and who pays her, and while a term of
    what was kept of her work runs: then with the day on which the longest has run out.
    """
    if person.forgotten_at is not None:
        raise NotRegistered("forgotten")
    held = retention.of(person, day_of(at))
    if held.claims:
        raise NotForgotten(held.claims[0])
    if (last := held.longest) is not None:
        raise NotForgotten(last.code, until=last.until, source=last.source)
    forget_person(person=person, by=by, at=at)
    forget_sounds([person.pk])
    _forget_accounts([person.pk])


@transaction.atomic
def forget_workers_again(persons: Collection[int], *, at: datetime) -> int:
    """After a restore: forgets those who are still known, and removes the recordings of all of
    them, and those that no objection names. Answers how many were still known."""
    again = forget_again(persons, at=at)
    forget_sounds(persons)
    _forget_accounts(persons)
    named = set(Objection.objects.exclude(sound="").values_list("sound", flat=True))
    unnamed = [path.name for path in _folder().glob("*") if path.name not in named]
    transaction.on_commit(partial(_remove, unnamed))
    return again


def forget_sounds(persons: Collection[int]) -> None:
    """Removes what these persons recorded, after the commit; inside the caller's transaction."""
    rows = Objection.objects.filter(slip__person__in=persons).exclude(sound="")
    names = list(rows.values_list("sound", flat=True))
    rows.update(sound="")
    transaction.on_commit(partial(_remove, names))


def _forget_accounts(persons: Collection[int]) -> None:
    """Empties the copies of her account that payments keep, with index and last four digits."""
    Payment.objects.filter(slip__person__in=persons).update(
        account=None, account_index=None, account_tail=""
    )


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "sounds"


def _remove(names: Iterable[str]) -> None:
    for name in names:
        (_folder() / name).unlink(missing_ok=True)
