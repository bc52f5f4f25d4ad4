"""Reads across imports."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from menkou.access.queries import users
from menkou.identity.models import User
from menkou.importing.models import Import
from menkou.importing.sealed import digest
from menkou.lib.scope import Scope

OPEN = (Import.State.CHECKED, Import.State.WRITING, Import.State.STOPPED)


WROTE = (Import.State.WRITING, Import.State.STOPPED, Import.State.DONE)


def within(scope: Scope, day: date, by: User) -> QuerySet[Import]:
    """Lists that were brought by those whose grants lie inside a scope, and her own."""
    # Asked of the few who ever brought one, each by herself: not of everybody within reach.
    bringing = users.within(scope, day, by).filter(pk=OuterRef("by"))
    return Import.objects.filter(Exists(bringing))


def same(rows: QuerySet[Import], imported: Import) -> Import | None:
    """The last of some imports, older than this one, that brought the same file and wrote of it."""
    older = rows.filter(list=imported.list, digest=bytes(imported.digest), pk__lt=imported.pk)
    return older.filter(state__in=WROTE).order_by("-pk").first()


def unfinished(list_: str, content: bytes, by: User) -> Import | None:
    """The same file, brought before by the same person and not yet written to its end."""
    return (
        Import.objects.filter(list=list_, digest=digest(content), by=by, state__in=OPEN)
        .select_related("by", "key").order_by("-pk").first()
    )
