"""Enter in a form does what its main button does, not what happens to stand before it."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.test_asking import CORDS


def test_enter_notes_an_order_and_passes_it_on(enter: Callable[..., Page]) -> None:
    office = enter("district_officer")
    office.goto("/orders/add/")
    office.get_by_label("企业", exact=True).select_option(index=1)
    products = office.get_by_label("产品")
    basket = products.locator("option", has_text="藤编").first.get_attribute("value")
    products.select_option(value=basket)
    office.get_by_label("交货日期").fill("2022-03-31")
    office.get_by_label("件数", exact=True).fill("30")
    office.get_by_label("加工费，一件").fill("0.9")
    with office.expect_navigation():
        office.get_by_label("加工费，一件").press("Enter")
    expect(office.locator("main")).to_contain_text("接下来")
    assert re.search(r"/orders/\d+/$", office.url)
    assert "记下了订单" in office.locator("body").inner_text()
    office.goto(f"{office.url}allot/")
    office.locator("[name=holder]").select_option(index=1)
    with office.expect_navigation():
        office.locator("[name=due_on]").press("Enter")
    assert "分好了" in office.locator("body").inner_text()


def test_enter_in_a_list_of_numbers_goes_to_the_next_row(
    site: Any, enter: Callable[..., Page]
) -> None:
    her = site.run("tests.browser.asking", "赵")
    clerk = enter("workshop_clerk", **CORDS)
    clerk.goto(f"/orders/{her['key']}/tickets/many/")
    numbers = clerk.locator(".own-pieces")
    numbers.nth(0).fill("5")
    numbers.nth(0).press("Enter")
    expect(numbers.nth(1)).to_be_focused()
    numbers.last.press("Enter")
    expect(clerk.get_by_role("button", name="开这些工票")).to_be_focused()
    assert "/many/" in clerk.url
