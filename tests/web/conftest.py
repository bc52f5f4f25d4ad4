"""Shared by the tests of screens: people to sign in as, and what they read."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.test import Client

from menkou.access.models import Grant
from menkou.identity.clock import now
from menkou.identity.models import User
from tests import builders
from tests.builders import START, Floor


@pytest.fixture(autouse=True)
def static_files_from_the_sources(settings: pytest.FixtureRequest) -> None:
    """Nothing has been collected in a test, and WhiteNoise warns of a missing folder."""
    settings.WHITENOISE_AUTOREFRESH = True  # type: ignore[attr-defined]


@pytest.fixture
def floor(db: None) -> Floor:
    """A workshop that works, with its clerk, operator, product and order."""
    return builders.floor()


def account(login: str, name: str, kind: str = "staff", **options: Any) -> User:
    return User.objects.create(
        login=login, shown_name=name, kind=kind, password=make_password("menkou-1234"), **options
    )


def granted(user: User, role: str, **unit: Any) -> User:
    """A user who may act in a role since the floor began."""
    Grant.objects.create(
        user=user, role=role, from_day=START, given_by=user,
        given_at=builders.moment(START, "07:00"), **unit,
    )
    return user


@pytest.fixture
def officer(floor: Floor) -> User:
    """示例申, of the district."""
    division = floor.community.site.division
    return granted(account("shen", "示例申"), "district_officer", division=division)


@pytest.fixture
def community_officer(floor: Floor) -> User:
    """示例酉, of the floor's community."""
    return granted(account("you", "示例酉"), "community_officer", community=floor.community)


@pytest.fixture
def clerk(floor: Floor) -> User:
    """示例庚, of the floor's workshop."""
    return floor.clerk


@pytest.fixture
def enterprise(floor: Floor) -> User:
    return granted(account("firm", "示例企"), "enterprise", organization=floor.firm)


@pytest.fixture
def auditor(floor: Floor) -> User:
    return granted(account("audit", "示例审"), "auditor", site=floor.community.site)


@pytest.fixture
def weaver(floor: Floor) -> User:
    """示例甲, who has a card."""
    person = floor.weaver("示例甲")
    person.user = account("118041", "示例甲", "worker")
    person.save()
    return person.user


@pytest.fixture
def door() -> Callable[[User], Client]:
    """A client that somebody is signed in on: `door(officer).get("/")`."""

    def opened(user: User) -> Client:
        now()  # its shift is read once a process: no test is to be the one that counts it
        client = Client()
        client.force_login(user)
        return client

    return opened


@pytest.fixture
def read() -> Callable[[HttpResponse], str]:
    """What is read on a page: its text without tags, blanks drawn together."""

    def seen(response: HttpResponse) -> str:
        text = re.sub(r"<[^>]+>", " ", response.content.decode())
        return re.sub(r"\s+", " ", unescape(text))

    return seen
