"""Signing in, and being locked out."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import authenticate

from menkou.identity.actions.users import add_user, set_language, set_password
from menkou.identity.models import User, VerbLog
from menkou.identity.sign_in import Locked

pytestmark = pytest.mark.django_db
AT = datetime(2022, 1, 1, tzinfo=UTC)


@pytest.fixture
def officer() -> User:
    return add_user(login="shen", shown_name="示例申", kind="staff", password="good-enough",
                    by=None, at=AT)


def wrong(times: int) -> None:
    for _ in range(times):
        assert authenticate(None, login="shen", password="no") is None


def test_the_right_password_opens(officer: User) -> None:
    assert authenticate(None, login=" shen ", password="good-enough") == officer
    assert authenticate(None, login="nobody", password="good-enough") is None


def test_five_wrong_tries_lock_and_a_new_password_unlocks(officer: User) -> None:
    wrong(4)
    with pytest.raises(Locked) as locked:
        authenticate(None, login="shen", password="no")
    assert locked.value.until > datetime.now(UTC) + timedelta(minutes=1)
    with pytest.raises(Locked):
        authenticate(None, login="shen", password="good-enough")
    set_password(user=officer, password="another-one", by=officer, at=AT)
    assert authenticate(None, login="shen", password="another-one") == officer


def test_a_right_password_forgets_the_wrong_ones(officer: User) -> None:
    wrong(3)
    assert authenticate(None, login="shen", password="good-enough") == officer
    wrong(4)


def test_one_who_left_is_not_let_in(officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert authenticate(None, login="shen", password="good-enough") is None


def test_the_log_says_who_opened_an_account_and_never_the_password(officer: User) -> None:
    set_password(user=officer, password="another-one", by=officer, at=AT)
    set_language(user=officer, language="en")
    assert list(VerbLog.objects.order_by("pk").values_list("verb", "note")) == [
        ("identity.add_user", ""), ("identity.set_password", ""),
    ]
