"""The way of an order laid out to be drawn on the server.

Ribbons are as wide as the pieces that they carry; what passes and what it pays stands on them, or
in the boxes where five levels leave no room between. At most eight nodes on a level, the rest of
each parent in one ("还有 22 户").
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from menkou.web.parts import words
from menkou.work.models import Order

WIDE, MOST = 1080, 8
RIBBON = 40  # how wide the whole order is
GAP, LINE, EDGE = 10, 22, 16  # between nodes; a line of a node, what stands around its lines
ROOM = 100  # between two levels, so that something can be said on the way
LETTER, SMALLER = 14.5, 1.12  # a letter of a name; how many more of a line's there is room for


@dataclass(slots=True)
class Node:
    """A box: `title` above what is `kept` and `under`; `beside` at its right end. `on` and what it
    pays are said on the way to it. `what`: holder, bench, home, or left (given to nobody yet);
    `loses`: it pays on more than it gets."""

    title: str
    what: str = "holder"
    kept: str = ""
    under: str = ""
    beside: str = ""
    on: str = ""
    pay: str = ""
    weight: int = 0
    rest: bool = False
    counts: int = 1
    loses: bool = False
    children: list["Node"] = field(default_factory=list)
    x: int = 0
    y: int = 0
    w: int = 0
    names: list[tuple[int, str]] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)
    aside: str = ""

    @property
    def h(self) -> int:
        return EDGE + LINE * (len(self.names) + len(self.lines))

    @property
    def middle(self) -> int:
        return self.y + self.h // 2

    @property
    def right(self) -> int:
        return self.x + self.w


@dataclass(frozen=True, slots=True)
class Ribbon:
    path: str
    width: int
    text_x: int
    text_y: int
    side: str
    on: str
    below: str
    below_y: int
    tip: str


@dataclass(frozen=True, slots=True)
class Flow:
    root: Node
    nodes: list[Node]
    ribbons: list[Ribbon]
    height: int
    says: str


REST: dict[str, Callable[[int], str]] = {
    "holder": lambda n: ngettext("还有 %(n)s 家", "还有 %(n)s 家", n),
    "bench": lambda n: ngettext("还有 %(n)s 个车间", "还有 %(n)s 个车间", n),
    "home": lambda n: ngettext("还有 %(n)s 户", "还有 %(n)s 户", n),
}


def _bounded(root: Node, unit: str) -> list[list[Node]]:
    """The levels of the tree, each of eight nodes at most and one for the rest of each parent."""
    levels = [[root]]
    while below := [child for node in levels[-1] for child in node.children]:
        told = [node for node in below if not node.rest]
        if len(told) > MOST:
            largest = sorted(told, key=lambda node: -node.weight)[:MOST]
            shown = {id(node) for node in largest} | {id(node) for node in below if node.rest}
            for node in levels[-1]:
                for what in REST:
                    _group(node, what, shown, unit)
            below = [child for node in levels[-1] for child in node.children]
        levels.append(below)
    return levels


def _group(node: Node, what: str, shown: set[int], unit: str) -> None:
    """Puts the children of one kind that aren't shown together in one."""
    hidden = [one for one in node.children if one.what == what and id(one) not in shown]
    if not hidden:
        return
    # What was counted together already is counted with them.
    hidden += [one for one in node.children if one.what == what and one.rest]
    gone = {id(one) for one in hidden}
    weight = sum(one.weight for one in hidden)
    node.children = [one for one in node.children if id(one) not in gone]
    n = sum(one.counts for one in hidden)
    # Before what nobody has yet.
    at = next((at for at, one in enumerate(node.children) if one.what == "left"), None)
    node.children.insert(len(node.children) if at is None else at, Node(
        REST[what](n) % {"n": words.Shown(n)}, what, weight=weight,
        on=f"{words.number(weight)} {unit}", rest=True, counts=n,
    ))


def laid_out(root: Node, order: Order, unit: str) -> Flow:
    """The places of the boxes of a tree, and the ribbons between them."""
    levels = _bounded(root, unit)
    width = {1: 218, 2: 218, 3: 218, 4: 180}.get(len(levels), min(172, WIDE // len(levels) - 34))
    free = (WIDE - 2 - width * len(levels)) // max(len(levels) - 1, 1)
    quiet, room = free < ROOM, (width - 24) * SMALLER
    for depth, level in enumerate(levels):
        for node in level:
            node.x, node.w = 1 + depth * (width + free), width
            tight = _length(node.title) + _length(node.beside) > width - 26
            node.aside = "" if quiet or tight else node.beside
            named = _named(node.title, width - 26 - _length(node.aside), 2 if quiet else 1)
            node.names = [(25 + LINE * at, line) for at, line in enumerate(named)]
            said = ["" if node.aside else node.beside, node.kept, node.under]
            if quiet or not depth:
                way = [f"{node.on} · {node.pay}"] if node.on and node.pay else [node.on, node.pay]
                if _length(way[0]) > room:
                    way = [node.on, node.pay]
                said = [*way, *said]
            drawn = [_fitted(line, room) for line in said if line]
            node.lines = [(26 + LINE * at, line) for at, line in enumerate(drawn, len(named))]
    _place(root, 1)
    _centre(root)
    every = [node for level in levels for node in level]
    low = min(node.y for node in every)
    for node in every:
        node.y += 1 - low
        node.names = [(node.y + at, line) for at, line in node.names]
        node.lines = [(node.y + at, line) for at, line in node.lines]
    height = max(node.y + node.h for node in every) + 1
    return Flow(
        root, every, _ribbons(every, max(order.pieces, 1), quiet=quiet), height,
        _("%(name)s的 %(n)s %(unit)s，从企业到家门口；下面的表是同样的数") % {
            "name": root.title, "n": words.number(order.pieces), "unit": unit},
    )


def _length(text: str) -> float:
    """About how long a text is drawn: Chinese letters are square, others half as wide."""
    return sum(LETTER if ord(letter) > 0x2E80 else LETTER * 0.56 for letter in text)


def _fitted(text: str, room: float) -> str:
    """As much of a text as there is room for, with "…" for the rest."""
    if _length(text) <= room:
        return text
    while text and _length(text) > room - LETTER:
        text = text[:-1]
    return text + "…"


def _named(text: str, room: float, most: int) -> list[str]:
    """A name in one line, or in two where the first has no room for it."""
    if most == 1 or _length(text) <= room:
        return [_fitted(text, room)]
    first = _fitted(text[: (len(text) + 1) // 2], room).rstrip("…")
    return [first, _fitted(text[len(first):], room)]


def _place(node: Node, y: int) -> int:
    """Puts the leaves under a node one below the other; answers where the next begins."""
    if not node.children:
        node.y = y
        return y + node.h + GAP
    start = y
    for child in node.children:
        y = _place(child, y)
    return max(y, start + node.h + GAP)


def _centre(node: Node) -> int:
    if node.children:
        middles = [_centre(child) for child in node.children]
        node.y = (middles[0] + middles[-1]) // 2 - node.h // 2
    return node.middle


def _ribbons(nodes: Sequence[Node], whole: int, *, quiet: bool) -> list[Ribbon]:
    """Ribbons between the nodes; `quiet` ones say nothing, the boxes do."""
    found = []
    for node in nodes:
        widths = [max(2, child.weight * RIBBON // whole) for child in node.children]
        edges = [0]
        for width in widths:
            edges.append(edges[-1] + width)
        top = node.middle - edges[-1] // 2
        for child, width, (before, after) in zip(
            node.children, widths, pairwise(edges), strict=True
        ):
            start, end = top + (before + after) // 2, child.middle
            x1, x2 = node.right, child.x
            bend = x1 + (x2 - x1) // 3
            straight = len(widths) == 1 or bool(child.lines)
            wide = x2 - x1 > 190
            said = f"{child.on} · {child.pay}" if wide and child.pay else child.on
            below = "" if wide else child.pay
            if quiet:
                said = below = ""
            found.append(Ribbon(
                f"M{x1} {start}C{bend} {start} {x1 + 20} {end} {bend + 20} {end}H{x2 - 4}",
                width, (x1 + x2) // 2 if straight else x2 - 16,
                end + 5 if wide and width >= 18 else end - max(width // 2, 2) - 4,
                "on mid" if straight else "on",
                said, below, end + max(width // 2, 6) + 13,
                f"M{x2 - 9} {end - 5}l7 5-7 5",
            ))
    return found
