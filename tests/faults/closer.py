"""A worker in a process of her own: goes on with a close in chunks of one person, says each."""

import os
import sys
from datetime import datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menkou.settings")

import django

django.setup()

from django.db import IntegrityError

from menkou.identity.tries import tried
from menkou.settlement.actions import close
from menkou.settlement.models import Period


def main(period: int) -> None:
    close.CHUNK = 1
    row = Period.objects.get(pk=period)
    at = datetime.fromisoformat("2022-02-01T00:00:00+00:00")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    while tried(close.close_chunk, period=row, at=at, also=(IntegrityError,)):
        sys.stdout.write("chunk\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
