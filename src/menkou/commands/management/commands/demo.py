import json
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from menkou.demo.district import Figures
from menkou.demo.make import Size, is_made, make
from menkou.demo.site import logins


class Command(BaseCommand):
    help = "Makes the Honglu site, or its whole district, to try things on; keeps what is there."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=2022)
        parser.add_argument("--workers", type=int, default=Size().workers)
        parser.add_argument("--months", type=int, default=Size().months)
        parser.add_argument("--district", action="store_true",
                            help="all of Zhaoyang around it: 72,586 persons")
        parser.add_argument("--logins", action="store_true", help="who may sign in, and no more")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["logins"]:
            district = Figures() if options["district"] else None
            self._make(Size(options["workers"], options["months"], district), options["seed"])
        self._print_logins(options["format"])

    def _make(self, size: Size, seed: int) -> None:
        if size.workers < 6 or size.months < 2:
            raise CommandError("至少 6 人、2 个月 (at least 6 workers and 2 months)")
        call_command("migrate", verbosity=0)
        if is_made():
            self.stderr.write("数据已经在，没有改动 (the data is there and was kept)")
            return
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task("昭阳区" if size.district else "红路安置区", total=size.steps)
            booked = make(
                seed=seed, size=size, wall=timezone.now(),  # noqa: TID251 (this is the edge)
                step=lambda: bar.advance(task),
            )
        self.stderr.write(f"{booked} 条记录 (facts)")

    def _print_logins(self, form: str) -> None:
        rows = logins()
        if form == "json":
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            self.stdout.write("{role:18} {login:10} {password:12} {home}".format(**row))
