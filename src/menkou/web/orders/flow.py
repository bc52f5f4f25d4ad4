"""The way of an order from the customer to the households, as a tree of boxes for `layout`."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from menkou.web.orders.layout import MOST, Flow, Node, laid_out
from menkou.web.parts import words
from menkou.work.models import Order
from menkou.work.queries.order_life import Home, Part

NAMED = 3  # workshops up to which households are named


def draw(
    order: Order, parts: Sequence[Part], homes: Sequence[Home], unit: str, earned: int,
    mine: frozenset[int] | None = None,
) -> Flow:
    """Lays out the flow of one operation of an order. Without `homes` (who may not see them)
    households are counted.

    `earned`: by all its workers, in 1/10,000 yuan; what is not shown of it stands with the rest.
    `mine`: whose fees are shown (`fees.whose`); of the others the pieces alone are.
    """
    unit = _(unit)
    tree = _Tree(parts, homes, unit, order.customer_id, mine)
    root = Node(
        order.customer.party.name, weight=order.pieces, on=_pieces(order.pieces, unit),
        pay=_("每%(unit)s付 %(fee)s 元") % {"unit": unit, "fee": words.rate(order.fee)}
        if tree.shows(order.customer_id) else "",
    )
    root.children = tree.under(None)
    top = {part.allotment: part.held for part in parts if part.parent is None}
    left = order.pieces - sum(top.values())
    if left > 0:
        root.children.append(
            Node(_("还没有分"), "left", weight=left, on=_pieces(left, unit), rest=True)
        )
    if len(parts) == 1 and tree.shows(parts[0].holder):
        _rest_earned(root, homes, earned)
    return laid_out(root, order, unit)


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
        self, parts: Sequence[Part], homes: Sequence[Home], unit: str, customer: int,
        mine: frozenset[int] | None,
    ) -> None:
        self.unit, self.customer, self.homes, self.mine = unit, customer, homes, mine
        self.rows: dict[int, list[Part]] = defaultdict(list)
        self.below: dict[int | None, list[int]] = defaultdict(list)
        for part in parts:
            if part.allotment not in self.rows:
                self.below[part.parent].append(part.allotment)
            self.rows[part.allotment].append(part)
        self.named = sum(part.workshop is not None for part in parts) <= NAMED

    def shows(self, *parties: int) -> bool:
        """Whether somebody sees what passes between these: it is one of hers, or she sees all."""
        return self.mine is None or not self.mine.isdisjoint(parties)

    def fee(self, part: Part) -> str:
        """What the one above pays for a piece, to who sees either of the two."""
        above = self.customer if part.parent is None else self.rows[part.parent][0].holder
        return _fee(part.fee, self.unit) if self.shows(above, part.holder) else ""

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
            pay=self.fee(first),
            kept=_kept(first.fee, fees) if fees and self.shows(first.holder) else "",
            under=_("还有 %(n)s %(unit)s没派") % {"n": words.number(left), "unit": self.unit}
            if left else _("都派下去了"),
            loses=bool(fees) and max(fees) > first.fee and self.shows(first.holder),
            children=[*self.under(first.allotment), *benches],
        )

    def bench(self, part: Part) -> Node:
        """A workshop; what its operator keeps of a piece, by the rate on the tickets."""
        own, shown = part.holder == self.customer, self.shows(part.holder)
        return Node(
            part.workshop_name, "bench", weight=part.pieces, on=_pieces(part.pieces, self.unit),
            pay=self.fee(part),
            beside="" if own or not part.rate or not shown else _kept(part.fee, [part.rate]),
            loses=shown and not own and part.rate > part.fee,
            under=_("验收 %(good)s，退回 %(bad)s") % {
                "good": words.number(part.good), "bad": words.number(part.rejected)},
            children=_homes(part, self.homes if self.named else (), self.unit, paid=shown),
        )


def _homes(part: Part, homes: Sequence[Home], unit: str, *, paid: bool) -> list[Node]:
    where = part.allotment, part.workshop
    own = [home for home in homes if (home.allotment, home.workshop) == where][:MOST]
    if not own:
        return [Node(
            ngettext("%(n)s 户", "%(n)s 户", part.households) % {
                "n": words.Shown(part.households)},
            "home", weight=part.pieces, beside=_("每%(unit)s到手 %(rate)s 元") % {
                "unit": unit, "rate": words.rate(part.rate)} if paid else "",
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
