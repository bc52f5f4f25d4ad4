"""An order through five roles, from the call to acceptance; a cancelled order wound up."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.hand import CLERK, PASSWORD, Hand


def said(page: Page) -> str:
    return re.sub(r"\s+", " ", page.locator("main").inner_text())


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=words, exact=True).first.click()


def follow(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=words, exact=True).first.click()


def pick(page: Page, label: str, words: str) -> None:
    """Picks the entry of a list that contains the words."""
    field = page.locator("main").get_by_label(label, exact=True)
    value = field.locator("option", has_text=words).first.get_attribute("value")
    field.select_option(value)


def fill(page: Page, label: str, text: str) -> None:
    """Fills an entry by its label, whether it may be left empty or not."""
    named = re.compile(rf"^{re.escape(label)}( 可以不填)?$")
    page.locator("main").get_by_label(named).first.fill(text)


def called(boss: Page, who: dict[str, Any]) -> str:
    """The enterprise calls the order, sees its material first and passes it to the committee."""
    boss.goto("/orders/add/")
    pick(boss, "产品", who["product"])
    fill(boss, "件数", "30")
    fill(boss, "加工费，一件", "12")
    boss.locator("main textarea").fill("不起毛，边要齐；样品在车间柜台。")
    press(boss, "看要多少料")
    assert "做 30" in said(boss)
    press(boss, "记下这个订单")
    order = re.search(r"/orders/(\d+)/", boss.url)
    assert order
    home = f"/orders/{order[1]}/"
    boss.goto(f"{home}allot/")
    pick(boss, "分给谁", who["committee"])
    press(boss, "分给它")
    assert "分好了" in said(boss)
    return home


def passed_down(office: Page, manager: Page, home: str, who: dict[str, Any]) -> None:
    """The committee passes to the cooperative, the cooperative to the workshop's operator."""
    office.goto(f"{home}parts/")
    follow(office, "往下分")
    pick(office, "分给谁", who["coop"])
    fill(office, "加工费，一件", "11")
    press(office, "算一算留多少")
    assert "自己留 1.00 元；30 件一共留 30.00 元" in said(office)
    press(office, "分给它")
    manager.goto(f"{home}parts/")
    follow(manager, "往下分")
    pick(manager, "分给谁", who["firm"])
    fill(manager, "加工费，一件", "11.5")
    press(manager, "分给它")
    assert "每件最多 11.00 元" in said(manager)
    fill(manager, "加工费，一件", "10.5")
    press(manager, "分给它")


def made_and_sent(clerk: Hand, home: str, name: str) -> None:
    """The clerk makes a ticket, receives its pieces and delivers them on a note."""
    page = clerk.page
    page.goto(f"{home}tickets/?q={name}")
    pick(page, "给谁做", name)
    fill(page, "件数", "30")
    press(page, "开这张工票")
    number = re.search(r"开好了工票 (\d+)", said(page))
    assert number
    clerk.scan(number[1])
    clerk.done()
    page.goto(f"{home}pieces/")
    assert "30 个" in said(page)
    follow(page, "送货")
    fill(page, "装了几包", "3")
    page.locator("main").get_by_role("button", name="送出，记下").dblclick()
    expect(page.get_by_text("存根").first).to_be_visible()
    for copy in ("客户", "财务"):
        expect(page.get_by_text(copy, exact=True).first).to_be_visible()


def accepted(boss: Page, home: str) -> None:
    """The enterprise accepts 25 and refuses 5, and has to say why."""
    boss.goto(f"{home}accept/")
    fill(boss, "收下", "25")
    fill(boss, "不收", "5")
    press(boss, "验好了，记下")
    assert "选一个原因" in said(boss)
    boss.get_by_text("尺寸不对").click()
    press(boss, "验好了，记下")
    expect(boss.get_by_role("heading", name="验收单").first).to_be_visible()


def test_an_order_goes_from_the_call_to_acceptance_through_five_roles(
    site: Any, enter: Callable[..., Page]
) -> None:
    who = site.run("tests.browser.levels")
    boss = enter("enterprise", DESK, login=who["boss"], password=PASSWORD)
    home = called(boss, who)
    office = enter("community_officer", DESK, login=who["office"], password=PASSWORD)
    manager = enter("enterprise", PHONE, login=who["manager"], password=PASSWORD)
    passed_down(office, manager, home, who)
    made_and_sent(Hand(enter("workshop_clerk", PHONE, **CLERK)), home, who["people"][0])
    accepted(boss, home)
    assert who["people"][0] not in boss.content()
    for page in (home, f"{home}pieces/", f"{home}end/"):
        boss.goto(page)
        assert who["people"][0] not in boss.content()
    boss.goto(f"{home}pieces/")
    assert "客户收下 25 个，不收 5 个" in said(boss)
    assert "待返工" in said(boss)


def test_a_cancelled_order_is_wound_up_to_the_last_piece(
    site: Any, enter: Callable[..., Page]
) -> None:
    who = site.run("tests.browser.levels", "cancel")
    home = f"/orders/{who['order']}/"
    boss = enter("enterprise", DESK, login=who["boss"], password=PASSWORD)
    boss.goto(f"{home}end/")
    follow(boss, "撤订单")
    boss.get_by_text("企业不做了").click()
    press(boss, "撤掉这个订单")
    assert "有 2 张工票要收回" in said(boss)
    assert who["people"][0] not in boss.content()

    office = enter("community_officer", PHONE, login=who["office"], password=PASSWORD)
    office.goto(f"{home}recalls/")
    first, second = who["people"]
    row = office.get_by_role("row").filter(has_text=first)
    expect(row).to_contain_text("10 个")
    with office.expect_navigation():
        row.get_by_role("link", name="收货", exact=True).click()
    Hand(office).done()
    office.goto(f"{home}recalls/")
    with office.expect_navigation():
        office.get_by_role("row").filter(has_text=first).get_by_role("link", name="了结").click()
    press(office, "交了活")
    with office.expect_navigation():
        office.get_by_role("row").filter(has_text=second).get_by_role(
            "link", name="收不回"
        ).click()
    office.get_by_text("问过了，人和料都找过了").click()
    press(office, "记损失，了结")
    assert "还有 0 张没有了结" in said(office)

    office.goto(f"{home}end/")
    while office.locator("main").get_by_role("link", name="定去处", exact=True).count():
        follow(office, "定去处")
        office.get_by_text("交给企业", exact=True).click()
        office.get_by_text("订单撤了", exact=True).click()
        press(office, "就这样定")
    follow(office, "结订单")
    press(office, "结了它")
    assert "结了。这个订单不再占着料和件" in said(office)
