"""Exact amounts: integers in a base unit, read from what people type and shown without rounding."""

import re
from collections.abc import Sequence
from math import gcd

from menkou.lib.width import half_width

FACTOR_YUAN = 10_000
"""Base units (1/10,000 yuan) in one yuan."""

LARGEST = 2**63 - 1
"""The largest amount that a database integer holds."""

_ENTRY = re.compile(
    r"(?P<sign>[+-]?) *(?P<whole>[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]*)(?:\.(?P<decimals>[0-9]*))?"
)
_LONGEST_ENTRY = 40


class NotExact(ValueError):
    """An entry that has no exact amount.

    `code`: "number" (not a number), "decimals" (finer than the base unit) or "large" (more than a
    database integer holds). `places`: how many decimals the unit always takes.
    """

    def __init__(self, code: str, text: str, places: int = 0) -> None:
        self.code = code
        self.places = places
        shown = text.strip()[:_LONGEST_ENTRY]
        super().__init__(
            {
                "number": f"“{shown}” is not a number.",
                "decimals": f"“{shown}” is finer than the unit can hold ({places} decimals).",
                "large": f"“{shown}” is too large.",
            }[code]
        )


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Splits an amount by weights, to the last unit: the parts always add up to it.

    Largest remainder, ties to the first; the parts of -x are the negatives of the parts of x; a
    weight of 0 gets 0. Raises ValueError for a negative weight, and when none is above 0.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("Weights are 0 or more, and one at least is more than 0.")
    if amount < 0:
        return [-part for part in split(-amount, weights)]
    parts = [amount * weight // total for weight in weights]
    left = amount - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda i: -(amount * weights[i] % total))
    for i in by_remainder[:left]:
        parts[i] += 1
    return parts


def multiply(amount: int, numerator: int, denominator: int) -> int:
    """amount × numerator ÷ denominator, rounded down (towards minus infinity).

    Raises ValueError when the denominator is not above 0.
    """
    if denominator <= 0:
        raise ValueError("The denominator of a fraction is above 0.")
    return amount * numerator // denominator


def parse(text: str, factor: int) -> int:
    """The amount, in base units, of an entry in a unit of `factor` base units.

    Takes full-width digits and dots, thousands separated by commas or blanks, blanks around, a
    sign. A comma or blank that does not part thousands is refused rather than guessed at.
    Raises NotExact.
    """
    _check_factor(factor)
    found = _ENTRY.fullmatch(half_width(text).strip()) if len(text) <= _LONGEST_ENTRY else None
    if found is None:
        raise NotExact("number", text)
    decimals = found["decimals"] or ""
    digits = re.sub("[, ]", "", found["whole"]) + decimals
    if not digits:
        raise NotExact("number", text)
    one: int = 10 ** len(decimals)
    amount, finer = divmod(int(digits) * factor, one)
    if finer:
        raise NotExact("decimals", text, _places(factor))
    if amount > LARGEST:
        raise NotExact("large", text)
    return -amount if found["sign"] == "-" else amount


def show(amount: int, factor: int, places: int | None = None) -> str:
    """The exact text of an amount in a unit of `factor` base units, with thousands separators.

    At least `places` decimals (None: as many as are needed); decimals that are needed beyond them
    are shown too. What no decimals can write stands as a fraction: 17 pieces by the dozen are
    "1 5/12". Raises ValueError for a factor below 1.
    """
    _check_factor(factor)
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), factor)
    common = gcd(rest, factor)
    numerator, denominator = rest // common, factor // common
    needed = _decimals_of(denominator)
    if needed is None:
        fraction = f"{numerator}/{denominator}"
        return f"{sign}{whole:,} {fraction}" if whole else f"{sign}{fraction}"
    digits = str(numerator * 10**needed // denominator).zfill(needed) if needed else ""
    digits = digits.ljust(places or 0, "0")
    return f"{sign}{whole:,}.{digits}" if digits else f"{sign}{whole:,}"


def yuan(amount: int) -> str:
    """Text of an amount in 1/10,000 yuan: two decimals where they are exact, else four."""
    return show(amount, FACTOR_YUAN, 4 if amount % 100 else 2)


def _check_factor(factor: int) -> None:
    if factor < 1:
        raise ValueError("A unit has at least one base unit.")


def _places(factor: int) -> int:
    """How many decimals are exact in this unit, whatever their digits."""
    return len(str(factor)) - len(str(factor).rstrip("0"))


def _decimals_of(denominator: int) -> int | None:
    """How many decimals a reduced fraction of this denominator has; None where they never end."""
    counts = []
    for prime in (2, 5):
        count = 0
        while denominator % prime == 0:
            denominator //= prime
            count += 1
        counts.append(count)
    return max(counts) if denominator == 1 else None
