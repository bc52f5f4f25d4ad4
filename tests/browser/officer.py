"""An officer with the reach of another one who has entered nothing: who may approve what others
entered. `site.run("tests.browser.officer", "shequ")` answers her login; the password is the
demo's."""

from uuid import uuid4

from menkou.access.models import Grant
from menkou.identity import clock
from menkou.lib.days import day_of
from tests.browser.levels import account

REACH = ("division", "site", "community", "workshop", "organization")


def main(like: str) -> str:
    grant = Grant.objects.select_related(*REACH).get(user__login=like)
    reach = {name: unit for name in REACH if (unit := getattr(grant, name)) is not None}
    return account(f"officer{uuid4().hex[:4]}", grant.role, day_of(clock.now()), **reach)
