"""Pages of a whole district, and its search, beside a null Django page.

python -m benchmarks.district   (MENKOU_HOME names a folder; the district is made where it lacks)
"""

import json
import subprocess
from random import Random

from benchmarks import ready
from benchmarks.pages import MENKOU, logins, walked

ready()

from menkou.registry.models import Person

ROLES = {
    "district_officer": [
        "/", "/people/", "/people/visit/?skill=sewing", "/people/same/", "/places/", "/orders/",
        "/figures/district/", "/office/reveals/", "/office/flags/", "/imports/",
    ],
    "community_officer": ["/", "/people/", "/people/same/", "/places/", "/figures/"],
    "auditor": ["/figures/district/", "/office/accounts/"],
}
NAMES, TURNS = 40, 15


def typed() -> list[str]:
    """What an officer types: a name, its beginning and end, pinyin, initials; doors, last fours."""
    random = Random(7)
    keys = sorted(Person.objects.filter(forgotten_at=None).values_list("pk", flat=True))
    rows = Person.objects.filter(pk__in=random.sample(keys, NAMES)).order_by("pk")
    found = ["3-2-501", "12-1-302", "501", "0021", "0913", "123X"]
    for name, search in rows.values_list("party__name", "search"):
        words = search.split()
        found += [name, name[:2], name[-1], words[-1], words[-2][:6]]
    random.shuffle(found)
    return found


def main() -> None:
    subprocess.run([*MENKOU, "demo", "--district"], check=True, capture_output=True)
    known = logins()
    who = [(role, *known[role], lists) for role, lists in ROLES.items()]
    print(json.dumps({"persons": Person.objects.count()} | walked(who, typed(), TURNS)))


if __name__ == "__main__":
    main()
