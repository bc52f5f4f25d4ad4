import os
import sys
from collections import defaultdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from menkou.commands.proving import FEW, Piece, pieces, proved
from menkou.identity.clock import now
from menkou.ledger.actions.seal import checkpoint, seal
from menkou.ledger.models import Seal, Transfer
from menkou.ledger.queries.proof import Finding

SHOWN = 20


class Command(BaseCommand):
    help = "Proves the books: guards, digests, seals, balances, tickets, pots. Non-zero if wrong."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true",
            help="every fact, transfer and ticket, not only those since the last verified seal",
        )

        parser.add_argument(
            "--processes", type=int, default=None,
            help="how many prove at once (default: one, and all processors where there is much)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Sealed first: what is booked while we prove is not vouched for.
        sealed = seal(at=now()) or Seal.objects.order_by("-last").first()
        last = Seal.objects.filter(checkpoints__isnull=False).order_by("-last").first()
        todo = pieces(0 if options["all"] or last is None else last.last)
        few = Transfer.objects.count() <= FEW
        if self._prove(todo, options["processes"] or (1 if few else os.cpu_count() or 1)):
            sys.exit(1)
        if sealed is not None:
            checkpoint(sealed)
            self.stdout.write(f"sealed up to {sealed.last}, head {bytes(sealed.head).hex()}")

    def _prove(self, todo: list[Piece], processes: int) -> int:
        from rich.console import Console
        from rich.progress import Progress

        left: dict[str, int] = defaultdict(int)
        wrong: dict[str, list[Finding]] = defaultdict(list)
        for piece in todo:
            left[piece.words] += 1
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("verify", total=len(todo))
            for piece, found in proved(todo, processes):
                bar.advance(task)
                wrong[piece.words] += found
                left[piece.words] -= 1
                if not left[piece.words]:
                    self._say(piece.words, wrong[piece.words])
        return sum(map(len, wrong.values()))

    def _say(self, words: str, found: list[Finding]) -> None:
        self.stdout.write(f"{'ok   ' if not found else 'WRONG'} {words}")
        for finding in found[:SHOWN]:
            self.stdout.write(f"      {finding}")
        if len(found) > SHOWN:
            self.stdout.write(f"      and {len(found) - SHOWN} more")
