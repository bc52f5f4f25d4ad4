"""How the demo's orders come down the chain, and how each ends: delivered, accepted, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any
from uuid import UUID

from menkou.demo.days import moment
from menkou.demo.site import Bench, Place
from menkou.demo.words import LEVEL
from menkou.facts.new import NewFact
from menkou.identity.models import User
from menkou.work.actions.ending import cancel_order, close_order, end_recall
from menkou.work.actions.orders import add_order, allot
from menkou.work.actions.record import submit
from menkou.work.actions.tickets import NewTicket, Of, make_tickets
from menkou.work.models import Allotment, Order, Recall, Ticket
from menkou.work.queries.residues import residues

UNMADE, BACK = 60, 12  # pieces never made of the short order; that a customer sent back
HOMES, RECALLED = 8, 50  # of the cancelled order: tickets, and pieces on each
BROUGHT, AGREED = 10, 100_000  # pieces that one of them still brought; what another was paid
EXTRA = BROUGHT * 6_000 + AGREED
"""What the cancelled order pays, in 1/10,000 yuan; taken off what the others earn."""
YEAR = 12  # months from which on it is long enough for something to go wrong


class NotAccepted(Exception):
    """A fact of the demo that was not booked: the demo is made wrongly."""


@dataclass(slots=True)
class Made:
    """An order of a month: its lowest allotment of each operation, what was made good on each
    ticket of the first, the facts of its month."""

    bench: Bench
    order: Order
    parts: list[Allotment]
    good: list[int]
    tickets: list[Ticket]
    facts: list[NewFact]
    rng: Random
    event: str = ""


def eventful(months: int) -> bool:
    """Whether a demo of so many months has an order that ends badly."""
    return months >= YEAR


def event_of(before: int, bench: Bench) -> str:
    """What befalls the order of a workshop, so many months before the end."""
    events = {
        (5, "cable"): "short", (7, "rattan"): "returned", (4, "flowers"): "cancelled",
    }  # fmt: skip
    return events.get((before, bench.line.code), "")


def fact(
    rng: Random, kind: str, day: date, happened_at: datetime, content: dict[str, Any]
) -> NewFact:
    uid = UUID(int=rng.getrandbits(128), version=4)
    return NewFact(uid, kind, "happened", day, happened_at, content)


def send(news: Sequence[NewFact], *, by: User, at: datetime) -> None:
    """Sends a list, of which every fact must be booked. Raises NotAccepted."""
    wrong = [one for one in submit(news, by=by, at=at) if one.result != "accepted"]
    if wrong:
        raise NotAccepted(f"{len(wrong)} facts: {wrong[0].result} {wrong[0].why}")


def pass_down(
    bench: Bench, number: str, pieces: int, day: date, due: date, *, by: User, at: datetime
) -> tuple[Order, list[Allotment]]:
    """An order from its customer through the levels to the operator; the lowest allotment of each
    operation. The last operation's fee is as large a part as its rate."""
    who: dict[str, Any] = {"by": by, "at": at}
    customer = bench.customer or bench.firm
    step = LEVEL if bench.line.rate >= 10_000 else LEVEL // 10
    whole = bench.line.fee + step * len(bench.levels)
    order = add_order(
        number=number, customer=customer, operation=bench.operation, pieces=pieces, fee=whole,
        ordered_on=day, due_on=due, **who,
    )
    lowest = []
    for operation, rate in zip(bench.operations, bench.rates, strict=True):
        last = operation == bench.operations[-1]
        fee = bench.line.fee * rate // bench.line.rate // 100 * 100
        part: Allotment | None = None
        for above, holder in enumerate((*bench.levels, bench.firm)):
            kept = step * (len(bench.levels) - above) if last else 0
            part = allot(order=order, operation=operation, holder=holder, pieces=pieces,
                         fee=fee + kept, due_on=due, parent=part, **who)
        if part is not None:
            lowest.append(part)
    return order, lowest


def finish(place: Place, made: Made, day: date) -> int:
    """What happens with an order on the last day of its month; answers how many facts it took."""
    good, booked = sum(made.good), 2
    if made.event == "cancelled":
        booked += _cancelled(place, made, day)
    _to_the_customer(place, made, good, day, 18)
    if made.event == "returned":
        booked += _sent_back(place, made, day)
    reason, why = ("short", "season") if made.event == "short" else ("done", "defects")
    booked += _rest(place, made.order, made, day)
    close_order(order=made.order, reason=reason, unmade_reason=why, by=place.keeper,
                at=moment(day, 22, 30))
    return booked


def _pieces(made: Made, kind: str, day: date, hour: int, **content: Any) -> NewFact:
    where = {"order": made.order.pk, "place": made.bench.workshop.pk,
             "commodity": made.bench.operations[-1].makes_id}
    return fact(made.rng, kind, day, moment(day, hour), where | content)


def _to_the_customer(place: Place, made: Made, pieces: int, day: date, hour: int) -> None:
    parts = [{"allotment": part.pk, "pieces": pieces} for part in made.parts]
    send([_pieces(made, "delivery", day, hour, pieces=pieces, packages=1 + pieces // 200)],
         by=made.bench.clerk, at=moment(day, hour, 30))
    send([_pieces(made, "acceptance", day, hour + 1, accepted=pieces, parts=parts)],
         by=place.keeper, at=moment(day, hour + 1, 30))


def _sent_back(place: Place, made: Made, day: date) -> int:
    """Some come back from the customer: who made them mends them, and they go out once more."""
    who: dict[str, Any] = {"by": made.bench.clerk, "at": moment(day, 20)}
    parts = [{"allotment": part.pk, "pieces": BACK} for part in made.parts]
    send([_pieces(made, "customer_return", day, 19, pieces=BACK, reason="loose", parts=parts)],
         by=place.keeper, at=moment(day, 19, 45))
    (ticket,) = make_tickets(
        [NewTicket([(made.tickets[0].holder, 1)], BACK, False, day)], allotment=made.parts[-1],
        workshop=made.bench.workshop, made_on=day,
        of=Of(Ticket.Source.RETURNED, Ticket.Pay.NONE), **who,
    )
    mended = {"ticket": ticket.number, "carrier": ticket.holder_id, "good": BACK}
    send([fact(made.rng, "receipt", day, moment(day, 20, 10), mended)], by=made.bench.clerk,
         at=moment(day, 20, 20))
    _to_the_customer(place, made, BACK, day, 20)
    return 4


def _rest(place: Place, order: Order, made: Made, day: date) -> int:
    """Material in hands comes back to the store, and goes to its owner; rejects are scrapped."""
    at, booked = moment(day, 22), 0
    for hands in (True, False):
        news = [
            _of_hands(made, order, one, day) if hands else
            fact(made.rng, "disposal", day, at, {
                "order": order.pk, "place": one.holder, "commodity": one.commodity.pk,
                "state": one.kind, "quantity": one.quantity, "reason": "defects",
                "to": "scrap" if one.kind == "rejected" else "owner",
            })
            for one in residues(order) if (one.kind == "hands") == hands
        ]
        if news:
            send(news, by=place.keeper, at=at)
        booked += len(news)
    return booked


def _of_hands(made: Made, order: Order, one: Any, day: date) -> NewFact:
    ticket = Ticket.objects.filter(holder=one.holder, allotment__order=order).latest("number")
    return fact(made.rng, "return", day, moment(day, 21, 30), {
        "ticket": ticket.number, "carrier": one.holder,
        "lines": [{"commodity": one.commodity.pk, "quantity": one.quantity}],
    })


def _cancelled(place: Place, made: Made, day: date) -> int:
    """A second order of that month, cancelled with its material in eight homes: each is called
    back, and ends in one of the four ways."""
    bench, first = made.bench, day.replace(day=20)
    who: dict[str, Any] = {"by": place.keeper, "at": moment(first, 8)}
    order, parts = pass_down(bench, f"{day:%Y-%m}-{bench.line.code}-2", HOMES * RECALLED, first,
                             day, **who)
    persons = [ticket.holder for ticket in made.tickets[:HOMES]]
    tickets = make_tickets(
        [NewTicket([(person, 1)], RECALLED, False, day) for person in persons],
        allotment=parts[0], workshop=bench.workshop, made_on=first, **who,
    )
    much = {commodity.pk: quantity * RECALLED for commodity, quantity in bench.materials}
    came = [{"commodity": key, "quantity": n * HOMES, "noted": n * HOMES}
            for key, n in much.items()]
    news = [fact(made.rng, "arrival", first, moment(first, 9), {
        "order": order.pk, "place": bench.workshop.pk, "lines": came})]
    lines = [{"commodity": key, "quantity": n} for key, n in much.items()]
    for ticket in tickets:
        held = {"ticket": ticket.number, "carrier": ticket.holder_id}
        news.append(fact(made.rng, "issue", first, moment(first, 10), held | {"lines": lines}))
    send(news, by=bench.clerk, at=moment(first, 20))
    cancel_order(order=order, reason="customer", by=place.keeper, at=moment(day, 9))
    endings = [_ending(made, order, ticket, lines, n, day) for n, ticket in enumerate(tickets)]
    send([one for _, facts in endings for one in facts], by=place.keeper, at=moment(day, 17))
    booked = len(news) + sum(len(facts) for _, facts in endings)
    booked += _rest(place, order, made, day)
    for ticket, (ending, _) in zip(tickets, endings, strict=True):
        end_recall(recall=Recall.objects.get(ticket=ticket), ending=ending, by=place.keeper,
                   at=moment(day, 22, 10))
    close_order(order=order, reason="customer", unmade_reason="cancelled", by=place.keeper,
                at=moment(day, 22, 20))
    return booked


def _ending(
    made: Made, order: Order, ticket: Ticket, lines: list[dict[str, int]], n: int, day: date
) -> tuple[str, list[NewFact]]:
    """How one home ends: the first brings some, the second is paid for what she had begun, of the
    third nothing is found, the others bring their material back."""
    held = {"ticket": ticket.number, "carrier": ticket.holder_id}

    def said(kind: str, content: dict[str, Any]) -> list[NewFact]:
        return [fact(made.rng, kind, day, moment(day, 16), content)]

    if n == 0:
        return "pieces", said("receipt", held | {"good": BROUGHT})
    if n == 1:
        return "abandoned", said("abandon", held | {"pieces": RECALLED, "amount": AGREED})
    if n == 2:
        none = [line | {"quantity": 0} for line in lines]
        return "loss", said("count", {
            "order": order.pk, "place": made.bench.workshop.pk, "carrier": ticket.holder_id,
            "lines": none,
        })
    return "material", said("return", held | {"lines": lines})

