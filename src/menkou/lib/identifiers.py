"""Numbers with a check digit: resident ID, credit code, bank card, ticket.

A message never repeats the number: messages end up in logs.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from operator import mul

from stdnum import damm
from stdnum.cn import ric, uscc

from menkou.lib.width import half_width

CREDIT_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100: digits and letters without I, O, S, V, Z."""

_CREDIT_CODE = re.compile(
    f"[{CREDIT_CODE_LETTERS}]{{2}}[1-9][0-9]{{5}}[{CREDIT_CODE_LETTERS}]{{10}}"
)
_ID_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
_DOUBLED = {str(n): n * 2 - 9 * (n > 4) for n in range(10)}
_EXCEL_FLOAT = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{2}")
_SENTENCES = {
    "length": "The number has too few or too many characters.",
    "characters": "The number has a character that cannot stand in it.",
    "date": "The date of birth in the number is not a date.",
    "check": "The last character does not fit the others: one of them is wrong.",
    "excel": "A spreadsheet has rounded this number: set the column to text, then type it again.",
}


class BadNumber(ValueError):
    """A number that cannot be right. `code`: length, characters, date, check or excel."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(_SENTENCES[code])


@dataclass(frozen=True, slots=True)
class ResidentId:
    """What an 18-digit resident ID says; the number stays out of its repr."""

    number: str = field(repr=False)
    born_on: date = field(repr=False)
    female: bool


def resident_id(text: str) -> ResidentId:
    """Reads a resident ID (GB 11643): check character by ISO 7064 MOD 11-2, a date that exists.

    Blanks, full-width characters and a small x are taken. The place in the first six digits is not
    looked up: it is where the number was first issued, by the codes of its time, and real people
    have numbers of counties that no list still names. Raises BadNumber; the 15 digits of before
    2013 are refused by their length.
    """
    number = _compact(text)
    if _EXCEL_FLOAT.fullmatch(number):
        raise BadNumber("excel")
    if len(number) != 18:
        raise BadNumber("length")
    if not re.fullmatch("[0-9]{17}[0-9X]", number):
        raise BadNumber("characters")
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise BadNumber("date") from None
    if born_on.year < 1900:
        raise BadNumber("date")
    if number[-1] != _id_check(number):
        # A spreadsheet keeps 15 digits and writes zeros for the other three.
        raise BadNumber("excel" if number.endswith("000") else "check")
    return ResidentId(number, born_on, female=int(number[16]) % 2 == 0)


def make_resident_id(area6: str, born_on: date, serial3: int) -> str:
    """A resident ID with a right check character, for demos and tests.

    An even serial (0–999) is a woman's. Raises ValueError for parts that do not fit.
    """
    if not re.fullmatch("[0-9]{6}", area6) or not 0 <= serial3 <= 999:
        raise ValueError("An area has six digits, a serial lies between 0 and 999.")
    body = f"{area6}{born_on:%Y%m%d}{serial3:03d}"
    return body + ric.calc_check_digit(body + "0")


def credit_code(text: str) -> str:
    """A unified social credit code (GB 32100), in capitals without blanks.

    Collective organizations of a village begin with N, others with Y: only the six digits of the
    division must be digits. Raises BadNumber.
    """
    code = _compact(text).replace("-", "")
    if len(code) != 18:
        raise BadNumber("length")
    if not _CREDIT_CODE.fullmatch(code):
        raise BadNumber("characters")
    if code[-1] != uscc.calc_check_digit(code[:17]):
        raise BadNumber("check")
    return code


def make_credit_code(serial: int, kind: str = "91") -> str:
    """A valid credit code in Zhaoyang for demos; serial 0–9,999,999.

    `kind`: registrar and kind of body (GB 32100): 91 company, 92 self-employed, 93 cooperative,
    55 residents' committee. The serials are lower than any that is given out today. Raises
    ValueError when a part does not fit.
    """
    if not 0 <= serial <= 9_999_999 or not re.fullmatch(f"[{CREDIT_CODE_LETTERS}]{{2}}", kind):
        raise ValueError("A serial lies between 0 and 9,999,999; a kind has two characters.")
    body = f"{serial:08d}"
    # GB 11714: the organization's part ends with a check character of its own.
    weighted = sum(int(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    code = f"{kind}530602{body}{'0123456789X0'[11 - weighted % 11]}"
    return code + uscc.calc_check_digit(code)


def luhn_ok(text: str) -> bool:
    """Whether a bank card's number is whole: 12 to 19 digits and the check digit (ISO/IEC 7812).

    A reason to ask again, never to refuse: passbooks of rural banks do not follow it.
    """
    number = _compact(text).replace("-", "")
    if not (12 <= len(number) <= 19 and number.isascii() and number.isdigit()):
        return False
    places = number[::-1]
    return (sum(map(int, places[::2])) + sum(_DOUBLED[c] for c in places[1::2])) % 10 == 0


def with_damm(seq: int) -> int:
    """A ticket's number: the sequence number with its Damm check digit behind it.

    Raises ValueError for a sequence number below 1.
    """
    if seq < 1:
        raise ValueError("Tickets are numbered from 1.")
    return seq * 10 + int(damm.calc_check_digit(str(seq)))


def damm_ok(number: int) -> bool:
    """Whether a ticket's number ends with its check digit: finds any one wrong or swapped digit."""
    return number > 0 and damm.is_valid(str(number))


def _id_check(number: str) -> str:
    """The check character of 17 digits (ISO 7064 MOD 11-2): a register asks for 70,000 of them."""
    return "10X98765432"[sum(map(mul, map(int, number[:17]), _ID_WEIGHTS)) % 11]


def _compact(text: str) -> str:
    """Narrow capitals without blanks, and without the apostrophe that marks text in Excel."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return re.sub(r"\s", "", half_width(text)).upper().removeprefix("'")
