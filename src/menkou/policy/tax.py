"""What a payer withholds of income tax: a hint before the terms are chosen, then a line of a slip.

Nothing is filed here. Source: 国家税务总局公告2018年第61号.
"""

from collections.abc import Mapping

from menkou.policy.rules import Rules

CLASSES: Mapping[str, tuple[str, str]] = {
    "": ("不代扣", "Nothing withheld"),
    "wages": ("工资薪金", "Wages"),
    "labour": ("劳务报酬", "Labour service"),
}
"""Tax class of an engagement -> (Chinese, English)."""

_FEN = 100


def withholding(
    tax_class: str, *, month_income: int, year_income: int, months: int, withheld: int, rules: Rules
) -> int:
    """What this slip withholds, in 1/10,000 yuan, to the fen, never negative.

    month_income  what this payer pays for the calendar month, this slip included
    year_income   the same for the calendar year
    months        for how many months of the year this payer has paid, this one included
    withheld      what was withheld of it so far: of the year for "wages", of the month for
                  "labour" (work that goes on is one payment a month)

    "wages": cumulative over the year, less the monthly allowance (article 6); what was withheld
    too much waits for the annual settlement. "labour": by the month, less 800 yuan or a fifth,
    whichever is more (article 8). "": nothing.
    Raises ValueError for an unknown class, and NoRuleYet before 2019.
    """
    if tax_class not in CLASSES:
        raise ValueError(f"A tax class is one of {', '.join(filter(None, CLASSES))}.")
    if tax_class == "wages":
        due = _wages(year_income, months, rules)
    elif tax_class == "labour":
        due = _labour(month_income, rules)
    else:
        due = 0
    return max(0, due - withheld)


def hints(month_income: int, rules: Rules) -> dict[str, int]:
    """Tax class -> what would be withheld of the first month with such an income.

    Shown side by side before the terms are chosen. Raises NoRuleYet before 2019.
    """
    return {
        tax_class: withholding(
            tax_class, month_income=month_income, year_income=month_income, months=1, withheld=0,
            rules=rules,
        )
        for tax_class in CLASSES if tax_class
    }  # fmt: skip


def _wages(income: int, months: int, rules: Rules) -> int:
    taxable = income - months * rules.number("tax.wages_allowance")
    return _by_brackets(
        taxable, rules.numbers("tax.wages_bounds"), rules.numbers("tax.wages_percents")
    )


def _labour(income: int, rules: Rules) -> int:
    least = rules.number("tax.labour_allowance")
    taxable = income - max(least, income * rules.number("tax.labour_allowance_percent") // 100)
    return _by_brackets(
        taxable, rules.numbers("tax.labour_bounds"), rules.numbers("tax.labour_percents")
    )


def _by_brackets(taxable: int, bounds: list[int], percents: list[int]) -> int:
    """Each part of the income at the percentage of its bracket: what 速算扣除数 shortens."""
    hundredths = 0
    below = 0
    for bound, percent in zip([*bounds, max(taxable, 0)], percents, strict=True):
        hundredths += max(0, min(taxable, bound) - below) * percent
        below = max(below, bound)
    return (hundredths + 50 * _FEN) // (100 * _FEN) * _FEN
