"""The report of a district in words, and how its figures stand to one another."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from menkou.figures.queries.report import Figure
from menkou.figures.queries.text import meanings
from menkou.lib.exact import show
from menkou.registry.models import Division


def paragraphs(
    division: Division, as_of: date, figures: Sequence[Figure], *, chinese: bool = True
) -> list[str]:
    """The report in two paragraphs. KeyError where a figure is missing."""
    text = {one.indicator.code: one.text for one in figures}
    if chinese:
        return [
            f"截至{as_of.year}年{as_of.month}月{as_of.day}日，{division.name}有"
            f"{text['resettlement_sites']}个安置点，搬迁户{text['households']}户"
            f"{text['persons']}人。",
            f"建成{text['workshops']}个车间，面积{text['workshop_area_m2']}平方米，"
            f"入驻单位{text['enterprises']}家，就近就业{text['placements']}人次，"
            f"人均月收入{text['mean_monthly_income_yuan']}元，"
            f"带动{text['households_with_income']}户。",
        ]
    return [
        f"As of {as_of.isoformat()}, {division.name} counts resettlement sites: "
        f"{text['resettlement_sites']}; households: {text['households']}; persons: "
        f"{text['persons']}.",
        f"Workshops: {text['workshops']}, with {text['workshop_area_m2']} m²; enterprises: "
        f"{text['enterprises']}; person-times of work near home: {text['placements']}; mean "
        f"monthly income: {text['mean_monthly_income_yuan']} yuan; households with income: "
        f"{text['households_with_income']}.",
    ]


def notes(figures: Sequence[Figure], *, chinese: bool = True) -> list[str]:
    """What may not be read out of the figures together, with the numbers that show it."""
    value = {one.indicator.code: one for one in figures}
    found = []
    times, homes = value["placements"].value, value["households_with_income"].value
    persons, households = value["persons"].value, value["households"].value
    if homes and households:
        per_home, size = _ratio(times, homes), _ratio(persons, households)
        found.append(
            f"就近就业是人次，不是人：每个带动户 {per_home} 人次，每户平均 {size} 人。"
            "同一个人断了又来、换了单位或者用工形式，每次都算。"
            if chinese else
            f"Person-times are not persons: {per_home} for each household with income, {size} "
            "persons in a household. Who stops and comes again counts anew."
        )
    shops, firms = value["workshops"].value, value["enterprises"].value
    if firms > shops:
        found.append(
            f"入驻单位 {firms} 家，车间 {shops} 个：有的车间里不止一家在用工。"
            if chinese else
            f"{firms} enterprises in {shops} workshops: some workshops have more than one employer."
        )
    months = value["mean_monthly_income_yuan"].records
    found.append(
        f"人均月收入的“人”是挣到工钱的人月，一共 {show(months, 1)} 个；"
        "它和累计工钱不能用人数互相推算，一个安置点的累计数也推不出全区的平均数。"
        if chinese else
        f"The mean is over {show(months, 1)} person-months with wages: neither the wages so far "
        "nor those of one site follow from it by the number of persons."
    )
    return found


def _ratio(amount: int, of: int) -> str:
    """Two decimals, half up."""
    hundredths = Fraction(amount * 200 + of, of * 2)
    return show(int(hundredths), 100, 2)


def whole(division: Division, as_of: date, figures: Sequence[Figure]) -> str:
    """The report as one text: its paragraphs, how to read them, what each figure means."""
    said = "\n\n".join(paragraphs(division, as_of, figures))
    read = "\n".join(f"  {note}" for note in notes(figures))
    meant = "\n".join(f"  {name}：{definition}" for name, definition in meanings(figures))
    return f"{said}\n\n这些数怎么看\n{read}\n\n说明\n{meant}"
