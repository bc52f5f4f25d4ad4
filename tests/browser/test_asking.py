"""A mother asks for 50 cords on her phone, and has the label of her ticket within two minutes."""

import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.crawler import WIDE
from tests.browser.hand import PASSWORD
from tests.browser.test_weaver_pay import HEAR, said, shot

CORDS = {"login": "chejian5", "password": PASSWORD}
TWO_MINUTES = 120


def tap(page: Page, role: Any, words: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role(role, name=words).first.click()


def asks_for_50(phone: Page, order: str) -> None:
    """From her own page to the wish that waits."""
    with phone.expect_navigation():
        phone.get_by_role("navigation").get_by_role("link", name="找活").click()
    shot(phone, "work")
    phone.get_by_role("button", name="念给我听").click()
    assert "耳机线，每条 0.35 元" in phone.evaluate("window.heard")
    offer = phone.get_by_role("region", name=f"耳机线 {order}")
    expect(offer).to_contain_text("每条 0.35 元")
    with phone.expect_navigation():
        offer.get_by_role("link", name="我要做").click()
    for key in "50":
        phone.locator(f"[data-key='{key}']").click()
    expect(phone.locator("[data-sum]")).to_contain_text("17.50")
    shot(phone, "want")
    tap(phone, "button", "我要做")
    assert "要了 50 条，等车间答复" in said(phone)
    assert "耳机线 50 条 等答复" in said(phone)
    shot(phone, "asked")


def gives(clerk: Page, name: str) -> str:
    """From the counter to her label, in two taps; answers the ticket's number."""
    clerk.goto("/counter/")
    shot(clerk, "counter")
    tap(clerk, "link", "人要活")
    wish = clerk.get_by_role("region", name=name)
    expect(wish).to_contain_text("手里没有活")
    shot(clerk, "inbox")
    with clerk.expect_navigation():
        wish.get_by_role("button", name="给她").click()
    label = clerk.locator("article.ticket")
    expect(label).to_have_count(1)
    expect(label).to_contain_text(name)
    expect(label).to_contain_text("50 条 × 0.35 元")
    expect(label.locator("svg.qr")).to_be_visible()
    return re.sub(r"\D", "", label.locator(".code").inner_text())


def test_she_asks_for_50_and_her_label_is_there(site: Any, enter: Callable[..., Page]) -> None:
    her = site.run("tests.browser.asking", "王")
    phone = enter("worker", PHONE, login=her["card"], password=her["pin"])
    clerk = enter("workshop_clerk", PHONE, **CORDS)
    phone.add_init_script(HEAR)
    phone.goto("/me/")
    began = time.monotonic()
    asks_for_50(phone, her["order"])
    number = gives(clerk, her["name"])
    assert time.monotonic() - began < TWO_MINUTES
    phone.goto("/me/")
    hers = phone.get_by_role("region", name=f"耳机线 {number}")
    expect(hers).to_contain_text("还剩 50 条")
    phone.goto("/me/work/")
    assert f"给你了，去耳机线车间拿工票 {number}" in said(phone)
    shot(phone, "given")


def test_she_asks_and_is_answered_without_scripts(site: Any, enter: Callable[..., Page]) -> None:
    her = site.run("tests.browser.asking", "李")
    phone = enter("worker", PHONE, login=her["card"], password=her["pin"],
                  java_script_enabled=False)
    phone.goto("/me/work/")
    with phone.expect_navigation():
        phone.get_by_role("region", name=f"耳机线 {her['order']}").get_by_role("link").click()
    phone.get_by_label("要多少").fill("30")
    tap(phone, "button", "我要做")
    clerk = enter("workshop_clerk", DESK, **CORDS)
    clerk.goto("/orders/requests/")
    assert not clerk.evaluate(WIDE)
    shot(clerk, "inbox-desk")
    with clerk.expect_navigation():
        clerk.get_by_role("region", name=her["name"]).get_by_role(
            "link", name="先不给，说为什么"
        ).click()
    shot(clerk, "answer-desk")
    tap(clerk, "button", "这个活要先学一学")
    phone.reload()
    assert "没有给 这个活要先学一学" in said(phone)


def test_a_clerk_gives_to_many_and_sees_the_sum_move(
    site: Any, enter: Callable[..., Page]
) -> None:
    her = site.run("tests.browser.asking", "张")
    clerk = enter("workshop_clerk", DESK, **CORDS)
    clerk.goto(f"/orders/{her['key']}/tickets/many/?q=示例张妈妈")
    clerk.get_by_label("每人几件").fill("25")
    clerk.get_by_label(f"派给{her['name']}").check()
    expect(clerk.locator("[data-left]")).to_have_text("1,975")
    clerk.goto(f"/orders/{her['key']}/tickets/many/")
    shot(clerk, "many-desk")
    clerk.get_by_label("每人几件").fill("25")
    clerk.get_by_text("都勾上").click()
    with clerk.expect_navigation():
        clerk.get_by_role("button", name="开这些工票").click()
    assert clerk.locator("article.ticket").count() > 1
    clerk.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert not clerk.evaluate(WIDE)
