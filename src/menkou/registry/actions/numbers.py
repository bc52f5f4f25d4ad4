"""A person's numbers and notes: encrypted under her own key, found by keyed indexes."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from menkou.identity import keys
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.lib.errors import Refused
from menkou.lib.identifiers import BadNumber, resident_id
from menkou.lib.width import half_width
from menkou.registry.models import Person
from menkou.registry.queries.person import unmasked

TAIL = 4
COLUMNS = {
    "id": "id_number", "phone": "phone", "bank": "bank", "bank_holder": "bank_holder_name",
    "note": "note",
}
"""Name of a secret (its associated data) -> its column."""

REASONS = {
    "bank_refused": _("核对银行退回的工资"),
    "contract": _("签协议、报用工名册"),
    "insurance": _("买保险"),
    "claim": _("报补贴材料"),
    "contact": _("打电话找本人"),
    "fix": _("核对登记"),
    "audit": _("接受审计、检查"),
}
"""Why a number is shown in full: the code stands in the log."""


class NotRegistered(Refused):
    """A person, or what is said of her, that can't be registered; nothing was written."""

    SENTENCES = {
        "length": _("身份证号要 18 位，请对着证件再数一遍"),
        "characters": _("身份证号里有不该有的字"),
        "date": _("身份证号里的出生日期不对"),
        "check": _("身份证号的校验位对不上，多半抄错了一位"),
        "excel": _("这个号被 Excel 改坏了，请从证件上重新抄"),
        "name": _("请填姓名"),
        "sex": _("性别和身份证号对不上"),
        "born_on": _("出生日期和身份证号对不上"),
        "unborn": _("出生日期还没到，请再看一遍"),
        "no_born_on": _("没有身份证号的，请填出生日期"),
        "no_sex": _("没有身份证号的，请选性别"),
        "twice": _("这个身份证号已经登记过。名单里找不到的，请区级专干办迁入"),
        "under_age": _("%(name)s那天未满 %(minimum)s 周岁，不能用工（%(article)s）"),
        "no_payer": _("这个车间那天没有入驻单位，请先记入驻，或者选一个发工钱的单位"),
        "died": _("记录里，%(name)s已经不在了，不能再记新的用工"),
        "account_later": _("账户从哪天起，不能是以后的日子；到那天再来记"),
        "skill": _("没有这项技能，请从列表里选"),
        "place": _("想在哪里做，请从列表里选"),
        "wants_none": _("不想做活的，不用填小时和工种；想做的，请勾上“想做活”"),
        "no_account": _("请先填卡号，再填是哪家银行、谁的卡"),
        "holder_name": _("卡不是本人的，请写卡主姓名"),
        "holder_self": _("写了卡主姓名，请选卡主是本人的什么人"),
        "thumb_print": _("本人在纸上按了手印，才算同意；按了，请勾上"),
        "forgotten": _("这个人的信息已经删除"),
        "nothing": _("没有登记过"),
        "reason": _("请选一个原因"),
    }


def checked_id(text: str, sex: str, born_on: date | None) -> tuple[str, str, date]:
    """Number, sex and birthday, the last two from the number where they are not given.

    Raises NotRegistered for a number that can't be right, or that contradicts what was given.
    """
    if not text:
        if not sex:
            raise NotRegistered("no_sex", field="sex")
        if born_on is None:
            raise NotRegistered("no_born_on", field="born_on")
        return "", sex, born_on
    try:
        found = resident_id(text)
    except BadNumber as error:
        raise NotRegistered(error.code, field="id_number") from error
    if sex and sex != ("f" if found.female else "m"):
        raise NotRegistered("sex", field="sex")
    if born_on not in (None, found.born_on):
        raise NotRegistered("born_on", field="born_on")
    return found.number, "f" if found.female else "m", found.born_on


def seal(person: Person, key: bytes, name: str, text: str) -> None:
    """Puts a secret and its indexes into the row, unsaved; an empty text takes it away."""
    if name in ("id", "phone"):
        number, whole, tail = sealed(key, name, text)
        setattr(person, f"{name}_index", whole)
        setattr(person, f"{name}_tail_index", tail)
    else:
        number = keys.encrypt(key, name, text) if text else None
    setattr(person, COLUMNS[name], number)


def sealed(key: bytes, name: str, text: str) -> tuple[bytes | None, bytes | None, bytes | None]:
    """The columns of an ID or telephone: encrypted, and the keyed indexes of the whole number and
    of its last four; nothing of an empty text."""
    if not text:
        return None, None, None
    tail = keys.blind(f"{name}_tail", text[-TAIL:])
    return keys.encrypt(key, name, text), keys.blind(name, text), tail


def bank_index(text: str) -> bytes:
    """The keyed index of an account number: equal numbers are equal however they are spaced."""
    return keys.blind("bank", re.sub(r"[\s-]", "", half_width(text)))


def key_of(person: Person) -> bytes:
    """The person's own key. Raises NotRegistered for somebody who was forgotten."""
    if person.key is None:
        raise NotRegistered("forgotten")
    return keys.unwrap(bytes(person.key.wrapped), person.key.master)


def refuse_forgotten(person: Person) -> None:
    """Raises NotRegistered for somebody who was forgotten."""
    if person.forgotten_at is not None:
        raise NotRegistered("forgotten")


@transaction.atomic
def reveal(*, person: Person, number: str, reason: str, by: User, at: datetime) -> str:
    """A number in full: `number` is id, phone or bank. Logged, with the reason's code."""
    key = key_of(person)
    sealed = getattr(person, COLUMNS[number])
    if sealed is None:
        raise NotRegistered("nothing")
    if reason not in REASONS:
        raise NotRegistered("reason", field="reason")
    log("registry.reveal", "person", [person.pk], by=by, at=at, note=f"{number}:{reason}")
    return keys.decrypt(key, number, sealed)


@transaction.atomic
def reveal_phones(
    *, persons: Sequence[Person], reason: str, by: User, at: datetime
) -> dict[int, str]:
    """Person -> her telephone in full, for a list to call; only who has one. A line in the log for
    each, with the reason's code. Raises NotRegistered for a reason that is none."""
    if reason not in REASONS:
        raise NotRegistered("reason", field="reason")
    known = [one for one in persons if one.key is not None and one.phone is not None]
    log("registry.reveal", "person", [one.pk for one in known], by=by, at=at,
        note=f"phone:{reason}")
    return {one.pk: keys.decrypt(key_of(one), "phone", bytes(one.phone or b"")) for one in known}


@transaction.atomic
def reveal_many(
    *, persons: Sequence[Person], what: str, reason: str, by: User, at: datetime
) -> dict[int, dict[str, str]]:
    """Person -> her ID, phone and account in full, for a list that leaves the house. `what`: the
    code of the list. A line in the log for each person, with the reason's code.

    Raises NotRegistered without a reason. Source: 个人信息保护法 articles 51, 56.
    """
    if reason not in REASONS:
        raise NotRegistered("reason", field="reason")
    found = {person.pk: unmasked(person) for person in persons}
    log("registry.reveal", "person", sorted(found), by=by, at=at, note=f"{what}:{reason}")
    return found
