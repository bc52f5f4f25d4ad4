"""QR codes, drawn into the page: on labels and cards."""

from itertools import groupby

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

MASK = 3
"""Any of the eight masks is read. To look for the best takes ten times as long as all the rest, and
a sheet of labels has hundreds."""
BORDER = 2


def draw(text: str) -> SafeString:
    """The code of a text as an svg: one path of the dark runs of each row."""
    rows = segno.make(text, micro=False, error="m", mask=MASK).matrix
    runs = []
    for y, row in enumerate(rows, BORDER):
        x = BORDER
        for dark, group in groupby(row):
            wide = len(list(group))
            if dark:
                runs.append(f"M{x} {y}h{wide}v1h-{wide}z")
            x += wide
    size = len(rows) + 2 * BORDER
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" aria-hidden="true"><path d="{1}"/></svg>',
        size, "".join(runs),
    )
