"""What the odd things of a run are looked for in, read of the persons of a chunk at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Sum
from django.db.models.functions import TruncWeek

from menkou.facts.models import HalfDayUse
from menkou.lib.days import age_on
from menkou.registry.models import Membership, Person
from menkou.registry.queries import people
from menkou.registry.queries.profile import Profiles, profiles
from menkou.settlement.models import Period
from menkou.work.models import Operation

ADULT, BATCH = 16, 2000


@dataclass(frozen=True, slots=True)
class Looks:
    """Of some persons: whose card it is, where there is one; whose retirement age is hers; who
    shares a card; who has an ID; home's grown-ups; hours by week and days by engagement; standard
    seconds of what is made. `profiles` says what holds of them on a day.
    """

    profiles: Profiles
    cards: dict[int, str]
    posts: dict[int, str]
    sharing: dict[int, int]
    known: set[int]
    adults: dict[int, int]
    weeks: dict[int, int]
    days: dict[int, int]
    seconds: dict[int, int] = field(default_factory=dict)


def read(period: Period, persons: Sequence[int]) -> Looks:
    """A handful of queries, however many the persons are, by their range."""
    cards, posts, known = {}, {}, set()
    rows = Person.objects.filter(pk__gte=persons[0], pk__lte=persons[-1])
    for person, sex, holder, has_card, has_id in rows.values_list(
        "pk", "sex", "bank_holder", "bank_index", "id_index"
    ):
        posts[person] = "women" if sex == Person.Sex.FEMALE else "men"
        if has_card is not None:
            cards[person] = holder
        if has_id is not None:
            known.add(person)
    weeks, days = _attended(period, persons)
    return Looks(
        profiles(persons), cards, posts, people.same_card(persons), known,
        _adults(persons, period.last), weeks, days,
        dict(Operation.objects.values_list("makes", "seconds")),
    )


def _attended(
    period: Period, persons: Sequence[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """By engagement: the most minutes of a week; on how many days anything was worked."""
    rows = HalfDayUse.objects.filter(
        engagement__person__gte=persons[0], engagement__person__lte=persons[-1],
        engagement__payer=period.payer_id, use="work", minutes__gt=0,
        half_day__day__gte=period.first, half_day__day__lte=period.last,
    )
    weeks: dict[int, int] = {}
    for key, minutes in (
        rows.annotate(week=TruncWeek("half_day__day")).order_by()
        .values("engagement", "week").annotate(n=Sum("minutes")).values_list("engagement", "n")
    ):
        weeks[key] = max(weeks.get(key, 0), minutes)
    days = dict(
        rows.order_by().values_list("engagement")
        .annotate(n=Count("half_day__day", distinct=True))
    )
    return weeks, days


def _adults(persons: Sequence[int], day: date) -> dict[int, int]:
    """How many of her household are old enough to work, herself included."""
    home = dict(
        Membership.objects.on(day)
        .filter(person__gte=persons[0], person__lte=persons[-1], household__isnull=False)
        .values_list("person", "household")
    )
    grown: dict[int, int] = defaultdict(int)
    homes = sorted(set(home.values()))
    for start in range(0, len(homes), BATCH):
        for household, born_on in (
            Membership.objects.on(day).filter(household__in=homes[start : start + BATCH])
            .values_list("household", "person__born_on")
        ):
            grown[household] += age_on(born_on, day) >= ADULT
    return {person: max(grown[household], 1) for person, household in home.items()}
