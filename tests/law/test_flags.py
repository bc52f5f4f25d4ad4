"""The red flags of domain 3.14, each with its law, found where it is and nowhere else."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from menkou import policy
from menkou.identity.actions.log import log
from menkou.lib.scope import Scope
from menkou.policy.flags import FLAGS, LEVELS, NOT_SEEN, STOPS, Seen, found
from menkou.registry.actions.life import found_household, set_membership, set_residence, set_trait
from menkou.registry.actions.numbers import seal
from menkou.registry.models import Community, Membership, Person
from menkou.settlement.models import Slip
from menkou.settlement.queries.flags import READERS, Raised, of_person, raised
from menkou.work.actions.products import set_rate
from menkou.work.models import Order
from tests.builders import START, moment
from tests.settlement.ground import FEB_1, Payroll
from tests.work.attending import attend, next_door

pytestmark = pytest.mark.django_db
DAY = date(2022, 2, 18)
Case = Callable[[Payroll], int]


@pytest.fixture
def pay() -> Payroll:
    return Payroll()


def scope_of(pay: Payroll) -> Scope:
    return Scope(sites=frozenset({pay.hall.community.site_id}))


def cases(pay: Payroll, code: str, day: date = DAY) -> list[Raised]:
    return raised(scope_of(pay), day, [code])


def who(pay: Payroll) -> dict[str, Any]:
    return {"by": pay.hall.clerk, "at": pay.hall.now}


def test_every_rule_has_its_words_its_source_and_its_reader() -> None:
    for code, flag in FLAGS.items():
        assert flag.level in LEVELS
        assert flag.zh
        assert flag.en
        assert flag.source
        assert code in READERS or flag.find is None or code == "charged_below_floor"
    assert all(stop.source and stop.where_zh for stop in STOPS)
    assert NOT_SEEN, "what is not within reach is said"


def test_a_clean_month_raises_only_what_is_so(pay: Payroll) -> None:
    """A weaver with an ID and a card of her own, who worked, and a delivery that went."""
    wang = pay.card(pay.hall.weaver("王芳"))
    wang.id_index = b"0" * 16
    wang.save()
    pay.worked(wang, 10)
    assert raised(scope_of(pay), DAY, [code for code in FLAGS if code != "no_delivery"]) == []


def child_at_work(pay: Payroll) -> int:
    """A ticket from before the guard: made for an adult whose birthday was then corrected."""
    wang = pay.hall.weaver("小红")
    pay.hall.ticket((wang, 1), pieces=5)
    Person.objects.filter(pk=wang.pk).update(born_on=date(2007, 1, 1))
    return wang.pk


def child_paid(pay: Payroll) -> int:
    wang = pay.hall.weaver("小红")
    pay.worked(wang, 5)
    Person.objects.filter(pk=wang.pk).update(born_on=date(2006, 2, 1))
    return wang.pk


def worked_after_death(pay: Payroll) -> int:
    wang = pay.hall.weaver("王芳")
    pay.worked(wang, 5)
    set_trait(person=wang, trait="died", holds=True, from_day=date(2022, 1, 10), **who(pay))
    return wang.pk


def worked_after_moving(pay: Payroll) -> int:
    wang = pay.hall.weaver("王芳")
    pay.worked(wang, 5)
    set_residence(person=wang, community=None, from_day=date(2022, 1, 10), **who(pay))
    return wang.pk


def works_without_id(pay: Payroll) -> int:
    return pay.hall.weaver("王芳").pk


def same_card(pay: Payroll) -> int:
    wang, li = pay.hall.weaver("王芳"), pay.hall.weaver("李英")
    for one in (wang, li):
        pay.card(one, "6217 0000 1234 5678901")
    return wang.pk


def husbands_card(pay: Payroll) -> int:
    wang = pay.card(pay.hall.weaver("王芳"))
    key = bytes(32)
    seal(wang, key, "bank_holder", "李强")
    wang.bank_holder = "spouse"
    wang.save()
    return wang.pk


def late_money(pay: Payroll) -> int:
    """January's wages are due by the day of February that `pay.day` says."""
    wang = pay.hall.weaver("王芳")
    pay.worked(wang, 100)
    pay.approved()
    return wang.pk


def cut_after_giving(pay: Payroll) -> int:
    wang = pay.hall.weaver("王芳")
    pay.hall.ticket((wang, 1), pieces=5)
    set_rate(payer=pay.hall.firm, operation=pay.hall.operation, amount=3000,
             from_day=date(2022, 2, 10), by=pay.hall.clerk, at=moment(date(2022, 2, 9), "08:00"))
    return wang.pk


@pytest.mark.parametrize(("code", "case", "day"), [
    ("under_16_ticket", child_at_work, DAY),  # 劳动法 15, 94
    ("under_16_paid", child_paid, DAY),  # 劳动法 15; 禁止使用童工规定 6: what was done is paid
    ("died_before_work", worked_after_death, DAY),
    ("moved_before_work", worked_after_moving, DAY),
    ("id_missing", works_without_id, DAY),  # 禁止使用童工规定 4
    ("shared_card", same_card, DAY),  # 保障农民工工资支付条例 11, 54
    ("other_holder", husbands_card, DAY),  # 条例 11; 工资支付暂行规定 6
    ("unpaid_late", late_money, date(2022, 3, 1)),  # 工资支付暂行规定 7; 条例 13
    ("price_lowered", cut_after_giving, DAY),  # 劳动法 37, 50
])  # fmt: skip
def test_each_is_found_with_who_it_is_about(
    pay: Payroll, code: str, case: Case, day: date
) -> None:
    person = case(pay)
    rows = cases(pay, code, day)
    assert person in {one.party for one in rows}, code
    assert "" not in {one.name for one in rows}
    assert cases(pay, code, date(2021, 12, 31)) == [], "as of before it happened"
    other = Community.objects.create(site=pay.hall.community.site, name="红路二社区")
    elsewhere = Scope(communities=frozenset({other.pk}))
    assert raised(elsewhere, day, [code]) == [], "nobody else's are seen"


def test_a_household_has_one_head(pay: Payroll) -> None:
    """户口登记条例 5."""
    wang, li = pay.hall.weaver("王芳"), pay.hall.weaver("李强")
    found_household(person=wang, number="9-1", from_county="鲁甸县", relation="head",
                    from_day=START, **who(pay))
    home = Membership.objects.get(person=wang).household
    assert home is not None
    set_membership(person=li, household=home, relation="head", from_day=date(2022, 2, 1),
                   **who(pay))
    assert cases(pay, "two_heads", date(2022, 1, 31)) == []
    (one,) = cases(pay, "two_heads")
    assert (one.row, one.name, one.seen.n) == (home.pk, "9-1", 2)
    for person in (wang, li):
        set_membership(person=person, household=home, relation="other", from_day=DAY, **who(pay))
    (none,) = cases(pay, "no_head")
    assert (none.row, none.seen.m) == (home.pk, 2)


def test_a_half_day_in_two_places_waits_and_is_named(pay: Payroll) -> None:
    """Domain 3.14: same half day, two places; design 2.1."""
    wang = pay.hall.weaver("王芳")
    other = next_door(pay.hall)
    pay.hall.send(attend(pay.hall, wang))
    pay.hall.send(attend(pay.hall, wang, place=other))
    (one,) = cases(pay, "half_day_twice")
    assert (one.party, one.day) == (wang.pk, date(2022, 1, 14))


def test_paid_and_not_accepted(pay: Payroll) -> None:
    """Domain 3.14: paid quantity above the accepted quantity, of an order that is over."""
    wang = pay.hall.weaver("王芳")
    pay.worked(wang, 10)
    assert cases(pay, "paid_over_accepted") == [], "it still runs"
    Order.objects.filter(pk=pay.hall.order.pk).update(state="closed")
    (one,) = cases(pay, "paid_over_accepted")
    assert (one.row, one.seen.n, one.seen.m) == (pay.hall.order.pk, 10, 0)


def test_pay_without_any_delivery_for_thirty_days(pay: Payroll) -> None:
    """Domain 3.14: no delivery for 30 days but pay; the days are a parameter."""
    pay.worked(pay.hall.weaver("王芳"), 10)
    days = policy.on(DAY).number("pay.delivery_days")
    (one,) = cases(pay, "no_delivery", date(2022, 1, 20))
    assert one.party == pay.hall.workshop.pk
    assert cases(pay, "no_delivery", date(2022, 1, 14) + timedelta(days=days)) == [], "no pay"
    rules = policy.on(DAY)
    assert not found("no_delivery", Seen(DAY, since=DAY - timedelta(days=days)), rules)
    assert found("no_delivery", Seen(DAY, since=DAY - timedelta(days=days + 1)), rules)


def test_what_a_close_found_is_told_with_its_slip(pay: Payroll) -> None:
    """工资支付暂行规定 16; 劳动法 48; all-present, home output: the codes of `policy.oddities`."""
    wang = pay.hall.weaver("王芳")
    pay.worked(wang, 100)
    pay.close()
    slip = Slip.objects.get(person=wang)
    for code in ("late_pay", "below_minimum", "implied_hourly", "home_output", "all_present"):
        assert FLAGS[code].find is None
    held = set(slip.odd.split())
    for code in held & FLAGS.keys() - READERS.keys():
        assert [one.row for one in cases(pay, code)] == [slip.pk]


def test_a_charge_that_takes_her_below_the_floor() -> None:
    """Domain 3.14: excess material charged so that pay falls below the legal floor."""
    rules = policy.on(DAY)
    assert found("charged_below_floor", Seen(DAY, charged=50_000, short=True), rules)
    assert not found("charged_below_floor", Seen(DAY, charged=50_000), rules)
    assert not found("charged_below_floor", Seen(DAY, short=True), rules)


def test_a_list_with_full_numbers_that_left(pay: Payroll) -> None:
    """个人信息保护法 51; domain 3.14: export with full ID."""
    people = [pay.hall.weaver(name).pk for name in ("王芳", "李英")]
    log("registry.reveal", "person", people, by=pay.officer, at=FEB_1, note="roster:claim")
    log("registry.reveal", "person", people[:1], by=pay.officer, at=FEB_1, note="phone:contact")
    (one,) = cases(pay, "export_full")
    assert (one.name, one.seen.n, one.day) == ("示例申", 2, date(2022, 2, 1))
    assert cases(pay, "export_full", DAY + timedelta(days=200)) == [], "long ago"


def test_all_of_them_cost_three_queries(pay: Payroll, django_assert_num_queries: Any) -> None:
    for case in (child_paid, worked_after_death, same_card, late_money, cut_after_giving):
        case(pay)
    scope = scope_of(pay)
    with django_assert_num_queries(3):
        rows = raised(scope, date(2022, 3, 1))
    assert {"under_16_paid", "died_before_work", "shared_card", "unpaid_late"} <= {
        one.code for one in rows
    }


def test_her_own_page_says_what_her_registration_breaks(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳")
    assert of_person(wang, works=True, died_on=None, day=DAY) == ["id_missing"]
    assert of_person(wang, works=False, died_on=None, day=DAY) == []
    assert of_person(wang, works=True, died_on=date(2022, 1, 1), day=DAY) == [
        "id_missing", "died_before_work",
    ]
