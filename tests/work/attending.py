"""Half-days of a floor in few words; a second workshop next door."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from menkou.access.models import Grant
from menkou.facts.models import HalfDayUse
from menkou.facts.new import NewFact
from menkou.registry.models import Party, Person, Tenancy, Workshop
from menkou.work.actions.time_rates import set_time_rate
from tests.builders import START, Floor, moment

DAY = date(2022, 1, 14)


def next_door(hall: Floor, name: str = "竹编车间") -> Workshop:
    """Another workshop of the same operator, where the same clerk records."""
    place = Workshop.objects.create(
        party=Party.objects.create(kind="workshop", name=name), community=hall.community
    )
    Tenancy.objects.create(workshop=place, operator=hall.firm, from_day=START,
                           entered_at=hall.now, entered_by=hall.clerk)
    Grant.objects.create(user=hall.clerk, role="workshop_clerk", workshop=place, from_day=START,
                         given_by=hall.clerk, given_at=hall.now)
    return place


def attend(
    hall: Floor, person: Person, half: str = "am", minutes: int = 240, **more: Any
) -> NewFact:
    """Here, in the morning of the day and as it happened, if `more` (place, leave, day, clock,
    stated, replaces, uid) does not say otherwise."""
    place, day, leave = more.get("place", hall.workshop), more.get("day", DAY), more.get("leave")
    content = {"person": person.pk, "place": place.pk, "half": half}
    content |= {"minutes": 0, "leave": leave} if leave else {"minutes": minutes}
    old = more.get("replaces")
    return NewFact(
        more.get("uid") or uuid4(), "attend", more.get("stated", "happened"), day,
        moment(day, more.get("clock", "08:30")), content, old.uid if old else None,
    )


def undo(target: NewFact, *, clock: str = "20:00", uid: UUID | None = None) -> NewFact:
    return NewFact(uid or uuid4(), "undo", "happened", target.day, moment(target.day, clock), {},
                   target.uid)


def pay(hall: Floor, amount: int | None, per: str = "half_day", since: date = START) -> None:
    set_time_rate(payer=hall.firm, per=per, amount=amount, from_day=since, by=hall.clerk,
                  at=hall.now)


def held(person: Person) -> list[tuple[date, str, str, int]]:
    """Day, half, name of the place and minutes of each half-day that she works or is on leave."""
    return list(
        HalfDayUse.objects.filter(half_day__person=person, use="work")
        .order_by("half_day__day", "half_day__half")
        .values_list("half_day__day", "half_day__half", "half_day__place__party__name", "minutes")
    )
