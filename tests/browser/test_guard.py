"""A number is shown for a reason, and others read who saw it; a typed one leaves no trace."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.crawler import WIDE

MOBILE = "13812345678"


def test_a_number_is_shown_for_a_reason_and_the_log_of_it_is_read(
    enter: Callable[..., Page],
) -> None:
    office = enter("community_officer", DESK)
    office.goto("/people/")
    office.locator("main tbody th a").first.click()
    name = office.locator("h1").inner_text()
    office.get_by_role("link", name="查看电话").click()
    asked = office.get_by_role("dialog")
    asked.get_by_label("为什么要看").select_option(label="打电话找本人")
    with office.expect_navigation():
        asked.get_by_role("button", name="看", exact=True).click()
    expect(office.get_by_text("已经记下谁、几时、为什么看过")).to_be_visible()
    office.get_by_role("link", name="看完了").click()
    office.get_by_role("link", name="谁看过这些号码").click()
    row = office.locator("main tbody tr").first
    expect(row).to_contain_text(name)
    expect(row).to_contain_text("打电话找本人")

    audit = enter("auditor", PHONE)
    audit.goto("/office/reveals/")
    expect(audit.locator("main tbody tr").first).to_contain_text(name)
    assert audit.evaluate(WIDE) == ""


def test_a_full_number_that_is_searched_for_stands_in_no_address(
    enter: Callable[..., Page],
) -> None:
    office = enter("district_officer", DESK)
    asked: list[str] = []
    office.on("request", lambda request: asked.append(request.url))
    office.goto("/people/")
    box = office.locator("main input[name=q]")
    box.fill("138 1234 5678")
    with office.expect_navigation():
        box.press("Enter")
    expect(office.locator("main input[name=q]")).to_have_value("138 1234 5678")
    assert any("_find=1" in url for url in asked)
    assert not any(MOBILE in url or "138+1234" in url for url in asked)
    office.go_back()
    office.locator("main input[name=q]").fill("王")
    with office.expect_navigation():
        office.locator("main input[name=q]").press("Enter")
    assert "q=%E7%8E%8B" in office.url, "any other search keeps its address"
