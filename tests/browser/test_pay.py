"""The month's end: a clerk closes it, an officer who entered nothing approves it, slips go on
paper."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.hand import PASSWORD

PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def test_a_clerk_closes_an_officer_approves_and_a_slip_fits_its_page(
    site: Any, enter: Callable[..., Page]
) -> None:
    clerk = enter("workshop_clerk", DESK)
    clerk.goto("/pay/open/")
    clerk.get_by_label("几时结").select_option("month")
    clerk.get_by_role("button", name="开", exact=True).click()
    clerk.wait_for_url(re.compile(r"/pay/\d+/$"))
    address = clerk.url
    expect(clerk.get_by_role("heading", name="还开着的")).to_be_visible()
    clerk.get_by_role("button", name="关账").click()
    expect(clerk.get_by_text("个人点头才发")).to_be_visible(timeout=60_000)  # by itself
    assert not clerk.get_by_role("button", name="对，批了").count()
    slips = clerk.locator("tbody tr").filter(has=clerk.locator("a[href^='/pay/slips/']")).count()
    assert slips

    login = site.run("tests.browser.officer", "shequ")
    officer = enter("community_officer", PHONE, login=login, password=PASSWORD)
    officer.goto("/")
    officer.get_by_role("link", name="去批").first.click()
    officer.goto(address)
    officer.get_by_role("link", name="抽出来的 5 人").first.click()
    officer.locator("tbody th a").first.click()
    expect(officer.get_by_role("heading", name="每天的底单")).to_be_visible()
    officer.goto(address)
    officer.get_by_role("button", name="对，批了").click()
    expect(officer.get_by_text("批了 1 / 1")).to_be_visible()

    clerk.goto(address)
    clerk.get_by_role("link", name="打印工资条").click()
    sheets = clerk.locator(".sheet")
    names = sheets.evaluate_all("found => found.map(one => one.scrollHeight - one.clientHeight)")
    assert max(names) <= 0, "something of a slip lies beyond its page"
    printed = clerk.pdf(prefer_css_page_size=True)
    assert len(PAGE.findall(printed)) == sheets.count() >= slips


def test_a_close_is_watched_and_left_without_scripts(enter: Callable[..., Page]) -> None:
    firm = enter("enterprise", PHONE, java_script_enabled=False)
    firm.goto("/pay/open/")
    firm.get_by_label("几时结").select_option("two_weeks")
    firm.get_by_role("button", name="开", exact=True).click()
    address = firm.url
    firm.get_by_role("button", name="关账").click()
    for _ in range(60):
        if firm.get_by_text("个人点头才发").count():
            break
        firm.wait_for_timeout(500)
        firm.goto(address)
    expect(firm.get_by_text("个人点头才发")).to_be_visible()
