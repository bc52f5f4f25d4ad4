"""Full numbers of a person inside a text: found, and taken out of what is written to a log.

A resident ID has 18 characters, a certificate of disability two more, a mobile phone 11, a bank
card 12 to 19. Whatever else has as many digits in a row is hidden with them: a log can do without.
"""

import re

from menkou.lib.width import half_width

HIDDEN = "[号码]"
_RUN = re.compile(r"\d{11,}[Xx]?(?:\d{2})?")
_GROUPED = re.compile(r"(?<!\d)\d{3,6}(?P<gap>[ -])\d{4}(?:(?P=gap)\d{4}){0,3}(?P=gap)\d{1,7}[Xx]?")
_NUMBER = re.compile(r"(?<![0-9A-Za-z-])[0-9]{11,20}[Xx]?(?![0-9A-Za-z])")
_LEAST = 11


def hide_numbers(text: str) -> str:
    """The text with every run of 11 digits or more, also in groups or wide, made "[号码]"."""
    return _GROUPED.sub(_hide_group, _RUN.sub(HIDDEN, text))


def _hide_group(found: re.Match[str]) -> str:
    long = sum(letter.isdigit() for letter in found.group()) >= _LEAST
    return HIDDEN if long else found.group()


def holds_number(text: str) -> bool:
    """Whether what somebody typed holds a number that could be a person's, however it is spaced."""
    narrow = half_width(text)
    return any(map(_NUMBER.search, (narrow, re.sub(r"(?<=[0-9])[ -](?=[0-9])", "", narrow))))
