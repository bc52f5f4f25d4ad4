"""What holds of an order's chain after every step of the machine: the books prove, invariants 2 and
3 over all levels."""

from collections import Counter

from django.db.models import Sum
from hypothesis.stateful import invariant

from menkou.ledger.models import Balance
from menkou.ledger.queries.books import trial_balance
from menkou.ledger.queries.proof import prove_balances
from menkou.work.models import Accepted, Allotment, Ticket
from menkou.work.queries.paths import paths
from menkou.work.queries.proof import (
    prove_allotments,
    prove_counts,
    prove_others,
    prove_pots,
    prove_tickets,
)
from tests.work.chain_ground import PIECES, ChainGround


class Holding:
    """The invariants of a machine that stands on a chain's `ground`."""

    ground: ChainGround

    @invariant()
    def the_books_prove(self) -> None:
        sums: Counter[int] = Counter()
        for line in trial_balance():
            sums[line.commodity] += line.quantity
        assert not any(sums.values())
        proofs = (prove_balances, prove_tickets, prove_others, prove_pots, prove_counts,
                  prove_allotments)
        assert [str(one) for prove in proofs for one in prove()] == []

    @invariant()
    def material_and_pieces_add_up_at_every_operation(self) -> None:
        """Invariant 2: what is used is what came back, at its place in the order; what an operation
        made is what the one before made good, or shown as a difference."""
        ground = self.ground
        back = [
            sum(Ticket.objects.filter(
                allotment__operation=operation, source=Ticket.Source.MADE
            ).values_list("back", flat=True))
            for operation in ground.operations
        ]
        used = {"rattan": back[0] * 1200, "woven": back[1], "ribbon": back[1] * 35}
        used["ribbon"] += back[0] * 350
        for name, quantity in used.items():
            assert self.sum_of("consumed", name) == quantity, name
        short = -self.sum_of("difference", "woven")
        good = sum(
            self.sum_of(kind, "woven")
            for kind in ("good", "hands", "consumed", "delivered", "scrapped", "allowed_loss",
                         "excess_loss")
        )
        outside = sum(Balance.objects.filter(
            account__kind="outside", commodity=ground.goods("woven")
        ).values_list("quantity", flat=True))
        waits = sum(
            self.sum_of(kind, "woven")
            for kind in ("uninspected", "at_rework", "to_rework", "rejected", "surplus")
        )
        assert good + waits + outside - short == -self.sum_of("made", "woven")

    def sum_of(self, kind: str, name: str) -> int:
        rows = Balance.objects.filter(account__kind=kind, commodity=self.ground.goods(name))
        return int(rows.aggregate(n=Sum("quantity"))["n"] or 0)

    @invariant()
    def what_is_given_on_is_held(self) -> None:
        for operation in self.ground.operations:
            top = Allotment.objects.filter(parent=None, operation=operation)
            assert (top.aggregate(n=Sum("pieces"))["n"] or 0) <= PIECES

    @invariant()
    def what_each_level_keeps_adds_up_to_the_fee(self) -> None:
        """Invariant 3: fees in − fees out − wages = kept; over all levels the customer's fee."""
        ground = self.ground
        order = ground.hall.order
        want: Counter[tuple[int, int]] = Counter()
        accepted = Accepted.objects.values_list("allotment").annotate(n=Sum("pieces")).order_by()
        ways = paths([pk for pk, _ in accepted]) if accepted else {}
        customers = 0
        for pk, n in accepted:
            for giver, holder, fee in ways[pk].levels:
                want[holder, giver] += n * fee
            customers += n * ways[pk].levels[-1].fee
        fees: Counter[tuple[int, int]] = Counter()
        for party, other, quantity in Balance.objects.filter(
            account__kind="fee", account__job=order.job_id
        ).values_list("account__party", "account__other", "quantity"):
            fees[party, other] += quantity
        mended = fees[ground.hall.firm.pk, order.customer_id] - want[
            ground.hall.firm.pk, order.customer_id
        ]
        assert mended >= 0
        want[ground.hall.firm.pk, order.customer_id] += mended
        for (holder, giver), quantity in want.items():
            assert fees[holder, giver] == quantity
            assert fees[giver, holder] == -quantity
        labour = -int(Balance.objects.filter(
            account__kind="labour", account__job=order.job_id
        ).aggregate(n=Sum("quantity"))["n"] or 0)
        kept = {
            one.pk: sum(q for (party, _), q in fees.items() if party == one.pk)
            for name, one in ground.parties.items() if name != "customer"
        }
        kept[ground.hall.firm.pk] -= labour
        assert sum(kept.values()) == customers + mended - labour

    def differences(self) -> Counter[tuple[int, int]]:
        rows = Balance.objects.filter(account__kind="difference")
        return Counter({
            (party, commodity): quantity
            for party, commodity, quantity in rows.values_list(
                "account__party", "commodity", "quantity"
            )
        })
