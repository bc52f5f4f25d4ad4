"""Writers of persons and of what is true of them from a day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from menkou import policy
from menkou.identity import keys
from menkou.identity.actions.log import log
from menkou.identity.models import SealedKey, User
from menkou.lib.errors import Refused
from menkou.lib.identifiers import BadNumber, resident_id
from menkou.lib.names import search_text
from menkou.policy.guards import may_be_given_work
from menkou.registry.actions.dated import state_many
from menkou.registry.models import (
    Community,
    Engagement,
    Household,
    Membership,
    Organization,
    Party,
    Person,
    Residence,
    Trait,
    Workshop,
)

TAIL = 4


class NotRegistered(Refused):
    """A person, or what is said of her, that can't be registered; nothing was written."""

    SENTENCES = {
        "length": _("身份证号要 18 位，请对着证件再数一遍"),
        "characters": _("身份证号里有不该有的字"),
        "date": _("身份证号里的出生日期不对"),
        "check": _("身份证号的校验位对不上，多半抄错了一位"),
        "excel": _("这个号被 Excel 改坏了，请从证件上重新抄"),
        "born_on": _("出生日期和身份证号对不上"),
        "twice": _("这个身份证号已经登记过"),
        "under_age": _("%(name)s那天未满 %(minimum)s 周岁，不能用工（%(article)s）"),
        "forgotten": _("这个人的信息已经删除"),
        "nothing": _("没有登记过"),
    }


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to register. `born_on` may be left to the ID number; sex "f" or "m"."""

    name: str
    sex: str
    born_on: date | None = None
    id_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    bank: str = field(default="", repr=False)
    invented: bool = False


@transaction.atomic
def add_people(news: Sequence[NewPerson], *, by: User, at: datetime) -> list[Person]:
    """Registers persons, all or none. NotRegistered for a wrong number or one known already."""
    checked = [(new, *_checked(new)) for new in news]
    indexes = [keys.blind("id", number) for _, number, _ in checked if number]
    if len(set(indexes)) < len(indexes) or Person.objects.filter(id_index__in=indexes).exists():
        raise NotRegistered("twice")
    parties = Party.objects.bulk_create(
        [Party(kind=Party.Kind.PERSON, name=new.name) for new in news], batch_size=1000
    )
    own = [keys.wrap_new_key() for _ in news]
    sealed = SealedKey.objects.bulk_create(
        [SealedKey(wrapped=wrapped, master=master) for _, wrapped, master in own], batch_size=1000
    )
    rows = []
    for (new, number, born_on), party, (key, _wrapped, _master), row in zip(
        checked, parties, own, sealed, strict=True
    ):
        person = Person(
            party=party, key=row, sex=new.sex, born_on=born_on, search=search_text(new.name),
            invented=new.invented,
        )
        _seal(person, key, number, new.phone, new.bank)
        rows.append(person)
    Person.objects.bulk_create(rows, batch_size=1000)
    log("registry.add_person", "person", [row.pk for row in rows], by=by, at=at)
    return rows


def add_person(*, new: NewPerson, by: User, at: datetime) -> Person:
    """Registers one person; see `add_people`."""
    return add_people([new], by=by, at=at)[0]


def _checked(new: NewPerson) -> tuple[str, date]:
    if not new.id_number:
        if new.born_on is None:
            raise NotRegistered("born_on")
        return "", new.born_on
    try:
        found = resident_id(new.id_number)
    except BadNumber as error:
        raise NotRegistered(error.code) from error
    if new.born_on not in (None, found.born_on):
        raise NotRegistered("born_on")
    return found.number, found.born_on


def _seal(person: Person, key: bytes, number: str, phone: str, bank: str) -> None:
    if number:
        person.id_number = keys.encrypt(key, "id", number)
        person.id_index = keys.blind("id", number)
        person.id_tail_index = keys.blind("id_tail", number[-TAIL:])
    if phone:
        person.phone = keys.encrypt(key, "phone", phone)
        person.phone_index = keys.blind("phone", phone)
        person.phone_tail_index = keys.blind("phone_tail", phone[-TAIL:])
    if bank:
        person.bank = keys.encrypt(key, "bank", bank)


@transaction.atomic
def reveal(*, person: Person, number: str, reason: str, by: User, at: datetime) -> str:
    """A number in full: `number` is id, phone or bank. Logged, with the reason's code."""
    column = {"id": "id_number", "phone": "phone", "bank": "bank"}[number]
    sealed = getattr(person, column)
    if person.key is None:
        raise NotRegistered("forgotten")
    if sealed is None:
        raise NotRegistered("nothing")
    log("registry.reveal", "person", [person.pk], by=by, at=at, note=f"{number}:{reason}")
    key = keys.unwrap(bytes(person.key.wrapped), person.key.master)
    return keys.decrypt(key, number, sealed)


@transaction.atomic
def add_household(*, number: str, from_county: str = "", by: User, at: datetime) -> Household:
    """A household by its number. IntegrityError where the number is known."""
    made = Household.objects.create(number=number, from_county=from_county)
    log("registry.add_household", "household", [made.pk], by=by, at=at)
    return made


@transaction.atomic
def set_residence(
    *, person: Person, community: Community | None, building: str = "", unit: str = "",
    room: str = "", from_day: date, by: User, at: datetime,
) -> Residence:
    """Where a person lives from a day; no community: moved away."""
    row = Residence(person=person, community=community, building=building, unit=unit, room=room,
                    from_day=from_day)
    (made,) = state_many([row], by=by, at=at)
    log("registry.set_residence", "person", [person.pk], by=by, at=at)
    return made


@transaction.atomic
def set_membership(
    *, person: Person, household: Household | None, relation: str = "", from_day: date, by: User,
    at: datetime,
) -> Membership:
    """Which household a person belongs to from a day, and as what; none: left it."""
    row = Membership(person=person, household=household, relation=relation, from_day=from_day)
    (made,) = state_many([row], by=by, at=at)
    log("registry.set_membership", "person", [person.pk], by=by, at=at)
    return made


@transaction.atomic
def set_trait(
    *, person: Person, trait: str, holds: bool, detail: str = "", from_day: date, by: User,
    at: datetime,
) -> Trait:
    """Whether a trait holds from a day. What it rests on is encrypted under the person's key."""
    sealed = None
    if detail:
        if person.key is None:
            raise NotRegistered("forgotten")
        key = keys.unwrap(bytes(person.key.wrapped), person.key.master)
        sealed = keys.encrypt(key, "trait", detail)
    row = Trait(person=person, trait=trait, holds=holds, detail=sealed, from_day=from_day)
    (made,) = state_many([row], by=by, at=at)
    log("registry.set_trait", "person", [person.pk], by=by, at=at)
    return made


@transaction.atomic
def engage(
    *, person: Person, payer: Organization, workshop: Workshop | None, form: str,
    cycle: str = Engagement.Cycle.MONTH, rate_class: str = "standard", from_day: date, by: User,
    at: datetime,
) -> Engagement:
    """On what terms a person works for a payer from a day; no form: the work has ended.

    NotRegistered for somebody under 16 on that day (劳动法 15, 94). IntegrityError, with the
    constraint's sentence, for part time that is paid by the month (劳动合同法 72).
    """
    refusal = may_be_given_work(person.born_on, from_day, policy.on(from_day))
    if form and refusal is not None:
        raise NotRegistered("under_age", name=person.party.name, article=refusal.article,
                            minimum=refusal.params["minimum_age"])
    row = Engagement(
        person=person, payer=payer, workshop=workshop, form=form, cycle=cycle if form else "",
        rate_class=rate_class, from_day=from_day,
    )
    (made,) = state_many([row], by=by, at=at)
    log("registry.engage", "person", [person.pk], by=by, at=at)
    return made
