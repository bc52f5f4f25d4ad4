"""The way of an order from the customer to the households, laid out to be drawn on the server.

Ribbons are as wide as the pieces that they carry; what passes and what it pays stands on them.
At most eight nodes on a level, the rest in one ("还有 22 户").
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from menkou.web.parts import words
from menkou.work.models import Order
from menkou.work.queries.order_life import Home, Part

WIDE, MOST = 1080, 8
RIBBON = 40  # how wide the whole order is
GAP, HIGH, LOW = 10, 62, 38  # between nodes; a node of two lines, of one
LETTER = 14.5


@dataclass(slots=True)
class Node:
    """A box: `title` above `under`; `beside` at its right end. `on` and what it pays are said on
    the way to it."""

    title: str
    under: str = ""
    beside: str = ""
    on: str = ""
    pay: str = ""
    weight: int = 0
    rest: bool = False
    children: list["Node"] = field(default_factory=list)
    x: int = 0
    y: int = 0
    w: int = 0
    shown: str = ""

    @property
    def h(self) -> int:
        return HIGH if self.under else LOW

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


def draw(
    order: Order, parts: Sequence[Part], homes: Sequence[Home], unit: str, earned: int
) -> Flow:
    """Lays out an order's flow. Without `homes` (who may not see them) households are counted.

    `earned`: by all its workers, in 1/10,000 yuan; what is not shown of it stands with the rest.
    """
    unit = _(unit)
    root = Node(
        order.customer.party.name, weight=order.pieces,
        under=_("%(n)s %(unit)s，每%(unit)s付 %(fee)s 元") % {
            "n": words.number(order.pieces), "unit": unit, "fee": words.rate(order.fee)},
    )
    many = len({(part.allotment, part.workshop) for part in parts}) > MOST
    for held in _by_allotment(parts):
        direct = held[0].holder == order.customer_id
        benches = _benches(held, homes, unit, many=many, direct=direct)
        root.children += benches if direct else [_holder(held, benches, unit)]
    left = order.pieces - sum({part.allotment: part.held for part in parts}.values())
    if left > 0:
        root.children.append(Node(_("还没有分"), weight=left, on=_pieces(left, unit)))
    if len(parts) == 1:
        _rest_earned(root, homes, earned)
    return _laid_out(root, order, unit)


def _rest_earned(root: Node, homes: Sequence[Home], earned: int) -> None:
    """What the households in "还有 …" of an order's only part earned."""
    rests, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        if node.rest:
            rests.append(node)
    rest = earned - sum(home.earned for home in homes[:MOST])
    if len(rests) == 1 and rest > 0:
        rests[0].beside = _("挣 %(sum)s 元") % {"sum": words.yuan(rest)}


def _by_allotment(parts: Sequence[Part]) -> list[list[Part]]:
    found: dict[int, list[Part]] = {}
    for part in parts:
        found.setdefault(part.allotment, []).append(part)
    return list(found.values())


def _pieces(n: int, unit: str) -> str:
    return f"{words.number(n)} {unit}"


def _fee(fee: int, unit: str) -> str:
    return _("每%(unit)s %(rate)s 元") % {"unit": unit, "rate": words.rate(fee)}


def _holder(held: Sequence[Part], benches: list[Node], unit: str) -> Node:
    first = held[0]
    left = first.held - first.given
    return Node(
        first.holder_name, weight=first.held, on=_pieces(first.held, unit),
        pay=_fee(first.fee, unit),
        under=_("还有 %(n)s %(unit)s没派") % {"n": words.number(left), "unit": unit}
        if left else _("都派下去了"),
        children=benches,
    )


def _benches(
    held: Sequence[Part], homes: Sequence[Home], unit: str, *, many: bool, direct: bool
) -> list[Node]:
    """The workshops of one holder; `direct`: the holder is the customer itself."""
    nodes = []
    for part in held[:MOST] if many else held:
        if part.workshop is None:
            continue
        node = Node(
            part.workshop_name, weight=part.pieces, on=_pieces(part.pieces, unit),
            pay=_fee(part.fee, unit) if direct else "",
            under=_("验收 %(good)s，退回 %(bad)s") % {
                "good": words.number(part.good), "bad": words.number(part.rejected)},
        )
        node.children = _homes(part, homes, unit)
        nodes.append(node)
    if many and len(held) > MOST:
        rest = held[MOST:]
        pieces = sum(part.pieces for part in rest)
        nodes.append(Node(_("还有 %(n)s 个车间") % {"n": words.Shown(len(rest))}, weight=pieces,
                          on=_pieces(pieces, unit)))
    left = held[0].held - held[0].given
    if left and (direct or not nodes):
        nodes.append(Node(_("还没派活"), weight=left, on=_pieces(left, unit)))
    return nodes


def _homes(part: Part, homes: Sequence[Home], unit: str) -> list[Node]:
    where = part.allotment, part.workshop
    own = [home for home in homes if (home.allotment, home.workshop) == where][:MOST]
    if not own:
        return [Node(
            ngettext("%(n)s 户", "%(n)s 户", part.households) % {
                "n": words.Shown(part.households)},
            weight=part.pieces, beside=_("每%(unit)s到手 %(rate)s 元") % {
                "unit": unit, "rate": words.rate(part.rate)},
            on=_("%(n)s %(unit)s，交回 %(back)s") % {
                "n": words.number(part.pieces), "unit": unit, "back": words.number(part.back)},
        )]
    nodes = [
        Node(
            _("%(name)s家") % {"name": home.name}, weight=home.pieces,
            beside=_("挣 %(sum)s 元") % {"sum": words.yuan(home.earned)},
            on=_("%(n)s %(unit)s，交回 %(back)s") % {
                "n": words.number(home.pieces), "unit": unit, "back": words.number(home.back)},
        )
        for home in own
    ]
    left = part.households - len(own)
    if left > 0:
        pieces = part.pieces - sum(home.pieces for home in own)
        back = part.back - sum(home.back for home in own)
        nodes.append(Node(
            ngettext("还有 %(n)s 户", "还有 %(n)s 户", left) % {"n": words.Shown(left)},
            weight=max(pieces, 0), rest=True,
            on=_("%(n)s %(unit)s，交回 %(back)s") % {
                "n": words.number(pieces), "unit": unit, "back": words.number(back)},
        ))
    return nodes


def _laid_out(root: Node, order: Order, unit: str) -> Flow:
    levels: list[list[Node]] = [[root]]
    while below := [child for node in levels[-1] for child in node.children]:
        levels.append(below)
    width = 218 if len(levels) < 4 else 180
    free = (WIDE - 2 - width * len(levels)) // max(len(levels) - 1, 1)
    for depth, level in enumerate(levels):
        for node in level:
            node.x, node.w = 1 + depth * (width + free), width
            node.shown = _fitted(node.title, width - 28 - _length(node.beside))
    height = _place(root, 1)
    _centre(root)
    every = [node for level in levels for node in level]
    low = min(node.y for node in every)
    for node in every:
        node.y += 1 - low
    height = max(node.y + node.h for node in every) + 1
    return Flow(
        root, every, _ribbons(every, max(order.pieces, 1)), height,
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


def _ribbons(nodes: Sequence[Node], whole: int) -> list[Ribbon]:
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
            straight = len(widths) == 1 or child.h == HIGH
            wide = x2 - x1 > 190
            said = f"{child.on} · {child.pay}" if wide and child.pay else child.on
            found.append(Ribbon(
                f"M{x1} {start}C{bend} {start} {x1 + 20} {end} {bend + 20} {end}H{x2 - 4}",
                width, (x1 + x2) // 2 if straight else x2 - 16,
                end + 5 if wide and width >= 18 else end - max(width // 2, 2) - 4,
                "on mid" if straight else "on",
                said, "" if wide else child.pay, end + max(width // 2, 6) + 13,
                f"M{x2 - 9} {end - 5}l7 5-7 5",
            ))
    return found
