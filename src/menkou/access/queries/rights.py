"""Who may do what, and how far it reaches."""

from datetime import date
from functools import cache
from importlib import import_module

from django.conf import settings

from menkou.access.models import Grant
from menkou.identity.models import User
from menkou.lib.scope import Scope
from menkou.lib.verb import Verb


@cache
def verbs() -> dict[str, Verb]:
    """Every verb by its name, from `settings.VERB_FILES`. ValueError if two share a name."""
    found: dict[str, Verb] = {}
    for path in settings.VERB_FILES:
        for verb in import_module(path).VERBS:
            if verb.name in found:
                raise ValueError(f"verb registered twice: {verb.name}")
            found[verb.name] = verb
    return found


def grants(user: User, day: date) -> list[Grant]:
    """The grants of a user that hold on a day. One query a user; kept on the user."""
    kept: list[Grant] | None = user.__dict__.get("_grants")
    if kept is None:
        kept = user.__dict__["_grants"] = list(Grant.objects.filter(user=user).order_by("pk"))
    return [
        grant
        for grant in kept
        if grant.from_day <= day and (grant.until is None or day < grant.until)
    ]


def roles(user: User, day: date) -> frozenset[str]:
    """The roles that a user has on a day. A worker has hers without a grant."""
    if user.kind == User.Kind.WORKER:
        return frozenset({"worker"})
    return frozenset(grant.role for grant in grants(user, day))


def may(user: User, verb: str, day: date) -> bool:
    """Whether some grant of the user allows the verb on the day. KeyError for an unknown verb."""
    return bool(verbs()[verb].roles & roles(user, day))


def scope(user: User, verb: str, day: date) -> Scope:
    """How far the user's grants of that verb reach on the day; empty if there is none."""
    allowed = verbs()[verb].roles
    if user.kind == User.Kind.WORKER:
        return Scope(person=_person(user)) if "worker" in allowed else Scope()
    held = [grant for grant in grants(user, day) if grant.role in allowed]

    def units(column: str) -> frozenset[int]:
        return frozenset(key for grant in held if (key := getattr(grant, column)) is not None)

    return Scope(
        divisions=units("division_id"),
        sites=units("site_id"),
        communities=units("community_id"),
        workshops=units("workshop_id"),
        organizations=units("organization_id"),
    )


def _person(user: User) -> int | None:
    found = getattr(user, "person", None)
    return found.pk if found else None
