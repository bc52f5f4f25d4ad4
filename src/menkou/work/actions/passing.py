"""What moves where between the levels of the chain: arrivals, custody, delivery, acceptance.

Each such fact moves what its own content says, so that their order can't matter; what a place
lacks for it comes from the place's difference (`pots`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from menkou.ledger.moves import AccountKey
from menkou.work.queries.paths import Path
from menkou.work.queries.terms import OrderTerms

Moved = tuple[AccountKey, AccountKey, int, int]  # source, target, commodity, quantity


def moved(
    kind: str, content: Mapping[str, Any], order: OrderTerms, paths: Mapping[int, Path], yuan: int
) -> Iterator[Moved]:
    """The moves of a fact of this order."""
    owner, job, place = order.customer, order.job, content["place"]

    def at(what: str, party: int = place) -> AccountKey:
        return AccountKey(party, what, owner, job)

    outside = at("outside", owner)
    if kind == "arrival":
        for line in content["lines"]:
            yield outside, at("store"), line["commodity"], line["quantity"]
        return
    commodity = content["commodity"]
    if kind == "handing":
        state = content.get("state") or "good"
        yield at(state), at(state, content["taker"]), commodity, content["pieces"]
    elif kind == "delivery":
        yield at("good"), at("delivered"), commodity, content["pieces"]
    elif kind == "acceptance":
        yield at("delivered"), outside, commodity, content["accepted"]
        yield at("delivered"), at("to_rework"), commodity, content.get("refused", 0)
        yield from _fees(content, job, paths, yuan)
    elif kind == "customer_return":
        yield outside, at("to_rework"), commodity, content["pieces"]
        for source, target, money, amount in _fees(content, job, paths, yuan):
            yield target, source, money, amount
    elif kind == "disposal":
        to = {"owner": outside, "scrap": at("scrapped"), "good": at("good")}[content["to"]]
        yield at(content["state"]), to, commodity, content["quantity"]


def _fees(
    content: Mapping[str, Any], job: int, paths: Mapping[int, Path], yuan: int
) -> Iterator[Moved]:
    """The fee of each level, up from whose pieces they are to the customer. Where giver and holder
    are one, nothing is owed."""
    for part in content["parts"]:
        for giver, holder, fee in paths[part["allotment"]].levels:
            if giver != holder:
                owes = AccountKey(giver, "fee", holder, job)
                yield owes, AccountKey(holder, "fee", giver, job), yuan, part["pieces"] * fee
