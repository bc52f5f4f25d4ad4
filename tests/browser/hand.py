"""What a clerk's hand does at the counter: it counts taps, and leaves digits uncounted."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

PASSWORD = "Honglu-2022"
CLERK = {"login": "chejian2", "password": PASSWORD}


class Hand:
    """`taps`: touches of the screen since the last ticket was scanned, digits and reasons apart."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def scan(self, number: str) -> None:
        """The scanner types the number and Enter into the entry that waits for it."""
        self.page.goto("/counter/")
        expect(self.page.locator("main input[name=q]")).to_be_focused()
        self.page.keyboard.type(number)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.taps = 0

    def to(self, words: str) -> None:
        """Chooses what is done with the ticket: 发料, 退料 …"""
        self.taps += 1
        with self.page.expect_navigation():
            self.page.get_by_role("navigation").get_by_role("link", name=words, exact=True).click()

    def entry(self, words: str) -> Locator:
        return self.page.locator("main").get_by_label(words, exact=True)

    def count(self, words: str, digits: str) -> None:
        """Touches an entry and types digits into it."""
        self.taps += 1
        self.entry(words).click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(digits)

    def reason(self, words: str) -> None:
        self.page.get_by_role("group").get_by_text(words, exact=True).click()

    def good(self) -> Locator:
        """The key that ends counting."""
        return self.page.get_by_role("button", name="好了").locator("visible=true").first

    def done(self) -> None:
        self.taps += 1
        with self.page.expect_navigation():
            self.good().click()

    def enter(self) -> None:
        """Enter on the keyboard in place of the key."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def undo(self) -> None:
        self.taps += 1
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="撤销").first.click()

    def said(self) -> str:
        """What the page says now, blanks drawn together."""
        return re.sub(r"\s+", " ", self.page.locator("main").inner_text())

    def booked(self, name: str) -> str:
        """What the page of the counter says after something was booked for somebody."""
        status = self.page.get_by_role("status").filter(has_text=name).first
        expect(status).to_be_visible()
        return re.sub(r"\s+", " ", status.inner_text())

    def today(self, number: str) -> list[str]:
        """The lines of the day that stand on a ticket."""
        self.page.goto("/counter/today/")
        lines: list[Any] = self.page.get_by_role("region").filter(has_text=number).all()
        return [re.sub(r"\s+", " ", line.inner_text()) for line in lines]
