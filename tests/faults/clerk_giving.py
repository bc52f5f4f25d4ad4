"""A clerk in a process of her own who passes pieces of an allotment on, once she is told to."""

import os
import sys
from datetime import date, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menkou.settings")

import django

django.setup()

from menkou.identity.models import User
from menkou.identity.tries import tried
from menkou.registry.models import Organization
from menkou.work.actions.orders import NewPart, NoAllotment, pass_on
from menkou.work.models import Allotment


def main(login: str, parent: int, holder: int, pieces: int) -> None:
    by = User.objects.get(login=login)
    part = Allotment.objects.select_related("order", "operation", "holder").get(pk=parent)
    to = Organization.objects.get(pk=holder)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    try:
        tried(
            pass_on, {"": NewPart(part.operation, pieces, 1, part)}, order=part.order, holder=to,
            due_on=date(2022, 2, 28), by=by, at=datetime.fromisoformat("2022-03-01T12:00:00+00:00"),
        )
        sys.stdout.write("given\n")
    except NoAllotment as refused:
        sys.stdout.write(f"{refused.code}\n")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
