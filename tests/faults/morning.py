"""`menkou daily` in a process of its own: says when it has sealed and is about to sum the wages,
and goes on when it is told to."""

import os
import sys
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menkou.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection


def halt(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
    if "INSERT INTO ledger_sealedwages" in sql:
        sys.stdout.write("sums\n")
        sys.stdout.flush()
        sys.stdin.readline()
    return execute(sql, *more)


def main() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    with connection.execute_wrapper(halt):
        call_command("daily")


if __name__ == "__main__":
    main()
