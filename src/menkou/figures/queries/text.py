"""The report in words: paragraphs that an office can publish, and what each figure means."""

from collections.abc import Sequence
from datetime import date

from menkou import policy
from menkou.figures.queries.report import Figure
from menkou.lib.exact import show
from menkou.registry.models import Site

GROUP = "workers_by_group."
PAID, INCOME = "wages_paid_yuan", "collective_income_yuan"
"""A report that was stored before they were counted does without."""
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip


def grouped(figures: Sequence[Figure]) -> list[Figure]:
    """The workers by group, most first, as an office tells it; who is in none comes last."""
    groups = [one for one in figures if one.indicator.code.startswith(GROUP)]
    return sorted(groups, key=lambda one: (one.indicator.code.endswith(".other"), -one.value))


def group_name(figure: Figure, *, chinese: bool = True) -> str:
    """A group's name without "of these"."""
    one = figure.indicator
    if chinese:
        return one.name_zh.removeprefix("其中：")
    return one.name_en.removeprefix("of these: ")


def smallest(as_of: date) -> int:
    """Persons below which a group is not published by itself (parameter small_cell)."""
    return policy.on(as_of).number("small_cell")


def published(
    figures: Sequence[Figure], as_of: date, *, chinese: bool = True
) -> list[tuple[str, str]]:
    """The groups as they may be published, (name, number): nobody can be made out.

    Groups below `smallest` are told as one, with as many of the next ones as that needs to reach
    it, so that no number follows from the total either. With one group left there is nothing to
    tell.
    """
    least = smallest(as_of)
    shown = [one for one in grouped(figures) if one.value]
    small = [one for one in shown if one.value < least]
    large = sorted((one for one in shown if one.value >= least), key=lambda one: -one.value)
    while small and large and sum(one.value for one in small) < least:
        small.append(large.pop())
    if small and not large:
        return []
    told = [one for one in shown if one in large]
    named = [(group_name(one, chinese=chinese), one.text) for one in told]
    if small:
        rest = show(sum(one.value for one in small), 1)
        named.append(("其余各类" if chinese else "in all other groups", rest))
    return named


def paragraphs(
    site: Site, as_of: date, figures: Sequence[Figure], *, chinese: bool = True
) -> list[str]:
    """The report of a site in three paragraphs. KeyError where a figure is missing."""
    text = {one.indicator.code: one.text for one in figures}
    groups = published(figures, as_of, chinese=chinese)
    return (_in_chinese if chinese else _in_english)(site, as_of, text, groups)


def _in_chinese(
    site: Site, as_of: date, text: dict[str, str], groups: list[tuple[str, str]]
) -> list[str]:
    parts = "，".join(f"{name}{number}人" for name, number in groups)
    return [
        f"截至{as_of.year}年{as_of.month}月{as_of.day}日，{site.name}有{text['communities']}个社区，"
        f"利用社区底层商铺建成{text['workshops']}个车间，面积{text['workshop_area_m2']}平方米，"
        f"入驻单位{text['enterprises']}家。",
        f"在车间务工的有{text['workers']}人{'，其中' + parts if parts else ''}。",
        f"累计挣得工钱{text['wages_earned_yuan']}元"
        + (f"，已经发到手{text[PAID]}元。" if PAID in text else "。")
        + (f"累计集体收入{text[INCOME]}元。" if INCOME in text else ""),
    ]


def _in_english(
    site: Site, as_of: date, text: dict[str, str], groups: list[tuple[str, str]]
) -> list[str]:
    parts = ", ".join(f"{number} {name}" for name, number in groups)
    return [
        f"As of {as_of.day} {_MONTHS[as_of.month - 1]} {as_of.year}, {site.name} counts "
        f"communities: {text['communities']}; workshops made of shopfronts under the flats: "
        f"{text['workshops']}, with {text['workshop_area_m2']} m²; enterprises: "
        f"{text['enterprises']}.",
        f"Working in the workshops: {text['workers']}{'. Of these ' + parts if parts else ''}.",
        f"Wages earned so far: {text['wages_earned_yuan']} yuan"
        + (f"; really paid: {text[PAID]} yuan." if PAID in text else ".")
        + (f" Collective income so far: {text[INCOME]} yuan." if INCOME in text else ""),
    ]


def meanings(figures: Sequence[Figure]) -> list[tuple[str, str]]:
    """Name and definition of each figure, in Chinese; the groups share one and are left out."""
    return [
        (one.indicator.name_zh, one.indicator.definition_zh)
        for one in figures
        if not one.indicator.code.startswith(GROUP)
    ]


def whole(site: Site, as_of: date, figures: Sequence[Figure]) -> str:
    """The report as one text: its paragraphs, then what each figure means."""
    said = "\n\n".join(paragraphs(site, as_of, figures))
    meant = "\n".join(f"  {name}：{definition}" for name, definition in meanings(figures))
    return f"{said}\n\n说明\n{meant}"
