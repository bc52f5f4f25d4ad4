from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from menkou.figures.actions.report import compute
from menkou.identity.bulk import count_anew
from menkou.identity.clock import now, today
from menkou.ledger.actions.seal import seal, sum_wages
from menkou.lib.days import Month
from menkou.registry.models import Site
from menkou.settlement.actions.periods import open_all
from menkou.work.actions.again import retry
from menkou.work.actions.rent import book_rent


class Command(BaseCommand):
    help = "What begins a day: seals, tries again what waits, opens pay periods, counts figures."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        count_anew()
        sealed = seal(at=at)
        sum_wages()
        booked = retry(at=at)
        opened = open_all(at=at)
        month = Month.of(today())
        rents = [
            due for one in (Month.of(month.first - timedelta(days=1)), month)
            for due in book_rent(month=one, by=None, at=at)
        ]
        # Those that stand are kept: a published number moves when somebody asks for it.
        for site in Site.objects.exclude(figures__as_of=today()).order_by("pk"):
            compute(unit=site, as_of=today(), by=None, at=at)
        words = f"up to {sealed.last}" if sealed else "nothing new"
        self.stdout.write(
            f"sealed {words}; {booked} that waited are booked now; {opened} pay periods opened; "
            f"{len(rents)} rents booked"
        )
