"""Who agreed to what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from menkou import policy
from menkou.policy.guards import agrees_herself, is_adult
from menkou.registry.models import Consent, Membership, Person

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Agreed:
    """How it stands with one purpose on a day: the row that holds (None: nobody was asked), and
    whether it was a guardian's of somebody who has since become old enough to be asked herself."""

    purpose: str
    row: Consent | None
    outgrown: bool

    @property
    def given(self) -> bool:
        return self.row is not None and self.row.given and not self.outgrown


def given(persons: Collection[int], purpose: str, day: date) -> set[int]:
    """Those of the persons whose consent to a purpose stands on a day: one query for 2,000.

    A guardian's ends with the day on which she is old enough to agree herself.
    """
    keys, rules = sorted(persons), policy.on(day)
    return {
        person
        for start in range(0, len(keys), BATCH)
        for person, guardian, born_on in Consent.objects.on(day)
        .filter(purpose=purpose, given=True, person__in=keys[start : start + BATCH])
        .values_list("person", "guardian", "person__born_on")
        if guardian is None or not agrees_herself(born_on, day, rules)
    }


def of(person: Person, day: date) -> list[Agreed]:
    """Every purpose that she may be asked about on the day. One query."""
    rows = {
        row.purpose: row
        for row in Consent.objects.on(day)
        .filter(person=person)
        .select_related("read_out_by", "entered_by", "guardian__party")
    }
    herself = agrees_herself(person.born_on, day, policy.on(day))
    return [
        Agreed(
            purpose, (row := rows.get(purpose)),
            bool(row is not None and row.given and row.guardian_id is not None and herself),
        )
        for purpose in Consent.Purpose.values
        if purpose in rows or purpose != Consent.Purpose.CHILD or not herself
    ]


def guardians(person: Person, day: date) -> list[int]:
    """The adults of a child's household on the day, by their keys."""
    rules = policy.on(day)
    home = Membership.objects.on(day).filter(person=person, household__isnull=False)
    members = (
        Membership.objects.on(day)
        .filter(household__in=home.values("household"), person__forgotten_at=None)
        .exclude(person=person)
        .values_list("person", "person__born_on")
    )
    return [member for member, born_on in members if is_adult(born_on, day, rules)]
