"""Every page of every role is within the standing bounds, in both languages."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polib
import pytest
from playwright.sync_api import Page

import menkou
from menkou.lib.verb import ROLES
from tests.browser.crawler import PHONE, READ, WIDE, Crawler

PO = Path(menkou.__file__ or "").parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLACE = re.compile(r"%\\?\((\w+)\\?\)[sd]")


ON_SQLITE = not os.environ.get("MENKOU_DATABASE_URL", "").startswith("postgres")
"""How a page looks, what it weighs and what it says in English hang on no engine: all that is
looked at on this one; on the other each page is asked for, and its queries counted."""


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_is_within_bounds(
    site: Any, enter: Callable[..., Page], role: str
) -> None:
    walked = Crawler(enter(role), role, site.people[role]["home"], looks=ON_SQLITE)
    faults = walked.walk()
    assert not faults, "\n".join(faults)
    english = in_english(walked) if ON_SQLITE else []
    assert not english, "\n".join(english)
    if role == "worker":
        assert {"me/", "me/pay/", "me/pay/<int:pk>/", "me/pay/<int:pk>/wrong/"} <= set(walked.first)


def in_english(walked: Crawler) -> list[str]:
    """Faults of the first page of each pattern in English, on a phone, where words are longest."""
    page, faults = walked.page, []
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": walked.base}])
    page.set_viewport_size(PHONE)
    for path in walked.first.values():
        walked.said.clear()
        page.goto(path)
        if page.locator("html").get_attribute("lang") != "en":
            faults.append(f"{path}: is not marked as English")
        faults += [f"{path}: in Chinese, {text}" for text in page.evaluate(READ) if ours(text)]
        if wide := page.evaluate(WIDE):
            faults.append(f"{path}: sideways scroll in English, {wide}")
        faults += [f"{path}: {line}" for line in walked.said]
    return faults


def ours(text: str) -> bool:
    """Whether a text in Chinese is a sentence of the house; names and other data are not."""
    return text in WHOLE or any(one.fullmatch(text) for one in MADE)


def _catalogue() -> tuple[set[str], list[re.Pattern[str]]]:
    whole, made = set(), []
    for entry in polib.pofile(str(PO)):
        if all("web/parts/" in place for place, _line in entry.occurrences):
            continue  # the people and things on the page of parts are data elsewhere
        if "%(" not in entry.msgid:
            whole.add(re.sub(r"\s+", " ", entry.msgid).strip())
        elif len(re.findall(r"[\u4e00-\u9fff]", entry.msgid)) > 1:
            made.append(re.compile(PLACE.sub(".+?", re.escape(entry.msgid))))
    return whole, made


WHOLE, MADE = _catalogue()
