"""What people type and offices write: a day, a telephone, an account, a door. Read with mercy.

A page's field and a list's column call the same function, so there is one set of checks. Nothing
that is refused is repeated in an error: it may be somebody's number.
"""

import re
from datetime import date

from menkou.lib.exact import FACTOR_YUAN
from menkou.lib.width import half_width

EARLIEST_BIRTH = 1900
"""The year before which nobody was born who is registered: it is a slip of the keys."""

MOST_PIECES = 9_999_999
"""What a ticket, a receipt and the columns hold."""

DEAREST = 10_000 * FACTOR_YUAN
"""No piece pays or costs more: it is a slip of the keys."""

LARGEST_AREA = 100_000 * 100
"""dm²; no shopfront has more: it is a slip of the keys."""

LONGEST_PIECE = 10_000 * 60
"""Seconds for a piece: a week, day and night."""

_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_PHONE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}")
_DOOR_WORDS = re.compile(r"(号楼|单元|栋|幢|室|号)$")
_UNSEEN = dict.fromkeys(
    [0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)
"""Characters without width that web pages and spreadsheets leave in what is copied from them."""


class BadEntry(ValueError):
    """An entry that can't be what it should. `code`: day, month, phone or card."""

    def __init__(self, code: str, **params: object) -> None:
        self.code, self.params = code, params
        super().__init__(code)


def plain(text: str) -> str:
    """One line: full width made narrow, what has no width gone, each run of blanks one blank."""
    if text.isascii():
        return " ".join(text.split()) if not text.isalnum() else text
    return " ".join(half_width(text.translate(_UNSEEN)).split())


def day(text: str) -> date:
    """A day like 2022-2-10, 2022.2.10, 2022/2/10 or 2022年2月10日. Raises BadEntry("day")."""
    found = _DAY.fullmatch(half_width(text).strip())
    try:
        if found:
            return date(*map(int, found.groups()))
    except ValueError:
        pass
    raise BadEntry("day")


def phone(text: str) -> str:
    """A mobile number of 11 digits, or a fixed one with its area, without blanks and dashes.

    Raises BadEntry("phone").
    """
    number = text if text.isdigit() and text.isascii() else _joined(text).removeprefix("+86")
    if len(number) == 13 and number.startswith("86"):
        number = number[2:]
    if not _PHONE.fullmatch(number):
        raise BadEntry("phone")
    return number


def card(text: str) -> str:
    """A bank card or passbook: 12 to 19 digits. Raises BadEntry("card").

    Its check digit is not asked for: passbooks of rural banks have none.
    """
    number = text if text.isdigit() and text.isascii() else _joined(text)
    if not (12 <= len(number) <= 19 and number.isdigit() and number.isascii()):
        raise BadEntry("card")
    return number


def door(text: str) -> str:
    """A part of a door: "3栋" is 3."""
    return _DOOR_WORDS.sub("", text.strip()).strip()


def _joined(text: str) -> str:
    return re.sub(r"[\s-]", "", half_width(text.translate(_UNSEEN))).removeprefix("'")
