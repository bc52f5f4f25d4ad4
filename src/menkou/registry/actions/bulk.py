"""Many people at once: a register taken over, the demo. One call, a handful of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from menkou.identity.models import User
from menkou.registry.actions.dated import state_many
from menkou.registry.actions.people import add_people
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.models import (
    Community,
    Engagement,
    Organization,
    Person,
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


@dataclass(frozen=True, slots=True)
class Term:
    """From which day somebody works for a payer, where and how; no form: no longer."""

    person: Person
    payer: Organization
    workshop: Workshop
    form: str
    from_day: date


@transaction.atomic
def engage_all(terms: Sequence[Term], *, by: User, at: datetime) -> list[Engagement]:
    """Terms of work of many, as a register that is taken over has them: no age is looked at."""
    return state_many(
        [
            Engagement(person=one.person, payer=one.payer, workshop=one.workshop, form=one.form,
                       cycle=_cycle(one.form), from_day=one.from_day)
            for one in terms
        ],
        by=by, at=at,
    )


def _cycle(form: str) -> str:
    return "" if not form else "two_weeks" if form == "part_time" else "month"


@transaction.atomic
def add_workers(news: Sequence[NewWorker], *, by: User, at: datetime) -> list[Person]:
    """Registers people in the order given; raises as `add_people` does.

    Household and traits hold since the day of the home; households that are not there yet are made.
    """
    people = add_people([_person(new) for new in news], by=by, at=at)
    engage_all([
        Term(person, new.payer, new.workshop, new.form, new.engaged_since)
        for new, person in zip(news, people, strict=True)
    ], by=by, at=at)
    return people


def _person(new: NewWorker) -> NewPerson:
    return NewPerson(
        name=new.name, sex=new.sex, born_on=new.born_on, id_number=new.id_number,
        phone=new.phone, bank=new.bank, home=Home(new.community, new.lives_since, *new.home),
        household=new.household, relation=new.relation, from_county=new.from_county,
        traits=tuple((trait, "") for trait in new.traits), invented=new.invented,
    )
