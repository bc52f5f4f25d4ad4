"""Makes the demo from a seed: the same seed and the same size make the same records."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from menkou.demo.days import moment, months_until
from menkou.demo.district import CHUNK, LINES, Figures, make_district
from menkou.demo.people import give_card, make_workers
from menkou.demo.site import make_site
from menkou.demo.words import AS_OF, MONTHS, SITE, WORKERS
from menkou.demo.work import make_work, plan
from menkou.figures.actions.report import compute
from menkou.figures.queries.indicators import Unit
from menkou.identity import clock
from menkou.identity.bulk import count_anew
from menkou.identity.models import Installation, User
from menkou.lib.days import day_of
from menkou.registry.models import Site


@dataclass(frozen=True, slots=True)
class Size:
    """How much of it: workers, and months up to that of the article; the district around it."""

    workers: int = WORKERS
    months: int = MONTHS
    district: Figures | None = None

    @property
    def steps(self) -> int:
        """How often `step` is called, nearly."""
        if self.district is None:
            return self.months * 6
        return self.months * (6 + len(LINES)) + self.district.households * 4 // CHUNK


def is_made() -> bool:
    """Whether somebody works in this database already: a demo never mixes with her data."""
    return Installation.objects.exists() or User.objects.exists()


@transaction.atomic
def make(
    *, seed: int, size: Size, wall: datetime, step: Callable[[], None] = lambda: None
) -> int:
    """Makes the whole site in one transaction; answers how many facts were booked.

    `wall` is the wall clock now: the books' clock is moved so that today is the article's day.
    """
    rng = Random(seed)
    months = months_until(AS_OF, size.months)
    start = months[0].first
    opened = moment(start, 7)
    place = make_site(start=start, at=opened)
    starts = [month.first for month in months[:-1]]
    hands = make_workers(rng, place, size.workers, starts, at=opened)
    booked = make_work(rng, place, plan(rng, hands, months), months, step=step)
    give_card(place, opened)
    if size.district is not None:
        booked += make_district(rng, place, months, size.district, step=step)
    Installation.objects.create(
        name=SITE, demo=True, clock_shift=timedelta(days=(AS_OF - day_of(wall)).days)
    )
    clock.forget_shift()
    count_anew()
    units: list[Unit] = [*Site.objects.order_by("pk")]
    if size.district is not None:
        units.append(place.site.division)
    for unit in units:
        compute(unit=unit, as_of=AS_OF, by=place.officer, at=clock.now())
    return booked
