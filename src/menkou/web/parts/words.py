"""How days, moments, amounts and verbs are said, in the language of whoever reads."""

from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from menkou.lib import exact
from menkou.lib.days import SHANGHAI
from menkou.lib.verb import ROLE_WORDS, Verb
from menkou.policy.groups import GROUPS, Words

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NO_VALUE = "—"
UNITS = (
    gettext_noop("元"), gettext_noop("公斤"), gettext_noop("克"), gettext_noop("米"),
    gettext_noop("毫米"), gettext_noop("个"), gettext_noop("件"), gettext_noop("条"),
    gettext_noop("套"), gettext_noop("张"), gettext_noop("双"), gettext_noop("朵"),
)  # fmt: skip
"""Units that commodities are entered in; here so that they are translated."""


class Shown(int):
    """A number that prints with thousands separators and still chooses a plural."""

    def __str__(self) -> str:
        return exact.show(int(self), 1)


class More(Shown):
    """A number that there are more of."""

    def __str__(self) -> str:
        return f"{super().__str__()}+"


def chinese() -> bool:
    return (translation.get_language() or "").startswith("zh")


def day(value: date | None, beside: date | None = None) -> str:
    """ "2 月 10 日", with the year where it is another one than that of `beside`."""
    if value is None:
        return NO_VALUE
    if beside is not None and beside.year != value.year:
        return full_day(value)
    if chinese():
        return f"{value.month} 月 {value.day} 日"
    return f"{value.day} {MONTHS[value.month - 1]}"


def full_day(value: date | None) -> str:
    """ "2022 年 2 月 10 日"."""
    if value is None:
        return NO_VALUE
    if chinese():
        return f"{value.year} 年 {value.month} 月 {value.day} 日"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def weekday(value: date) -> str:
    """ "星期四"."""
    if chinese():
        return "星期" + "一二三四五六日"[value.weekday()]
    return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[
        value.weekday()
    ]


def clock(value: datetime | None) -> str:
    """ "10:42", in Asia/Shanghai."""
    return NO_VALUE if value is None else f"{value.astimezone(SHANGHAI):%H:%M}"


def moment(value: datetime | None, beside: date | None = None) -> str:
    """ "2 月 10 日 10:42"."""
    if value is None:
        return NO_VALUE
    return f"{day(value.astimezone(SHANGHAI).date(), beside)} {clock(value)}"


def number(value: int | None) -> str:
    """A whole number with thousands separators."""
    return NO_VALUE if value is None else exact.show(value, 1)


def yuan(value: int | None) -> str:
    """1/10,000 yuan as "1,207.45"; the unit stands beside or in the head of the column."""
    return NO_VALUE if value is None else exact.yuan(value)


def rate(value: int | None) -> str:
    """A rate of a piece in 1/10,000 yuan: two decimals, and up to four where it needs them."""
    return NO_VALUE if value is None else exact.show(value, exact.FACTOR_YUAN, 2)


def verb(value: Verb) -> str:
    return value.zh if chinese() else value.en


def screen_word(found: Words | None, code: str) -> str:
    """The softer words of a trait or group of workers; the code itself for one that isn't known."""
    if found is None:
        return code
    return found.screen_zh if chinese() else found.screen_en


def group(code: str) -> str:
    """ "守在家门口"."""
    return screen_word(GROUPS.get(code), code)


def role(code: str) -> str:
    """The word of a role; the code itself for one that is no longer known."""
    zh, en = ROLE_WORDS.get(code, (code, code))
    return zh if chinese() else en


def listed(words: list[str]) -> str:
    """Several words as one: "甲、乙"."""
    return _("、").join(words)
