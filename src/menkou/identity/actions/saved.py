"""Lists that somebody keeps under a name: the filters, never a row."""

from datetime import datetime
from urllib.parse import unquote_plus

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from menkou.identity.actions.log import log
from menkou.identity.models import SavedFilter, User
from menkou.lib.errors import Refused
from menkou.lib.hiding import holds_number

MOST = 30
LONGEST_NAME, LONGEST_QUERY = 40, 400


class NotSaved(Refused):
    """A list that can't be kept; nothing was written."""

    SENTENCES = {
        "name": _("请给这个名单起个名字，最多 40 个字"),
        "query": _("还没有选条件。先按条件找，再存下来"),
        "number": _("条件里有完整的号码，不能存；去掉号码再存"),
        "long": _("条件太多了，存不下；去掉几个再存"),
        "many": _("已经存了 %(most)s 个名单，请先删掉不用的"),
    }


@transaction.atomic
def save_filter(*, name: str, page: str, query: str, by: User, at: datetime) -> SavedFilter:
    """Keeps the filters of a page's address (`query`) for who saves them, under a name.

    Raises NotSaved for no name, no filter, one with a full number in it, or too many;
    IntegrityError, with a sentence, for a name that is taken.
    """
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise NotSaved("name", field="name")
    if not query:
        raise NotSaved("query")
    if holds_number(unquote_plus(query)):
        raise NotSaved("number")
    if len(query) > LONGEST_QUERY:
        raise NotSaved("long")
    if SavedFilter.objects.filter(user=by).count() >= MOST:
        raise NotSaved("many", most=MOST)
    made = SavedFilter.objects.create(user=by, name=name, page=page, query=query, made_at=at)
    log("identity.save_filter", "saved_filter", [made.pk], by=by, at=at)
    return made


@transaction.atomic
def drop_filter(*, saved: SavedFilter, by: User, at: datetime) -> None:
    """Throws a kept list away; who kept it may, nobody else (the page offers only her own)."""
    key = saved.pk
    SavedFilter.objects.filter(pk=key, user=by).delete()
    log("identity.drop_filter", "saved_filter", [key], by=by, at=at)
