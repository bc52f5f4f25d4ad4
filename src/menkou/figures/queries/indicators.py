"""The indicators of a day, and what each counts."""

from datetime import date

from django.db.models.expressions import RawSQL

from menkou import policy
from menkou.figures.indicators import INCOME, PAID, PLAIN, WAGES, Indicator, group_sql
from menkou.figures.queries.sql import inside, rows
from menkou.policy.groups import GROUPS
from menkou.policy.rules import Rules
from menkou.registry.models import Site


def indicators(day: date) -> list[Indicator]:
    """Every indicator, in the order of the report; main groups in the order of the day's policy."""
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
    return [*PLAIN, *groups, WAGES, PAID, INCOME]


def count(indicator: Indicator, site: Site, day: date) -> tuple[int, int]:
    """The figure in base units and how many records it rests on, counted now."""
    sql = (
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS value, COUNT(*) AS records "
        f"FROM ({indicator.sql}) AS counted"
    )
    ((value, records),) = rows(sql, parameters(site, day))
    return int(value), int(records)


def records(indicator: Indicator, site: Site, day: date) -> list[tuple[int, int]]:
    """The records that a figure counts: keys and amounts in base units, by key."""
    sql = f"SELECT key, amount FROM ({indicator.sql}) AS counted ORDER BY key"
    return [(int(key), int(amount)) for key, amount in rows(sql, parameters(site, day))]


def counts(site: Site, day: date) -> dict[str, tuple[int, int]]:
    """Every figure of the day and its records, counted now: code -> `count`. One query."""
    each = " UNION ALL ".join(
        f"SELECT '{one.code}' AS code, CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS value, "
        f"COUNT(*) AS records FROM ({one.sql}) AS counted"
        for one in indicators(day)
    )
    return {code: (int(value), int(n)) for code, value, n in rows(each, parameters(site, day))}


def keys(indicator: Indicator, site: Site, day: date) -> RawSQL:
    """The keys of the records that a figure counts, as a sub-query."""
    return inside(f"SELECT key FROM ({indicator.sql}) AS counted", parameters(site, day))


def parameters(site: Site, day: date) -> dict[str, int | date]:
    """What the queries ask for: the site, the day, the latest birthdays that reached an age."""
    rules = policy.on(day)
    sixty, seventy, eighty = rules.numbers("age_bands.bounds")
    return {
        "site": site.pk,
        "day": day,
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
