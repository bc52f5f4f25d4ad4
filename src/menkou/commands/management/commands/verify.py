import sys
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from menkou.identity.clock import now
from menkou.ledger.actions.seal import checkpoint, seal
from menkou.ledger.models import Seal
from menkou.ledger.queries import proof
from menkou.ledger.queries.proof import Finding
from menkou.work.queries.proof import prove_pots, prove_tickets


class Command(BaseCommand):
    help = "Proves the books: guards, digests, seals, balances, tickets, pots. Non-zero if wrong."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="every transfer, not only those since the last seal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        last = Seal.objects.filter(checkpoints__isnull=False).order_by("-last").first()
        since = 0 if options["all"] or last is None else last.last
        steps: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
            ("guards stand", proof.prove_guards),
            ("facts are as recorded", proof.prove_facts),
            (f"transfers after {since} are as booked", lambda: proof.prove_transfers(since)),
            ("seals fit", proof.prove_seals),
            ("checkpoints fit", proof.prove_checkpoints),
            ("balances are the sums of their transfers", proof.prove_balances),
            ("tickets are what their facts come to", prove_tickets),
            ("pots are what their facts come to", prove_pots),
        ]
        wrong = 0
        for words, step in steps:
            found = list(step())
            wrong += len(found)
            self.stdout.write(f"{'ok   ' if not found else 'WRONG'} {words}")
            for finding in found[:20]:
                self.stdout.write(f"      {finding}")
            if len(found) > 20:
                self.stdout.write(f"      and {len(found) - 20} more")
        if wrong:
            sys.exit(1)
        sealed = seal(at=now()) or Seal.objects.order_by("-last").first()
        if sealed is not None:
            checkpoint(sealed)
            self.stdout.write(f"sealed up to {sealed.last}, head {bytes(sealed.head).hex()}")
