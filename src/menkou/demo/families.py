"""Invented families, as many as wanted: who lives together, how old they are, what they are called.

The numbers are nobody's: an area that no county has (and not that of the workers of Honglu),
telephones of the block for things.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum import luhn

from menkou.demo.words import AS_OF, COUNTIES, GIVEN_F, GIVEN_M, SURNAMES
from menkou.lib.identifiers import make_resident_id

SIZES = (1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 6, 6, 7)
LARGEST = 9
AREA = "530699"
SECOND = "国明秀玉春文德永志天世光兴正荣金福顺朝云"
"""Characters that stand before the last of a given name, so that not every third is one person."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of a family. `relation`: of `Membership.Relation`."""

    name: str
    sex: str
    born_on: date
    id_number: str
    relation: str
    phone: str
    bank: str

    def age(self, day: date) -> int:
        return day.year - self.born_on.year - (
            (day.month, day.day) < (self.born_on.month, self.born_on.day)
        )


@dataclass(frozen=True, slots=True)
class Family:
    """A household by its number, with the county it came from; the head is the first."""

    number: str
    from_county: str
    members: tuple[Member, ...]


def families(
    rng: Random, households: int, persons: int, *, born_by: date = AS_OF
) -> Iterator[Family]:
    """So many households of so many persons together, all of them born by a day.

    Raises ValueError where they can't be: each has one at least, and `LARGEST` at most.
    """
    if not households <= persons <= households * LARGEST:
        raise ValueError(f"{persons} persons do not make {households} households.")
    sizes = [rng.choice(SIZES) for _ in range(households)]
    over = sum(sizes) - persons
    while over:
        at = rng.randrange(households)
        size = sizes[at] - (1 if over > 0 else -1)
        if 1 <= size <= LARGEST:
            over -= sizes[at] - size
            sizes[at] = size
    people = _People(rng, born_by)
    for number, size in enumerate(sizes, 1):
        county = COUNTIES[number % len(COUNTIES)]
        yield Family(f"ZY{number:06}", county, tuple(people.family(size)))


class _People:
    def __init__(self, rng: Random, born_by: date) -> None:
        self.rng, self.born_by = rng, born_by
        self.used, self.count = set[str](), 0

    def family(self, size: int) -> Iterator[Member]:
        rng = self.rng
        surname = rng.choice(SURNAMES)
        age = rng.randint(24, 62)
        sex = "m" if rng.random() < 0.8 else "f"
        yield self.member(surname, sex, age, "head")
        if size > 1:
            yield self.member(rng.choice(SURNAMES), "f" if sex == "m" else "m",
                              max(20, age + rng.randint(-5, 4)), "spouse")
        old = min(size - 2, 2) if size > 3 and rng.random() < 0.5 else 0
        for _ in range(max(size - 2 - old, 0)):
            youngest = max(0, age - 42)
            yield self.member(surname, rng.choice("fm"),
                              rng.randint(min(youngest, age - 20), age - 20), "child")
        for parent in range(max(old, 0)):
            yield self.member(surname, "mf"[parent], min(age + rng.randint(20, 32), 92), "parent")

    def member(self, surname: str, sex: str, age: int, relation: str) -> Member:
        rng = self.rng
        given = rng.choice(GIVEN_F if sex == "f" else GIVEN_M)
        name = surname + (rng.choice(SECOND) + given[-1] if rng.random() < 0.8 else given)
        born_on = AS_OF.replace(year=AS_OF.year - age) - timedelta(days=rng.randint(0, 364))
        if born_on > self.born_by:
            born_on = self.born_by - timedelta(days=rng.randint(0, 364))
        self.count += 1
        grown = age >= 16
        return Member(
            name, sex, born_on, self.number(born_on, sex), relation,
            f"14000{self.count:06}" if grown and rng.random() < 0.9 else "",
            self.card() if grown and rng.random() < 0.7 else "",
        )

    def number(self, born_on: date, sex: str) -> str:
        while True:
            serial = 2 * self.rng.randint(0, 499) + (sex == "m")
            number = make_resident_id(AREA, born_on, serial)
            if number not in self.used:
                self.used.add(number)
                return number

    def card(self) -> str:
        body = f"629998{self.count:012}"
        return body + luhn.calc_check_digit(body)
