"""What a person agrees to, or takes back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.registry.actions.dated import state_many
from menkou.registry.actions.numbers import NotRegistered
from menkou.registry.models import Consent, Person

TEXTS = {
    "post_pay": (1, _(
        "每次发工钱以前，工钱单要贴在车间里让大家核对。同意的，单子上写您的姓名和工钱数；"
        "不同意的，只写编号，工钱照发，一分不少。同意了，以后随时可以收回。"
    )),
}  # fmt: skip
"""Purpose -> version and words of what is read out; new words are a new version."""


@transaction.atomic
def record_consent(
    *, person: Person, purpose: str, given: bool, thumb_print: bool = False,
    read_out_by: User | None = None, from_day: date, by: User, at: datetime,
) -> Consent:
    """What a person agrees to from a day, or takes back (`given` False).

    `read_out_by` read her the text: who enters it, where nobody else is named. Raises
    NotRegistered for a consent without her thumb print on paper, and for a forgotten person.
    Source: 个人信息保护法 articles 14 (informed), 15 (taken back at any time), 25 (publication).
    """
    if person.forgotten_at is not None:
        raise NotRegistered("forgotten")
    if given and not thumb_print:
        raise NotRegistered("thumb_print", field="thumb_print")
    version, _text = TEXTS[purpose]
    row = Consent(
        person=person, purpose=purpose, given=given, version=version,
        thumb_print=given and thumb_print, read_out_by=(read_out_by or by) if given else None,
        from_day=from_day,
    )
    (made,) = state_many([row], by=by, at=at)
    note = f"{purpose}:{'given' if given else 'withdrawn'}"
    log("registry.record_consent", "person", [person.pk], by=by, at=at, note=note)
    return made
