"""Drawings of products: 48 units square, lines in the colour of the text beside, readable in print.

A product names its drawing; for one that names none, a word in its name does.
"""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

DRAWN = {
    "basket": (
        '<path d="M7 22h34l-4 19H11z"/><path d="M12 22C12 4 36 4 36 22M9 29h30M10 35h28'
        'M17 22l2 19M24 22v19M31 22l-2 19"/>'
    ),
    "shirt": (
        '<path d="M17 8l-11 6 4 9 5-2v20h18V21l5 2 4-9-11-6c-2 5-12 5-14 0z"/>'
        '<path d="M24 12v29M21 24h0M27 30h6"/>'
    ),
    "bamboo": (
        '<path d="M13 6v36M19 6v36M29 12v30M35 12v30M13 16h6M13 28h6M29 20h6M29 32h6"/>'
        '<path d="M19 14c5-6 9-7 14-6-3 5-8 7-14 6zM13 24c-4-4-6-5-9-4 2 4 5 5 9 4z"/>'
    ),
    "flower": (
        '<circle cx="24" cy="16" r="4"/><path d="M24 12c-3-8 3-8 3-4M28 15c8-4 9 2 4 3M26 19'
        'c7 5 2 9-1 5M22 19c-5 6-9 1-4-2M20 15c-8-2-6-7-1-5M24 24v18M24 36c5-6 9-6 12-4-3 4-7 6-12'
        ' 4M24 40c-4-5-8-6-11-4 2 4 6 6 11 4"/>'
    ),
    "cable": (
        '<path d="M8 18v-3a6 6 0 0112 0v3M6 18h6v8H6zM16 18h6v8h-6zM9 26c0 10 6 8 10 6s8-3 8 3-8'
        ' 7-8 7M19 26c1 4 6 2 10 0s10 0 10 6v4"/><rect x="35" y="36" width="8" height="7" rx="1"/>'
    ),
    "embroidery": (
        '<circle cx="23" cy="24" r="16"/><path d="M23 15c-4 4-4 6 0 9 4-3 4-5 0-9zM23 33c-4-4-4-6 0'
        '-9 4 3 4 5 0 9zM14 24c4-4 6-4 9 0-3 4-5 4-9 0zM32 24c-4-4-6-4-9 0 3 4 5 4 9 0zM38 10l6-6'
        'M34 13l-4 4"/>'
    ),
    "box": '<path d="M8 15l16-8 16 8v18l-16 8-16-8zM8 15l16 8 16-8M24 23v18"/>',
}
NAMES = {
    "basket": _("篮子"), "shirt": _("衣服"), "bamboo": _("竹编"), "flower": _("花"),
    "cable": _("线"), "embroidery": _("刺绣"), "box": _("别的"),
}
BY_NAME = {  # what products are called -> drawing; the first that fits
    "(绣)": "embroidery", "(竹)": "bamboo", "(篮|藤)": "basket", "(花)": "flower", "(线)": "cable",
    "(服|衣)": "shirt",
}


def choose(picture: str, name: str) -> str:
    """The drawing of a product: the one that it names, else one by its name, else a box."""
    if picture in DRAWN:
        return picture
    return next((drawing for words, drawing in BY_NAME.items() if re.search(words, name)), "box")


def draw(picture: str, name: str) -> SafeString:
    """The drawing as an svg; its name stands beside it, so nothing is read aloud twice."""
    return format_html(
        '<svg class="picture" viewBox="0 0 48 48" width="48" height="48" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        'aria-hidden="true">{}</svg>',
        mark_safe(DRAWN[choose(picture, name)]),
    )


def alone(picture: str, name: str) -> SafeString:
    """The drawing as a file of its own."""
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#5b2418" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{}</svg>',
        mark_safe(DRAWN[choose(picture, name)]),
    )
