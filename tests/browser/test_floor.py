"""Attendance by hand: the month sheet by keyboard at a desk, the day by taps on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.crawler import WIDE
from tests.browser.hand import CLERK


@pytest.fixture
def place(site: Any) -> int:
    return int(site.run("tests.browser.worked", "40"))


def signs(page: Page, row: int) -> list[str]:
    cells = page.locator("table[data-grid] tbody tr").nth(row).locator("td:not(.sum)")
    return [text.strip() for text in cells.all_inner_texts()]


def test_the_sheet_is_walked_by_arrows_and_sent_by_one_press(
    enter: Callable[..., Page], place: int
) -> None:
    page = enter("workshop_clerk", DESK, **CLERK)
    page.goto(f"/floor/{place}/")
    rows = page.locator("table[data-grid] tbody tr")
    before = signs(page, 0), signs(page, 1)
    start = rows.first.locator("td[tabindex='0']")
    expect(start).to_have_count(1)
    start.focus()
    keys = page.keyboard
    for _ in range(40):
        keys.press("ArrowLeft")  # from today to the first of the month
    keys.press("3")  # three hours in its morning
    keys.press("ArrowRight")
    keys.press("0")  # leave in its afternoon
    keys.press("ArrowDown")
    keys.press("Backspace")
    keys.press("Space")
    expect(page.get_by_role("button", name="记下改动")).to_be_visible()
    assert (signs(page, 0)[:2], signs(page, 1)[1]) == (["△", "假"], "√")
    keys.press("Enter")  # and once more: nobody came
    assert signs(page, 1)[1] == ""
    keys.press("Enter")
    with page.expect_navigation():
        page.get_by_role("button", name="记下改动").click()
    expect(page.get_by_role("status").filter(has_text="记好了")).to_be_visible()
    after = signs(page, 0), signs(page, 1)
    assert (after[0][:2], after[1][1]) == (["△", "假"], "√")
    assert (after[0][2:], after[1][2:]) == (before[0][2:], before[1][2:])


def test_not_changing_gives_back_what_stood(enter: Callable[..., Page], place: int) -> None:
    page = enter("workshop_clerk", DESK, **CLERK)
    page.goto(f"/floor/{place}/")
    before = signs(page, 2)
    page.locator("table[data-grid] tbody tr").nth(2).locator("td").first.click()
    assert signs(page, 2) != before
    page.get_by_role("button", name="不改了").click()
    assert signs(page, 2) == before
    expect(page.get_by_role("button", name="记下改动")).to_be_hidden()


def test_a_day_is_two_taps_on_a_phone_without_scripts(
    enter: Callable[..., Page], place: int
) -> None:
    page = enter("workshop_clerk", PHONE, **CLERK, java_script_enabled=False)
    page.goto(f"/floor/{place}/day/")
    first = page.locator(".came li").first
    first.get_by_text("上午", exact=True).first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="记下来").click()
    assert "记好了" in page.locator("main").inner_text()
    expect(page.locator(".came li").first.get_by_label("上午", exact=True).first).to_be_checked()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_pages_are_within_bounds(
    enter: Callable[..., Page], place: int, size: tuple[int, int]
) -> None:
    page = enter("workshop_clerk", size, **CLERK)
    for name in ("", "day/", "rate/", "print/"):
        page.goto(f"/floor/{place}/{name}")
        assert page.evaluate(WIDE) == "", name
        found = Axe().run(page).response["violations"]
        serious = [one for one in found if one["impact"] in ("serious", "critical")]
        assert serious == [], (name, [(one["id"], one["nodes"][0]["html"]) for one in serious])
