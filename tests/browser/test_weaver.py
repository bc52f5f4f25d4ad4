"""A weaver looks at her phone: by card and PIN, in large type, her own page and no other."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import PHONE, sign_in
from tests.browser.crawler import WIDE
from tests.browser.hand import CLERK, Hand


def earned(page: Page) -> tuple[float, float]:
    """(today, this month) in yuan as the page says them."""
    text = re.sub(r"\s+", " ", page.locator("main").inner_text())
    found = [re.search(words + r" ?([\d,]+\.\d\d) 元", text) for words in ("今天挣了", "这个月")]
    assert all(found), text
    today, month = (float(one[1].replace(",", "")) for one in found if one)
    return today, month


def test_her_yuan_move_the_moment_the_basket_is_received(
    site: Any, enter: Callable[..., Page]
) -> None:
    (wang,) = site.run("tests.browser.queue", "1")
    phone = enter("worker", PHONE, login=wang["card"], password=wang["pin"])
    assert phone.url.endswith("/me/")
    assert wang["name"] in phone.locator("h1").inner_text()
    assert earned(phone) == (0, 0)
    clerk = Hand(enter("workshop_clerk", PHONE, **CLERK))
    clerk.scan(wang["number"])
    clerk.count("合格", "3")
    clerk.done()
    phone.reload()
    assert earned(phone) == (24, 24)
    assert "还剩 7 个" in phone.locator("main").inner_text()
    clerk.undo()
    phone.reload()
    assert earned(phone) == (0, 0)


def test_the_type_is_large_and_fits_her_phone(site: Any, enter: Callable[..., Page]) -> None:
    (wang,) = site.run("tests.browser.queue", "1")
    phone = enter("worker", PHONE, login=wang["card"], password=wang["pin"])
    size = "parseFloat(getComputedStyle({}).fontSize)"
    assert phone.evaluate(size.format("document.querySelector('main')")) >= 20
    sum_size = phone.locator("main .big").first.evaluate(f"e => {size.format('e')}")
    assert sum_size >= 40
    assert not phone.evaluate(WIDE)


def test_she_reads_no_other_persons_page(site: Any, enter: Callable[..., Page]) -> None:
    wang, li = site.run("tests.browser.queue", "2")
    phone = enter("worker", PHONE, login=wang["card"], password=wang["pin"])
    assert li["name"] not in phone.content()
    for path in (
        f"/people/{li['person']}/", f"/people/{wang['person']}/", "/people/",
        f"/counter/{li['number']}/", f"/orders/tickets/{li['number']}/", "/find/?q=示例",
    ):  # fmt: skip
        answer = phone.goto(path)
        assert answer is not None
        assert answer.status in (200, 403, 404)
        assert li["name"] not in phone.content(), path
        assert answer.status != 200 or path.startswith("/find/"), path


def test_the_cards_own_address_fills_in_her_number(site: Any, browser: Any) -> None:
    """The QR on the card leads to the door with the number in it; the PIN is left."""
    (wang,) = site.run("tests.browser.queue", "1")
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, base_url=site.url
    )
    page = context.new_page()
    page.goto(f"/sign-in/?card={wang['card']}")
    door = page.locator("form").filter(has=page.locator("[name=door][value=worker]"))
    assert door.locator("[name=login]").input_value() == wang["card"]
    sign_in(page, "worker", wang["card"], wang["pin"])
    assert page.url.endswith("/me/")
    context.close()
