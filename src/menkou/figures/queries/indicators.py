"""The indicators of a day, and what each counts."""

from datetime import date

from django.db.models.expressions import RawSQL

from menkou import policy
from menkou.figures.district import PEOPLE, SITES, WORK
from menkou.figures.indicators import INCOME, PAID, PLAIN, WAGES, Indicator, group_sql
from menkou.figures.queries.sql import inside, rows
from menkou.policy.groups import GROUPS
from menkou.policy.rules import Rules
from menkou.registry.models import Division, Site

Unit = Site | Division
"""What figures are told of."""


def kind_of(unit: Unit) -> str:
    """Which of the two it is."""
    return "division" if isinstance(unit, Division) else "site"


def indicators(day: date, *, district: bool = False) -> list[Indicator]:
    """Every indicator, in the order of the report; main groups in the order of the day's policy.

    Of a district there are more: who lives there, and what work near home brought.
    """
    order = tuple(policy.on(day).words("group_order"))
    groups = [
        Indicator(
            f"workers_by_group.{code}", f"其中：{words.zh}", f"of these: {words.en}", "人",
            "统计日的务工人员，一人只归一类；先后按政策参数 group_order，年龄按周岁。",
            "Workers on the day, each in one group, by the order of the parameter group_order; "
            "age in full years.", "person", group_sql(code, order),
        )
        for code in order
        for words in [GROUPS[code]]
    ]
    if district:
        return [SITES, *PEOPLE, *PLAIN, *groups, *WORK, WAGES, PAID, INCOME]
    return [*PLAIN, *groups, WAGES, PAID, INCOME]


def count(indicator: Indicator, unit: Unit, day: date) -> tuple[int, int]:
    """The figure in base units and how many records it rests on, counted now."""
    sql = (
        f"{here(unit)} SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS value, "
        f"COUNT(*) AS records FROM ({indicator.sql}) AS counted"
    )
    ((value, records),) = rows(sql, parameters(unit, day))
    return _figure(indicator, int(value), int(records))


def _figure(indicator: Indicator, value: int, records: int) -> tuple[int, int]:
    """A sum of amounts as the figure that it makes."""
    if not indicator.mean:
        return value, records
    one = records * indicator.factor
    whole = (2 * value + one) // (2 * one) if records else 0
    return whole * indicator.factor, records


def records(indicator: Indicator, unit: Unit, day: date) -> list[tuple[int, int]]:
    """The records that a figure counts: keys and amounts in base units, by key."""
    sql = f"{here(unit)} SELECT key, amount FROM ({indicator.sql}) AS counted ORDER BY key"
    return [(int(key), int(amount)) for key, amount in rows(sql, parameters(unit, day))]


def counts(unit: Unit, day: date) -> dict[str, tuple[int, int]]:
    """Every figure of the day and its records, counted now: code -> `count`. One query."""
    known = {one.code: one for one in indicators(day, district=isinstance(unit, Division))}
    each = " UNION ALL ".join(
        f"SELECT '{one.code}' AS code, CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS value, "
        f"COUNT(*) AS records FROM ({one.sql}) AS counted"
        for one in known.values()
    )
    return {
        code: _figure(known[code], int(value), int(n))
        for code, value, n in rows(f"{here(unit)} {each}", parameters(unit, day))
    }


def keys(indicator: Indicator, unit: Unit, day: date) -> RawSQL:
    """The keys of the records that a figure counts, as a sub-query."""
    sql = f"{here(unit)} SELECT key FROM ({indicator.sql}) AS counted"
    return inside(sql, parameters(unit, day))


HERE_SITE = "SELECT id FROM registry_site WHERE id = $site"
HERE_DIVISION = """
SELECT s.id AS id FROM registry_site AS s
JOIN registry_division AS d ON d.id = s.division_id
LEFT JOIN registry_division AS u ON u.id = d.parent_id
WHERE d.id = $division OR d.parent_id = $division OR u.parent_id = $division
"""


def here(unit: Unit) -> str:
    """The sites that are counted, as the common table that the indicators read."""
    return f"WITH here AS ({HERE_DIVISION if isinstance(unit, Division) else HERE_SITE})"


def parameters(unit: Unit, day: date) -> dict[str, int | date]:
    """What the queries ask for: the unit, the day, the month that it lies in, the latest birthdays
    that reached an age."""
    rules = policy.on(day)
    sixty, seventy, eighty = rules.numbers("age_bands.bounds")
    return {
        kind_of(unit): unit.pk,
        "day": day,
        "month": day.replace(day=1),
        "born_60": latest_birthday(day, sixty),
        "born_70": latest_birthday(day, seventy),
        "born_80": latest_birthday(day, eighty),
        **_working_age(day, rules),
    }


def _working_age(day: date, rules: Rules) -> dict[str, date]:
    return {
        "born_first": latest_birthday(day, rules.number("working_age.first")),
        "born_after_last": latest_birthday(day, rules.number("working_age.last") + 1),
    }


def latest_birthday(day: date, age: int) -> date:
    """The latest day of birth of those who have reached an age on the day."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:  # 29 February; who was born on 1 March has not reached it yet
        return date(day.year - age, 2, 28)
