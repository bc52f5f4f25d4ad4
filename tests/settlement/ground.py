"""A payer's month: a floor whose weavers have pieces, days of close, approvers, cards."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from menkou.identity import keys
from menkou.identity.models import SealedKey, User
from menkou.registry.actions.accounts import set_account
from menkou.registry.actions.life import engage, set_residence
from menkou.registry.models import Engagement, Person, Trait
from menkou.settlement.actions.cash import pay_cash
from menkou.settlement.actions.close import run_close, start_close
from menkou.settlement.actions.periods import approve, open_period
from menkou.settlement.models import Payment, Period, Slip
from tests.builders import START, Floor, floor, moment, serial

FEB_1 = moment(date(2022, 2, 1), "08:00")
YEARS_LATER = moment(date(2025, 2, 1), "08:00")
"""The three years of a ledger of January 2022, paid in February, are over."""


@dataclass
class Payroll:
    """A floor, and who else has a hand in its pay."""

    hall: Floor = field(default_factory=lambda: floor(rate=3500))
    officer: User = field(init=False)
    second: User = field(init=False)

    def __post_init__(self) -> None:
        self.officer, self.second = self.user("示例申"), self.user("示例辛")

    def user(self, name: str) -> User:
        """Somebody who enters nothing."""
        login = f"officer{next(serial)}"
        return User.objects.create(login=login, shown_name=name, kind="staff")

    def card(self, person: Person, number: str = "6217000012345678901") -> Person:
        """Registers a bank account."""
        _key, wrapped, master = keys.wrap_new_key()
        person.key = SealedKey.objects.create(wrapped=wrapped, master=master)
        person.save()
        set_account(person=person, number=number, from_day=START, by=self.hall.clerk,
                    at=self.hall.now)
        return person

    def died(self, person: Person, day: date) -> None:
        Trait.objects.create(
            person=person, trait="died", holds=True, from_day=day, entered_at=self.hall.now,
            entered_by=self.hall.clerk,
        )

    def worked(self, person: Person, pieces: int, *, day: date = date(2022, 1, 14)) -> Any:
        """A ticket of hers and so many good pieces; answers the receipt."""
        ticket = self.hall.ticket((person, 1), pieces=pieces, day=min(day, date(2022, 1, 14)))
        new = self.hall.fact(
            "receipt", day, "10:00", {"ticket": ticket.pk, "carrier": person.pk, "good": pieces}
        )
        assert [one.result for one in self.hall.send(new)] == ["accepted"]
        return new

    def gone(self, person: Person, day: date = date(2022, 2, 1)) -> None:
        """She is paid in cash, works here no more, and has moved away."""
        who: dict[str, Any] = {"by": self.hall.clerk, "at": FEB_1}
        for payment in Payment.objects.filter(slip__person=person, state="due"):
            pay_cash(payment=payment, signed="thumb", day=day, **who)
        engage(person=person, payer=self.hall.firm, workshop=None, form="", from_day=day, **who)
        set_residence(person=person, community=None, from_day=day, **who)

    def period(self, day: date = date(2022, 1, 31), number: int = 0) -> Period:
        return open_period(
            payer=self.hall.firm, cycle=Engagement.Cycle.MONTH, day=day, number=number,
            by=self.hall.clerk, at=FEB_1,
        )

    def close(
        self, day: date = date(2022, 1, 31), *, number: int = 0, at: datetime = FEB_1
    ) -> Period:
        """Closes the period of a day."""
        period = start_close(period=self.period(day, number), by=self.hall.clerk, at=at)
        return run_close(period=period, now=lambda: at)

    def approved(self, day: date = date(2022, 1, 31), **more: Any) -> Period:
        """Closed, and approved by somebody who entered nothing."""
        period = self.close(day, **more)
        approve(period=period, by=self.officer, at=more.get("at", FEB_1))
        return period

    def slip(self, person: Person, period: Period | None = None) -> Slip:
        rows = Slip.objects.filter(person=person)
        return (rows.filter(period=period) if period else rows).latest("pk")

    def payment(self, person: Person) -> Payment:
        """The newest payment of her newest slip."""
        return Payment.objects.filter(slip=self.slip(person)).latest("pk")
