from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from menkou.commands.backup import restore
from menkou.identity import keys
from menkou.identity.clock import now
from menkou.settlement.actions.sounds import forget_workers_again


class Command(BaseCommand):
    help = "Puts a copy in the database's place, forgets again who was forgotten, and verifies."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("copy", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["copy"].is_file():
            raise CommandError(f"no copy at {options['copy']}")
        try:
            restore(options["copy"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        again = forget_workers_again(keys.forgotten(), at=now())
        self.stdout.write(f"restored; forgotten again: {again}")
        call_command("verify", "--all", stdout=self.stdout)
