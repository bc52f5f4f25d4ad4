"""A world of five workshops around one, for the matrix: what is whose is told by a flower's name.

    the province, above all ── 木槿 is in another district, 芙蓉 on another site of this district,
    杜鹃 in another community of this site, 海棠 next door in this community, 山茶 is her own.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client

from menkou.access.models import Grant
from menkou.facts.models import Fact, Tray
from menkou.figures.actions.report import compute
from menkou.identity import keys
from menkou.identity.models import SealedKey, User
from menkou.ledger.models import Account
from menkou.lib.days import Month
from menkou.lib.exact import yuan
from menkou.registry.actions.accounts import set_account
from menkou.registry.actions.life import add_household, set_membership, set_trait
from menkou.registry.actions.people import Change, change_person
from menkou.registry.actions.sameness import merge
from menkou.registry.models import (
    Community,
    Division,
    Organization,
    Party,
    Person,
    Shopfront,
    ShopfrontUse,
    Site,
)
from menkou.settlement.actions.answers import read_answer
from menkou.settlement.actions.close import run_close, start_close
from menkou.settlement.actions.items import enter_deduction, enter_item
from menkou.settlement.actions.payments import make_batch
from menkou.settlement.actions.periods import approve, open_period, set_aside
from menkou.settlement.actions.replies import keep_sound, object_to
from menkou.settlement.models import Payment, Slip
from menkou.work.actions.ending import cancel_order
from menkou.work.actions.fees import agree_statement, pay_fee, send_statement
from menkou.work.actions.orders import add_order, allot
from menkou.work.actions.record import submit
from menkou.work.actions.rent import ask_relief, book_rent, pay_rent, set_rent
from menkou.work.actions.requests import ask
from menkou.work.actions.tickets import NewTicket, make_tickets
from menkou.work.models import Order, Ticket
from tests import builders
from tests.builders import START, Floor, moment
from tests.web.brought import brought
from tests.work.attending import attend
from tests.work.chaining import organization

DAY = date(2022, 2, 10)
PLACES = {
    "own": "山茶",
    "next_door": "海棠",
    "next_community": "杜鹃",
    "next_site": "芙蓉",
    "next_district": "木槿",
}
"""Where a record lies, from near to far, and the word that all its names bear."""

ABOVE = "above"
"""An account of the level over hers, and what was granted to it."""


@dataclass
class World:
    clients: dict[str, Client] = field(default_factory=dict)
    """By role; `all` is an officer of the province, who reaches everything; `nobody`."""
    records: dict[tuple[str, str], Any] = field(default_factory=dict)
    """(place, noun) -> the key by which addresses name it, or its keys in their order."""
    forms: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What was read from a page's form, by its address: kept, since reading it takes long."""


def account(login: str, name: str, kind: str = "staff") -> User:
    return User.objects.create(
        login=login, shown_name=name, kind=kind, password=make_password("menkou-1234")
    )


def granted(user: User, role: str, **unit: Any) -> Grant:
    return Grant.objects.create(
        user=user, role=role, from_day=START, given_by=user,
        given_at=moment(START, "07:00"), **unit,
    )


def build() -> World:
    world = World()
    halls = {place: builders.floor() for place in PLACES}
    province = Division.objects.create(code="53", name="示例省")
    _arrange(halls, province)
    for place, hall in halls.items():
        _settle(world, place, hall)
    own = halls["own"]
    site = own.community.site
    region, site.division = site.division, Division.objects.create(
        code="530602001", name="山茶街道", parent=site.division
    )
    site.save()
    over = account("over", "示例省里")
    above = granted(over, "district_officer", division=province)
    district = account("district", "示例区里")
    beside = granted(district, "district_officer", division=region)
    world.records |= {
        (ABOVE, "user"): {"community_officer": district.pk, "district_officer": over.pk},
        (ABOVE, "grant"): {"community_officer": beside.pk, "district_officer": above.pk},
    }
    local, firm, audit, street, coop = (
        account(name, f"示例{name}") for name in ("local", "firm", "audit", "street", "coop")
    )
    granted(local, "community_officer", community=own.community)
    granted(firm, "enterprise", organization=own.firm)
    granted(coop, "cooperative", organization=own.firm)
    granted(street, "street_officer", division=site.division)
    granted(audit, "auditor", site=own.community.site)
    worker = User.objects.get(kind="worker", person=world.records["own", "person"])
    for role, user in {
        "all": over, "district_officer": district, "community_officer": local,
        "street_officer": street, "workshop_clerk": own.clerk, "enterprise": firm,
        "cooperative": coop, "auditor": audit, "worker": worker,
    }.items():  # fmt: skip
        world.clients[role] = Client()
        world.clients[role].force_login(user)
    world.clients["nobody"] = Client()
    return world


def _arrange(halls: dict[str, Floor], province: Division) -> None:
    """Moves the five floors to where their places say, and gives all their names the flower."""
    own = halls["own"]
    for place, hall in halls.items():
        flower, community = PLACES[place], hall.community
        site = community.site
        if place == "next_door":
            hall.workshop.community = hall.community = own.community
            hall.workshop.save()
            community.delete()
        if place == "next_community":
            community.site = own.community.site
        if place in ("next_door", "next_community"):
            division = site.division
            if place == "next_community":
                community.name = f"{flower}社区"
                community.save()
            site.delete()
            division.delete()
        else:
            _name(community, site, flower, own if place == "next_site" else None, province)
        Party.objects.filter(pk=hall.firm.pk).update(name=f"{flower}合作社")
        Party.objects.filter(pk=hall.workshop.pk).update(name=f"{flower}车间")
        Order.objects.filter(pk=hall.order.pk).update(number=f"{flower}1")
        User.objects.filter(pk=hall.clerk.pk).update(shown_name=f"{flower}管理员")


def _name(community: Community, site: Any, flower: str, beside: Floor | None,
          province: Division) -> None:  # fmt: skip
    division = site.division
    if beside:
        site.division = beside.community.site.division
    else:
        division.name, division.parent = f"{flower}区", province
        division.save()
    site.name, community.name = f"{flower}安置区", f"{flower}社区"
    site.save()
    community.save()
    if beside:
        division.delete()


def _settle(world: World, place: str, hall: Floor) -> None:
    """A weaver with a card, at work: a receipt of today, one that waits, a shopfront."""
    flower = PLACES[place]
    hall.now = moment(DAY, "14:58")
    jia = hall.weaver(f"示例{flower}")
    jia.user = account(f"1180{list(PLACES).index(place)}", f"示例{flower}", "worker")
    jia.save()
    hall.arrive(hall.rattan, 100_000)
    hall.arrive(hall.ribbon, 100_000)
    ticket = hall.ticket((jia, 1), pieces=20)
    receipt = hall.fact("receipt", DAY, "14:57", {
        "ticket": ticket.pk, "carrier": jia.pk, "good": 7, "at_rework": 1, "reason": "loose",
    })
    waits = hall.fact("rework", DAY, "14:57", {"ticket": ticket.pk, "good": 5})
    assert [answer.result for answer in hall.send(receipt, waits)] == ["accepted", "waiting"]
    before = DAY - timedelta(days=1)
    hall.send(*(attend(hall, jia, half, day=before) for half in ("am", "pm")))
    shop = Shopfront.objects.create(
        community=hall.community, number=f"{flower}铺", area_dm2=12_000
    )
    ShopfrontUse.objects.create(
        shopfront=shop, workshop=hall.workshop, from_day=START, entered_at=hall.now,
        entered_by=hall.clerk,
    )
    by: dict[str, Any] = {"by": hall.clerk, "at": hall.now}
    _key, wrapped, master = keys.wrap_new_key()
    jia.key = SealedKey.objects.create(wrapped=wrapped, master=master)
    jia.save()
    number = f"621700001234567890{list(PLACES).index(place)}"
    set_account(person=jia, number=number, from_day=START, **by)
    phone = f"1380000000{list(PLACES).index(place)}"
    change_person(person=jia, change=Change(phone=phone), **by)
    trait = set_trait(
        person=jia, trait="disabled", holds=True, detail="残疾证", from_day=START, **by
    )
    house = add_household(number=f"{flower}户", **by)
    set_membership(person=jia, household=house, relation="head", from_day=START, **by)
    compute(unit=Site.objects.get(pk=hall.community.site_id), as_of=DAY, **by)
    known = {
        "person": jia.pk, "household": house.pk, "trait": (jia.pk, trait.pk),
        "product": hall.operation.product_id, "fact": Fact.objects.get(uid=receipt.uid).pk,
        "account": Account.objects.filter(party=jia.pk).order_by("pk")[0].pk,
        "attending": (hall.workshop.pk, jia.pk),
        "workshop": hall.workshop.pk, "shopfront": shop.pk,
        "community": hall.community.pk, "site": hall.community.site_id,
        "organization": Organization.objects.get(pk=hall.firm.pk).pk, "order": hall.order.pk,
        "ticket": ticket.pk, "receipt": str(receipt.uid),
        "waiting": Tray.objects.get(fact__uid=waits.uid).pk,
        "user": hall.clerk.pk, "grant": Grant.objects.get(user=hall.clerk).pk,
    }
    known |= _twins(hall, flower)
    known |= _asked(hall, jia, flower)
    known |= _said(hall, jia, ticket)
    known |= _passed(hall, flower, jia)
    known |= _pay(hall, flower)
    known |= _entered(hall, flower)
    known |= _owing(hall, flower)
    known |= _renting(hall, flower)
    known |= brought(hall, flower)
    world.records |= {(place, noun): key for noun, key in known.items()}


def _twins(hall: Floor, flower: str) -> dict[str, Any]:
    """Two who may be one, and a third who was merged into the first."""
    by: dict[str, Any] = {"by": hall.clerk, "at": hall.now}
    one, other, third = (
        hall.weaver(f"{flower}{which}") for which in ("二", "二", "三")
    )
    alias = merge(person=third, into=one, **by)
    return {"twins": (one.pk, other.pk), "alias": (one.pk, alias.pk)}


def _passed(hall: Floor, flower: str, jia: Person) -> dict[str, Any]:
    """Two pieces delivered, one of them accepted; another order, cancelled, with 20 pieces out."""
    by: dict[str, Any] = {"by": hall.clerk, "at": hall.now}
    chief = account(f"chief{hall.workshop.pk}", f"{flower}专干")
    granted(chief, "community_officer", community=hall.community)
    passage = {
        "order": hall.order.pk, "place": hall.workshop.pk, "commodity": hall.operation.makes_id,
    }
    sent = hall.fact("delivery", DAY, "14:58", passage | {"pieces": 2, "packages": 1})
    taken = hall.fact("acceptance", DAY, "14:58", passage | {
        "accepted": 1, "parts": [{"allotment": hall.allotment.pk, "pieces": 1}],
    })
    answers = submit([sent, taken], by=chief, at=hall.now)
    assert [answer.result for answer in answers] == ["accepted", "accepted"], answers
    due = date(2022, 2, 28)
    order = add_order(number=f"{flower}2", customer=hall.firm, operation=hall.operation,
                      pieces=20, fee=8000, ordered_on=START, due_on=due, **by)
    part = allot(order=order, operation=hall.operation, holder=hall.firm, pieces=20, fee=8000,
                 due_on=due, **by)
    make_tickets(
        [NewTicket([(jia, 1)], 20, at_home=True, due_on=due)], allotment=part,
        workshop=hall.workshop, made_on=DAY, **by,
    )
    (recall,) = cancel_order(order=order, reason="customer", **by)
    keys = {fact.uid: fact.pk for fact in Fact.objects.filter(uid__in=[sent.uid, taken.uid])}
    return {
        "allotment": hall.allotment.pk, "recall": recall.pk, "delivery": keys[sent.uid],
        "acceptance": keys[taken.uid],
    }


def _asked(hall: Floor, jia: Person, flower: str) -> dict[str, Any]:
    """Work that she may ask for, and another piece of work that she asked for."""
    by: dict[str, Any] = {"by": hall.clerk, "at": hall.now}
    due = DAY + timedelta(days=20)
    order = add_order(number=f"{flower}3", customer=hall.firm, operation=hall.operation, pieces=50,
                      fee=8000, ordered_on=START, due_on=due, **by)
    part = allot(order=order, operation=hall.operation, holder=hall.firm, pieces=50, fee=8000,
                 due_on=due, **by)
    request = ask(person=jia, allotment=part, pieces=5, at_home=True, **by)
    return {"allotment": hall.allotment.pk, "request": request.pk}


def _said(hall: Floor, jia: Person, ticket: Ticket) -> dict[str, Any]:
    """January closed and not yet approved, of which she says that it is not right; three more
    pieces since."""
    by: dict[str, Any] = {"by": hall.clerk, "at": hall.now}
    period = open_period(payer=hall.firm, cycle="month", day=date(2022, 1, 31), **by)
    period = run_close(period=start_close(period=period, **by), now=lambda: hall.now)
    row = object_to(
        slip=Slip.objects.get(period=period), reason="count", how="sound",
        sound=keep_sound(b"OggS" + bytes(60)), **by,
    )
    more = hall.fact("receipt", DAY, "14:58", {
        "ticket": ticket.pk, "carrier": jia.pk, "good": 3,
    })
    assert [answer.result for answer in hall.send(more)] == ["accepted"]
    return {"closed_period": period.pk, "objection": row.pk}


def _entered(hall: Floor, flower: str) -> dict[str, Any]:
    """What waits to be decided of another weaver, whom somebody set aside; two weeks that are
    open."""
    by: dict[str, Any] = {"by": hall.clerk, "at": hall.now}
    yi = hall.weaver(f"示例{flower}乙")
    terms = yi.engagements.get()
    item = enter_item(engagement=terms, code="bonus", amount=1_0000, day=DAY, **by)
    deduction = enter_deduction(
        person=yi, payer=hall.firm, kind="charge", code="damage", amount=1_0000, **by
    )
    return {
        "item": item.pk, "deduction": deduction.pk,
        "aside": set_aside(engagement=terms, why="asked", **by).pk,
        "open_period": open_period(payer=hall.firm, cycle="two_weeks", day=DAY, **by).pk,
    }


def _pay(hall: Floor, flower: str) -> dict[str, Any]:
    """The month closed and approved; the bank sent her pay back, so that it is due again, and
    wrote a row that nobody knows."""
    by: dict[str, Any] = {"by": hall.clerk, "at": hall.now}
    period = open_period(payer=hall.firm, cycle="month", day=DAY, **by)
    period = run_close(period=start_close(period=period, **by), now=lambda: hall.now)
    approve(period=period, by=account(f"approver{period.pk}", f"{flower}申"), at=hall.now)
    batch = make_batch(period=period, template="abc", account="5300000123456789012", **by)
    payment = batch.payments.get()
    content = (
        "客户流水号,收款方账号,金额（元）,交易状态,失败原因\r\n"
        f"{payment.reference},,{yuan(payment.amount)},失败,超过限额\r\nGZ99999999,,1.00,成功,"
    )
    answer = read_answer(batch=batch, name="a.csv", content=content.encode("gb18030"), **by)
    return {
        "period": period.pk, "slip": Slip.objects.get(period=period).pk,
        "batch": batch.pk, "answer": answer.pk, "returned": payment.pk,
        "answer_row": (answer.pk, answer.lines.get(payment=None).row),
        "payment": Payment.objects.get(slip__period=period, state="due").pk,
    }


def _owing(hall: Floor, flower: str) -> dict[str, Any]:
    """Pieces of another customer, accepted, that two others made for the firm: what it is owed is
    not stated yet, what it owes the one was sent, the other was paid a part. They bear no flower:
    who operates nothing is known to every office."""
    by: dict[str, Any] = {"by": hall.clerk, "at": hall.now}
    customer, first, second = (
        organization(name, "enterprise") for name in ("示例电子厂", "示例帮手", "示例帮手二")
    )
    shared: dict[str, Any] = {"operation": hall.operation, "due_on": DAY, **by}
    order = add_order(
        number=f"{flower}4", customer=customer, pieces=20, fee=9_000, ordered_on=START, **shared
    )
    held = allot(order=order, holder=hall.firm, pieces=20, fee=9_000, **shared)
    parts = [
        allot(order=order, holder=one, pieces=10, fee=8_000, parent=held, **shared)
        for one in (first, second)
    ]
    accepted = hall.fact("acceptance", DAY, "14:59", {
        "order": order.pk, "place": hall.workshop.pk, "commodity": hall.operation.makes_id,
        "accepted": 20, "parts": [{"allotment": part.pk, "pieces": 10} for part in parts],
    })
    taker = account(f"taker{order.pk}", f"{flower}验收")
    granted(taker, "community_officer", community=hall.community)
    answers = submit([accepted], by=taker, at=moment(DAY, "15:00"))
    assert [answer.result for answer in answers] == ["accepted"]
    sent, agreed = (
        send_statement(giver=hall.firm, holder=one, **by) for one in (first, second)
    )
    answering: dict[str, Any] = {"by": account(f"giver{order.pk}", f"{flower}会计"),
                                 "at": hall.now}
    agreed = agree_statement(statement=agreed, **answering)
    paid = pay_fee(statement=agreed, amount=1_0000, reference="1", day=DAY, **answering)
    return {
        "pair": (customer.pk, hall.firm.pk), "statement": sent.pk, "agreed": agreed.pk,
        "fee_payment": paid.pk,
    }


def _renting(hall: Floor, flower: str) -> dict[str, Any]:
    """A month's rent, a part of it paid, another asked to be relieved by somebody else."""
    by: dict[str, Any] = {"by": hall.clerk, "at": hall.now}
    payee = organization("示例居委会", "community")
    set_rent(workshop=hall.workshop, payee=payee, amount=100_0000, from_day=START, **by)
    (due,) = book_rent(month=Month.of(START), workshops=[hall.workshop.pk], **by)
    asker = account(f"asker{due.pk}", f"{flower}申请")
    relief = ask_relief(rent=due, amount=10_0000, reason="season", by=asker, at=hall.now)
    paid = pay_rent(rent=due, amount=10_0000, reference="1", day=DAY, **by)
    return {"rent": due.pk, "relief": relief.pk, "rent_payment": paid.pk}
