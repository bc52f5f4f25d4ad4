"""What a Chinese keyboard types, in the narrow letters that machines read."""

_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0x00A0: " ",
    0x3002: ".",  # 。 is what the decimal key gives while Chinese is typed
    0xFF61: ".",
    0x2212: "-",
}


def half_width(text: str) -> str:
    """The same text with full-width letters, digits, dots and blanks made narrow.

    Other characters stay as they are. Compatibility forms are left alone on purpose: Unicode's own
    folding would read "m²" as "m2" and "①" as "1".
    """
    return text.translate(_NARROW)
