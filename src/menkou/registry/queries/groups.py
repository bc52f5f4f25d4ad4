"""The main group of a day as an expression of the database: for lists that filter by it.

It says the same as `policy.groups.main_group`; a test compares the two.
"""

from datetime import date

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from menkou import policy
from menkou.registry.models import Trait

TIED = ("care_duty", "half_labour", "weak_labour")
BANDS = ("aged_60_to_70", "aged_70_to_80", "aged_80_and_over")


def main_group(day: date) -> Case:
    """The main group of each person on a day, by the policy of that day."""
    rules = policy.on(day)
    bounds = rules.numbers("age_bands.bounds")
    first, last = rules.number("working_age.first"), rules.number("working_age.last")
    conditions: dict[str, Q] = {"disabled": Q(_holds(day, "disabled"))}
    for band, bound, above in zip(BANDS, bounds, [*bounds[1:], None], strict=True):
        conditions[band] = _aged(day, bound, above)
    conditions["cannot_migrate"] = _aged(day, first, last + 1) & Q(_holds(day, *TIED))
    return Case(
        *(
            When(conditions[group], then=Value(group))
            for group in rules.words("group_order")
            if group in conditions
        ),
        default=Value("other"),
        output_field=CharField(),
    )


def _holds(day: date, *traits: str) -> Exists:
    return Exists(
        Trait.objects.on(day).filter(person=OuterRef("pk"), trait__in=traits, holds=True)
    )


def _aged(day: date, least: int, below: int | None) -> Q:
    """Those who are at least so old on the day, and not yet as old as `below`."""
    found = Q(born_on__lte=born_before(day, least))
    return found if below is None else found & Q(born_on__gt=born_before(day, below))


def born_before(day: date, age: int) -> date:
    """The last birthday with which one is so old on a day (on 1 March if born on 29 February)."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:
        return date(day.year - age, 2, 28)
