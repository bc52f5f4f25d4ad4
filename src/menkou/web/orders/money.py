"""An order's money: who gets what of one yuan, what each level keeps, what is in work and lost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from menkou.lib.exact import FACTOR_YUAN, show
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.work.models import Order
from menkou.work.queries import fees, orders

WIDE = 1000  # the bar of one yuan
MOST = 7  # levels on it with a fill of their own; the rest of them is one
HANDS, REST = "fill-hands", "fill-rest"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a bar and its line below: drawn in the pattern `fill`, from `x` on, `width` of
    WIDE."""

    fill: str
    name: str
    amount: int
    of_yuan: int | None
    x: int = 0
    width: int = 0

    @property
    def part(self) -> str:
        """ "0.0556": of one yuan, each with as many decimals."""
        return words.NO_VALUE if self.of_yuan is None else show(self.of_yuan, FACTOR_YUAN, 4)


@dataclass(frozen=True, slots=True)
class Yuan:
    """One yuan that the customer pays, or that one organization gets, in its pieces; `says` them
    in words. Without a bar where some level pays on more than it gets."""

    title: str
    pieces: list[Piece]
    says: str

    @property
    def drawn(self) -> bool:
        return all(piece.of_yuan is not None for piece in self.pieces)


@screen("work.see_fees")
def money(request: Request, pk: int) -> HttpResponse:
    """An office sees the whole chain's; a level its own money only (`fees.whose`): what the others
    keep between them is not its business, and no sum on the page lets it be worked out."""
    rows = orders.within(request.scope, request.day).select_related(
        "customer__party", "product"
    )
    order = get_object_or_404(rows, pk=pk)
    mine = fees.whose(request.scope, request.day)
    levels = fees.levels_of(order)
    ways = fees.ways_of(order, levels)
    whole = fees.money_of(order, levels)
    kept = [one for one in whole.levels if mine is None or one.party in mine]
    out, out_pay = fees.in_work(ways, mine)
    return render(request, "orders/money.html", {
        "order": order, "all": mine is None, "levels": kept,
        "yuans": _yuans(order, mine, levels, ways),
        "booked": whole.booked if mine is None or order.customer_id in mine else None,
        "pays": mine is None or any(one.wages or one.ahead for one in kept),
        "kept": sum(one.kept for one in kept), "wages": sum(one.wages for one in kept),
        "ahead": sum(one.ahead for one in kept), "out": out, "out_pay": out_pay,
        "materials": orders.standing_materials(order),
        "losing": any(one.kept < 0 for one in kept),
    })


def _yuans(
    order: Order, mine: frozenset[int] | None, levels: fees.Levels, ways: Sequence[fees.Way]
) -> list[Yuan]:
    if mine is None:
        found: list[tuple[str, int | None, list[fees.Share]]] = [(
            _("%(name)s付的一元") % {"name": order.customer}, None,
            fees.shares(order, levels, ways),
        )]
    else:
        names: dict[int, str] = {order.customer_id: str(order.customer)}
        names |= {one.holder: one.name for one in levels.values()}
        found = [
            (_("%(name)s付的一元") % {"name": names[party]} if party == order.customer_id
             else _("%(name)s收到的一元") % {"name": names[party]},
             party, fees.own_shares(order, party, levels, ways))
            for party in names if party in mine
        ]
    return [_yuan(title, party, parts) for title, party, parts in found if parts]


def _yuan(title: str, own: int | None, parts: Sequence[fees.Share]) -> Yuan:
    """The pieces of a yuan, at most MOST of organizations and one for the rest of them."""
    firms = [one for one in parts if one.party is not None]
    shown = sorted(firms, key=lambda one: one.amount, reverse=True)
    small = shown[MOST:] if len(firms) > MOST + 1 else []
    pieces = [
        Piece(f"fill-{at}", _said(one, own), one.amount, one.of_yuan)
        for at, one in enumerate([one for one in firms if one not in small], 1)
    ]
    if small:
        n = words.Shown(len(small))
        of_yuan = None if small[0].of_yuan is None else sum(one.of_yuan or 0 for one in small)
        pieces.append(Piece(
            REST, ngettext("还有 %(n)s 家", "还有 %(n)s 家", n) % {"n": n},
            sum(one.amount for one in small), of_yuan,
        ))
    pieces += [
        Piece(HANDS, _("工人的手工钱"), one.amount, one.of_yuan)
        for one in parts if one.party is None
    ]
    placed, x, sum_ = [], 0, 0
    for piece in pieces:
        sum_ += piece.of_yuan or 0
        end = sum_ * WIDE // 10_000
        placed.append(replace(piece, x=x, width=end - x))
        x = end
    says = words.listed([
        _("%(name)s %(sum)s 元") % {"name": one.name, "sum": one.part}
        for one in placed
    ])
    return Yuan(title, placed, says)


def _said(one: fees.Share, own: int | None) -> str:
    """Whose a part is; of one organization's own yuan what it does with it."""
    if own is None:
        return one.name
    if one.party == own:
        return _("自己留下")
    return _("付给%(name)s") % {"name": one.name}

