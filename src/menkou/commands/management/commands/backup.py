from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from menkou.commands.backup import backup
from menkou.identity.clock import now


class Command(BaseCommand):
    help = "A copy of the database and media to one folder, of the keys to another; keeps 14."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", type=Path, required=True)
        parser.add_argument("--keys", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = backup(options["data"], options["keys"], at=now())
        except ValueError as error:
            raise CommandError(str(error)) from error
        for path in made:
            self.stdout.write(str(path))
