"""The way of an order from the customer to the households, laid out to be drawn on the server.

Ribbons are as wide as the pieces that they carry; what passes and what it pays stands on them, or
in the boxes where five levels leave no room between. At most eight nodes on a level, the rest of
each parent in one ("还有 22 户").
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from menkou.web.parts import words
from menkou.work.models import Order
from menkou.work.queries.order_life import Home, Part

WIDE, MOST = 1080, 8
NAMED = 3  # workshops up to which households are named
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


def draw(
    order: Order, parts: Sequence[Part], homes: Sequence[Home], unit: str, earned: int
) -> Flow:
    """Lays out the flow of one operation of an order. Without `homes` (who may not see them)
    households are counted.

    `earned`: by all its workers, in 1/10,000 yuan; what is not shown of it stands with the rest.
    """
    unit = _(unit)
    root = Node(
        order.customer.party.name, weight=order.pieces, on=_pieces(order.pieces, unit),
        pay=_("每%(unit)s付 %(fee)s 元") % {"unit": unit, "fee": words.rate(order.fee)},
    )
    tree = _Tree(parts, homes, unit, order.customer_id)
    root.children = tree.under(None)
    top = {part.allotment: part.held for part in parts if part.parent is None}
    left = order.pieces - sum(top.values())
    if left > 0:
        root.children.append(
            Node(_("还没有分"), "left", weight=left, on=_pieces(left, unit), rest=True)
        )
    if len(parts) == 1:
        _rest_earned(root, homes, earned)
    return _laid_out(root, order, unit)


def _rest_earned(root: Node, homes: Sequence[Home], earned: int) -> None:
    """What the households in "还有 …" of an order's only part earned."""
    rests, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        if node.rest and node.what == "home":
            rests.append(node)
    rest = earned - sum(home.earned for home in homes[:MOST])
    if len(rests) == 1 and rest > 0:
        rests[0].beside = _("挣 %(sum)s 元") % {"sum": words.yuan(_to_fen(rest))}


def _to_fen(amount: int) -> int:
    """A sum as it will be paid: what is below a fen is carried on the slip."""
    return amount - amount % 100


def _pieces(n: int, unit: str) -> str:
    return f"{words.number(n)} {unit}"


def _fee(fee: int, unit: str) -> str:
    return _("每%(unit)s %(rate)s 元") % {"unit": unit, "rate": words.rate(fee)}


def _kept(fee: int, out: Sequence[int]) -> str:
    """What a level keeps of a piece: its fee less what it pays on."""
    least, most = fee - max(out), fee - min(out)
    if least < 0:
        return _("亏 %(sum)s 元") % {"sum": words.rate(-least)}
    if least == most:
        return _("留 %(sum)s 元") % {"sum": words.rate(least)}
    return _("留 %(least)s–%(most)s 元") % {"least": words.rate(least), "most": words.rate(most)}


class _Tree:
    """The nodes below each allotment. Who works in a workshop of its own is shown as that."""

    def __init__(
        self, parts: Sequence[Part], homes: Sequence[Home], unit: str, customer: int
    ) -> None:
        self.unit, self.customer, self.homes = unit, customer, homes
        self.rows: dict[int, list[Part]] = defaultdict(list)
        self.below: dict[int | None, list[int]] = defaultdict(list)
        for part in parts:
            if part.allotment not in self.rows:
                self.below[part.parent].append(part.allotment)
            self.rows[part.allotment].append(part)
        self.named = sum(part.workshop is not None for part in parts) <= NAMED

    def under(self, allotment: int | None) -> list[Node]:
        """The nodes of those to whom an allotment, or the order, passes pieces on; what these have
        given to no household yet is one node."""
        found = [node for one in self.below[allotment] for node in self.of(one)]
        left = sum(node.weight for node in found if node.what == "left")
        found = [node for node in found if node.what != "left"]
        return [*found, self.left(left)] if left else found

    def left(self, pieces: int) -> Node:
        return Node(
            _("还没派活"), "left", weight=pieces, on=_pieces(pieces, self.unit), rest=True
        )

    def of(self, allotment: int) -> list[Node]:
        rows = self.rows[allotment]
        first = rows[0]
        benches = [self.bench(part) for part in rows if part.workshop is not None]
        passed = self.below[allotment]
        left = first.held - first.given
        if passed or (not benches and first.holder != self.customer):
            fees = [self.rows[one][0].fee for one in passed]
            return [self.holder(first, fees, benches, left)]
        if left:
            benches.append(self.left(left))
        return benches

    def holder(self, first: Part, fees: list[int], benches: list[Node], left: int) -> Node:
        return Node(
            first.holder_name, weight=first.held, on=_pieces(first.held, self.unit),
            pay=_fee(first.fee, self.unit), kept=_kept(first.fee, fees) if fees else "",
            under=_("还有 %(n)s %(unit)s没派") % {"n": words.number(left), "unit": self.unit}
            if left else _("都派下去了"),
            loses=bool(fees) and max(fees) > first.fee,
            children=[*self.under(first.allotment), *benches],
        )

    def bench(self, part: Part) -> Node:
        """A workshop; what its operator keeps of a piece, by the rate on the tickets."""
        own = part.holder == self.customer
        return Node(
            part.workshop_name, "bench", weight=part.pieces, on=_pieces(part.pieces, self.unit),
            pay=_fee(part.fee, self.unit),
            beside="" if own or not part.rate else _kept(part.fee, [part.rate]),
            loses=not own and part.rate > part.fee,
            under=_("验收 %(good)s，退回 %(bad)s") % {
                "good": words.number(part.good), "bad": words.number(part.rejected)},
            children=_homes(part, self.homes if self.named else (), self.unit),
        )


def _homes(part: Part, homes: Sequence[Home], unit: str) -> list[Node]:
    where = part.allotment, part.workshop
    own = [home for home in homes if (home.allotment, home.workshop) == where][:MOST]
    if not own:
        return [Node(
            ngettext("%(n)s 户", "%(n)s 户", part.households) % {
                "n": words.Shown(part.households)},
            "home", weight=part.pieces, beside=_("每%(unit)s到手 %(rate)s 元") % {
                "unit": unit, "rate": words.rate(part.rate)},
            on=_("%(n)s %(unit)s，交回 %(back)s") % {
                "n": words.number(part.pieces), "unit": unit, "back": words.number(part.back)},
        )]
    nodes = [
        Node(
            _("%(name)s家") % {"name": home.name}, "home", weight=home.pieces,
            beside=_("挣 %(sum)s 元") % {"sum": words.yuan(_to_fen(home.earned))},
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
            "home", weight=max(pieces, 0), rest=True, counts=left,
            on=_("%(n)s %(unit)s，交回 %(back)s") % {
                "n": words.number(pieces), "unit": unit, "back": words.number(back)},
        ))
    return nodes


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
        REST[what](n) % {"n": words.Shown(n)}, what, weight=weight, on=_pieces(weight, unit),
        rest=True, counts=n,
    ))


def _laid_out(root: Node, order: Order, unit: str) -> Flow:
    levels = _bounded(root, unit)
    width = {1: 218, 2: 218, 3: 218, 4: 180}.get(len(levels), min(172, WIDE // len(levels) - 34))
    free = (WIDE - 2 - width * len(levels)) // max(len(levels) - 1, 1)
    quiet, room = free < ROOM, (width - 24) * SMALLER
    for depth, level in enumerate(levels):
        for node in level:
            node.x, node.w = 1 + depth * (width + free), width
            node.aside = "" if quiet else node.beside
            named = _named(node.title, width - 26 - _length(node.aside), 2 if quiet else 1)
            node.names = [(25 + LINE * at, line) for at, line in enumerate(named)]
            said = [node.kept, node.under]
            if quiet or not depth:
                way = [f"{node.on} · {node.pay}"] if node.on and node.pay else [node.on, node.pay]
                if _length(way[0]) > room:
                    way = [node.on, node.pay]
                said = [*way, "" if node.aside else node.beside, *said]
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
