"""One cell as offices write it, read into what it means. Nothing is guessed: what can mean two
things, or was spoilt by a spreadsheet, is refused with the reason."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import isfinite
from typing import Any

from menkou.lib import entries, exact, identifiers
from menkou.lib.entries import BadEntry, plain
from menkou.policy.skills import ALSO, SKILLS

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Reader = Callable[[Any], Any]
"""Cell -> what it means, None for nothing. Raises BadCell."""

ERRORS = frozenset(
    {"#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#N/A", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
DASHES = frozenset({"", "/", "\\", "-", "--", "—", "——", "―", "–", "~", "'"})
"""What stands in an empty cell of a printed form."""

_LONGEST_DASH = 6

NONE = frozenset({"无", "暂无", "没有", "未办", "未填", "不详", "n/a", "N/A"})

EXACT_DIGITS = 15
"""Digits that a spreadsheet keeps of a number; what stands after them is gone."""

_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[eE]\+[0-9]+")
_BETWEEN = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
_DOTS = re.compile(r"[•・‧∙･.](?=[^\x00-\x7f])")
_ODD_IN_NAME = re.compile(r"[0-9()\[\]{}<>/\\,;:!*+=@#%&_，、；：（）]")
_LOST = re.compile("[?□■▢\ufffd\ue000-\uf8ff]")
_PART_SIGN = re.compile(r"[、,，;；/／+\s]+")
_ONE_YUAN = re.compile(
    r"^(?:[¥￥]|rmb|cny)?\s*(.*?)\s*元?(?:/?每?[件个条枝双套张])?$", re.IGNORECASE
)
_PLACE_BEFORE = re.compile(r"^.*[^\x00-\x7f](区|苑|园|村)")
_LIKE_DATE = re.compile(r"(19|20)\d\d-\d\d?-\d\d?")
_BETWEEN_DOORS = re.compile(r"号楼|单元|[栋幢座室号#\-—–/]+")
MINUTES = re.compile(r"\s*(?:分钟|分)$")
PIECES = re.compile(r"\s*[件个条枝双套张]$")
_METRES = re.compile(r"\s*(?:㎡|m2|m²|平方米|平米|平方|平)$", re.IGNORECASE)


class BadCell(ValueError):
    """A cell that can't be what it should; `code` of `words.WORDS`, `params` for its sentence."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code, self.params = code, params
        super().__init__(code)


def is_blank(cell: Any) -> bool:
    """Whether a cell says nothing: empty, or the dash of a printed form."""
    if type(cell) is not str:
        return cell is None
    return not cell or cell.isspace() or (len(cell) <= _LONGEST_DASH and plain(cell) in DASHES)


def seen(cell: Any) -> str:
    """A cell as text. A whole number stands without decimals; one that lost digits is refused."""
    if isinstance(cell, str):
        text = plain(cell)
        if text.startswith("#") and text.upper() in ERRORS:
            raise BadCell("formula")
        if text.startswith("="):
            text = text[2:-1] if text.startswith('="') and text.endswith('"') else text
        return text.removeprefix("'")
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        if not isfinite(cell):
            raise BadCell("number")
        if abs(cell) >= 10**EXACT_DIGITS:
            raise BadCell("excel")
        return str(int(cell)) if cell == int(cell) else f"{cell:.{EXACT_DIGITS}g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell or "")


def shown(cell: Any) -> str:
    """A cell as it stands in the file, whatever it is: for a person to find it again."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if isfinite(cell) and cell == int(cell) and abs(cell) < 10**EXACT_DIGITS:
            return str(int(cell))
        return f"{cell:.{EXACT_DIGITS}g}"  # 5.3060219900101e+17: read again, it is refused again
    try:
        return seen(cell)
    except BadCell:
        return str(cell)


def text(most: int) -> Reader:
    """A line of at most so many letters, one that a database keeps."""

    def read(cell: Any) -> str | None:
        found = seen(cell)
        if _SCIENTIFIC.fullmatch(found):
            raise BadCell("excel")
        if len(found) > most:
            raise BadCell("long", most=most)
        if not found.isprintable():
            raise BadCell("letter")
        return found or None

    return read


def name(cell: Any) -> str | None:
    """A person's name: "王 芳" is 王芳; one with a lost character is refused."""
    if type(cell) is str and 1 < len(cell) < 5 and cell.isalpha() and cell not in NONE:
        if _LOST.search(cell):
            raise BadCell("rare")
        return cell
    found = _DOTS.sub("·", _BETWEEN.sub("", seen(cell)))
    if _LOST.search(found):
        raise BadCell("rare")
    if _ODD_IN_NAME.search(found) or not found.isprintable():
        raise BadCell("name_odd")
    if len(found) > 60:
        raise BadCell("long", most=60)
    return None if found in NONE else found or None


def _rounded(cell: Any) -> bool:
    """Whether a cell is a number of which a spreadsheet has not kept all digits."""
    return isinstance(cell, int | float) and abs(cell) >= 10**EXACT_DIGITS


def resident_id(cell: Any) -> str | None:
    """A resident ID's 18 characters; one in a number cell has lost its last three."""
    if type(cell) is not str:
        raise BadCell("id_excel" if _rounded(cell) else "id_length")
    found = cell if len(cell) == 18 and cell.isascii() else seen(cell)
    if found in NONE:
        return None
    try:
        return identifiers.resident_id(found).number
    except identifiers.BadNumber as bad:
        if bad.code == "length" and len(found) == 15 and found.isdigit():
            raise BadCell("id_old") from None
        raise BadCell(f"id_{bad.code}") from None


def credit_code(cell: Any) -> str | None:
    """A unified social credit code."""
    if type(cell) is not str:
        raise BadCell("credit_excel" if _rounded(cell) else "credit_length")
    try:
        return identifiers.credit_code(seen(cell))
    except identifiers.BadNumber as bad:
        raise BadCell(f"credit_{bad.code}") from None


def division_code(cell: Any) -> str | None:
    """The code of an administrative division (GB/T 2260 and 统计用区划代码): 6, 9 or 12 digits."""
    found = seen(cell)
    if not (found.isascii() and found.isdigit() and len(found) in (6, 9, 12)):
        raise BadCell("division_code")
    return found


def phone(cell: Any) -> str | None:
    """One telephone number."""
    found = seen(cell)
    if found in NONE:
        return None
    try:
        return entries.phone(found)
    except BadEntry:
        parts = [part for part in _PART_SIGN.split(found) if part]
        if len(parts) > 1 and all(map(_is_phone, parts)):
            raise BadCell("phone_two") from None
        raise BadCell("phone_excel" if _SCIENTIFIC.fullmatch(found) else "phone") from None


def _is_phone(part: str) -> bool:
    try:
        return bool(entries.phone(part))
    except BadEntry:
        return False


def card(cell: Any) -> str | None:
    """A bank card or passbook; one whose end a spreadsheet made zeros is refused."""
    if _rounded(cell):
        raise BadCell("card_excel")
    found = seen(cell)
    if found in NONE:
        return None
    if _SCIENTIFIC.fullmatch(found):
        raise BadCell("card_excel")
    try:
        number = entries.card(found)
    except BadEntry:
        raise BadCell("card") from None
    tail = number[EXACT_DIGITS:]
    if len(tail) > 2 and not tail.strip("0") and not identifiers.luhn_ok(number):
        raise BadCell("card_excel")
    return number


def door(cell: Any) -> str | None:
    """A part of a door: "3栋" is 3."""
    found = entries.door(seen(cell))
    if len(found) > 10:
        raise BadCell("long", most=10)
    return found or None


def whole_door(cell: Any) -> tuple[str, ...] | None:
    """Building, unit and room in one: "3-2-501", "红绿安置区3栋2单元501室", "3-501" (no unit)."""
    found = seen(cell)
    if isinstance(cell, date) or _LIKE_DATE.fullmatch(found):
        raise BadCell("door_date")
    found = _PLACE_BEFORE.sub("", found)
    split = (part.strip() for part in _BETWEEN_DOORS.split(found))
    parts = tuple(part for part in split if part)
    if len(parts) not in (2, 3) or any(len(part) > 10 for part in parts):
        raise BadCell("door")
    return parts if len(parts) == 3 else (parts[0], "", parts[1])


def one_of(choices: Mapping[str, Any]) -> Reader:
    """One of few words; a word that means "none" where it stands among them, else no word."""
    known = {_joined(word): code for word, code in choices.items()}
    few = "、".join(list(first_words(choices))[:8])

    def read(cell: Any) -> Any:
        found = _joined(seen(cell))
        if found in known:
            return known[found]
        if found in NONE:
            return None
        raise BadCell("choice", choices=few)

    return read


def first_words(choices: Mapping[str, Any]) -> list[str]:
    """The first word of each code: those that a template offers."""
    found: dict[Any, str] = {}
    for word, code in choices.items():
        if code is not None:
            found.setdefault(code, word)
    return list(found.values())


def _joined(text: str) -> str:
    return text.replace(" ", "").casefold()


def skills(cell: Any) -> tuple[str, ...] | None:
    """Codes of `policy.skills.SKILLS`, for words as offices write them between any signs."""
    found = seen(cell)
    return None if found in NONE else _skills(found)


@lru_cache(maxsize=4_096)
def _skills(found: str) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    whole = _skill(_joined(found))
    for word in [found] if whole else _PART_SIGN.split(found):
        code = whole or _skill(_joined(word))
        if code is None and word and word not in NONE:
            raise BadCell("skill", word=word[:20])
        if code:
            codes[code] = None
    return tuple(codes)


_SKILL_WORDS = {_joined(words.zh): code for code, words in SKILLS.items()} | {
    _joined(words.screen_zh): code for code, words in SKILLS.items()
} | {_joined(word): code for word, code in ALSO.items()}  # fmt: skip


def _skill(word: str) -> str | None:
    """The skill of a word, or of the only one that stands in it."""
    if word in _SKILL_WORDS:
        return _SKILL_WORDS[word]
    within = {code for known, code in ALSO.items() if known in word}
    return within.pop() if len(within) == 1 and not _PART_SIGN.search(word) else None


def amount(factor: int, least: int = 0, most: int = exact.LARGEST, strip: Any = None) -> Reader:
    """An amount in a unit of `factor` base units, between `least` and `most` of these."""

    def read(cell: Any) -> int | None:
        found = seen(cell)
        if strip is not None:
            match = strip.search(found)
            found = found[: match.start()] if match else found
        elif match := _ONE_YUAN.match(found):
            found = match[1]
        try:
            number = exact.parse(found, factor)
        except exact.NotExact as bad:
            raise BadCell(
                {"number": "number", "decimals": "decimals", "large": "large"}[bad.code],
                **({"places": bad.places} if bad.code == "decimals" else {}),
            ) from None
        if number < least:
            raise BadCell("negative" if number < 0 else "positive")
        if number > most:
            raise BadCell("large")
        return number

    return read


def area(most: int) -> Reader:
    """Square metres with their sign, in dm²."""
    return amount(100, least=1, most=most, strip=_METRES)


def per_cent(cell: Any) -> int | None:
    """Per cent in millionths: "3%", 3; a cell that is formatted as per cent holds 0.03."""
    found = seen(cell)
    signed = found.endswith("%")
    number: int = amount(10_000, most=100 * 10_000)(found.rstrip("% ") if signed else cell)
    if isinstance(cell, float) and 0 < cell < 1:
        raise BadCell("per_cent")
    return number
