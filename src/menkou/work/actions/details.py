"""The detail rows of chains: made when a fact is booked, taken away when it no longer is."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection

from menkou.identity import bulk
from menkou.work.actions.chains import Chain
from menkou.work.actions.world import World

PIECES = ("fact_id", "day", "ticket_id", "good", "at_rework", "rejected", "reason")
PASSAGE = ("fact_id", "day", "order_id", "place_id", "commodity_id")
LINE = ("fact_id", "day", "order_id", "place_id", "commodity_id", "quantity")
# The kind of a fact -> its table and that table's columns, the fact's key first.
TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "arrival": ("work_arrival", (*LINE, "noted")),
    "issue": ("work_issue", (*LINE, "ticket_id", "carrier_id", "reason")),
    "return": ("work_materialreturn", (*LINE, "ticket_id", "carrier_id")),
    "receipt": ("work_receipt", (*PIECES, "carrier_id", "uninspected", "surplus")),
    "inspection": ("work_inspection", PIECES),
    "rework": ("work_rework", PIECES),
    "count": ("work_count", (*LINE, "carrier_id")),
    "attend": (
        "work_attendance",
        ("fact_id", "day", "person_id", "place_id", "half", "minutes", "leave"),
    ),
    "surplus": ("work_surplusaway", ("fact_id", "day", "ticket_id", "pieces", "to")),
    "pass_on": ("work_passon", ("fact_id", "day", "ticket_id", "pieces")),
    "handing": ("work_handing", (*PASSAGE, "state", "taker_id", "pieces")),
    "delivery": ("work_delivery", (*PASSAGE, "pieces", "packages")),
    "acceptance": ("work_acceptance", (*PASSAGE, "accepted", "refused", "reason")),
    "customer_return": ("work_customerreturn", (*PASSAGE, "pieces", "reason")),
    "disposal": ("work_disposal", (*PASSAGE, "state", "quantity", "to", "reason")),
}
RECEIPTS = TABLES["abandon"] = TABLES["receipt"]
BACK = ("good", "uninspected", "at_rework", "rejected", "surplus")
"""In what states pieces of a receipt come back: its whole."""
CELL = ("day", "workshop_id", "payer_id", "order_id")
SUMS = ("times", "back", "surplus", "rejected")
PIECES_OF_DAYS = f"""
SELECT r.day AS day, k.workshop_id AS workshop, k.payer_id AS payer, a.order_id AS job,
       COUNT(*) AS times, SUM({' + '.join(f'r.{state}' for state in BACK)}) AS back,
       SUM(r.surplus) AS surplus, SUM(r.rejected) AS rejected
  FROM work_receipt r JOIN work_ticket k ON k.number = r.ticket_id
       JOIN work_allotment a ON a.id = k.allotment_id
"""
"""What `PiecesOfDay` should hold."""
BY_CELL = "GROUP BY r.day, k.workshop_id, k.payer_id, a.order_id"
PARTS = ("work_accepted", ("fact_id", "day", "allotment_id", "pieces"))
PARTED = {"acceptance": 1, "customer_return": -1}
"""Kinds whose pieces have parts by allotment, with the sign of those."""

Row = tuple[Any, ...]
Cell = tuple[date, int, int, int]  # a day, a workshop, a payer, an order


def write(chains: Sequence[Chain], world: World, new: Collection[int]) -> None:
    """Puts the details of these chains in place of those that stood for them; nothing stood for
    a chain whose first fact is among the `new` ones."""
    kinds = defaultdict(list)
    for chain in chains:
        kinds[chain.root.kind].append(chain)
    for kind, own in kinds.items():
        old = [
            fact.pk
            for chain in own
            if chain.root.pk not in new
            for fact in (chain.head, *chain.replaced)
        ]
        made = [row for chain in own for row in rows(chain, world)]
        if TABLES[kind] is RECEIPTS:
            _count(old, made, world)
        _put(*TABLES[kind], old, made)
        if kind in PARTED:
            _put(*PARTS, old, [row for chain in own for row in parts(chain)])


def _put(table: str, columns: Sequence[str], old: Sequence[int], new: Sequence[Row]) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(old), bulk.KEYS):
            some = old[start : start + bulk.KEYS]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM {table} WHERE fact_id IN ({marks})", some)
    bulk.put(table, columns, new)


def _count(old: Sequence[int], new: Sequence[Row], world: World) -> None:
    """Takes the receipts of some facts out of the pieces of their days, and adds new ones."""
    moved: dict[Cell, Counter[str]] = defaultdict(Counter)
    with connection.cursor() as cursor:
        for start in range(0, len(old), bulk.KEYS):
            some = old[start : start + bulk.KEYS]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"{PIECES_OF_DAYS} WHERE r.fact_id IN ({marks}) {BY_CELL}", some)
            for day, workshop, payer, order, *sums in cursor.fetchall():
                cell = (date.fromisoformat(str(day)), workshop, payer, order)
                moved[cell].subtract(dict(zip(SUMS, sums, strict=True)))
    for row in new:
        one = dict(zip(RECEIPTS[1], row, strict=True))
        ticket = world.tickets[one["ticket_id"]]
        order = world.books(ticket).order
        moved[one["day"], ticket.workshop_id, ticket.payer_id, order].update({
            "times": 1, "back": sum(one[state] for state in BACK), "surplus": one["surplus"],
            "rejected": one["rejected"],
        })
    rows = [(*cell, *(sums[name] for name in SUMS))
            for cell, sums in sorted(moved.items()) if any(sums.values())]
    if not rows:
        return
    text, values = bulk.table((*CELL, *SUMS), rows)
    columns = ", ".join((*CELL, *SUMS))
    sets = ", ".join(f"{name} = work_piecesofday.{name} + excluded.{name}" for name in SUMS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{text} INSERT INTO work_piecesofday ({columns}) SELECT {columns} FROM v WHERE true "
            f"ON CONFLICT ({', '.join(CELL)}) DO UPDATE SET {sets}",
            values,
        )


def parts(chain: Chain) -> Iterator[Row]:
    """Whose the accepted pieces of a chain are, or those that came back."""
    if chain.why or chain.undone:
        return
    sign = PARTED[chain.root.kind]
    for part in chain.content["parts"]:
        yield chain.head.pk, chain.head.day, part["allotment"], sign * part["pieces"]


def rows(chain: Chain, world: World) -> Iterator[Row]:
    """The rows that should stand for a chain; none where it waits or was undone."""
    if chain.why or chain.undone:
        return
    content, kind, head = chain.content, chain.root.kind, chain.head
    if kind in ("receipt", "abandon", "inspection", "rework"):
        yield _pieces(chain)
    elif "commodity" in content:
        yield (
            head.pk, head.day, content["order"], content["place"], content["commodity"],
            *_passed(kind, content),
        )
    elif kind == "pass_on":
        yield (head.pk, head.day, content["ticket"], content["pieces"])
    elif kind == "attend":
        yield (
            head.pk, head.day, content["person"], content["place"], content["half"],
            content["minutes"], content.get("leave") or "",
        )
    elif kind == "surplus":
        yield (head.pk, head.day, content["ticket"], content["pieces"], content["to"])
    else:
        ticket = world.tickets.get(content.get("ticket", 0))
        order = world.books(ticket).order if ticket else content["order"]
        place = ticket.workshop_id if ticket else content["place"]
        for line in content["lines"]:
            yield (
                head.pk, head.day, order, place, line["commodity"], line["quantity"],
                *_more(kind, content, line),
            )


def _more(kind: str, content: dict[str, Any], line: dict[str, Any]) -> Row:
    if kind == "arrival":
        return (line["noted"],)
    if kind == "count":
        return (content.get("carrier"),)
    if kind == "return":
        return (content["ticket"], content["carrier"])
    return (content["ticket"], content["carrier"], content.get("reason") or "")


def _passed(kind: str, content: dict[str, Any]) -> Row:
    names = TABLES[kind][1][len(PASSAGE):]
    given = content | {
        "taker_id": content.get("taker"), "reason": content.get("reason") or "",
        "state": content.get("state") or "good",
    }
    return tuple(given.get(name, 0) for name in names)


def _pieces(chain: Chain) -> Row:
    content, outcome = chain.content, chain.outcome
    if outcome is None:
        raise ValueError("a chain is folded before its pieces are written")
    part = outcome.parts.get
    row = (
        chain.head.pk, chain.head.day, content["ticket"], part("good", 0), part("at_rework", 0),
        part("rejected", 0),
        "abandoned" if chain.root.kind == "abandon" else content.get("reason") or "",
    )
    if chain.root.kind not in ("receipt", "abandon"):
        return row
    return (*row, content["carrier"], part("uninspected", 0), outcome.surplus)
