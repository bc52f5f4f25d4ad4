from typing import Any

from cryptography.exceptions import InvalidTag
from django.core.management.base import BaseCommand, CommandError, CommandParser

from menkou.identity.actions import masters
from menkou.identity.keys import NoSuchMaster
from menkou.identity.queries import masters as known


class Command(BaseCommand):
    help = "Master keys: how many rows stand under which; a newer one for all; an older one away."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("status", help="how many persons' keys stand under which master key")
        what.add_parser("rotate", help="makes a newer master key, or goes on where it was stopped")
        retire = what.add_parser("retire", help="deletes an older master key that no row uses")
        retire.add_argument("number", type=int)
        retire.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "status":
            self._status()
        elif options["what"] == "rotate":
            self._rotate()
        else:
            self._retire(options["number"], sure=options["yes"])

    def _status(self) -> None:
        for one in known.standing():
            words = [f"master key {one.number}: {one.rows} rows"]
            words += ["newest"] if one.newest else []
            words += [] if one.held else ["NOT IN THE KEY FOLDER"]
            words += ["DOES NOT OPEN THEM"] if one.held and not one.opens else []
            self.stdout.write(", ".join(words))
        if wrong := list(known.lacking()):
            raise CommandError("\n".join(wrong))

    def _rotate(self) -> None:
        from rich.console import Console
        from rich.progress import Progress

        if wrong := list(known.lacking()):
            raise CommandError("\n".join(wrong))
        newest, made = masters.begin()
        self.stdout.write(f"{'made' if made else 'goes on with'} master key {newest}")
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            task, done = bar.add_task("rotate", total=known.left(newest)), 0
            try:
                for rows in masters.wrap_anew(newest):
                    bar.advance(task, rows)
                    done += rows
            except (NoSuchMaster, InvalidTag) as error:
                raise CommandError(f"after {done} rows: {error or 'a row cannot be opened'}") \
                    from error
        self.stdout.write(f"{done} rows wrapped by master key {newest}")

    def _retire(self, number: int, *, sure: bool) -> None:
        ask = f"Delete master key {number} for good? Older copies of the database need it. [y/N] "
        if not sure and input(ask).strip().lower() != "y":
            raise CommandError("nothing was deleted")
        try:
            masters.retire(number)
        except masters.NotRetired as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"master key {number} is deleted; keep a copy of the keys from before")
