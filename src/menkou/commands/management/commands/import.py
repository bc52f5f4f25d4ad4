import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override
from rich.console import Console
from rich.progress import Progress

from menkou.access import queries as rights
from menkou.identity.clock import now, today
from menkou.identity.models import User
from menkou.importing.actions.check import Step, bring, compare, keep, read_file
from menkou.importing.actions.write import run_write, start_write
from menkou.importing.checked import Checked, as_json, as_text
from menkou.importing.errors import NotImported
from menkou.importing.lists import LISTS
from menkou.importing.matching.base import Read
from menkou.importing.models import Import
from menkou.importing.queries.imports import unfinished
from menkou.importing.reading.files import BadFile


class Command(BaseCommand):
    help = "Checks a list that an office has, row by row; with --apply the good rows are written."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("list", choices=sorted(LISTS), help="which list it is")
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="write the good rows")
        parser.add_argument("--day", type=date.fromisoformat,
                            help="from which day its rows hold; today if left out")
        parser.add_argument("--by", help="who brings it (login); the first district officer")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        list_, day = options["list"], options["day"] or today()
        with override("zh-hans"), Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task(path.name, total=None)

            def step(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)

            try:
                brought = Import(list=list_, file_name=path.name, day=day,
                                 by=self._officer(options["by"], LISTS[list_].verb))
                content = path.read_bytes()
                rows = read_file(list_, content, path.name)
                checked = compare(brought, rows, now(), step=step)
                checked.refuse_doubles(day)
                if options["apply"]:
                    _write(brought, content, rows, checked, step)
            except OSError as error:
                raise CommandError(f"{path}: {error.strerror}") from error
            except (BadFile, NotImported) as error:
                raise CommandError(str(error)) from error
        write = json_text if options["format"] == "json" else as_text
        with override("zh-hans"):
            self.stdout.write(write(checked))

    def _officer(self, login: str | None, verb: str) -> User:
        """Who brings it. Raises CommandError where nobody may."""
        users = User.objects.filter(is_active=True, kind=User.Kind.STAFF).order_by("pk")
        found = users.filter(login=login) if login else users
        for user in found:
            if login or "district_officer" in rights.roles(user, today()):
                if rights.may(user, verb, today()):
                    return user
                break
        raise CommandError("没有可以导入的人，请用 --by 写登录名 (nobody may import: give --by)")


def json_text(checked: Checked) -> str:
    """What the list comes to, for other programs."""
    return json.dumps(as_json(checked), ensure_ascii=False, indent=2)


def _write(
    brought: Import, content: bytes, rows: list[Read], checked: Checked, step: Step
) -> None:
    """Writes the good rows; goes on where the same file was stopped before."""
    imported = unfinished(brought.list, content, brought.by)
    if imported is None:
        imported = bring(list_=brought.list, content=content, name=brought.file_name,
                         day=brought.day, by=brought.by, at=now())
        keep(imported, checked, now())
        imported = Import.objects.select_related("by", "key").get(pk=imported.pk)
    if imported.state != Import.State.WRITING:
        imported = start_write(imported=imported, by=brought.by, at=now())
    run_write(imported=imported, now=now, rows=rows, step=step)
