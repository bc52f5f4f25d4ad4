"""What pieces and materials are counted in, in Chinese as the books keep it."""

from django.utils.translation import gettext_noop

PIECE_UNITS = (
    gettext_noop("件"), gettext_noop("个"), gettext_noop("条"), gettext_noop("枝"),
    gettext_noop("双"), gettext_noop("套"), gettext_noop("张"),
)  # fmt: skip

MATERIAL_UNITS = {
    "kg": (gettext_noop("公斤"), gettext_noop("克"), 1000),
    "m": (gettext_noop("米"), gettext_noop("毫米"), 1000),
    "g": (gettext_noop("克"), gettext_noop("毫克"), 1000),
    "one": (gettext_noop("个"), gettext_noop("个"), 1),
    "sheet": (gettext_noop("张"), gettext_noop("张"), 1),
    "strip": (gettext_noop("条"), gettext_noop("条"), 1),
    "slice": (gettext_noop("片"), gettext_noop("片"), 1),
    "set": (gettext_noop("套"), gettext_noop("套"), 1),
}
"""Code -> the unit that is typed, the one that is booked, and how many of these make that one."""
