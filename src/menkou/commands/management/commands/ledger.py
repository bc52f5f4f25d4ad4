from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from menkou.ledger.models import Commodity, Transfer
from menkou.lib.exact import show

COLUMNS = (
    "id", "day", "quantity", "commodity", "fact",
    "source__party", "source__kind", "source__other", "source__job__code",
    "target__party", "target__kind", "target__other", "target__job__code",
)


class Command(BaseCommand):
    help = "The books for other programs: `menkou ledger export --format hledger`."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["export"])
        parser.add_argument("--format", choices=["hledger"], default="hledger")

    def handle(self, *args: Any, **options: Any) -> None:
        for line in hledger():
            self.stdout.write(line)


def hledger() -> Iterator[str]:
    """The journal, oldest first: accounts by keys, never names; amounts in base units, exact."""
    codes = dict(Commodity.objects.values_list("pk", "code"))
    for code in codes.values():
        yield f'commodity 1. "{code}"'
    rows = Transfer.objects.order_by("day", "pk").values_list(*COLUMNS)
    for row in rows.iterator(chunk_size=10_000):
        number, day, quantity, commodity, fact = row[:5]
        amount = f'{show(quantity, 1).replace(",", "")} "{codes[commodity]}"'
        yield f"\n{day.isoformat()} transfer {number}  ; fact: {fact}"
        yield f"    {_account(row[9:13])}  {amount}"
        yield f"    {_account(row[5:9])}  -{amount}"


def _account(key: tuple[Any, ...]) -> str:
    party, kind, other, job = key
    return f"{kind}:{party}:{other}:{job}"
