"""What was recorded of a person's traits, row by row."""

from django.db.models import QuerySet

from menkou.registry.models import Person, Trait


def rows_of(person: Person) -> QuerySet[Trait]:
    """Every trait row that stands about a person, the newest first.

    What a row rests on (`detail`) stays encrypted: `actions.details.reveal_detail` shows it.
    """
    rows: QuerySet[Trait] = (
        Trait.objects.standing()
        .filter(person=person)
        .select_related("entered_by")
        .order_by("-from_day", "-entered_at")
    )
    return rows
