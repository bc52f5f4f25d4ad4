"""Figures in words: names, definitions, units, links to what they count."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from menkou.figures.indicators import Indicator
from menkou.figures.queries.text import GROUP
from menkou.lib import exact
from menkou.web.parts import words

ENGLISH_UNITS = {
    "平方米": "m²", "人": "persons", "元": "yuan", "户": "households", "人次": "person-times",
}
"""Units that English says too; what is counted in 个 or 家 stands without one."""

COUNTED = {
    "community": ngettext_lazy("%(n)s 个社区", "%(n)s 个社区", "n"),
    "workshop": ngettext_lazy("%(n)s 个车间", "%(n)s 个车间", "n"),
    "shopfront": ngettext_lazy("%(n)s 间商铺", "%(n)s 间商铺", "n"),
    "organization": ngettext_lazy("%(n)s 家单位", "%(n)s 家单位", "n"),
    "person": ngettext_lazy("%(n)s 人", "%(n)s 人", "n"),
    "household": ngettext_lazy("%(n)s 户", "%(n)s 户", "n"),
    "site": ngettext_lazy("%(n)s 个安置点", "%(n)s 个安置点", "n"),
    "engagement": ngettext_lazy("%(n)s 份用工", "%(n)s 份用工", "n"),
    "": ngettext_lazy("%(n)s 个人月", "%(n)s 个人月", "n"),
    "transfer": ngettext_lazy("%(n)s 笔工钱", "%(n)s 笔工钱", "n"),
    "payment": ngettext_lazy("%(n)s 笔付款", "%(n)s 笔付款", "n"),
    "account": ngettext_lazy("%(n)s 个账户", "%(n)s 个账户", "n"),
}
"""What the records of a figure are -> how they are counted."""


def name(one: Indicator) -> str:
    """Its name in the reader's language, a group's without "of these"."""
    if words.chinese():
        return one.name_zh.removeprefix("其中：")
    found = one.name_en.removeprefix("of these: ")
    return found[:1].upper() + found[1:]


def definition(one: Indicator) -> str:
    return one.definition_zh if words.chinese() else one.definition_en


def unit(one: Indicator) -> str:
    return one.unit if words.chinese() else ENGLISH_UNITS.get(one.unit, "")


def amount(value: int, one: Indicator) -> str:
    """A value in base units as its unit is written: yuan with two decimals at least."""
    of_money = one.noun in ("transfer", "payment", "account")
    return words.yuan(value) if of_money else exact.show(value, one.factor)


def records(one: Indicator, n: int) -> str:
    """ "634 人", "5,432 笔工钱": how many records of its noun."""
    return str(COUNTED[one.noun] % {"n": words.Shown(n)})


def is_group(one: Indicator) -> bool:
    return one.code.startswith(GROUP)


def change(now: int, before: int, one: Indicator) -> str:
    """ "+12", "−0.5", or that nothing changed."""
    if now == before:
        return _("没有变")
    sign = "+" if now > before else "−"
    return f"{sign}{amount(abs(now - before), one)}"


def share(part: int, whole: int) -> str:
    """Per cent with one decimal, half up; nothing of nothing is none."""
    if not whole:
        return words.NO_VALUE
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"


def month(day: date) -> str:
    """ "2022 年 2 月"."""
    if words.chinese():
        return f"{day.year} 年 {day.month} 月"
    return f"{words.MONTHS[day.month - 1]} {day.year}"
