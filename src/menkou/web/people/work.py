"""A person's work on her page: tiles above, lines in her timeline, cards beside. Three queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from menkou.access import queries as rights
from menkou.ledger.models import Balance
from menkou.lib import exact
from menkou.registry.models import Person
from menkou.web.parts import words
from menkou.web.parts.edge import Request
from menkou.web.parts.frame import address
from menkou.web.parts.timeline import Line
from menkou.web.people import lines
from menkou.work.models import Ticket
from menkou.work.queries import person as work_of
from menkou.work.queries.person import Month


@dataclass(frozen=True)
class Open:
    """A ticket with pieces still out."""

    ticket: Any
    words: str
    left: int
    unit: str
    late: bool
    url: str


@dataclass(frozen=True)
class Stands:
    """What she is owed by somebody, or holds of an order, with its statement."""

    words: str
    amount: str
    url: str


class Panel:
    """What `person.html` is given as `panel`; the templates ask it for all that they show."""

    def __init__(
        self, person: Person, today: date, months: list[Month], tickets: list[Any],
        holds: Iterable[Balance],
    ) -> None:
        self.person, self.today, self.months, self.tickets = person, today, months, tickets
        now = next((one for one in months if one.first == today.replace(day=1)), None)
        self.month, self.month_days = (now.amount, now.days) if now else (0, 0)
        self.whole = sum(one.amount for one in months)
        first = min((one.first for one in months if one.last), default=None)
        self.since = lines.head_of(first.year, first.month) if first else ""
        self.elsewhere = any(one.elsewhere for one in months)
        self.open = [_open(one, today) for one in tickets if work_of.left_of(one)]
        self.late = sum(one.late for one in self.open)
        self.due = min((one.ticket.due_on for one in self.open), default=None)
        held = list(holds)
        self.owed = [_stands(one) for one in held if one.account.kind == "wages_owed"]
        self.hands = [_stands(one) for one in held if one.account.kind == "hands"]
        self.books = address("accounts", query=f"?party={person.pk}")

    @property
    def pieces(self) -> list[tuple[str, int]]:
        """Pieces still out, added up by what they are counted in."""
        sums: dict[str, int] = {}
        for one in self.open:
            sums[one.unit] = sums.get(one.unit, 0) + one.left
        return list(sums.items())

    @property
    def previous(self) -> Month | None:
        """The last month with wages before this one."""
        first = self.today.replace(day=1)
        return next((one for one in self.months if one.first < first and one.last), None)

    def lines(self, only: str) -> list[Line]:
        """Lines for the timeline, if `only` ("", "job", "pay", "home") lets them in."""
        found: list[Line] = []
        if only in ("", "job"):
            found += [_ticket_line(one, self.today) for one in self.tickets]
        if only in ("", "pay"):
            # With one payer the statement itself; with several, or none any more, all her accounts.
            url = self.owed[0].url if len(self.owed) == 1 else self.books
            found += [_month_line(one, self.today, url) for one in self.months if one.last]
        return found


def panel(person: Person, request: Request, persons: Sequence[int]) -> Panel | None:
    """The panel of a person, of all her registrations, for whoever asks; None for who may not see
    tickets and books."""
    user, day = request.user, request.day
    if not all(rights.may(user, verb, day) for verb in ("work.see_tickets", "work.see_statement")):
        return None
    seen = rights.scope(user, "work.see_tickets", day)
    books = rights.scope(user, "work.see_statement", day)
    return Panel(
        person, day, work_of.months(persons, books), work_of.hers(persons, seen, day),
        work_of.holds(persons, books, day),
    )


def _open(ticket: Any, today: date) -> Open:
    made = ticket.allotment.operation.makes
    return Open(
        ticket, said_of(ticket), ticket.left, _(made.unit), ticket.due_on < today,
        address("ticket", ticket.pk),
    )


def said_of(ticket: Any) -> str:
    """ "藤编小篮 · 编织": what a ticket is for."""
    operation = ticket.allotment.operation
    return f"{_(operation.product.name)} · {_(operation.name)}"


def _stands(balance: Balance) -> Stands:
    account, commodity = balance.account, balance.commodity
    if account.kind == "wages_owed":
        said = _("%(payer)s还没发的") % {"payer": account.other.name}
        amount = f"{words.yuan(balance.quantity)} {_(commodity.unit)}"
    else:
        said = _("手里的%(material)s") % {"material": _(commodity.name)}
        amount = f"{exact.show(balance.quantity, commodity.factor)} {_(commodity.unit)}"
    url = address("account", account.pk, query=f"?commodity={commodity.pk}")
    return Stands(said, amount, url)


def _ticket_line(ticket: Any, today: date) -> Line:
    made = ticket.allotment.operation.makes
    title = _("领了%(what)s %(n)s %(unit)s") % {
        "what": said_of(ticket), "n": words.number(ticket.pieces), "unit": _(made.unit),
    }
    under = _("工票 %(number)d，每%(unit)s %(rate)s 元，%(due)s交") % {
        "number": ticket.pk, "unit": _(made.unit), "rate": words.rate(ticket.rate),
        "due": words.day(ticket.due_on, today),
    }
    day = words.day(ticket.made_on) if ticket.made_on.year != today.year else ""
    left = work_of.left_of(ticket)
    return Line(
        ticket.made_on, lines.when(ticket.made_on, today), "job",
        "home" if ticket.at_home else "box", title, _joined(day, under),
        url=address("ticket", ticket.pk), badge=_badge(ticket, left, _(made.unit)),
    )


def _badge(ticket: Any, left: int, unit: str) -> str:
    if ticket.state == Ticket.State.CANCELLED:
        return _("已收回")
    if not left:
        return _("交齐了")
    return _("还剩 %(n)s %(unit)s") % {"n": words.number(left), "unit": unit}


def _month_line(month: Month, today: date, url: str) -> Line:
    last = month.last or month.first
    named = _("%(n)d 月") % {"n": last.month} if words.chinese() else words.MONTHS[last.month - 1]
    title = _("%(month)s的工钱") % {"month": named}
    under = _("做了 %(n)s 天") % {"n": words.number(month.days)}
    return Line(
        last, lines.when(last, today), "pay", "yuan", title, under,
        amount=_("+%(sum)s 元") % {"sum": words.yuan(month.amount)}, good=True, url=url,
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
