"""The pictures of the pages show letters, not boxes."""

from collections.abc import Callable

from playwright.sync_api import Page
from scripts.shots import draws_chinese


def test_the_chinese_font_draws_letters_and_not_boxes(enter: Callable[..., Page]) -> None:
    page = enter("auditor")
    assert draws_chinese(page)
    assert not draws_chinese(page, "门口\U0010fffc")  # a letter that no font has is seen as a box
