from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Line:
    """One line of `<c-timeline>`. `kind`: job, care, pay, learn or nothing; it colours the icon."""

    day: date
    when: str
    kind: str
    icon: str
    words: str
    under: str = ""
    amount: str = ""
    good: bool = False
    url: str = ""
    badge: str = ""
