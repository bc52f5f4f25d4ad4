"""From what a close has read to the slips that it makes: lines, amounts, what is odd."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from menkou import policy
from menkou.policy import NoRuleYet
from menkou.policy.minimum import floor
from menkou.policy.oddities import Looked, Odd, look
from menkou.policy.rules import Rules
from menkou.policy.tax import withholding
from menkou.settlement.models import Line, Period
from menkou.settlement.queries.evidence import AHEAD, ITEM, LATE, Chunk, Earned, SoFar, Worked
from menkou.settlement.queries.looking import Looks
from menkou.settlement.reckoning import Before, Reckoned, reckon

PIECE = "piece"


class SlipLine(NamedTuple):
    """The columns of a line but its slip and number, in their order."""

    kind: str
    evidence: str
    commodity: int | None
    code: str
    community: int | None
    first: date | None
    last: date | None
    quantity: int
    rate: int
    share: int
    shares: int
    amount: int
    deduction: int | None = None


class SlipMade(NamedTuple):
    """A slip to be written."""

    worked: Worked
    earned: int
    carried_in: int
    reckoned: Reckoned
    hint: int
    odd: Sequence[Odd]
    community: int | None
    group: str
    lines: Sequence[SlipLine]


@dataclass(slots=True)
class Made:
    """What a chunk comes to: slips; engagements newly set aside, with the code; passed over."""

    slips: list[SlipMade] = field(default_factory=list)
    blocked: list[tuple[int, str]] = field(default_factory=list)
    passed: list[int] = field(default_factory=list)


def make(period: Period, chunk: Chunk, looks: Looks, closed_on: date) -> Made:
    """The slips of a chunk, person by person; several engagements of one in their order.

    `closed_on` is the day of the close.
    """
    rules, made = policy.on(period.last), Made()
    by_person: dict[int, list[Worked]] = defaultdict(list)
    for one in chunk.worked:
        by_person[one.person].append(one)
    for person, own in by_person.items():
        so_far = chunk.so_far.get(person, SoFar())
        wanted = list(chunk.wanted.get(person, ()))
        for worked in own:
            if worked.aside:
                made.passed.append(worked.pk)
                continue
            if not worked.lines:
                continue
            odd = look(_looked(period, worked, so_far, looks, closed_on), rules)
            if block := next((one for one in odd if one.level == "block"), None):
                made.blocked.append((worked.pk, block.code))
                continue
            earned = sum(line.amount for line in worked.lines)
            due = _tax(worked, so_far, earned, rules)
            reckoned = reckon(
                earned, so_far.before, tax=due if period.withholds else 0, wanted=wanted,
                floor=floor(worked.form, worked.minutes, rules), rules=rules,
            )
            made.slips.append(SlipMade(
                worked, earned, so_far.before.carried, reckoned, due, odd,
                looks.profiles.community(person, period.last),
                looks.profiles.group(person, period.last), _lines(worked.lines, reckoned),
            ))
            so_far = _after(so_far, earned, reckoned)
            parts = {one.key: part for one, part in reckoned.taken}
            wanted = [
                one._replace(left=left) for one in wanted
                if (left := one.left - parts.get(one.key, 0))
            ]
    return made


def _after(so_far: SoFar, earned: int, done: Reckoned) -> SoFar:
    before = so_far.before
    return SoFar(
        Before(
            done.carried_out, before.shown + earned,
            before.taken + done.debt_taken + done.recovered + done.charged, before.net + done.net,
        ),
        so_far.month + earned, so_far.year + earned, so_far.months,
        so_far.withheld + done.statutory, so_far.withheld_month + done.statutory,
    )


def _tax(worked: Worked, so_far: SoFar, earned: int, rules: Rules) -> int:
    """What the tax class of the engagement comes to for this slip."""
    try:
        return withholding(
            worked.tax_class, month_income=so_far.month + earned, year_income=so_far.year + earned,
            months=so_far.months + 1, rules=rules,
            withheld=so_far.withheld if worked.tax_class == "wages" else so_far.withheld_month,
        )
    except NoRuleYet:
        return 0


def _lines(earned: Sequence[Earned], done: Reckoned) -> list[SlipLine]:
    kinds = Line.Kind
    lines = [
        SlipLine(
            _kind(line), line.evidence, line.commodity, line.code, line.community, line.first,
            line.last, line.quantity, line.rate, line.share, line.shares, line.amount,
        )
        for line in earned
    ]

    def off(kind: Line.Kind, amount: int, deduction: int | None = None) -> None:
        if amount:
            lines.append(SlipLine(
                kind.value, "", None, "", None, None, None, -1, amount, 1, 1, -amount, deduction
            ))

    off(kinds.STATUTORY, done.statutory)
    off(kinds.DEBT, done.debt_taken)
    for wanted, part in done.taken:
        off(kinds.RECOVERY if wanted.kind == "recovery" else kinds.CHARGE, part, wanted.key)
    return lines


def _kind(line: Earned) -> str:
    if line.amount < 0:
        return Line.Kind.CORRECTION.value
    if line.when == LATE:
        return Line.Kind.LATE.value
    return (Line.Kind.AHEAD if line.when == AHEAD else Line.Kind.EARNED).value


def _looked(
    period: Period, worked: Worked, so_far: SoFar, looks: Looks, closed_on: date
) -> Looked:
    person = worked.person
    done = [line for line in worked.lines if line.evidence != ITEM and line.amount > 0]
    first = min((line.first for line in done), default=None)
    last = max((line.last for line in done), default=None)
    shown = sum(line.amount for line in worked.lines)
    seconds = days = 0
    if worked.form == "home" and first is not None and last is not None:
        days = (last - first).days + 1
        seconds = sum(
            line.quantity * looks.seconds.get(line.commodity or 0, 0)
            for line in worked.lines if line.evidence == PIECE
        )
    holder = looks.cards.get(person)
    return Looked(
        born_on=looks.profiles.born_on(person), form=worked.form, last=period.last,
        closed_on=closed_on, worked_first=first, worked_last=last,
        died_on=looks.profiles.died_on(person), id_ok=True if person in looks.known else None,
        card=holder is not None, sharing=looks.sharing.get(person, 0), holder=holder or "self",
        post=looks.posts.get(person, ""),
        pay=shown + (so_far.month if worked.form == "full_time" else 0), minutes=worked.minutes,
        most_in_week=looks.weeks.get(worked.pk), days=looks.days.get(worked.pk, 0),
        attended=worked.halves, possible=2 * ((period.last - period.first).days + 1),
        shown=shown, owed=max(-(so_far.before.carried + shown), 0), home_seconds=seconds,
        home_days=days, home_adults=looks.adults.get(person, 1),
    )
