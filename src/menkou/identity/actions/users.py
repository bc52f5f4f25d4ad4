from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from menkou.identity.actions.log import log
from menkou.identity.models import User


@transaction.atomic
def add_user(
    *, login: str, shown_name: str, kind: str, password: str, by: User | None, at: datetime
) -> User:
    """A new account. `by` is None only for the first account of an installation."""
    user = User.objects.create(
        login=login, shown_name=shown_name, kind=kind, password=make_password(password)
    )
    log("identity.add_user", "user", [user.pk], by=by or user, at=at)
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by: User, at: datetime) -> None:
    """A new password or PIN; it also opens a lock."""
    User.objects.filter(pk=user.pk).update(
        password=make_password(password), failed=0, locked_until=None
    )
    log("identity.set_password", "user", [user.pk], by=by, at=at)


@transaction.atomic
def set_language(*, user: User, language: str) -> None:
    User.objects.filter(pk=user.pk).update(language=language)
