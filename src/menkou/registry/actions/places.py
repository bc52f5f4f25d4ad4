"""Writers of divisions, sites, communities, shopfronts and workshops."""

from datetime import date, datetime

from django.db import transaction

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.registry.actions.dated import state_many
from menkou.registry.models import (
    Community,
    Division,
    Organization,
    Party,
    Shopfront,
    ShopfrontUse,
    Site,
    Tenancy,
    Workshop,
)


@transaction.atomic
def add_division(
    *, code: str, name: str, parent: Division | None = None, by: User, at: datetime
) -> Division:
    """An administrative division by its code (GB/T 2260). IntegrityError: the code is known."""
    made = Division.objects.create(code=code, name=name, parent=parent)
    log("registry.add_division", "division", [made.pk], by=by, at=at)
    return made


@transaction.atomic
def add_site(*, name: str, division: Division, by: User, at: datetime) -> Site:
    """A resettlement site. IntegrityError where the name is known."""
    made = Site.objects.create(name=name, division=division)
    log("registry.add_site", "site", [made.pk], by=by, at=at)
    return made


@transaction.atomic
def add_community(
    *, site: Site, name: str, code: str = "", committee: Organization | None = None, by: User,
    at: datetime,
) -> Community:
    """A community of a site. IntegrityError, with a sentence, where the name is known there."""
    made = Community.objects.create(site=site, name=name, code=code, committee=committee)
    log("registry.add_community", "community", [made.pk], by=by, at=at)
    return made


@transaction.atomic
def change_community(
    *, community: Community, name: str, code: str = "", committee: Organization | None = None,
    by: User, at: datetime,
) -> Community:
    """Another name or official code, and who acts for it. IntegrityError, with a sentence, where
    the name is known."""
    community.name, community.code, community.committee = name, code, committee
    community.save()
    log("registry.change_community", "community", [community.pk], by=by, at=at)
    return community


@transaction.atomic
def add_shopfront(
    *, community: Community, number: str, area_dm2: int, by: User, at: datetime
) -> Shopfront:
    """A shopfront; area in dm² (1 m² = 100). IntegrityError, with a sentence."""
    made = Shopfront.objects.create(community=community, number=number, area_dm2=area_dm2)
    log("registry.add_shopfront", "shopfront", [made.pk], by=by, at=at)
    return made


@transaction.atomic
def change_shopfront(
    *, shopfront: Shopfront, number: str, area_dm2: int, by: User, at: datetime
) -> Shopfront:
    """Corrects number or area (dm²), for all days. IntegrityError, with a sentence."""
    shopfront.number, shopfront.area_dm2 = number, area_dm2
    shopfront.save()
    log("registry.change_shopfront", "shopfront", [shopfront.pk], by=by, at=at)
    return shopfront


@transaction.atomic
def add_workshop(*, name: str, community: Community, by: User, at: datetime) -> Workshop:
    """A workshop; its shopfronts and its operator are dated rows of their own."""
    party = Party.objects.create(kind=Party.Kind.WORKSHOP, name=name)
    made = Workshop.objects.create(party=party, community=community)
    log("registry.add_workshop", "workshop", [made.pk], by=by, at=at)
    return made


@transaction.atomic
def change_workshop(*, workshop: Workshop, name: str, by: User, at: datetime) -> Workshop:
    """Another name, for all days. Where it stands is never changed: that would be another one."""
    workshop.party.name = name
    workshop.party.save()
    log("registry.change_workshop", "workshop", [workshop.pk], by=by, at=at)
    return workshop


@transaction.atomic
def set_shopfront_use(
    *, shopfront: Shopfront, workshop: Workshop | None, from_day: date, by: User, at: datetime
) -> ShopfrontUse:
    """Which workshop a shopfront belongs to from a day; none: it stands empty."""
    row = ShopfrontUse(shopfront=shopfront, workshop=workshop, from_day=from_day)
    (made,) = state_many([row], by=by, at=at)
    log("registry.set_shopfront_use", "shopfront", [shopfront.pk], by=by, at=at)
    return made


@transaction.atomic
def set_tenancy(
    *, workshop: Workshop, operator: Organization | None, from_day: date, by: User, at: datetime
) -> Tenancy:
    """Who operates a workshop from a day; none: nobody."""
    row = Tenancy(workshop=workshop, operator=operator, from_day=from_day)
    (made,) = state_many([row], by=by, at=at)
    log("registry.set_tenancy", "workshop", [workshop.pk], by=by, at=at)
    return made
