"""An accountant in a process of her own: pays what a line of standard input says."""

import json
import os
import sys
from datetime import datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menkou.settings")

import django

django.setup()

from menkou.identity.models import User
from menkou.identity.tries import tried
from menkou.work.actions.fees import NotStated, pay_fee
from menkou.work.models import FeeStatement


def main(login: str) -> None:
    by = User.objects.get(login=login)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        raw = json.loads(line)
        at = datetime.fromisoformat(raw["at"])
        try:
            tried(
                pay_fee, statement=FeeStatement.objects.get(pk=raw["statement"]),
                amount=raw["amount"], reference=raw["reference"], day=at.date(), by=by, at=at,
            )
            sys.stdout.write("paid\n")
        except NotStated as refusal:
            sys.stdout.write(f"{refusal.code}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
