"""The place: divisions, site, communities, shopfronts, workshops, operators, products, users."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from menkou.access.actions.grants import Unit, give_grant
from menkou.demo.words import CARD, COMMUNITIES, COOP, DIVISIONS, LINES, PASSWORD, PIN, SITE, Line
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
    NewOperation,
    NewProduct,
    add_material,
    add_operation,
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
    customer: Organization | None = None
    levels: tuple[Organization, ...] = ()
    second: Operation | None = None
    buyer: User | None = None

    @property
    def cycles(self) -> tuple[str, ...]:
        """In which its people are paid: those of the large workshops by the month."""
        return ("month",) if self.line.large else ("month", "two_weeks")

    @property
    def rates(self) -> tuple[int, ...]:
        """The rate of each operation, together the line's."""
        if self.line.second is None:
            return (self.line.rate,)
        return (self.line.rate - self.line.second.rate, self.line.second.rate)

    @property
    def operations(self) -> tuple[Operation, ...]:
        return (self.operation,) if self.second is None else (self.operation, self.second)


@dataclass(frozen=True, slots=True)
class Place:
    """The whole site; `officer` approves, `keeper` enters what no clerk may; `speakers`: who acts
    for each organization, by its key."""

    site: Site
    communities: tuple[Community, ...]
    benches: tuple[Bench, ...]
    officer: User
    keeper: User
    speakers: Mapping[int, User]


LOGINS = (
    ("district_officer", "quxian", PASSWORD, "/"),
    ("street_officer", "jiedao", PASSWORD, "/"),
    ("community_officer", "shequ", PASSWORD, "/"),
    *(("workshop_clerk", f"chejian{n}", PASSWORD, "/counter/") for n in range(1, 7)),
    ("enterprise", "qiye", PASSWORD, "/"),
    ("cooperative", "hezuoshe", PASSWORD, "/"),
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
    communities = tuple(
        Community.objects.create(
            site=site, name=name,
            committee=_organization(f"{name}居委会", "community", "54", 50 + number),
        )
        for number, name in enumerate(COMMUNITIES)
    )
    coop = _organization(COOP, "cooperative", "93", 60)
    benches = tuple(
        make_bench(number, line, communities[line.community], coop, start=start, by=officer, at=at)
        for number, line in enumerate(LINES, 1)
    )
    others: tuple[tuple[str, str, str, Unit], ...] = (
        ("jiedao", "示例罗主任", "street_officer", district),
        ("shequ", "示例何书记", "community_officer", communities[0]),
        ("hezuoshe", "示例萧社长", "cooperative", coop),
        ("shenji", "示例冯审计", "auditor", district),
    )
    users = {}
    for login, name, role, unit in others:
        users[login] = add_user(login=login, shown_name=name, kind="staff", password=PASSWORD,
                                by=officer, at=at)
        _grant(users[login], role, unit, start, officer, at)
    keeper = users["shequ"]
    committees = {
        one.committee.pk: keeper if one == communities[0] else officer
        for one in communities if one.committee is not None
    }
    return Place(site, communities, benches, officer, keeper,
                 committees | {coop.pk: users["hezuoshe"]} | _speakers(benches))


def _speakers(benches: Sequence[Bench]) -> dict[int, User]:
    found = {bench.firm.pk: bench.boss for bench in benches}
    return found | {
        bench.customer.pk: bench.buyer
        for bench in benches if bench.customer is not None and bench.buyer is not None
    }


def _grant(user: User, role: str, unit: Unit, start: date, by: User, at: datetime) -> None:
    give_grant(user=user, role=role, unit=unit, from_day=start, by=by, at=at)


def _organization(name: str, kind: str, code_kind: str, number: int) -> Organization:
    return Organization.objects.create(
        party=Party.objects.create(kind="organization", name=name), kind=kind,
        credit_code=make_credit_code(number, code_kind),
    )


def make_bench(
    number: int, line: Line, community: Community, coop: Organization, *, start: date, by: User,
    at: datetime,
) -> Bench:
    """A workshop ready for work from a day on, with its operator, product, clerk and boss."""
    entered: dict[str, Any] = {"from_day": start, "entered_at": at, "entered_by": by}
    who: dict[str, Any] = {"by": by, "at": at}
    firm = _organization(line.firm, line.kind, line.code_kind, number)
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
    second = None
    if line.second is not None:
        step = NewOperation(line.second.name, line.second.seconds, line.at_home)
        second = add_operation(step, product=operation.product, inputs=[], **who)
        set_rate(payer=firm, operation=second, amount=line.second.rate, from_day=start, **who)
    first_rate = line.rate - (line.second.rate if line.second else 0)
    set_rate(payer=firm, operation=operation, amount=first_rate, from_day=start, **who)
    clerk = add_user(login=f"chejian{number}", shown_name=line.clerk, kind="staff",
                     password=PASSWORD, **who)
    _grant(clerk, "workshop_clerk", workshop, start, by, at)
    boss = add_user(login="qiye" if number == 1 else f"qiye{number}", shown_name=line.boss,
                    kind="staff", password=PASSWORD, **who)
    _grant(boss, "enterprise", firm, start, by, at)
    customer = buyer = None
    if line.customer:
        customer = _organization(line.customer, "enterprise", "91", 70 + number)
        buyer = add_user(login=f"kehu{number}", shown_name=f"示例{line.product}采购",
                         kind="staff", password=PASSWORD, **who)
        _grant(buyer, "enterprise", customer, start, by, at)
    passed = {"committee": community.committee, "coop": coop}
    levels = tuple(one for name in line.levels if (one := passed[name]) is not None)
    return Bench(
        line, workshop, firm, operation, materials, clerk, boss, customer, levels, second, buyer
    )


def logins() -> list[dict[str, str]]:
    """Who may sign in to the demo; the worker by card and PIN."""
    return [
        {"role": role, "login": login, "password": password, "home": home}
        for role, login, password, home in LOGINS
    ]
