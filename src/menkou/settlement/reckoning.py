"""What a slip comes to. Pure: no Django, no clock, no database.

A slip never goes below zero: what is missing is carried to the next, as a debt. A debt that was
carried in, an overpayment and a charge are taken within one bound; tax and corrections know none
(docs/decisions/0008).
"""

from collections.abc import Sequence
from typing import NamedTuple

from menkou.policy.deductions import room
from menkou.policy.rules import Rules

FEN = 100  # 1/10,000 yuan in one fen


class Wanted(NamedTuple):
    """What is still to be taken off: its key, "recovery" or "charge", and how much is left."""

    key: int
    kind: str
    left: int


class Before(NamedTuple):
    """What her slips of this payer say so far: `carried` by the last of them (signed); of this
    calendar month what they have `shown`, what was `taken` of it under the bound, and `net`."""

    carried: int = 0
    shown: int = 0
    taken: int = 0
    net: int = 0


class Reckoned(NamedTuple):
    """The amounts of a slip; `taken` are the parts of what was wanted, by its key, none at zero."""

    statutory: int
    debt_taken: int
    recovered: int
    charged: int
    rounding: int
    net: int
    carried_out: int
    taken: tuple[tuple[Wanted, int], ...]


def reckon(
    earned: int, before: Before, *, tax: int, wanted: Sequence[Wanted], floor: int, rules: Rules
) -> Reckoned:
    """What is paid of `earned` (signed: corrections may outweigh it), in 1/10,000 yuan.

    `tax` is what the law wants withheld; `floor` the minimum below which recoveries and charges may
    not bring the month (0: none). Whole fen are paid, the rest is carried, never lost.
    """
    base = earned + max(before.carried, 0)
    debt = max(-before.carried, 0)
    statutory = min(max(tax, 0), max(base, 0))
    payable = max(base, 0) - statutory
    free = min(payable, room(
        shown=before.shown + max(earned, 0), taken=before.taken, net=before.net + payable,
        floor=floor, rules=rules,
    ))
    debt_taken = min(debt, free)
    free -= debt_taken
    taken: list[tuple[Wanted, int]] = []
    sums = {"recovery": 0, "charge": 0}
    for one in wanted:
        part = min(one.left, free)
        if part > 0:
            taken.append((one, part))
            sums[one.kind] += part
            free -= part
    whole = payable - debt_taken - sums["recovery"] - sums["charge"]
    net = whole // FEN * FEN
    carried_out = (
        earned + before.carried - statutory - sums["recovery"] - sums["charge"] - net
    )
    return Reckoned(
        statutory, debt_taken, sums["recovery"], sums["charge"], whole - net, net, carried_out,
        tuple(taken),
    )
