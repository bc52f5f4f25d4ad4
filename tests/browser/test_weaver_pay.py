"""A weaver of 76 and her pay: she hears it, says that it is not right, is answered, says right."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.crawler import WIDE

MONTHS = ("一月", "二月", "三月", "四月", "五月", "六月",
          "七月", "八月", "九月", "十月", "十一月", "十二月")
HEAR = """
window.heard = "";
Object.defineProperty(window, "speechSynthesis", {
  value: { speaking: false, cancel() {}, speak(words) { window.heard += words.text; } },
});
"""
AMR = b"#!AMR\n" + b"\x0c" * 800
SHOTS = os.environ.get("MENKOU_SHOTS", "")
"""A folder for the pictures, where somebody wants to look at them."""


@pytest.fixture
def granny(site: Any) -> dict[str, Any]:
    found: dict[str, Any] = site.run("tests.browser.payday", "begin")
    return found


def shot(page: Page, name: str) -> None:
    """Looks at a page: nothing of it goes beyond the screen sideways, and what is pressed is large
    enough for a finger."""
    assert not page.evaluate(WIDE)
    small = page.evaluate(
        "[...document.querySelectorAll('main a, main button, main input:not([type=hidden])')]"
        ".filter(e => e.offsetHeight && e.offsetHeight < 44).map(e => e.outerHTML)"
    )
    assert not small
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"{name}.png"), full_page=True)


def said(page: Page) -> str:
    return re.sub(r"\s+", " ", page.locator("main").inner_text())


def tap(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_text(words, exact=True).click()


def test_her_pay_from_hearing_it_to_saying_right(
    site: Any, enter: Callable[..., Page], granny: dict[str, Any]
) -> None:
    phone = enter("worker", PHONE, login=granny["card"], password=granny["pin"])
    phone.add_init_script(HEAR)
    phone.goto("/me/")
    month = f"{MONTHS[granny['month'] - 1]}的工资"
    card = phone.get_by_role("region", name=month)
    expect(card.locator(".big")).to_have_text("42.00 元")
    expect(card).to_contain_text("发到卡上了，卡尾号 8901")
    shot(phone, "me")
    phone.get_by_role("button", name="念给我听").click()
    assert f"{month}，一共 42 元。" in phone.evaluate("window.heard")
    tap(phone, "看怎么算的")
    assert "120 个 × 0.35 元 = 42.00 元" in said(phone)
    phone.get_by_role("button", name="念给我听").click()
    assert "藤编小篮，120 个，42 元。" in phone.evaluate("window.heard")
    phone.get_by_text("一天一天看").click()
    shot(phone, "slip")
    phone.goto("/me/")
    tap(phone, "不对")
    shot(phone, "wrong")
    tap(phone, "件数不对")  # the second tap: done
    assert "你说不对：件数不对 等答复，最迟" in said(phone)
    shot(phone, "waits")
    assert site.run("tests.browser.payday", "answer", str(granny["person"])) == "rejected"
    phone.goto("/me/")
    assert "答复是：和你一起对了底单，数目是对的" in said(phone)
    shot(phone, "answered")
    tap(phone, "对的")
    assert "你说对了，记下了" in said(phone)
    later = site.run("tests.browser.payday", "next", str(granny["person"]))
    phone.goto("/me/")
    expect(phone.get_by_role("region", name=f"{MONTHS[later['month'] - 1]}的工资")).to_be_visible()
    tap(phone, "对的")
    assert "等你看" not in said(phone)
    shot(phone, "right")
    phone.goto("/me/pay/")
    assert phone.locator(".slip-link").count() == 2
    shot(phone, "slips")
    on_other_screens(site, phone, later["slip"])


def on_other_screens(site: Any, phone: Page, slip: int) -> None:
    """The same pages in English, and on a desk."""
    phone.context.add_cookies([{"name": "django_language", "value": "en", "url": site.url}])
    own = f"/me/pay/{slip}/"
    for path, name in (("/me/", "me"), (own, "slip"), (f"{own}wrong/", "wrong")):
        phone.goto(path)
        shot(phone, f"{name}-en")
    phone.context.clear_cookies(name="django_language")
    phone.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    for path, name in (("/me/", "me"), (own, "slip")):
        phone.goto(path)
        shot(phone, f"{name}-desk")


def test_without_scripts_all_of_it_works(
    enter: Callable[..., Page], granny: dict[str, Any]
) -> None:
    phone = enter("worker", PHONE, login=granny["card"], password=granny["pin"],
                  java_script_enabled=False)
    phone.goto(f"/me/pay/{granny['slip']}/")
    assert "120 个 × 0.35 元 = 42.00 元" in said(phone)
    phone.get_by_text("一天一天看").click()
    assert "40 个" in said(phone)
    tap(phone, "不对")
    phone.locator("#id_sound").set_input_files(
        {"name": "r.amr", "mimeType": "audio/amr", "buffer": AMR}
    )
    tap(phone, "送出录音")
    assert "你说不对：录了音" in said(phone)


def test_a_recording_that_is_too_long_is_said_before_it_is_sent(
    enter: Callable[..., Page], granny: dict[str, Any]
) -> None:
    phone = enter("worker", PHONE, login=granny["card"], password=granny["pin"])
    phone.goto(f"/me/pay/{granny['slip']}/wrong/")
    long = {"name": "r.amr", "mimeType": "audio/amr", "buffer": AMR + bytes(2 * 1024 * 1024)}
    phone.locator("#id_sound").set_input_files(long)
    expect(phone.get_by_role("alert")).to_contain_text("太长了")
    assert phone.locator("#id_sound").input_value() == ""
    phone.locator("#id_sound").set_input_files({**long, "buffer": AMR})
    expect(phone.locator("[data-too-large]")).to_be_hidden()
    tap(phone, "送出录音")
    assert "你说不对：录了音" in said(phone)


def test_her_pages_are_light(enter: Callable[..., Page], granny: dict[str, Any]) -> None:
    phone = enter("worker", PHONE, login=granny["card"], password=granny["pin"])
    wire, weighed = phone.context.new_cdp_session(phone), [0]
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda one: weighed.append(int(one["encodedDataLength"])))
    own = f"/me/pay/{granny['slip']}/"
    for path in ("/me/", "/me/pay/", own, f"{own}wrong/"):
        wire.send("Network.clearBrowserCache")
        weighed.clear()
        phone.goto(path, wait_until="networkidle")
        assert 1024 < sum(weighed) <= 150 * 1024, path
        assert int(phone.request.get(path).headers["x-queries"]) <= 10, path
