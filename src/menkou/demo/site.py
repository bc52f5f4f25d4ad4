"""The place: divisions, site, communities, shopfronts, workshops, operators, products, users."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from menkou.access.actions.grants import Unit, give_grant
from menkou.demo.words import CARD, COMMUNITIES, DIVISIONS, LINES, PASSWORD, PIN, SITE, Line
from menkou.identity.actions.users import add_user
from menkou.identity.models import User
from menkou.ledger.models import Commodity
from menkou.lib.identifiers import make_credit_code
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
from menkou.work.actions.products import (
    NewInput,
    NewProduct,
    add_material,
    add_product,
    set_rate,
)
from menkou.work.models import Operation


@dataclass(frozen=True, slots=True)
class Bench:
    """A workshop ready for work."""

    line: Line
    workshop: Workshop
    firm: Organization
    operation: Operation
    materials: tuple[tuple[Commodity, int], ...]
    clerk: User
    boss: User


@dataclass(frozen=True, slots=True)
class Place:
    """The whole site; `officer` enters what no clerk may."""

    site: Site
    communities: tuple[Community, ...]
    benches: tuple[Bench, ...]
    officer: User


LOGINS = (
    ("district_officer", "quxian", PASSWORD, "/"),
    ("community_officer", "shequ", PASSWORD, "/"),
    *(("workshop_clerk", f"chejian{n}", PASSWORD, "/counter/") for n in range(1, 7)),
    ("enterprise", "qiye", PASSWORD, "/"),
    ("auditor", "shenji", PASSWORD, "/"),
    ("worker", CARD, PIN, "/me/"),
)
"""Role, login, password, home; clerks in the order of the workshops."""


def make_site(*, start: date, at: datetime) -> Place:
    """Makes the place as it stands from `start` on."""
    parent = None
    for code, name in DIVISIONS:
        parent = Division.objects.create(code=code, name=name, parent=parent)
    district: Any = parent
    officer = add_user(login="quxian", shown_name="示例陈主任", kind="staff", password=PASSWORD,
                       by=None, at=at)
    _grant(officer, "district_officer", district, start, officer, at)
    site = Site.objects.create(name=SITE, division=district)
    communities = tuple(Community.objects.create(site=site, name=name) for name in COMMUNITIES)
    benches = tuple(
        _bench(number, line, communities[line.community], start=start, by=officer, at=at)
        for number, line in enumerate(LINES, 1)
    )
    others: tuple[tuple[str, str, str, Unit], ...] = (
        ("shequ", "示例何书记", "community_officer", communities[0]),
        ("shenji", "示例冯审计", "auditor", district),
    )
    for login, name, role, unit in others:
        user = add_user(login=login, shown_name=name, kind="staff", password=PASSWORD,
                        by=officer, at=at)
        _grant(user, role, unit, start, officer, at)
    return Place(site, communities, benches, officer)


def _grant(user: User, role: str, unit: Unit, start: date, by: User, at: datetime) -> None:
    give_grant(user=user, role=role, unit=unit, from_day=start, by=by, at=at)


def _bench(
    number: int, line: Line, community: Community, *, start: date, by: User, at: datetime
) -> Bench:
    entered: dict[str, Any] = {"from_day": start, "entered_at": at, "entered_by": by}
    who: dict[str, Any] = {"by": by, "at": at}
    firm = Organization.objects.create(
        party=Party.objects.create(kind="organization", name=line.firm),
        kind=line.kind, credit_code=make_credit_code(number, line.code_kind),
    )
    workshop = Workshop.objects.create(
        party=Party.objects.create(kind="workshop", name=line.workshop), community=community
    )
    Tenancy.objects.create(workshop=workshop, operator=firm, **entered)
    for place, area in enumerate(line.areas_m2, 1):
        shop = Shopfront.objects.create(
            community=community, number=f"{number}-{place:02}", area_dm2=area * 100
        )
        ShopfrontUse.objects.create(shopfront=shop, workshop=workshop, **entered)
    materials = tuple(
        (add_material(code=one.code, name=one.name, unit=one.unit, base_unit=one.base_unit,
                      factor=one.factor, **who), one.quantity)
        for one in line.materials
    )
    operation = add_product(
        NewProduct(line.code, line.product, line.unit, line.operation, line.seconds, line.at_home),
        inputs=[
            NewInput(commodity, quantity, allowed_ppm=one.allowed_ppm)
            for (commodity, quantity), one in zip(materials, line.materials, strict=True)
        ],
        **who,
    )
    set_rate(payer=firm, operation=operation, amount=line.rate, from_day=start, **who)
    clerk = add_user(login=f"chejian{number}", shown_name=line.clerk, kind="staff",
                     password=PASSWORD, **who)
    _grant(clerk, "workshop_clerk", workshop, start, by, at)
    boss = add_user(login="qiye" if number == 1 else f"qiye{number}", shown_name=line.boss,
                    kind="staff", password=PASSWORD, **who)
    _grant(boss, "enterprise", firm, start, by, at)
    return Bench(line, workshop, firm, operation, materials, clerk, boss)


def logins() -> list[dict[str, str]]:
    """Who may sign in to the demo; the worker by card and PIN."""
    return [
        {"role": role, "login": login, "password": password, "home": home}
        for role, login, password, home in LOGINS
    ]
