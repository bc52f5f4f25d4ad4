"""What she says of her slip, and what she is answered."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.lib.days import day_of
from menkou.settlement.actions.items import enter_item
from menkou.settlement.errors import NotSettled
from menkou.settlement.models import Confirmation, Item, Objection, Period, Slip
from menkou.settlement.queries.mine import answered_by, objects_until

REASONS = {
    "count": _("件数不对"),
    "rate": _("工价不对"),
    "days": _("出勤不对"),
    "missing": _("少了一样活"),
    "deduction": _("扣的钱不对"),
    "other": _("别的，我要当面说"),
}
"""What is not right, as she picks it."""

ANSWERS = {
    "records_mended": _("收货记录已经改了，差的钱在下一张工资条"),
    "paid_extra": _("另补，等另一个人批了在下一张工资条"),
    "explained": _("当面讲清楚了，数目是对的"),
    "evidence": _("和她一起对了底单，数目是对的"),
    "other_month": _("那几件算在别的月份"),
}
UPHELD = ("records_mended", "paid_extra")
MOST_SOUND = 2 * 1024 * 1024
SOUND_KINDS = {
    b"\x1aE\xdf\xa3": "webm", b"OggS": "ogg", b"RIFF": "wav", b"ID3": "mp3", b"#!AMR": "amr",
    b"\xff\xfb": "mp3", b"\xff\xf3": "mp3", b"\xff\xf1": "aac", b"\xff\xf9": "aac",
}
"""How a recorder's files begin -> their ending; m4a and 3gp have `ftyp` after four bytes."""


@transaction.atomic
def confirm(*, slip: Slip, how: str, by: User, at: datetime) -> Confirmation:
    """She says that it is right; told or on paper, the clerk records it. Raises NotSettled."""
    slip = _shown(slip)
    if Confirmation.objects.filter(slip=slip).exists():
        raise NotSettled("already_confirmed")
    if Objection.objects.filter(slip=slip, answered_at=None).exists():
        raise NotSettled("open_objection")
    row = Confirmation.objects.create(slip=slip, how=how, by=by, at=at)
    log("settlement.confirm", "slip", [slip.pk], by=by, at=at, note=how)
    return row


@transaction.atomic
def object_to(
    *, slip: Slip, reason: str, how: str, sound: str = "", by: User, at: datetime
) -> Objection:
    """She says that it is not right. It waits for an answer, and keeps nobody from being paid.

    On her own phone within `pay.objection_days` of the close; told to the clerk at any time.
    Raises NotSettled.
    """
    slip = _shown(slip)
    if reason not in REASONS:
        raise NotSettled("why", field="reason")
    day = day_of(at)
    if how != Objection.How.TOLD and day > objects_until(slip.period, day):
        raise NotSettled("objection_late")
    row = Objection.objects.create(
        slip=slip, reason=reason, how=how, sound=sound, by=by, at=at, due_on=answered_by(day)
    )
    log("settlement.object", "slip", [slip.pk], by=by, at=at, note=reason)
    return row


@dataclass(frozen=True, slots=True)
class Extra:
    """What she gets in addition, in 1/10,000 yuan, for which day of work."""

    amount: int
    day: date
    note: str = ""


@transaction.atomic
def answer(
    *, objection: Objection, why: str, extra: Extra | None = None, by: User, at: datetime
) -> Objection:
    """Answers: upheld (the records were mended, or an extra item is entered for another to
    approve), or not, with the reason. Raises NotSettled."""
    row: Objection = (
        Objection.objects.select_for_update(of=("self",))
        .select_related("slip__engagement").get(pk=objection.pk)
    )
    if row.answered_at is not None:
        raise NotSettled("already_answered")
    if why not in ANSWERS:
        raise NotSettled("why", field="why")
    if why == "paid_extra":
        if extra is None or not extra.amount:
            raise NotSettled("item_amount", field="amount")
        row.item = enter_item(
            engagement=row.slip.engagement, code=Item.Code.CORRECTION, amount=extra.amount,
            day=extra.day, note=extra.note, by=by, at=at,
        )
    row.answer = Objection.Answer.UPHELD if why in UPHELD else Objection.Answer.REJECTED
    row.answer_why, row.answered_by, row.answered_at = why, by, at
    row.save()
    log("settlement.answer", "objection", [row.pk], by=by, at=at, note=why)
    return row


def keep_sound(content: bytes) -> str:
    """Keeps a recording in the media folder under a name that says nothing; answers the name.

    Raises NotSettled for what is too large, or no sound of a phone's recorder.
    """
    ending = next(
        (ending for start, ending in SOUND_KINDS.items() if content.startswith(start)),
        "m4a" if content[4:8] == b"ftyp" else "",
    )
    if not ending or len(content) > MOST_SOUND:
        raise NotSettled("sound", field="sound")
    folder = Path(settings.MEDIA_ROOT) / "sounds"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{uuid4().hex}.{ending}"
    (folder / name).write_bytes(content)
    return name


def _shown(slip: Slip) -> Slip:
    """The slip, if its period is closed: before, nobody is shown it. Its lock keeps two answers of
    one moment apart: a second press, and a press on her phone while the clerk writes."""
    found: Slip = (
        Slip.objects.select_for_update(of=("self",)).select_related("period").get(pk=slip.pk)
    )
    if found.period.state != Period.State.CLOSED:
        raise NotSettled("not_closed")
    return found
