"""A clerk in a process of her own: reads facts from standard input, a line each, and sends them."""

import json
import os
import sys
from datetime import datetime
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menkou.settings")

import django

django.setup()

from menkou.facts.new import NewFact
from menkou.identity.models import User
from menkou.work.actions.record import submit


def main(login: str, together: int) -> None:
    by = User.objects.get(login=login)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    lists: list[list[NewFact]] = []
    for line in sys.stdin:
        raw = json.loads(line)
        at = datetime.fromisoformat(raw["at"])
        new = NewFact(
            UUID(raw["uid"]), raw["kind"], raw["stated"], at.date(), at, raw["content"],
            UUID(raw["replaces"]) if raw.get("replaces") else None,
        )
        if lists and len(lists[-1]) < together:
            lists[-1].append(new)
        else:
            lists.append([new])
    now = datetime.fromisoformat("2022-03-01T12:00:00+00:00")
    for part in lists:
        for answer in submit(part, by=by, at=now):
            sys.stdout.write(f"{answer.uid} {answer.result} {answer.why}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
