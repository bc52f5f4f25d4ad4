"""A mother who was registered twice becomes one, and two again where it was a mistake."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK
from tests.browser.crawler import PHONE, WIDE

NAME, MOBILE = "示例双梅", "13900002468"


def registered(office: Page, room: str) -> str:
    """The community officer registers her at a door, and her page opens."""
    office.goto("/people/add/")
    main = office.locator("main")
    main.locator("[name=name]").fill(NAME)
    main.get_by_role("radio", name="女").check()
    main.locator("[name=born_on]").fill("1987-06-05")
    main.locator("[name=phone]").fill(MOBILE)
    main.locator("[name=community]").select_option(index=1)
    main.locator("[name=lives_since]").fill("2022-01-01")
    for field, value in (("building", "8"), ("unit", "1"), ("room", room)):
        main.locator(f"[name={field}]").fill(value)
    with office.expect_navigation():
        main.get_by_role("button", name="登记", exact=True).click()
    found = re.search(r"/people/(\d+)/", office.url)
    assert found, main.inner_text()
    return found[1]


def press(office: Page, words: str) -> None:
    with office.expect_navigation():
        office.locator("main").get_by_role("button", name=words, exact=True).click()


def found_by_name(office: Page) -> int:
    office.goto(f"/people/?q={NAME}")
    return office.locator("main tbody tr").count()


def test_two_registrations_are_merged_and_taken_apart(enter: Callable[..., Page]) -> None:
    office = enter("community_officer", DESK)
    first, again = registered(office, "801"), registered(office, "902")
    assert found_by_name(office) == 2

    office.goto("/people/same/")
    pair = office.locator(f"main section[aria-label={NAME}]")
    expect(pair).to_contain_text("电话一样或者后四位一样")
    assert MOBILE not in office.content()
    with office.expect_navigation():
        pair.get_by_role("button", name="是同一个人，合并").click()
    expect(office.locator("main")).to_contain_text("合并好了")
    assert office.url.endswith(f"/people/{first}/")
    expect(office.locator("main")).to_contain_text(f"P-{int(again):06d}")
    expect(office.locator("main")).to_contain_text("8 栋 1 单元 902")
    assert found_by_name(office) == 1
    office.goto(f"/people/{again}/")
    expect(office.locator("main")).to_contain_text(f"已经并到 P-{int(first):06d}")

    office.set_viewport_size(PHONE)
    office.goto(f"/people/{first}/")
    assert office.evaluate(WIDE) == ""
    press(office, "拆开")
    expect(office.locator("main")).to_contain_text("拆开了")
    assert found_by_name(office) == 2

    office.goto("/people/same/")
    assert office.evaluate(WIDE) == ""
    with office.expect_navigation():
        office.locator(f"main section[aria-label={NAME}]").get_by_role(
            "button", name="不是同一个人").click()
    expect(office.locator("main")).to_contain_text("以后不再问")
    expect(office.locator(f"main section[aria-label={NAME}]")).to_have_count(0)
