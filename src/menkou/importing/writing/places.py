"""Writes the rows of sites and communities, organizations, shopfronts and workshops: some hundred,
by the actions of their pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from menkou.identity.models import User
from menkou.importing.matching.places import NewPlace, OtherCode, SaidOrganization
from menkou.importing.matching.workshops import Standing
from menkou.importing.writing.base import Before, Wrote, ranges
from menkou.registry.actions.organizations import add_organization, change_organization
from menkou.registry.actions.places import (
    add_community,
    add_shopfront,
    add_site,
    add_workshop,
    change_community,
    change_shopfront,
    set_shopfront_use,
    set_tenancy,
)
from menkou.registry.models import (
    Community,
    Organization,
    Shopfront,
    ShopfrontUse,
    Site,
    Tenancy,
    Workshop,
)


def write_places(writes: Sequence[Any], *, by: User, at: datetime) -> tuple[Wrote, Before]:
    """See `base.Writer`: "site" and "community" are added, "recoded" communities changed."""
    sites, communities, before = [], [], {}
    named = {one.name: one for one in Site.objects.all()}
    codes = [one for one in writes if isinstance(one, OtherCode)]
    changed = Community.objects.in_bulk([one.community for one in codes])
    for one in codes:
        found = changed[one.community]
        before[str(found.pk)] = found.code
        change_community(community=found, name=found.name, code=one.code,
                         committee=found.committee, by=by, at=at)
    for new in writes:
        if not isinstance(new, NewPlace):
            continue
        site = named.get(new.site)
        if site is None:
            site = named[new.site] = add_site(name=new.site, division=new.division, by=by, at=at)
            sites.append(site.pk)
        if new.community:
            made = add_community(site=site, name=new.community, code=new.code, by=by, at=at)
            communities.append(made.pk)
    wrote = {"site": ranges(sites), "community": ranges(communities),
             "recoded": ranges(map(int, before))}
    return wrote, before


def write_organizations(
    writes: Sequence[Any], *, by: User, at: datetime
) -> tuple[Wrote, Before]:
    """See `base.Writer`: "organization" are added, "changed" are others than they were."""
    made, before = [], {}
    said: Sequence[SaidOrganization] = writes
    known = Organization.objects.select_related("party").in_bulk(
        [one.pk for one in said if one.pk is not None]
    )
    for one in said:
        words = {"name": one.name, "kind": one.kind, "code": one.code, "contact": one.contact}
        if one.pk is None:
            made.append(add_organization(**words, by=by, at=at).pk)
            continue
        found = known[one.pk]
        before[str(one.pk)] = [found.party.name, found.kind, found.contact]
        change_organization(organization=found, **words, by=by, at=at)
    return {"organization": ranges(made), "changed": ranges(map(int, before))}, before


class _Workshops:
    """Makes what is not there yet, row by row: a row may build on the one before."""

    def __init__(self, said: Sequence[Standing], by: User, at: datetime) -> None:
        self.by, self.at = by, at
        self.communities = Community.objects.in_bulk({one.community for one in said})
        self.fronts = {
            (one.community_id, one.number): one
            for one in Shopfront.objects.filter(community__in=self.communities)
        }
        self.workshops = {
            (one.community_id, one.party.name): one
            for one in Workshop.objects.filter(community__in=self.communities)
            .select_related("party").order_by("-pk")
        }
        self.wrote: dict[str, list[int]] = {
            name: [] for name in ("shopfront", "workshop", "use", "tenancy")
        }
        self.before: dict[str, int] = {}

    def write(self, one: Standing) -> None:
        community = self.communities[one.community]
        front, workshop = self._front(one, community), self._workshop(one, community)
        day = one.from_day
        who: dict[str, Any] = {"by": self.by, "at": self.at}
        if workshop is None or day is None:
            return
        if front is not None and one.use:
            now = ShopfrontUse.objects.on(day).filter(shopfront=front).first()
            if now is None or now.workshop_id != workshop.pk:
                made = set_shopfront_use(shopfront=front, workshop=workshop, from_day=day, **who)
                self.wrote["use"].append(made.pk)
        if one.operator is not None and one.tenancy:
            held = Tenancy.objects.on(day).filter(workshop=workshop).first()
            if held is None or held.operator_id != one.operator.pk:
                let = set_tenancy(workshop=workshop, operator=one.operator, from_day=day, **who)
                self.wrote["tenancy"].append(let.pk)

    def _front(self, one: Standing, community: Community) -> Shopfront | None:
        if not one.number:
            return None
        who: dict[str, Any] = {"by": self.by, "at": self.at}
        found = self.fronts.get((one.community, one.number))
        if found is None:
            found = add_shopfront(
                community=community, number=one.number, area_dm2=one.area_dm2 or 0, **who
            )
            self.fronts[one.community, one.number] = found
            self.wrote["shopfront"].append(found.pk)
        elif one.area_dm2 is not None and one.area_dm2 != found.area_dm2:
            self.before[str(found.pk)] = found.area_dm2
            change_shopfront(shopfront=found, number=found.number, area_dm2=one.area_dm2, **who)
        return found

    def _workshop(self, one: Standing, community: Community) -> Workshop | None:
        if not one.workshop:
            return None
        found = self.workshops.get((one.community, one.workshop))
        if found is None:
            found = add_workshop(name=one.workshop, community=community, by=self.by, at=self.at)
            self.workshops[one.community, one.workshop] = found
            self.wrote["workshop"].append(found.pk)
        return found


def write_workshops(writes: Sequence[Any], *, by: User, at: datetime) -> tuple[Wrote, Before]:
    """See `base.Writer`: "shopfront", "workshop", "use" and "tenancy" are added, "measured"
    shopfronts have another area."""
    work = _Workshops(writes, by, at)
    for one in writes:
        work.write(one)
    wrote = {name: ranges(keys) for name, keys in work.wrote.items()}
    return wrote | {"measured": ranges(map(int, work.before))}, work.before
