"""One person registered twice: merged and taken apart again, or said to be two."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.lib.errors import Refused
from menkou.registry.models import Alias, NotSame, Person


class NotMerged(Refused):
    """Two registrations that can't be one, or one that can't be taken apart; nothing changed."""

    SENTENCES = {
        "herself": _("这是同一条登记，不用合并"),
        "merged": _("%(name)s已经并到别人那里了；要改，请先到她那一页拆开"),
        "holds": _("已经有人并到%(name)s这里；请反过来合并，或者先拆开"),
        "forgotten": _("有一个人的信息已经删除，不能合并"),
        "numbers": _("两个身份证号不同，不能合并；有一个是登错的，请先改登记"),
        "apart": _("已经拆开了"),
    }


@transaction.atomic
def merge(*, person: Person, into: Person, by: User, at: datetime) -> Alias:
    """Says that `person` is `into`: readers take both together, every row stays where it is.

    Raises NotMerged for herself, for somebody who is merged already or into whom others are, for
    a forgotten person, and where both have ID numbers and they differ. What was said before, that
    they are two, is withdrawn.
    """
    if person.pk == into.pk:
        raise NotMerged("herself")
    locked = {
        one.pk: one for one in Person.objects.select_for_update(of=("self",))
        .filter(pk__in=(person.pk, into.pk)).select_related("party").order_by("pk")
    }
    person, into = locked[person.pk], locked[into.pk]
    if person.forgotten_at is not None or into.forgotten_at is not None:
        raise NotMerged("forgotten")
    standing = Alias.objects.filter(withdrawn_at=None)
    for one in (person, into):
        if standing.filter(person=one).exists():
            raise NotMerged("merged", name=one.party.name)
    if standing.filter(into=person).exists():
        raise NotMerged("holds", name=person.party.name)
    if None not in (person.id_index, into.id_index) and person.id_index != into.id_index:
        raise NotMerged("numbers")
    _said_to_be_two(person, into).update(withdrawn_at=at, withdrawn_by=by)
    made = Alias.objects.create(person=person, into=into, made_at=at, made_by=by)
    log("registry.merge", "person", [person.pk, into.pk], by=by, at=at)
    return made


@transaction.atomic
def unmerge(*, alias: Alias, by: User, at: datetime) -> Alias:
    """Takes a merged person out again: all is with whom it was written for, as it always was.

    Raises NotMerged where that was done already.
    """
    done = Alias.objects.filter(pk=alias.pk, withdrawn_at=None).update(
        withdrawn_at=at, withdrawn_by=by
    )
    if not done:
        raise NotMerged("apart")
    log("registry.unmerge", "person", [alias.person_id, alias.into_id], by=by, at=at)
    alias.refresh_from_db()
    return alias


@transaction.atomic
def not_same(*, one: Person, other: Person, by: User, at: datetime) -> NotSame:
    """Remembers that two who look alike are two: they are never asked about again.

    Raises NotMerged for one person, and where the two are merged.
    """
    if one.pk == other.pk:
        raise NotMerged("herself")
    first, second = sorted((one, other), key=lambda person: person.pk)
    pair = Q(person=one, into=other) | Q(person=other, into=one)
    if Alias.objects.filter(pair, withdrawn_at=None).exists():
        raise NotMerged("merged", name=one.party.name)
    known = _said_to_be_two(first, second).first()
    if known is not None:
        return known
    made = NotSame.objects.create(one=first, other=second, made_at=at, made_by=by)
    log("registry.not_same", "person", [first.pk, second.pk], by=by, at=at)
    return made


def _said_to_be_two(one: Person, other: Person) -> QuerySet[NotSame]:
    first, second = sorted((one.pk, other.pk))
    return NotSame.objects.filter(one=first, other=second, withdrawn_at=None)
