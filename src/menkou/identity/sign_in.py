"""Signing in, by password or by card and PIN, with a lock after too many wrong tries."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from menkou import policy
from menkou.identity.models import User
from menkou.lib.days import day_of


class Locked(Exception):
    """Too many wrong tries; `until` says when the next one is heard."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Backend:
    """Django's authentication by our own table. Raises Locked; answers None when wrong."""

    def authenticate(
        self, request: HttpRequest | None, login: str = "", password: str = "", **rest: Any
    ) -> User | None:
        moment = timezone.now()  # noqa: TID251 (locks go by the wall clock, not by the books')
        user = User.objects.filter(login=login.strip(), is_active=True).first()
        if user is None:
            make_password(password)  # as slow as a known name, so that names can't be tried out
            return None
        if user.locked_until and user.locked_until > moment:
            raise Locked(user.locked_until)
        if check_password(password, user.password):
            if user.failed:
                User.objects.filter(pk=user.pk).update(failed=0, locked_until=None)
            return user
        rules = policy.on(day_of(moment))
        User.objects.filter(pk=user.pk).update(failed=F("failed") + 1)
        if User.objects.get(pk=user.pk).failed >= rules.number("counter.lockout_attempts"):
            until = moment + timedelta(minutes=rules.number("counter.lockout_minutes"))
            User.objects.filter(pk=user.pk).update(failed=0, locked_until=until)
            raise Locked(until)
        return None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()


def tries_left(login: str) -> int:
    """How often a wrong password may still be typed before the lock; for the sentence only."""
    allowed = policy.on(day_of(timezone.now())).number("counter.lockout_attempts")  # noqa: TID251
    found = User.objects.filter(login=login.strip()).values_list("failed", flat=True).first()
    return allowed - (found or 0)
