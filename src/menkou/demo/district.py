"""All of Zhaoyang beside Honglu: its other sites and families, four large workshops, and those who
found work there, now and again. Every name, person and order is invented; the counts and the mean
income are those of the article (`menkou report --district`)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from menkou.demo.days import moment
from menkou.demo.families import Family, Member, families
from menkou.demo.site import Bench, Place, make_bench
from menkou.demo.words import AS_OF, COOP, Line, Material
from menkou.demo.work import Task, make_work, meet
from menkou.figures.district import WORK
from menkou.figures.queries.indicators import records
from menkou.lib.days import Month
from menkou.lib.exact import split
from menkou.lib.identifiers import make_credit_code
from menkou.registry.actions.bulk import Term, engage_all
from menkou.registry.actions.organizations import add_organization
from menkou.registry.actions.places import add_community, add_site
from menkou.registry.actions.register import Home, NewPerson, register
from menkou.registry.models import Community, Division, Membership, Organization, Person

INCOME = WORK[-1]
NUMERALS = "一二三四五六七八九十"
CHUNK = 1000
STINTS = 4
"""How often somebody of the large workshops began to work there; who stops comes again."""

LINES = (
    Line("示例服装厂车间", 3, (2800, 2800, 2800), "示例乌蒙服装公司", "enterprise", "91", "工装",
         "uniform", "件", "缝制", 1200, False, 28_000, 45_000,
         (Material("drill", "斜纹布", "米", "毫米", 1000, 1600, 10_000),),
         "示例邓兰", "示例曹经理", large=True),
    Line("示例制鞋车间", 4, (3800, 3800), "示例金江鞋业公司", "enterprise", "91", "布鞋", "shoes",
         "双", "纳帮", 900, False, 18_000, 30_000,
         (Material("canvas", "帆布", "米", "毫米", 1000, 420, 10_000),),
         "示例彭霞", "示例许经理", large=True),
    Line("示例电子车间", 5, (3400, 3300), "示例昭鲁电子公司", "enterprise", "91", "充电线",
         "charger", "条", "焊接", 150, False, 3_000, 5_000,
         (Material("wire2", "铜线", "米", "毫米", 1000, 1100, 5_000),),
         "示例蒋红", "示例蔡经理", large=True),
    Line("示例玩具车间", 6, (2800, 2700), "示例滇雀玩具公司", "enterprise", "91", "布玩具", "toys",
         "个", "填充", 600, False, 9_000, 15_000,
         (Material("plush", "绒布", "米", "毫米", 1000, 380, 10_000),),
         "示例余梅", "示例潘经理", large=True),
)
BESIDE = ("示例雨露包装公司", "示例晨光制帽公司", "示例云岭箱包公司", "示例高原刺绣公司")
"""Who employs people in the same workshops, beside the operator."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the district is to come to, Honglu included: the article's figures."""

    sites: int = 22
    households: int = 17_529
    persons: int = 72_586
    placements: int = 5_053
    households_with_income: int = 1_053
    mean_yuan: int = 1_200


@dataclass(frozen=True, slots=True)
class Stint:
    """A time in which somebody worked for a payer: from a day until a day, None: still."""

    person: Person
    payer: Organization
    bench: Bench
    first: date
    until: date | None


def make_district(
    rng: Random, place: Place, months: Sequence[Month], wanted: Figures, *,
    step: Callable[[], None],
) -> int:
    """Makes what the district has beside Honglu; answers how many facts were booked."""
    at = moment(months[0].first, 7)
    communities = [*place.communities, *_sites(place, wanted.sites - 1, at)]
    places = _register(rng, place, communities, wanted, months[0].first, at, step)
    benches = _benches(place, communities, months[0].first, at)
    workers = _workers(rng, places, benches, wanted)
    stints = _stints(rng, workers, _beside(place, at), months, wanted)
    engage_all(list(_terms(stints)), by=place.officer, at=at)
    tasks = _tasks(rng, stints, months, place.site.division, wanted)
    own = Place(place.site, tuple(communities), tuple(benches), place.officer, place.keeper,
                place.speakers)
    return make_work(rng, own, tasks, months, step=step)


def _sites(place: Place, count: int, at: datetime) -> Iterator[Community]:
    who: dict[str, Any] = {"by": place.officer, "at": at}
    for number in range(1, count + 1):
        name = _numeral(number)
        site = add_site(name=f"示例{name}号安置区", division=place.site.division, **who)
        yield add_community(site=site, name=f"示例{name}号社区", **who)


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return head + (NUMERALS[ones - 1] if ones else "")


Settled = tuple[Family, Community, list[int]]
"""A family, where it lives, and the keys of its members."""


def _register(
    rng: Random, place: Place, communities: Sequence[Community], wanted: Figures, since: date,
    at: datetime, step: Callable[[], None],
) -> list[Settled]:
    """The families that are not Honglu's workers', dealt out over all communities."""
    there = Membership.objects.values("household").distinct().count()
    made = families(
        rng, wanted.households - there, wanted.persons - Person.objects.count(), born_by=since
    )
    settled: list[Settled] = []
    waiting: list[tuple[Family, Community]] = []

    def write() -> None:
        keys = iter(register(
            [new for family, community in waiting for new in _news(rng, family, community, since)],
            by=place.officer, at=at,
        ))
        settled.extend(
            (family, community, [next(keys) for _ in family.members])
            for family, community in waiting
        )
        waiting.clear()
        step()

    for number, family in enumerate(made):
        waiting.append((family, communities[number % len(communities)]))
        if len(waiting) * 4 > CHUNK:
            write()
    if waiting:
        write()
    return settled


def _news(
    rng: Random, family: Family, community: Community, since: date
) -> Iterator[NewPerson]:
    home = Home(community, since, f"{rng.randint(1, 40)}", f"{rng.randint(1, 3)}",
                f"{rng.randint(1, 18)}{rng.randint(1, 4):02}")
    for one in family.members:
        yield NewPerson(
            one.name, one.sex, one.born_on, one.id_number, phone=one.phone, bank=one.bank,
            home=home, household=family.number, relation=one.relation,
            from_county=family.from_county, traits=tuple(_traits(rng, one)), invented=True,
        )


def _traits(rng: Random, one: Member) -> Iterator[tuple[str, str]]:
    chance = rng.random()
    if chance < 0.03:
        yield "disabled", ""
    elif one.relation == "spouse" and chance < 0.4:
        yield "care_duty", ""
    elif one.age(AS_OF) >= 50 and chance < 0.2:
        yield "half_labour", ""


def _benches(
    place: Place, communities: Sequence[Community], start: date, at: datetime
) -> list[Bench]:
    coop = Organization.objects.get(party__name=COOP)
    return [
        make_bench(number, line, communities[line.community], coop, start=start, by=place.officer,
                   at=at)
        for number, line in enumerate(LINES, 7)
    ]


def _beside(place: Place, at: datetime) -> list[Organization]:
    return [
        add_organization(name=name, kind="enterprise", code=make_credit_code(90 + number, "91"),
                         by=place.officer, at=at)
        for number, name in enumerate(BESIDE)
    ]


def _workers(
    rng: Random, places: Sequence[Settled], benches: Sequence[Bench], wanted: Figures
) -> list[tuple[Person, Bench]]:
    """One or two of each family that is to have an income, from the sites of the workshops."""
    homes = wanted.households_with_income - _households_with_income()
    chosen: list[tuple[int, Bench]] = []
    for bench, count in zip(benches, split(homes, [1] * len(benches)), strict=True):
        near = [one for one in places if one[1] == bench.workshop.community and _able(one)]
        for number, settled in enumerate(rng.sample(near, count)):
            able = _able(settled)
            chosen += [(pk, bench) for pk in able[: 1 + (number % 2 and len(able) > 1)]]
    people = Person.objects.select_related("party").in_bulk([pk for pk, _ in chosen])
    return [(people[pk], bench) for pk, bench in chosen]


def _able(settled: Settled) -> list[int]:
    family, _community, keys = settled
    return [key for key, one in zip(keys, family.members, strict=True)
            if 20 <= one.age(AS_OF) <= 55]


def _households_with_income() -> int:
    earning = Person.objects.filter(engagements__wages__isnull=False).values("pk")
    return Membership.objects.filter(person__in=earning).values("household").distinct().count()


def _stints(
    rng: Random, workers: Sequence[tuple[Person, Bench]], beside: Sequence[Organization],
    months: Sequence[Month], wanted: Figures,
) -> list[Stint]:
    """When each worked, so that all together began as often as they should: each in turns of
    equal length, every fifth the second of them for another payer, every ninth the last one."""
    begun = wanted.placements - Person.objects.filter(engagements__isnull=False).count()
    times = split(begun, [1] * len(workers))
    found = []
    for number, ((person, bench), count) in enumerate(zip(workers, times, strict=True)):
        length = (len(months) - 1) // count
        other = beside[number % len(beside)]
        stays_elsewhere = number < len(beside) or number % 9 == 0
        for turn in range(count):
            last = turn == count - 1
            elsewhere = stays_elsewhere if last else number % 5 == 0 and turn == 1
            payer = other if elsewhere else bench.firm
            first = months[turn * length].first
            ends = months[turn * length + length - 1].next.first
            stays = last and (stays_elsewhere or rng.random() < 0.7)
            found.append(Stint(person, payer, bench, first + timedelta(days=1),
                               None if stays else ends))
    return found


def _terms(stints: Sequence[Stint]) -> Iterator[Term]:
    for one in stints:
        yield Term(one.person, one.payer, one.bench.workshop, "full_time", one.first)
        if one.until is not None:
            yield Term(one.person, one.payer, one.bench.workshop, "", one.until)


def _tasks(
    rng: Random, stints: Sequence[Stint], months: Sequence[Month], division: Division,
    wanted: Figures,
) -> list[Task]:
    """Two months of work for each, of those that lie in her stints for the workshop's operator, so
    that the months of all the district come to the mean."""
    free: dict[int, list[tuple[Stint, int]]] = {}
    for one in stints:
        if one.payer != one.bench.firm:
            continue
        for index, month in enumerate(months[:-1]):
            if one.first <= month.first + timedelta(days=1) and month.first >= one.first.replace(
                day=1
            ) and (one.until is None or one.until > month.last):
                free.setdefault(one.person.pk, []).append((one, index))
    tasks = []
    for some in free.values():
        for stint, index in sorted(rng.sample(some, min(2, len(some))), key=lambda one: one[1]):
            earned = rng.randint(15_000_000, 21_000_000)
            tasks.append(Task(stint.person, stint.bench, index,
                              max(2, earned // stint.bench.line.rate), 0))
    had = [amount for _person, amount in records(INCOME, division, AS_OF)]
    meet(wanted.mean_yuan * 10_000 * (len(had) + len(tasks)) - sum(had), tasks)
    return tasks
