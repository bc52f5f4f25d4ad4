from datetime import date, datetime

from django.db import transaction

from menkou.access.models import Grant
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.registry.models import Community, Division, Organization, Site, Workshop

Unit = Division | Site | Community | Workshop | Organization


@transaction.atomic
def give_grant(
    *,
    user: User,
    role: str,
    unit: Unit,
    from_day: date,
    until: date | None = None,
    by: User,
    at: datetime,
) -> Grant:
    """Lets a user act in a role, in one unit, from a day. IntegrityError: days not in order."""
    column = type(unit).__name__.lower()
    grant = Grant.objects.create(
        user=user, role=role, from_day=from_day, until=until, given_by=by, given_at=at,
        **{column: unit},
    )
    log("access.give_grant", "grant", [grant.pk], by=by, at=at)
    return grant


@transaction.atomic
def end_grant(*, grant: Grant, until: date, by: User, at: datetime) -> None:
    """Ends a grant: from `until` on it holds no more."""
    Grant.objects.filter(pk=grant.pk).update(until=until)
    log("access.end_grant", "grant", [grant.pk], by=by, at=at)
