"""Pages of a site with a month of 1,800,000 receipts, beside a null Django page.

python -m benchmarks.large --receipts 1800000  (the month is written where it is not there yet)

The books' clock is set to the evening of the last day on which anything came back; what was booked
was sealed in each morning, as `menkou daily` does.
"""

import argparse
import json
from typing import Any

from benchmarks import ready, with_month

ready()

from django.contrib.auth.hashers import make_password
from tests.builders import moment

from benchmarks.month import LAST
from benchmarks.pages import walked
from menkou.access.models import Grant
from menkou.identity import clock
from menkou.identity.models import Installation, User
from menkou.registry.models import Division, Workshop
from menkou.work.models import Receipt

PASSWORD = "menkou-1234"
LISTS = {
    "district_officer": ["/", "/people/", "/places/", "/orders/", "/orders/tickets/", "/figures/",
                         "/office/accounts/", "/office/tray/"],
    "workshop_clerk": ["/", "/counter/", "/counter/today/", "/orders/tickets/"],
}


def ground() -> None:
    """Two who may sign in, and the clock."""
    Installation.objects.all().delete()  # the wall clock, before it is moved
    clock.forget_shift()
    Installation.objects.create(clock_shift=moment(LAST, "20:00") - clock.now())
    clock.forget_shift()
    units: dict[str, dict[str, Any]] = {
        "district_officer": {"division": Division.objects.get()},
        "workshop_clerk": {"workshop": Workshop.objects.get()},
    }
    for role, unit in units.items():
        user, _ = User.objects.get_or_create(login=role, defaults={
            "shown_name": "示例", "kind": "staff", "password": make_password(PASSWORD),
        })
        Grant.objects.get_or_create(user=user, role=role, **unit, defaults={
            "from_day": LAST, "given_by": user, "given_at": moment(LAST, "08:00"),
        })


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--receipts", type=int, default=90_000)
    with_month(parser.parse_args().receipts, "--mornings")
    ground()
    found = walked([(role, role, PASSWORD, lists) for role, lists in LISTS.items()])
    print(json.dumps({"receipts": Receipt.objects.count()} | found))


if __name__ == "__main__":
    main()
