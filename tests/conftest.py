"""Shared by all tests: guards and flush, keys in a folder of their own, a fast hasher."""

import gc
import os
import shutil
import tempfile

os.environ.setdefault("MENKOU_HOME", tempfile.mkdtemp(prefix="menkou-test-"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis

from menkou.identity import guards
from menkou.ledger.opening import open_books

_flush = TransactionTestCase._fixture_teardown


def _flush_without_guards(case: TransactionTestCase) -> None:
    """Flushing is deleting: the guards step aside for it here, and only here. What a database has
    from its migration it has again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            for name in guards._present():
                cursor.execute(f"DROP TRIGGER {name}")
    try:
        _flush(case)
    finally:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = DEFAULT")
        guards.install()
        open_books()


TransactionTestCase._fixture_teardown = _flush_without_guards  # type: ignore[method-assign]


hypothesis.register_profile("menkou", deadline=None)
hypothesis.load_profile("menkou")
"""How long an example takes hangs on what else the machine does."""
kept = settings.DATABASES["default"]["OPTIONS"]
if connection.vendor == "postgresql":
    kept["options"] += " -c synchronous_commit=off"
else:
    kept["init_command"] += "; PRAGMA synchronous=OFF"
"""Nothing of a test needs to outlive a power cut; a killed process loses nothing by it."""
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""From the beginning: what a module makes for all its tests has dozens of passwords."""
settings.MEDIA_ROOT = settings.HOME / "media" / os.environ.get("PYTEST_XDIST_WORKER", "")
"""Each process has a database of its own, so that the file of a key is another one in each."""


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for rubbish again and again took a tenth of
    the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(autouse=True)
def chinese() -> None:
    """A request leaves its language with the thread; each test begins in Chinese."""
    translation.activate("zh-hans")


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command of LibreOffice with a profile of its own."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed (Debian package libreoffice-calc)")
    profile = tmp_path_factory.mktemp("profile").as_uri()
    return [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
