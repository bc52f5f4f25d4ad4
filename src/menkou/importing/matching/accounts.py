"""Rows of the accounts that wages go to, beside those that are registered."""

from collections import Counter
from collections.abc import Iterator, Sequence

from menkou.importing.lists.lives import AccountRow
from menkou.importing.matching.base import (
    ADDED,
    CHANGED,
    SOURCE,
    UNCHANGED,
    WRONG,
    Ground,
    Read,
    Verdict,
    broken,
    head_of,
)
from menkou.importing.matching.cards import Cards
from menkou.importing.matching.persons import Persons
from menkou.importing.reading.heads import Table
from menkou.importing.reading.rows import Parsed, Wrong, wrong_at
from menkou.lib.names import mask_card
from menkou.registry.actions.accounts import Account
from menkou.registry.actions.numbers import bank_index
from menkou.registry.actions.revise import Revision
from menkou.registry.models import Person
from menkou.registry.queries.known import Holder, Known, holders

HOLDERS = dict(Person.Holder.choices)


class Accounts:
    """See `matching.base.Matcher`. Writes `Revision`."""

    def __init__(self, ground: Ground, rows: Sequence[Read]) -> None:
        self.ground = ground
        self.persons = Persons(ground)
        self.cards = Counter(parsed.row.bank for _, parsed in rows if parsed.row is not None)

    def match(self, rows: Sequence[Read]) -> list[Verdict]:
        meant = self.persons.find(rows)
        holding = holders(meant.there)
        cards = Cards(self.cards, [one.row.bank for _, one in rows if one.row is not None])
        return [
            broken(parsed) if parsed.row is None else
            self._verdict(table, parsed, meant.one(table, parsed), holding, cards)
            for table, parsed in rows
        ]

    def _verdict(
        self, table: Table, parsed: Parsed, one: Known | list[Wrong],
        holding: dict[int, Holder], cards: Cards,
    ) -> Verdict:
        row: AccountRow = parsed.row
        verdict = Verdict(parsed.sheet, parsed.number, WRONG, row.name)
        if isinstance(one, list):
            verdict.wrong = tuple(one)
            return verdict
        verdict.subject = one.pk
        others = cards.others(row.bank, one.pk)
        verdict.doubts = (
            *parsed.doubts,
            *([wrong_at(table, "bank", "card_shared", row.bank, count=others)] if others else []),
            *([wrong_at(table, "holder", "not_hers", HOLDERS[row.holder])]
              if row.holder not in (None, "self") else []),
        )
        said = list(_differences(row, one, holding[one.pk]))
        if not said:
            verdict.kind = UNCHANGED
            return verdict
        verdict.kind = CHANGED if one.bank_index else ADDED
        verdict.changes = [(head_of(table, name), was, now) for name, was, now in said]
        if self.ground.answer(parsed) != "skip":
            verdict.write = Revision(
                person=one.pk, day=self.ground.day, source=SOURCE, bank=row.bank,
                account=Account(row.bank_name, row.holder, row.holder_name),
            )
        return verdict


def _differences(
    row: AccountRow, one: Known, holding: Holder
) -> Iterator[tuple[str, str, str]]:
    """(field, what stands, what is written) of what a row says otherwise, numbers masked."""
    if bank_index(row.bank) != one.bank_index:
        yield "bank", mask_card(one.open("bank")), mask_card(row.bank)
    if row.bank_name and row.bank_name != one.bank_name:
        yield "bank_name", one.bank_name, row.bank_name
    if row.holder and row.holder != holding.holder:
        yield "holder", str(HOLDERS[holding.holder]) if one.bank_index else "", str(
            HOLDERS[row.holder])
    if row.holder_name and row.holder_name != holding.name:
        yield "holder_name", holding.name, row.holder_name
