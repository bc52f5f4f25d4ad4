"""An order's pieces from hand to hand, through the pages alone: passed on, delivered, accepted."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from menkou.access.models import Grant
from menkou.facts.models import Fact
from menkou.identity import clock
from menkou.identity.models import User
from menkou.work.models import (
    Acceptance,
    Accepted,
    Allotment,
    CustomerReturn,
    Cut,
    Delivery,
    Handing,
    Order,
)
from tests.builders import START, moment
from tests.web.counter.test_counter import text
from tests.web.orders.test_order_forms import drawn
from tests.work.chaining import DAY, Chain, chain, organization

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Chain:
    monkeypatch.setattr(clock, "now", lambda: moment(DAY, "18:30"))
    found = chain(pieces=100)
    found.hall.community.committee = found.committee
    found.hall.community.save()
    return found


def door(login: str, role: str, **unit: Any) -> Client:
    user = User.objects.create(login=login, shown_name=f"示例{login}", kind="staff")
    Grant.objects.create(user=user, role=role, from_day=START, given_by=user,
                         given_at=moment(START, "07:00"), **unit)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def boss(line: Chain) -> Client:
    """Of the enterprise that ordered."""
    return door("boss", "enterprise", organization=line.customer)


@pytest.fixture
def coop(line: Chain) -> Client:
    return door("coop", "cooperative", organization=line.coop)


@pytest.fixture
def office(line: Chain) -> Client:
    return door("office", "community_officer", community=line.hall.community)


@pytest.fixture
def clerk(line: Chain) -> Client:
    client = Client()
    client.force_login(line.hall.clerk)
    return client


def undone(line: Chain) -> None:
    """Takes the parts below the committee's away again."""
    for part in reversed(line.parts[1:]):
        Allotment.objects.filter(pk=part.pk).delete()
    Allotment.objects.filter(pk=line.parts[0].pk).update(given=0)


def test_an_order_is_called_with_quality_and_its_material_is_shown_first(
    boss: Client, line: Chain
) -> None:
    sent = drawn(boss.get("/orders/add/")) | {"pieces": "100", "fee": "0.9"}
    assert sent["customer"] == str(line.customer.pk)
    looked = boss.post("/orders/add/", sent | {"press": "look", "quality": "不起毛，边要齐"})
    assert "120 公斤" in text(looked)
    assert "35 米" in text(looked)
    assert "不起毛" in looked.content.decode()
    assert not Order.objects.filter(number=sent["number"]).exists()
    boss.post("/orders/add/", sent | {"press": "add", "quality": "不起毛，边要齐"})
    assert Order.objects.get(number=sent["number"]).quality == "不起毛，边要齐"


def test_the_committee_passes_to_the_cooperative_and_sees_what_it_keeps(
    office: Client, line: Chain
) -> None:
    undone(line)
    url = f"/orders/parts/{line.parts[0].pk}/allot/"
    sent = drawn(office.get(url)) | {"holder": str(line.coop.pk), "fee": "0.85", "pieces": "60"}
    looked = text(office.post(url, sent | {"press": "look"}))
    assert "自己留 0.05 元" in looked
    assert "一共留 3.00 元" in looked
    assert Allotment.objects.count() == 2  # the floor's own, and the committee's
    office.post(url, sent | {"press": "give"})
    made = Allotment.objects.latest("pk")
    assert (made.giver, made.holder, made.pieces, made.fee) == (
        line.committee, line.coop, 60, 8500
    )


def test_what_may_not_be_passed_on_is_said_beside_its_entry_and_nothing_changes(
    office: Client, line: Chain
) -> None:
    undone(line)
    url = f"/orders/parts/{line.parts[0].pk}/allot/"
    before = list(Allotment.objects.order_by("pk").values())
    sent = drawn(office.get(url)) | {"holder": str(line.coop.pk), "press": "give"}
    for wrong, said in (
        ({"pieces": "101"}, "手里只剩 100 件没有分"),
        ({"fee": "0.91"}, "每件最多 0.90 元"),
        ({"holder": str(line.customer.pk)}, "已经在这条线的上面"),
        ({"due_on": "2022-03-01"}, "要在上面约好的"),
        ({"pieces": ""}, "请填件数"),
    ):
        assert said in text(office.post(url, sent | wrong))
        assert list(Allotment.objects.order_by("pk").values()) == before


def test_a_cooperative_passes_on_only_its_own(coop: Client, line: Chain) -> None:
    assert coop.get(f"/orders/parts/{line.parts[0].pk}/allot/").status_code == 404
    assert coop.get(f"/orders/parts/{line.parts[2].pk}/cut/").status_code == 404
    page = text(coop.get(f"/orders/{line.hall.order.pk}/parts/"))
    assert "红路一社区居委会" in page
    answer: Any = coop.get(f"/orders/{line.hall.order.pk}/allot/")
    assert answer.status_code == 302


def test_pieces_go_back_up_with_a_reason(office: Client, line: Chain) -> None:
    url = f"/orders/parts/{line.parts[2].pk}/cut/"
    sent = drawn(office.get(url))
    assert sent["pieces"] == "100"
    assert "选一" in text(office.post(url, sent))
    assert "最多只能退回 100 件" in text(office.post(url, sent | {"pieces": "101",
                                                                 "reason": "season"}))
    office.post(url, sent | {"pieces": "30", "reason": "season"})
    assert Cut.objects.get().reason == "season"
    line.parts[1].refresh_from_db()
    assert line.parts[1].given == 70


def made(line: Chain, pieces: int = 60) -> str:
    line.make(line.hall.weaver("王芳"), pieces)
    return f"/orders/{line.hall.order.pk}"


def test_a_delivery_is_one_press_with_a_note_in_three_copies(clerk: Client, line: Chain) -> None:
    order = made(line)
    sent = drawn(clerk.get(f"{order}/deliver/")) | {"packages": "3"}
    assert sent["pieces"] == "60"
    assert "那里只有 60 个" in text(clerk.post(f"{order}/deliver/", sent | {"pieces": "61"}))
    for _ in range(2):  # a double press
        page = clerk.post(f"{order}/deliver/", sent, follow=True)
        assert "送货单" in text(page)
    (row,) = Delivery.objects.all()
    assert (row.pieces, row.packages) == (60, 3)
    said = text(page)
    assert all(copy in said for copy in ("存根", "客户", "财务"))
    assert "伍拾肆元整" in said  # 60 × 0.90
    changed = clerk.post(f"{order}/deliver/", sent | {"pieces": "59"})
    assert "同一个编号，内容不一样" in text(changed)
    answer = clerk.get(f"/orders/deliveries/{row.pk}/?export=xlsx")
    assert answer["Content-Type"].endswith("sheet")


def test_custody_goes_to_the_cooperative_and_may_be_undone(
    clerk: Client, coop: Client, line: Chain
) -> None:
    order = made(line)
    sent = drawn(clerk.get(f"{order}/hand/")) | {"taker": str(line.coop.pk), "pieces": "60"}
    clerk.post(f"{order}/hand/", sent)
    assert line.there("good", line.coop) == 60
    page = coop.get(f"{order}/pieces/")
    assert "示例山尖花合作社" in text(page)
    fact = Fact.objects.get(uid=sent["uid"])
    assert Handing.objects.get().fact_id == fact.pk
    press = {"fact": str(fact.uid), "uid": "0" * 31 + "1"}
    clerk.post(f"{order}/undo/", press)
    assert line.there("good") == 60
    assert "已经撤销了" in text(clerk.post(f"{order}/undo/", press, follow=True))


def test_only_who_moved_pieces_undoes_it(boss: Client, coop: Client, line: Chain) -> None:
    order = made(line)
    handed = line.asked("handing", taker=line.coop.pk, pieces=20)
    line.deliver(40)
    accepted = line.accept(40)
    firm = door("firm", "enterprise", organization=line.hall.firm)

    def undo(client: Client, uid: object) -> int:
        return client.post(f"{order}/undo/", {"fact": str(uid), "uid": str(uuid4())}).status_code

    assert undo(coop, handed.uid) == 404  # it lay at the workshop
    assert undo(firm, accepted.uid) == 404  # the customer's word
    assert undo(coop, accepted.uid) == 403
    assert Acceptance.objects.exists()
    assert undo(boss, accepted.uid) == 302


def test_the_terms_of_quality_stand_where_pieces_are_looked_at(boss: Client, line: Chain) -> None:
    order = made(line)
    line.deliver(60)
    Order.objects.filter(pk=line.hall.order.pk).update(quality="不起毛，边要齐")
    for page in ("accept/", "parts/"):
        assert "质量要求 ： 不起毛，边要齐".replace(" ", "") in text(
            boss.get(f"{order}/{page}")
        ).replace(" ", "")


def test_the_customer_accepts_some_and_says_why_not_the_rest(boss: Client, line: Chain) -> None:
    order = made(line)
    assert "没有送到" in text(boss.get(f"{order}/accept/", follow=True))
    line.deliver(60)
    sent = drawn(boss.get(f"{order}/accept/"))
    assert (sent["accepted"], sent["refused"]) == ("60", "0")
    assert "有不收的，选一个原因" in text(
        boss.post(f"{order}/accept/", sent | {"accepted": "50", "refused": "10"})
    )
    right = sent | {"accepted": "50", "refused": "10", "reason": "size"}
    for _ in range(2):
        page = boss.post(f"{order}/accept/", right, follow=True)
    assert "验收单" in text(page)
    assert "王芳" not in page.content.decode()  # an enterprise sees counts
    row = Acceptance.objects.get()
    assert (row.accepted, row.refused, row.reason) == (50, 10, "size")
    assert line.fee(line.committee, line.customer) == 50 * 9000
    sent = drawn(boss.get(f"{order}/take-back/")) | {"pieces": "51", "reason": "dirty"}
    assert "那里只有 50 个" in text(boss.post(f"{order}/take-back/", sent))
    boss.post(f"{order}/take-back/", sent | {"pieces": "40"})
    assert CustomerReturn.objects.get().pieces == 40
    assert line.fee(line.committee, line.customer) == 10 * 9000


def test_whose_the_accepted_pieces_are_is_proposed_and_changeable(
    boss: Client, line: Chain
) -> None:
    from menkou.work.actions.orders import allot, cut

    who: dict[str, Any] = {"by": line.hall.clerk, "at": line.hall.now}
    cut(allotment=line.parts[2], pieces=40, reason="season", **who)
    other = organization("示例第二车间", "sole_trader")
    second = allot(order=line.hall.order, operation=line.hall.operation, holder=other, pieces=40,
                   fee=8000, due_on=date(2022, 2, 28), parent=line.parts[1], **who)
    order = made(line, 60)
    line.deliver(60)
    page = boss.get(f"{order}/accept/")
    sent = drawn(page)
    first = f"part{line.parts[2].pk}"
    assert (sent[first], sent[f"part{second.pk}"]) == ("60", "0")
    again = boss.post(f"{order}/accept/", sent | {"accepted": "50"})
    assert "各家的也跟着改了" in text(again)
    sent = drawn(again)
    assert sent[first] == "50"
    wrong = boss.post(f"{order}/accept/", sent | {first: "20"})
    assert "各家加起来 20，要等于 50" in text(wrong)
    boss.post(f"{order}/accept/", sent | {first: "20", f"part{second.pk}": "30"})
    assert dict(Accepted.objects.values_list("allotment", "pieces")) == {
        line.parts[2].pk: 20, second.pk: 30
    }


def test_a_press_with_the_id_of_another_kind_of_fact_is_a_conflict(
    boss: Client, line: Chain
) -> None:
    """The id is that of rattan which went back to its owner."""
    line.make(line.hall.weaver("王芳"), 20)
    line.deliver(20)
    line.hall.arrive(line.hall.rattan, 1_000)
    rattan = line.asked("disposal", commodity=line.hall.rattan.pk, state="store", quantity=1_000,
                        to="owner", reason="season")
    for lot in (line.hall.rattan.pk, line.makes):
        page = text(boss.post(f"/orders/{line.hall.order.pk}/accept/", {
            "uid": str(rattan.uid), "lot": f"{line.hall.workshop.pk}-{lot}", "accepted": "5",
            "refused": "0", "day": "2022-01-14",
        }))
    assert "同一个编号" in page
    assert not Acceptance.objects.exists()


def test_who_only_holds_a_part_does_not_accept_for_the_customer(line: Chain) -> None:
    order = made(line)
    line.deliver(60)
    firm = door("firm", "enterprise", organization=line.hall.firm)
    answer = firm.post(f"{order}/accept/", {"accepted": "60"}, follow=True)
    assert "由下单的企业办" in text(answer)
    assert not Acceptance.objects.exists()
