from dataclasses import dataclass
from datetime import date

from django.db import transaction

from menkou.facts.models import Fact, HalfDay, HalfDayUse
from menkou.registry.models import Engagement, Person, Workshop


@dataclass(frozen=True, slots=True)
class HalfDayClaim:
    """One half-day of a person, at a place, for a use. `half` is "am" or "pm"."""

    person: Person
    day: date
    half: str
    place: Workshop
    use: str
    minutes: int = 0
    engagement: Engagement | None = None
    class_code: str = ""


@transaction.atomic
def claim_half(claim: HalfDayClaim, *, fact: Fact) -> bool:
    """Takes a half-day for a use. False where it is held at another place, or the use is taken.

    The unique keys stand behind: of two at once, one is taken and the other waits.
    """
    held, _ = HalfDay.objects.get_or_create(
        person=claim.person, day=claim.day, half=claim.half, defaults={"place": claim.place}
    )
    if held.place_id != claim.place.pk:
        return False
    _, made = HalfDayUse.objects.get_or_create(
        half_day=held,
        use=claim.use,
        defaults={
            "minutes": claim.minutes, "engagement": claim.engagement,
            "class_code": claim.class_code, "fact": fact,
        },
    )
    return made
