"""A clerk's queue: issue, receive, reject, return, undo, with the real buttons, on a phone; at a PC
with a hand scanner; twice pressed; in two tabs."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.hand import CLERK, Hand

ARRIVED = re.compile(r"/counter/\?done=")


def arrived(page: Page) -> None:
    """The page after the press, also where the second press broke off the way of the first."""
    expect(page).to_have_url(ARRIVED, timeout=20_000)


@pytest.fixture
def queue(site: Any) -> Callable[[int], list[dict[str, Any]]]:
    return lambda people: list(site.run("tests.browser.queue", str(people)))


def test_a_queue_of_twenty_is_served_in_three_taps_each(
    enter: Callable[..., Page], queue: Any
) -> None:
    """Each has ten baskets to make at 8.00 yuan; digits and a reason are no taps."""
    people = queue(20)
    hand = Hand(enter("workshop_clerk", PHONE, **CLERK))
    for one in people:
        hand.scan(one["number"])
        hand.to("发料")
        hand.done()
        assert "发料" in hand.booked(one["name"])
        assert hand.taps <= 3
    for one in people[:12]:  # all good: the whole remainder is preset
        hand.scan(one["number"])
        hand.done()
        assert "80.00 元" in hand.booked(one["name"])
        assert hand.taps == 1
    for one in people[12:15]:
        hand.scan(one["number"])
        hand.count("退回", "2")
        hand.count("合格", "8")
        hand.reason("松了")
        hand.done()
        assert "64.00 元" in hand.booked(one["name"])
        assert hand.taps <= 3
    for one in people[15:18]:
        hand.scan(one["number"])
        hand.count("合格", "4")
        hand.done()
        assert "还剩 6 个" in hand.said()
        assert hand.taps <= 3
        hand.scan(one["number"])
        hand.to("退料")
        hand.count("藤条", "1.2")
        hand.done()
        assert "退料" in hand.booked(one["name"])
        assert hand.taps <= 3
    for one in people[18:]:
        hand.scan(one["number"])
        hand.done()
        hand.undo()
        assert hand.taps <= 3
        assert "撤销了" in hand.said()
        assert not any("收货" in line for line in hand.today(one["number"]))


def test_all_good_is_scan_and_enter(enter: Callable[..., Page], queue: Any) -> None:
    """At a PC a hand scanner types the number and Enter; Enter again, and it is booked."""
    wang, li = queue(2)
    hand = Hand(enter("workshop_clerk", DESK, **CLERK))
    for one in (wang, li):
        hand.scan(one["number"])
        assert one["name"] in hand.said()
        assert hand.page.evaluate("document.activeElement.value") == "10"
        hand.enter()
        assert "80.00 元" in hand.booked(one["name"])
        assert hand.taps == 0
    expect(hand.page.locator("main input[name=q]")).to_be_focused()


def test_fewer_pieces_are_digits_and_enter(enter: Callable[..., Page], queue: Any) -> None:
    (wang,) = queue(1)
    hand = Hand(enter("workshop_clerk", DESK, **CLERK))
    hand.scan(wang["number"])
    hand.page.keyboard.type("7")
    hand.enter()
    assert "56.00 元" in hand.booked(wang["name"])
    assert "还剩 3 个" in hand.said()


def test_a_double_click_is_one_fact(enter: Callable[..., Page], queue: Any) -> None:
    (wang,) = queue(1)
    hand = Hand(enter("workshop_clerk", PHONE, **CLERK))
    hand.scan(wang["number"])
    hand.count("合格", "4")
    hand.good().dblclick()
    arrived(hand.page)
    hand.booked(wang["name"])
    (line,) = hand.today(wang["number"])
    assert "4 个" in line


def test_a_double_click_without_scripts_is_one_fact(
    enter: Callable[..., Page], queue: Any
) -> None:
    (wang,) = queue(1)
    hand = Hand(enter("workshop_clerk", PHONE, java_script_enabled=False, **CLERK))
    hand.page.goto(f"/counter/{wang['number']}/")
    hand.entry("合格").fill("4")
    hand.good().dblclick()
    arrived(hand.page)
    (line,) = hand.today(wang["number"])
    assert "4 个" in line


def test_a_press_that_is_sent_again_is_one_fact(enter: Callable[..., Page], queue: Any) -> None:
    """As a phone does whose answer was lost on the way."""
    (wang,) = queue(1)
    hand = Hand(enter("workshop_clerk", PHONE, **CLERK))
    hand.scan(wang["number"])
    hand.count("合格", "4")
    read = "Object.fromEntries(new FormData(document.querySelector('form[method=post]')))"
    sent = hand.page.evaluate(read)
    for _ in range(3):
        answer = hand.page.request.post(hand.page.url, form=sent | {"press": "asked"})
        assert "32.00 元" in answer.text()
    (line,) = hand.today(wang["number"])
    assert "4 个" in line


def test_in_two_tabs_the_same_ticket_is_received_once(
    enter: Callable[..., Page], queue: Any
) -> None:
    (wang,) = queue(1)
    hand = Hand(enter("workshop_clerk", PHONE, **CLERK))
    other = Hand(hand.page.context.new_page())
    hand.scan(wang["number"])
    other.scan(wang["number"])
    hand.done()
    assert "80.00 元" in hand.booked(wang["name"])
    other.done()
    expect(other.page.get_by_role("alert").first).to_be_visible()
    assert wang["name"] in other.said()
    assert len(other.today(wang["number"])) == 1


def test_what_the_counter_refuses_is_said_and_nothing_typed_is_lost(
    enter: Callable[..., Page], queue: Any
) -> None:
    (wang,) = queue(1)
    hand = Hand(enter("workshop_clerk", PHONE, **CLERK))
    hand.scan(wang["number"])
    hand.count("退回", "3")
    hand.count("合格", "7")
    hand.done()
    expect(hand.page.get_by_role("alert").first).to_be_visible()
    assert hand.entry("退回").input_value() == "3"
    hand.reason("断了")
    hand.done()
    assert "56.00 元" in hand.booked(wang["name"])


def test_another_workshops_ticket_is_not_found(enter: Callable[..., Page], queue: Any) -> None:
    (wang,) = queue(1)
    hand = Hand(enter("workshop_clerk", PHONE))  # of the clothes workshop
    hand.scan(wang["number"])
    assert "这里没有这张工票" in hand.said()
    assert wang["name"] not in hand.said()
