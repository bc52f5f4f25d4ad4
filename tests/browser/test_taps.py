"""The counter on a phone of 360 × 640: how many taps, what fits, what is heard."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

PHONE = (360, 640)
LISTEN = """
window.notes = 0;
const { createOscillator } = AudioContext.prototype;
AudioContext.prototype.createOscillator = function () {
  window.notes += 1;
  return createOscillator.call(this);
};
"""
MOST = 3


class Finger:
    """Counts taps; digits and a reason are free."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, what: str) -> None:
        self.taps += 1
        self.page.locator(what).tap()

    def digits(self, number: int) -> None:
        for digit in str(number):
            self.page.locator(f"[data-key='{digit}']").tap()

    def reason(self, words: str) -> None:
        self.page.locator("label.chip", has_text=words).tap()

    def scan(self, number: str) -> None:
        """What a scanner types into the counter's first entry."""
        self.page.goto("/counter/")
        self.page.locator("#q").fill(number)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


@pytest.fixture
def clerk(enter: Callable[..., Page]) -> Page:
    """An officer who minds the counter of every workshop."""
    page = enter("community_officer", PHONE, has_touch=True, is_mobile=True)
    page.add_init_script(LISTEN)
    return page


@pytest.fixture
def number(clerk: Page) -> str:
    """The open ticket with the most pieces still out."""
    clerk.goto("/orders/tickets/?state=open&sort=-left")
    first = clerk.locator("th[scope=row] a").first
    return re.sub(r"\D", "", first.get_attribute("href") or "")


def test_all_good_is_scan_and_done(clerk: Page, number: str) -> None:
    finger = Finger(clerk)
    finger.scan(number)
    finger.tap(".keys .ok")
    expect(clerk.locator(".done-card")).to_be_visible()
    assert finger.taps == 1
    clerk.wait_for_function("window.notes === 2")


def test_one_for_rework_takes_two_taps_a_digit_and_a_reason(
    clerk: Page, number: str
) -> None:
    finger = Finger(clerk)
    finger.scan(number)
    whole = int(clerk.locator("#id_good").input_value())
    finger.tap("#id_at_rework")
    finger.digits(1)
    assert clerk.locator("#id_good").input_value() == str(whole - 1)
    finger.reason("松了")
    finger.tap(".keys .ok")
    expect(clerk.locator(".done-card")).to_contain_text("返工 1")
    assert finger.taps == 2


def test_a_part_with_rework_and_rejects_takes_four_entries_and_one_press(
    clerk: Page, number: str
) -> None:
    finger = Finger(clerk)
    finger.scan(number)
    finger.digits(2)
    finger.tap("#id_rejected")
    finger.digits(1)
    finger.reason("断了")
    finger.tap(".keys .ok")
    expect(clerk.locator(".done-card")).to_contain_text("退回 1")
    assert finger.taps <= MOST


def test_material_is_handed_out_in_two_taps(clerk: Page, number: str) -> None:
    finger = Finger(clerk)
    finger.scan(number)
    finger.tap("nav.tabs-row >> text=发料")
    clerk.locator("input.num").first.wait_for()
    if all(one.input_value() == "0" for one in clerk.locator("input.num").all()):
        clerk.locator("input.num").first.tap()
        finger.digits(1)
    finger.tap("button.done")
    assert finger.taps == 2
    expect(clerk.locator(".done-card, .says").first).to_be_visible()


def test_the_last_press_is_undone_by_one_tap(clerk: Page, number: str) -> None:
    finger = Finger(clerk)
    finger.scan(number)
    clerk.locator(".keys .ok").tap()
    finger.tap("form.undo button")
    expect(clerk.locator(".toast")).to_contain_text("撤销了")
    assert finger.taps == 1


@pytest.mark.parametrize("mode", ["", "count/", "surplus/", "rework/"])
def test_keys_and_entries_fit_without_scrolling(
    clerk: Page, number: str, mode: str
) -> None:
    clerk.goto(f"/counter/{number}/{mode}")
    assert clerk.evaluate("document.documentElement.scrollHeight") <= PHONE[1]
    press: Any = clerk.locator("[name=press]:visible")
    if press.count():
        bar: Any = clerk.locator("nav.bar").bounding_box()
        box: Any = press.last.bounding_box()
        assert box["y"] + box["height"] <= bar["y"]  # not under the bar
        assert box["height"] >= 44
