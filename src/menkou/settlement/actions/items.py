"""Named items of pay and deductions: entered by one, decided by another."""

from datetime import date, datetime
from functools import partial

from django.db import transaction

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.ledger.moves import Move, WageLine
from menkou.registry.models import Engagement, Organization, Person
from menkou.registry.queries.profile import profiles
from menkou.settlement.actions.posting import Happening, Money, book, money
from menkou.settlement.errors import NotSettled
from menkou.settlement.models import Deduction, Item


@transaction.atomic
def enter_item(
    *, engagement: Engagement, code: str, amount: int, day: date, note: str = "", by: User,
    at: datetime,
) -> Item:
    """An allowance, a bonus, a correction (signed, 1/10,000 yuan), for a day; waits for another."""
    item = Item.objects.create(
        engagement=engagement, code=code, amount=amount, day=day, note=note, entered_by=by,
        entered_at=at,
    )
    log("settlement.enter_item", "item", [item.pk], by=by, at=at, note=code)
    return item


@transaction.atomic
def approve_item(*, item: Item, by: User, at: datetime) -> Item:
    """Somebody else agrees: it is a wage of its day now. Raises NotSettled."""
    item = _open(item, by)
    person, payer = item.engagement.person_id, item.engagement.payer_id
    what = profiles([person])
    line = WageLine(
        item.engagement_id, "item", None, 1 if item.amount > 0 else -1, abs(item.amount), 1, 1,
        what.community(person, item.day), what.group(person, item.day),
    )
    (fact,) = book(
        [Happening(
            "pay_item", str(item.pk), item.day,
            {"item": item.pk, "engagement": item.engagement_id, "amount": item.amount}, person,
            partial(_earn, money(), person, payer, item.day, item.amount, line),
        )],
        by=by, at=at,
    )
    item.verdict, item.decided_by, item.decided_at = Item.Verdict.APPROVED, by, at
    item.fact = fact
    item.save()
    log("settlement.approve_item", "item", [item.pk], by=by, at=at)
    return item


def _earn(
    books: Money, person: int, payer: int, day: date, amount: int, line: WageLine, fact: int
) -> list[Move]:
    ends = (books.labour(payer), books.owed(person, payer))
    source, target = ends if amount > 0 else (ends[1], ends[0])
    return [Move(day, source, target, books.yuan, abs(amount), fact, fact, wage=line)]


@transaction.atomic
def refuse_item(*, item: Item, by: User, at: datetime) -> Item:
    """Somebody else does not agree. Raises NotSettled."""
    item = _open(item, by)
    item.verdict, item.decided_by, item.decided_at = Item.Verdict.REFUSED, by, at
    item.save()
    log("settlement.refuse_item", "item", [item.pk], by=by, at=at)
    return item


def _open(item: Item, by: User) -> Item:
    """The item as it stands, locked, if she may decide it."""
    found: Item = (
        Item.objects.select_for_update(of=("self",)).select_related("engagement").get(pk=item.pk)
    )
    if found.verdict != Item.Verdict.ENTERED:
        raise NotSettled("decided")
    if found.entered_by_id == by.pk:
        raise NotSettled("own")
    return found


@transaction.atomic
def enter_deduction(
    *, person: Person, payer: Organization, kind: str, code: str, amount: int, note: str = "",
    by: User, at: datetime,
) -> Deduction:
    """What is to be taken off, in 1/10,000 yuan, slip by slip within the law's bound; waits for
    another."""
    row = Deduction.objects.create(
        person=person, payer=payer, kind=kind, code=code, amount=amount, note=note,
        entered_by=by, entered_at=at,
    )
    log("settlement.enter_deduction", "deduction", [row.pk], by=by, at=at, note=code)
    return row


@transaction.atomic
def decide_deduction(
    *, deduction: Deduction, agreed: bool, by: User, at: datetime
) -> Deduction:
    """Somebody else agrees, or does not. Raises NotSettled."""
    row = Deduction.objects.select_for_update().get(pk=deduction.pk)
    if row.verdict != Deduction.Verdict.ENTERED:
        raise NotSettled("decided")
    if row.entered_by_id == by.pk:
        raise NotSettled("own")
    row.verdict = Deduction.Verdict.APPROVED if agreed else Deduction.Verdict.REFUSED
    row.decided_by, row.decided_at = by, at
    row.save()
    log("settlement.decide_deduction", "deduction", [row.pk], by=by, at=at, note=row.verdict)
    return row
