"""A module of these tests in a process of its own, on the database and the keys of the test."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection


def database_url() -> str:
    """The address of the test's database."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{found['NAME']}"
    return (
        f"postgresql://{found['USER']}:{found['PASSWORD']}@{found['HOST']}/{found['NAME']}"
    )


def running(*command: str) -> "subprocess.Popen[str]":
    """Python with these words; its standard input and output are held by the test."""
    env = os.environ | {
        "MENKOU_DATABASE_URL": database_url(), "MENKOU_KEYS": str(settings.KEYS),
        "MENKOU_POOL": "0",
    }
    return subprocess.Popen(
        [sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=env, cwd=Path(__file__).parents[2],
    )


def started(module: str, *words: str) -> "subprocess.Popen[str]":
    """`tests.faults.<module>` that has loaded all, said "ready" and waits for a line."""
    process = running("-m", f"tests.faults.{module}", *words)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process
