"""The lists that somebody keeps."""

from django.db.models import QuerySet

from menkou.identity.models import SavedFilter, User


def hers(user: User, page: str) -> QuerySet[SavedFilter]:
    """Her own of a page, by name."""
    return SavedFilter.objects.filter(user=user, page=page).order_by("name", "pk")
