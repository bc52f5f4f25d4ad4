"""Writers of what is true of a person from a day: home, household, traits, terms of work."""

from datetime import date, datetime

from django.db import transaction

from menkou import policy
from menkou.identity import keys
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.policy.guards import may_be_given_work
from menkou.registry.actions.dated import state_many
from menkou.registry.actions.numbers import NotRegistered, key_of, refuse_forgotten
from menkou.registry.models import (
    Community,
    Engagement,
    Household,
    Membership,
    Organization,
    Person,
    Residence,
    Tenancy,
    Trait,
    Workshop,
)
from menkou.registry.queries.profile import profiles


@transaction.atomic
def set_residence(
    *, person: Person, community: Community | None, building: str = "", unit: str = "",
    room: str = "", source: str = "", from_day: date, by: User, at: datetime,
) -> Residence:
    """Where a person lives from a day; no community: moved away. NotRegistered if forgotten."""
    refuse_forgotten(person)
    row = Residence(person=person, community=community, building=building, unit=unit, room=room,
                    source=source, from_day=from_day)
    (made,) = state_many([row], by=by, at=at)
    log("registry.set_residence", "person", [person.pk], by=by, at=at)
    return made


@transaction.atomic
def add_household(*, number: str, from_county: str = "", by: User, at: datetime) -> Household:
    """A household by its number. IntegrityError where the number is known."""
    made = Household.objects.create(number=number, from_county=from_county)
    log("registry.add_household", "household", [made.pk], by=by, at=at)
    return made


@transaction.atomic
def set_membership(
    *, person: Person, household: Household | None, relation: str = "", source: str = "",
    from_day: date, by: User, at: datetime,
) -> Membership:
    """Which household a person belongs to from a day, and as what; none: left it."""
    refuse_forgotten(person)
    row = Membership(person=person, household=household, relation=relation, source=source,
                     from_day=from_day)
    (made,) = state_many([row], by=by, at=at)
    log("registry.set_membership", "person", [person.pk], by=by, at=at)
    return made


@transaction.atomic
def found_household(
    *, person: Person, number: str, from_county: str = "", relation: str, source: str = "",
    from_day: date, by: User, at: datetime,
) -> Membership:
    """A new household, and the person as its first member. IntegrityError: the number is known."""
    household = add_household(number=number, from_county=from_county, by=by, at=at)
    return set_membership(person=person, household=household, relation=relation,
                          source=source, from_day=from_day, by=by, at=at)


@transaction.atomic
def set_trait(
    *, person: Person, trait: str, holds: bool, detail: str = "", source: str = "",
    from_day: date, by: User, at: datetime,
) -> Trait:
    """Whether a trait holds from a day. What it rests on is encrypted under the person's key."""
    key = key_of(person) if detail else None
    refuse_forgotten(person)
    sealed = keys.encrypt(key, "trait", detail) if key else None
    row = Trait(person=person, trait=trait, holds=holds, detail=sealed, source=source,
                from_day=from_day)
    (made,) = state_many([row], by=by, at=at)
    log("registry.set_trait", "person", [person.pk], by=by, at=at)
    return made


@transaction.atomic
def engage(
    *, person: Person, payer: Organization | None = None, workshop: Workshop | None, form: str,
    cycle: str = Engagement.Cycle.MONTH, rate_class: str = "standard",
    tax_class: str = "", from_day: date, by: User, at: datetime,
) -> Engagement:
    """On what terms a person works for a payer from a day; no form: the work has ended.

    The payer may be left to the workshop: then its operator of that day. Raises NotRegistered
    where there is none, for somebody under 16 on that day (劳动法 15, 94), and for somebody who is
    dead by then (what she had can still be ended). IntegrityError, with the constraint's sentence,
    for part time that is paid by the month (劳动合同法 72). `tax_class`: of `policy.tax.CLASSES`.
    """
    refuse_forgotten(person)
    known = profiles([person.pk])
    refusal = may_be_given_work(known.youngest(person.pk), from_day, policy.on(from_day))
    if form and refusal is not None:
        raise NotRegistered("under_age", name=person.party.name, article=refusal.article,
                            minimum=refusal.params["minimum_age"], field="from_day")
    died_on = known.died_on(person.pk) if form else None
    if died_on is not None and died_on <= from_day:
        raise NotRegistered("died", name=person.party.name, field="form")
    row = Engagement(
        person=person, payer=payer or _operator(workshop, from_day), workshop=workshop, form=form,
        cycle=cycle if form else "", rate_class=rate_class, tax_class=tax_class if form else "",
        from_day=from_day,
    )
    (made,) = state_many([row], by=by, at=at)
    log("registry.engage", "person", [person.pk], by=by, at=at)
    return made


def _operator(workshop: Workshop | None, day: date) -> Organization:
    found = Tenancy.objects.on(day).filter(workshop=workshop).select_related("operator").first()
    if workshop is None or found is None or found.operator is None:
        raise NotRegistered("no_payer", field="payer")
    operator: Organization = found.operator
    return operator
