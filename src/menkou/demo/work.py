"""Orders, tickets and what happened at the counter, month by month, sent like a phone's list."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from menkou.demo.chain import (
    EXTRA,
    UNMADE,
    Made,
    event_of,
    eventful,
    fact,
    finish,
    pass_down,
    send,
)
from menkou.demo.days import moment, pay_days
from menkou.demo.fees import FeeDesk
from menkou.demo.pay import PayDay
from menkou.demo.people import Hand
from menkou.demo.site import Bench, Place
from menkou.demo.words import AS_OF, MONTHS, WAGES, WORKERS
from menkou.facts.new import NewFact
from menkou.lib.days import Month
from menkou.registry.models import Person
from menkou.work.actions.tickets import NewTicket, make_tickets
from menkou.work.models import Allotment

MEAN = 7_120_000
"""What a worker earns in a month in which she works, in 1/10,000 yuan."""


@dataclass(slots=True)
class Task:
    """What one worker makes in one month: `good` pieces, and `bad` that are rejected. Now and then
    somebody of hers shares in it."""

    person: Person
    bench: Bench
    month: int
    good: int
    bad: int
    helper: Person | None = None

    @property
    def shares(self) -> list[tuple[Person, int]]:
        return [(self.person, 2), (self.helper, 1)] if self.helper else [(self.person, 1)]


def plan(rng: Random, hands: Sequence[Hand], months: Sequence[Month]) -> list[Task]:
    """Who makes how much in which month, so that the months but the last earn what they should.

    Those with the fewest months so far come first; in the last month the first person, whose card
    is told to everybody, so that she has work to show. The sum is met to less than a piece's rate.
    """
    wanted = WAGES * len(hands) * (len(months) - 1) // (WORKERS * (MONTHS - 1))
    wanted -= EXTRA if eventful(len(months)) else 0
    a_month = max(1, round(wanted / MEAN / (len(months) - 1)))
    had: Counter[int] = Counter()
    tasks = []
    for index, month in enumerate(months):
        ready = [hand for hand in hands if hand[2] <= month.first]
        ready.sort(key=lambda hand: (had[hand[0].pk], rng.random()))
        if month == months[-1]:
            ready.sort(key=lambda hand: hand is not hands[0])
        for person, bench, _ in ready[:a_month]:
            had[person.pk] += 1
            earned = rng.randint(6_200_000, 8_200_000) // (2 if month == months[-1] else 1)
            good = max(2, earned // bench.line.rate)
            bad = rng.randint(1, 1 + good // 60) if rng.random() < 0.2 else 0
            tasks.append(Task(person, bench, index, good, bad))
    meet(wanted, [task for task in tasks if task.month < len(months) - 1])
    _help(tasks)
    return tasks


def _help(tasks: Sequence[Task]) -> None:
    """In each month and workshop every tenth shares her work with the one after her."""
    beside: dict[tuple[int, str], list[Task]] = defaultdict(list)
    for task in tasks:
        beside[task.month, task.bench.line.code].append(task)
    for own in beside.values():
        for one, other in list(pairwise(own))[::10]:
            one.helper = other.person


def meet(wanted: int, tasks: Sequence[Task]) -> None:
    """Changes how much is made so that together it earns what is wanted, to less than a piece."""
    planned = sum(task.good * task.bench.line.rate for task in tasks)
    for task in tasks:
        task.good = max(2, task.good * wanted // planned)
    left = wanted - sum(task.good * task.bench.line.rate for task in tasks)
    # Dear pieces first, so that the cheap ones close the gap.
    for task in sorted(tasks, key=lambda one: -one.bench.line.rate):
        rate = task.bench.line.rate
        more = min(left // rate, max(1, task.good // 10)) if left > 0 else 0
        task.good += more
        left -= more * rate


def make_work(
    rng: Random,
    place: Place,
    tasks: Sequence[Task],
    months: Sequence[Month],
    *,
    step: Callable[[], None],
) -> int:
    """Makes every order of every workshop; answers how many facts were booked."""
    people = {task.person.pk for task in tasks}
    booked, pay = 0, PayDay(Random(len(people)), place)
    fees = FeeDesk(place)
    for index, month in enumerate(months):
        news: dict[int, list[NewFact]] = {}
        made: list[Made] = []
        current = index == len(months) - 1
        for number, bench in enumerate(place.benches):
            own = [task for task in tasks if task.month == index and task.bench is bench]
            if own:
                event = event_of(len(months) - index, bench) if eventful(len(months)) else ""
                made.append(_order(rng, place, bench, own, month, event, current=current))
                news[number] = made[-1].facts
                booked += len(news[number])
            step()
        booked += _until_the_end(place, news, made, month, pay)
        if current:
            fees.pay(AS_OF - timedelta(days=1))
        else:
            fees.after(month, made)
    return booked


def _until_the_end(
    place: Place, news: Mapping[int, Sequence[NewFact]], made: Sequence[Made], month: Month,
    pay: PayDay,
) -> int:
    """What happened in a month, sent pay day by pay day; each closed the morning after. At its
    end the pieces go to the customers and the orders are closed; answers with how many facts."""
    january = Month.of(AS_OF).previous
    sent, booked = date.min, 0
    for last, cycle in [*pay_days(month, AS_OF), (AS_OF, "")]:
        until = min(last, AS_OF - timedelta(days=1))
        for number, facts in news.items():
            part = [one for one in facts if sent < one.day <= until]
            if part:
                send(part, by=place.benches[number].clerk, at=moment(until, 20))
        if until == month.last and sent < until:
            booked += sum(finish(place, one, month.last) for one in made)
        sent = until
        if not cycle or last > month.last:
            break
        for bench in (one for one in place.benches if cycle in one.cycles):
            pay.settle(bench, cycle, last, until=AS_OF, final=month == january)
    return booked


def _order(
    rng: Random, place: Place, bench: Bench, tasks: Sequence[Task], month: Month, event: str,
    *, current: bool,
) -> Made:
    """An order of a month with all that happens on it; the current one is still worked on."""
    line = bench.line
    who: dict[str, Any] = {"by": place.officer, "at": moment(month.first, 8)}
    sizes = [(task.good + task.bad) * (2 if current else 1) for task in tasks]
    due = month.last + timedelta(days=5)
    pieces = sum(sizes) + (UNMADE if event == "short" else 0)
    order, parts = pass_down(bench, f"{month}-{line.code}", pieces, month.first, due, **who)
    made_on = month.first + timedelta(days=1)
    tickets = make_tickets(
        [
            NewTicket(task.shares, size, line.at_home and rng.random() < 0.7, due)
            for task, size in zip(tasks, sizes, strict=True)
        ],
        allotment=parts[0], workshop=bench.workshop, made_on=made_on, by=bench.clerk,
        at=moment(made_on, 8),
    )
    until = AS_OF - timedelta(days=1) if current else month.last
    came = {
        commodity.pk: quantity * sum(sizes) * 103 // 100 + 10 * quantity
        for commodity, quantity in bench.materials
    }
    short = rng.choice((0, 0, 0, 0, 0, 2))
    news = [
        fact(rng, "arrival", made_on, moment(made_on, 8), {
            "order": order.pk, "place": bench.workshop.pk,
            "lines": [{"commodity": key, "quantity": much, "noted": much + short}
                      for key, much in came.items()],
        })
    ]
    for task, ticket, size in zip(tasks, tickets, sizes, strict=True):
        news += _ticket(rng, task, ticket.number, size, (order.pk, made_on, until))
    if bench.second is not None:
        news += _second(rng, bench, tasks, parts[1], (until, due, 2 if current else 1))
    return Made(bench, order, parts, [task.good for task in tasks], tickets, news, rng, event)


def _second(
    rng: Random, bench: Bench, tasks: Sequence[Task], part: Allotment, frame: tuple[date, date, int]
) -> Iterator[NewFact]:
    """The last step: each takes up her good pieces of the first once all of them are there; a
    ticket is so many times as large."""
    until, due, times = frame
    day = until - timedelta(days=1)
    tickets = make_tickets(
        [NewTicket(task.shares, task.good * times, False, due) for task in tasks],
        allotment=part, workshop=bench.workshop, made_on=day, by=bench.clerk, at=moment(day, 8),
    )
    for task, ticket in zip(tasks, tickets, strict=True):
        hold = {"ticket": ticket.number, "carrier": task.person.pk}
        lines = [{"commodity": bench.operation.makes_id, "quantity": task.good}]
        yield fact(rng, "issue", day, moment(day, 18, 5), hold | {"lines": lines})
        yield fact(rng, "receipt", until, moment(until, 17), hold | {"good": task.good})


def _ticket(
    rng: Random, task: Task, number: int, size: int, frame: tuple[int, date, date]
) -> Iterator[NewFact]:
    """What happens on a ticket: issue, two receipts, what was inspected or done again, the rest."""
    order, made_on, until = frame
    whole = (until - made_on).days
    days = [made_on + timedelta(days=max(1, whole * part // 5)) for part in (2, 3, 4)]
    hold = {"ticket": number, "carrier": task.person.pk}
    spare = 1 if rng.random() < 0.3 else 0

    def lines(pieces: int) -> list[dict[str, int]]:
        return [{"commodity": commodity.pk, "quantity": quantity * pieces}
                for commodity, quantity in task.bench.materials]

    def at(day: date, hour: int) -> datetime:
        return moment(day, hour, rng.randint(0, 59))

    yield fact(rng, "issue", made_on, at(made_on, 9), hold | {"lines": lines(size + spare)})
    first = task.good // 2
    yield fact(rng, "receipt", days[0], at(days[0], 15), hold | {"good": first})
    rest, kind = task.good - first, rng.random()
    again = max(1, rest // 10)
    reason = {"reason": rng.choice(("loose", "broken", "dirty"))}
    second: dict[str, Any] = {"rejected": task.bad} | (reason if task.bad else {})
    if kind < 0.15:
        second |= {"uninspected": rest}
    elif kind < 0.3:
        second |= {"good": rest - again, "at_rework": again} | reason
    else:
        second |= {"good": rest}
    yield fact(rng, "receipt", days[1], at(days[1], 16), hold | second)
    if kind < 0.15:
        yield fact(rng, "inspection", days[2], at(days[2], 10), {"ticket": number, "good": rest})
    elif kind < 0.3:
        yield fact(rng, "rework", days[2], at(days[2], 11), {"ticket": number, "good": again})
    if spare and rng.random() < 0.5:
        yield fact(rng, "return", days[2], at(days[2], 17), hold | {"lines": lines(1)})
    elif spare:
        left = size - task.good - task.bad + 1
        lost = rng.choice((0, 0, 1))
        yield fact(rng, "count", days[2], at(days[2], 17), {
            "order": order, "place": task.bench.workshop.pk, "carrier": task.person.pk,
            "lines": lines(left - lost),
        })
