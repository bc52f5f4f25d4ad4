"""Orders, tickets and what happened at the counter, month by month, sent like a phone's list."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from menkou.demo.days import moment, pay_days
from menkou.demo.pay import PayDay
from menkou.demo.people import Hand
from menkou.demo.site import Bench, Place
from menkou.demo.words import AS_OF, MONTHS, WAGES, WORKERS
from menkou.facts.new import NewFact
from menkou.lib.days import Month
from menkou.registry.models import Person
from menkou.work.actions.orders import add_order, allot
from menkou.work.actions.record import submit
from menkou.work.actions.tickets import NewTicket, make_tickets

MEAN = 7_120_000
"""What a worker earns in a month in which she works, in 1/10,000 yuan."""


class NotAccepted(Exception):
    """A fact of the demo that was not booked: the demo is made wrongly."""


@dataclass(slots=True)
class Task:
    """What one worker makes in one month: `good` pieces, and `bad` that are rejected."""

    person: Person
    bench: Bench
    month: int
    good: int
    bad: int


def plan(rng: Random, hands: Sequence[Hand], months: Sequence[Month]) -> list[Task]:
    """Who makes how much in which month, so that the months but the last earn what they should.

    Those with the fewest months so far come first; in the last month the first person, whose card
    is told to everybody, so that she has work to show. The sum is met to less than a piece's rate.
    """
    wanted = WAGES * len(hands) * (len(months) - 1) // (WORKERS * (MONTHS - 1))
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
    _meet(wanted, [task for task in tasks if task.month < len(months) - 1])
    return tasks


def _meet(wanted: int, tasks: Sequence[Task]) -> None:
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
    hands: Sequence[Hand],
    months: Sequence[Month],
    *,
    step: Callable[[], None],
) -> int:
    """Makes every order of every workshop; answers how many facts were booked."""
    tasks, booked, pay = plan(rng, hands, months), 0, PayDay(Random(len(hands)), place)
    for index, month in enumerate(months):
        news: dict[int, list[NewFact]] = {}
        for number, bench in enumerate(place.benches):
            own = [task for task in tasks if task.month == index and task.bench is bench]
            if own:
                news[number] = _order(rng, place, bench, own, month, index == len(months) - 1)
                booked += len(news[number])
            step()
        _until_the_end(place, news, month, pay)
    return booked


def _until_the_end(
    place: Place, news: Mapping[int, Sequence[NewFact]], month: Month, pay: PayDay
) -> None:
    """What happened in a month, sent pay day by pay day; each closed the morning after."""
    january = Month.of(AS_OF).previous
    sent = date.min
    for last, cycle in [*pay_days(month, AS_OF), (AS_OF, "")]:
        until = min(last, AS_OF - timedelta(days=1))
        for number, facts in news.items():
            part = [one for one in facts if sent < one.day <= until]
            if part:
                _send(part, place.benches[number], moment(until, 20))
        sent = until
        if not cycle or last > month.last:
            break
        for bench in place.benches:
            pay.settle(bench, cycle, last, until=AS_OF, final=month == january)


def _order(
    rng: Random, place: Place, bench: Bench, tasks: Sequence[Task], month: Month, current: bool
) -> list[NewFact]:
    """An order of a month with all that happens on it; the current one is still worked on."""
    line = bench.line
    who: dict[str, Any] = {"by": place.officer, "at": moment(month.first, 8)}
    sizes = [(task.good + task.bad) * (2 if current else 1) for task in tasks]
    due = month.last + timedelta(days=5)
    order = add_order(
        number=f"{month}-{line.code}", customer=bench.firm, operation=bench.operation,
        pieces=sum(sizes), fee=line.fee, ordered_on=month.first, due_on=due, **who,
    )
    allotment = allot(order=order, operation=bench.operation, holder=bench.firm,
                      pieces=sum(sizes), fee=line.fee, due_on=due, **who)
    made_on = month.first + timedelta(days=1)
    tickets = make_tickets(
        [
            NewTicket([(task.person, 1)], size, line.at_home and rng.random() < 0.7, due)
            for task, size in zip(tasks, sizes, strict=True)
        ],
        allotment=allotment, workshop=bench.workshop, made_on=made_on, by=bench.clerk,
        at=moment(made_on, 8),
    )
    until = AS_OF - timedelta(days=1) if current else month.last
    came = {
        commodity.pk: quantity * sum(sizes) * 103 // 100 + 10 * quantity
        for commodity, quantity in bench.materials
    }
    short = rng.choice((0, 0, 0, 0, 0, 2))
    news = [
        _fact(rng, "arrival", made_on, moment(made_on, 8), {
            "order": order.pk, "place": bench.workshop.pk,
            "lines": [{"commodity": key, "quantity": much, "noted": much + short}
                      for key, much in came.items()],
        })
    ]
    for task, ticket, size in zip(tasks, tickets, sizes, strict=True):
        news += _ticket(rng, task, ticket.number, size, (order.pk, made_on, until))
    return news


def _send(news: Sequence[NewFact], bench: Bench, at: datetime) -> None:
    wrong = [one for one in submit(news, by=bench.clerk, at=at) if one.result != "accepted"]
    if wrong:
        raise NotAccepted(f"{len(wrong)} facts: {wrong[0].result} {wrong[0].why}")


def _fact(
    rng: Random, kind: str, day: date, happened_at: datetime, content: dict[str, Any]
) -> NewFact:
    uid = UUID(int=rng.getrandbits(128), version=4)
    return NewFact(uid, kind, "happened", day, happened_at, content)


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

    yield _fact(rng, "issue", made_on, at(made_on, 9), hold | {"lines": lines(size + spare)})
    first = task.good // 2
    yield _fact(rng, "receipt", days[0], at(days[0], 15), hold | {"good": first})
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
    yield _fact(rng, "receipt", days[1], at(days[1], 16), hold | second)
    if kind < 0.15:
        yield _fact(rng, "inspection", days[2], at(days[2], 10), {"ticket": number, "good": rest})
    elif kind < 0.3:
        yield _fact(rng, "rework", days[2], at(days[2], 11), {"ticket": number, "good": again})
    if spare and rng.random() < 0.5:
        yield _fact(rng, "return", days[2], at(days[2], 17), hold | {"lines": lines(1)})
    elif spare:
        left = size - task.good - task.bad + 1
        lost = rng.choice((0, 0, 1))
        yield _fact(rng, "count", days[2], at(days[2], 17), {
            "order": order, "place": task.bench.workshop.pk, "carrier": task.person.pk,
            "lines": lines(left - lost),
        })
