"""How long what was kept of a person's work must be kept: until then she can't be forgotten.

Source: 个人信息保护法 article 47 (a term that law sets has not run out); the terms themselves are
parameters. Of what has no term (a registration without any work) nothing holds anybody back.
"""

from dataclasses import dataclass
from datetime import date

from menkou.lib.days import birthday
from menkou.policy.rules import Rules


@dataclass(frozen=True, slots=True)
class Term:
    """A term that runs: its code, the first day on which it has run out, the law that sets it."""

    code: str
    until: date
    source: str


_YEARS = {"ledger": "wage.ledger_years", "contract": "contract.kept_years"}


def term(code: str, last: date, rules: Rules) -> Term | None:
    """The term of a "ledger" whose last entry is of a day, or of a "contract" that ended then; None
    once it has run out. By the rules of the day on which it is asked."""
    name = _YEARS[code]
    until = birthday(last, rules.number(name))
    return Term(code, until, rules.source(name)) if rules.day < until else None
