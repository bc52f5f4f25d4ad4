"""A worker in a process of her own: writes a list in chunks of two rows, says each."""

import os
import sys
from datetime import datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menkou.settings")

import django

django.setup()

from django.conf import settings

from menkou.importing.actions import write
from menkou.importing.models import Import


def main(imported: int, media: str) -> None:
    settings.MEDIA_ROOT = media
    write.CHUNK = 2
    row = Import.objects.select_related("by", "key").get(pk=imported)
    at = datetime.fromisoformat("2022-03-01T02:00:00+00:00")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()

    def step(done: int, total: int) -> None:
        sys.stdout.write("chunk\n")
        sys.stdout.flush()

    write.run_write(imported=row, now=lambda: at, step=step)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
