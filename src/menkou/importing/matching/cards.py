"""Whose else a card is: several people with one account may be a held card."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from menkou.registry.actions.numbers import bank_index
from menkou.registry.queries.known import by_card


class Cards:
    """The cards of some rows. `counted`: card -> how many of the file's rows have it.

    Article 54 of 保障农民工工资支付条例 forbids to hold a worker's card; one card of two persons is
    told, never refused, and nobody is named.
    """

    def __init__(self, counted: Mapping[str, int], cards: Iterable[str]) -> None:
        self._counted = counted
        self._index = {card: bank_index(card) for card in set(cards)}
        self._holders: dict[bytes, set[int]] = defaultdict(set)
        self._holders |= by_card(self._index.values())

    def others(self, card: str, subject: int | None) -> int:
        """How many others are registered with a card, or stand in the file with it."""
        known = self._holders.get(self._index[card], set()) - {subject}
        return max(len(known), self._counted[card] - 1)
