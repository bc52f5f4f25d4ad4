"""What waits in the tray: laid aside with a reason, and taken up again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from menkou.facts.models import Fact, Tray
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.lib.errors import Refused

REASONS = {
    "twice": _("记重了，另一条才算"),
    "mistake": _("记错了，没有这回事"),
    "unclear": _("查不清，本人也说不准"),
    "elsewhere": _("已经用别的办法处理了"),
}
TAKEN_UP = "taken_up"


class NotInTray(Refused):
    """A fact that is not in the state that the verb starts from, or may not leave it this way."""

    SENTENCES = {
        "not_waiting": _("这一条已经不在等了，可能别人刚办过。请看看现在的样子"),
        "not_aside": _("这一条没有放在一边，可能别人刚拿起来了"),
        "correction": _("这是一条更正，不能单独放下：请撤销它，再重记"),
        "reason": _("请选一个原因"),
    }


@transaction.atomic
def lay_aside(*, fact: Fact, reason: str, by: User, at: datetime) -> None:
    """Takes a waiting fact out of sight: it stays, and is not tried again. Raises NotInTray."""
    if reason not in REASONS:
        raise NotInTray("reason", field="reason")
    row = Tray.objects.select_for_update().get(fact=fact)
    if row.state != Tray.State.WAITING:
        raise NotInTray("not_waiting")
    if row.root_id not in (None, fact.pk):
        raise NotInTray("correction")
    Tray.objects.filter(pk=row.pk).update(
        state=Tray.State.ASIDE, why="", aside_by=by, aside_at=at, aside_why=reason
    )
    log("facts.lay_aside", "fact", [fact.pk], by=by, at=at, note=reason)


@transaction.atomic
def take_up(*, fact: Fact, by: User, at: datetime) -> None:
    """Lets a fact wait again; who calls tries it. Raises NotInTray."""
    changed = Tray.objects.filter(fact=fact, state=Tray.State.ASIDE).update(
        state=Tray.State.WAITING, why=TAKEN_UP, aside_by=None, aside_at=None, aside_why=""
    )
    if not changed:
        raise NotInTray("not_aside")
    log("facts.take_up", "fact", [fact.pk], by=by, at=at)
