"""Invented workers whose groups on the day of the article are those of the article."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from django.db.models import Count
from stdnum import luhn

from menkou.demo.site import Bench, Place
from menkou.demo.words import (
    AS_OF,
    CARD,
    COUNTIES,
    GIVEN_F,
    GIVEN_M,
    GROUPS,
    PIN,
    SURNAMES,
)
from menkou.identity.actions.users import add_user
from menkou.lib.exact import split
from menkou.lib.identifiers import make_resident_id
from menkou.registry.actions.bulk import NewWorker, add_workers
from menkou.registry.models import Person

AGES = {
    "cannot_migrate": (19, 58),
    "aged_60_to_70": (60, 69),
    "aged_70_to_80": (70, 79),
    "aged_80_and_over": (80, 83),
    "disabled": (22, 66),
}
TIED = (("care_duty",), ("care_duty",), ("care_duty",), ("half_labour",), ("weak_labour",))

Hand = tuple[Person, Bench, date]


def make_workers(
    rng: Random, place: Place, number: int, starts: Sequence[date], *, at: datetime
) -> list[Hand]:
    """So many workers, in the article's shares, each at a workshop since one of the starts."""
    groups = [
        group
        for group, size in zip(GROUPS, split(number, list(GROUPS.values())), strict=True)
        for _ in range(size)
    ]
    rng.shuffle(groups)
    used: set[str] = set()
    numbers = Random(number)  # of its own: who has a phone moves nothing else
    news, hands, home = [], [], ("1", "1", "101")
    for index, group in enumerate(groups):
        household = index // 2
        community = place.communities[household % len(place.communities)]
        if index % 2 == 0:
            home = (str(rng.randint(1, 12)), str(rng.randint(1, 3)),
                    f"{rng.randint(1, 18)}{rng.randint(1, 4):02}")
        bench = place.benches[index % len(place.benches)]
        since = starts[0] if rng.random() < 0.5 else rng.choice(starts)
        sex = "f" if rng.random() < 0.7 else "m"
        born_on = _born(rng, group)
        given = rng.choice(GIVEN_F if sex == "f" else GIVEN_M)
        news.append(
            NewWorker(
                name=rng.choice(SURNAMES) + given, sex=sex, born_on=born_on,
                id_number=_number(rng, born_on, sex, used), household=f"HL{household + 1:04}",
                relation="head" if index % 2 == 0 else "other",
                from_county=COUNTIES[household % len(COUNTIES)], community=community, home=home,
                lives_since=starts[0], traits=_traits(rng, group), payer=bench.firm,
                workshop=bench.workshop, form=_form(rng, bench, born_on, since),
                engaged_since=since, phone=_phone(numbers), bank=_card(numbers), invented=True,
            )
        )
        hands.append((bench, since))
    people = add_workers(news, by=place.officer, at=at)
    return [(person, bench, since) for person, (bench, since) in zip(people, hands, strict=True)]


def give_card(place: Place, at: datetime) -> None:
    """The demo's worker signs in as who was paid most often, so that her pages show it all."""
    paid = Person.objects.annotate(times=Count("slips")).order_by("-times", "pk")
    person = paid.select_related("party")[0]
    user = add_user(login=CARD, shown_name=person.party.name, kind="worker", password=PIN,
                    by=place.officer, at=at)
    Person.objects.filter(pk=person.pk).update(user=user)


def _born(rng: Random, group: str) -> date:
    """A birthday whose age lies in the group's band on the day, to the day."""
    youngest, oldest = AGES[group]
    first = AS_OF.replace(year=AS_OF.year - oldest - 1) + timedelta(days=1)
    last = AS_OF.replace(year=AS_OF.year - youngest)
    return first + timedelta(days=rng.randint(0, (last - first).days))


def _traits(rng: Random, group: str) -> tuple[str, ...]:
    if group == "disabled":
        return ("disabled",)
    return rng.choice(TIED) if group == "cannot_migrate" else ()


def _number(rng: Random, born_on: date, sex: str, used: set[str]) -> str:
    """A number in an area that no county has, so that it can't be anybody's."""
    while True:
        number = make_resident_id("530600", born_on, 2 * rng.randint(0, 499) + (sex == "m"))
        if number not in used:
            used.add(number)
            return number


def _phone(rng: Random) -> str:
    """A number of the block for things, not people; one in twelve has none."""
    number = f"1400000{rng.randint(0, 9999):04}"
    return number if rng.random() > 1 / 12 else ""


def _card(rng: Random) -> str:
    """An account number of no bank; one in ten is still to be brought."""
    body = f"629999{rng.randint(0, 10**12 - 1):012}"
    return body + luhn.calc_check_digit(body) if rng.random() > 1 / 10 else ""


def _form(rng: Random, bench: Bench, born_on: date, since: date) -> str:
    if born_on <= since.replace(year=since.year - 60):
        return "retired"
    if bench.line.at_home:
        return "home"
    return rng.choice(("full_time", "full_time", "part_time"))
