"""Many people at once: a register taken over, the demo. One call, a handful of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from menkou.identity.models import User
from menkou.registry.actions.dated import BATCH, state_many
from menkou.registry.actions.people import Home, NewPerson, add_people
from menkou.registry.models import (
    Community,
    Engagement,
    Household,
    Membership,
    Organization,
    Person,
    Trait,
    Workshop,
)


@dataclass(frozen=True, slots=True)
class NewWorker:
    """A person with her home, household, traits and the terms she works on, all from a day."""

    name: str
    sex: str
    born_on: date
    id_number: str = field(repr=False)
    household: str
    relation: str
    from_county: str
    community: Community
    home: tuple[str, str, str]
    lives_since: date
    traits: tuple[str, ...]
    payer: Organization
    workshop: Workshop
    form: str
    engaged_since: date
    phone: str = field(default="", repr=False)
    bank: str = field(default="", repr=False)
    invented: bool = False


@transaction.atomic
def add_workers(news: Sequence[NewWorker], *, by: User, at: datetime) -> list[Person]:
    """Registers people in the order given; raises as `add_people` does.

    Household and traits hold since the day of the home; households that are not there yet are made.
    """
    people = add_people([_person(new) for new in news], by=by, at=at)
    households = _households(news)
    members, traits, terms = [], [], []
    for new, person in zip(news, people, strict=True):
        members.append(
            Membership(person=person, household=households[new.household],
                       relation=new.relation, from_day=new.lives_since)
        )
        traits += [
            Trait(person=person, trait=trait, holds=True, from_day=new.lives_since)
            for trait in new.traits
        ]
        terms.append(
            Engagement(person=person, payer=new.payer, workshop=new.workshop, form=new.form,
                       cycle="two_weeks" if new.form == "part_time" else "month",
                       from_day=new.engaged_since)
        )
    state_many(members, by=by, at=at)
    state_many(traits, by=by, at=at)
    state_many(terms, by=by, at=at)
    return people


def _person(new: NewWorker) -> NewPerson:
    return NewPerson(
        name=new.name, sex=new.sex, born_on=new.born_on, id_number=new.id_number,
        phone=new.phone, bank=new.bank, home=Home(new.community, new.lives_since, *new.home),
        invented=new.invented,
    )


def _households(news: Sequence[NewWorker]) -> dict[str, Household]:
    numbers = {new.household: new.from_county for new in news}
    there = {one.number: one for one in Household.objects.filter(number__in=numbers)}
    made = Household.objects.bulk_create(
        [Household(number=number, from_county=county)
         for number, county in numbers.items() if number not in there],
        batch_size=BATCH,
    )
    return there | {one.number: one for one in made}
