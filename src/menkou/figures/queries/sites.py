"""Sites whose figures somebody may see."""

from django.db.models import QuerySet

from menkou.lib.scope import Scope
from menkou.registry.models import Site
from menkou.registry.queries import reach


def within(scope: Scope) -> QuerySet[Site]:
    """Sites that a scope names, that lie in its divisions, or that hold one of its communities.

    A figure counts and names nobody, so an officer of one community may see those of the site;
    whom a drill-down names is limited by each noun's own `within`.
    """
    return reach.sites(scope).select_related("division").order_by("name")
