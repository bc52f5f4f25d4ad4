"""Many people at once: a register taken over, the demo. One call, a handful of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from menkou.identity import keys
from menkou.identity.actions.log import log
from menkou.identity.models import SealedKey, User
from menkou.lib.names import search_text
from menkou.registry.models import (
    Community,
    Engagement,
    Household,
    Membership,
    Organization,
    Party,
    Person,
    Residence,
    Trait,
    Workshop,
)

BATCH = 500


@dataclass(frozen=True, slots=True)
class NewWorker:
    """A person with her home, household, traits and the terms she works on, all from a day."""

    name: str
    sex: str
    born_on: date
    id_number: str
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
    invented: bool = False

    def __repr__(self) -> str:
        return "NewWorker()"  # it holds a personal number


@transaction.atomic
def add_workers(news: Sequence[NewWorker], *, by: User, at: datetime) -> list[Person]:
    """Registers people in the order given. IntegrityError names the constraint that refuses.

    A trait starts on the day of the home; households that are not there yet are made.
    """
    people = _people(news)
    standing = {"entered_at": at, "entered_by": by}
    homes, members, traits, terms = [], [], [], []
    households = _households(news)
    for new, person in zip(news, people, strict=True):
        building, unit, room = new.home
        homes.append(
            Residence(person=person, community=new.community, building=building, unit=unit,
                      room=room, from_day=new.lives_since, **standing)
        )
        members.append(
            Membership(person=person, household=households[new.household],
                       relation=new.relation, from_day=new.lives_since, **standing)
        )
        traits += [
            Trait(person=person, trait=trait, holds=True, from_day=new.lives_since, **standing)
            for trait in new.traits
        ]
        terms.append(
            Engagement(person=person, payer=new.payer, workshop=new.workshop, form=new.form,
                       cycle="two_weeks" if new.form == "part_time" else "month",
                       from_day=new.engaged_since, **standing)
        )
    Residence.objects.bulk_create(homes, batch_size=BATCH)
    Membership.objects.bulk_create(members, batch_size=BATCH)
    Trait.objects.bulk_create(traits, batch_size=BATCH)
    Engagement.objects.bulk_create(terms, batch_size=BATCH)
    log("registry.add_person", "person", [person.pk for person in people], by=by, at=at)
    return people


def _people(news: Sequence[NewWorker]) -> list[Person]:
    wrapped = [keys.wrap_new_key() for _ in news]
    sealed = SealedKey.objects.bulk_create(
        [SealedKey(wrapped=row, master=master) for _, row, master in wrapped], batch_size=BATCH
    )
    parties = Party.objects.bulk_create(
        [Party(kind=Party.Kind.PERSON, name=new.name) for new in news], batch_size=BATCH
    )
    return Person.objects.bulk_create(
        [
            Person(
                party=party, key=row, sex=new.sex, born_on=new.born_on,
                search=search_text(new.name), invented=new.invented,
                id_number=keys.encrypt(key, "id_number", new.id_number),
                id_index=keys.blind("id_number", new.id_number),
                id_tail_index=keys.blind("id_tail", new.id_number[-4:]),
            )
            for new, party, row, (key, _, _) in zip(news, parties, sealed, wrapped, strict=True)
        ],
        batch_size=BATCH,
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
