import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from menkou.identity import guards
from menkou.identity.clock import today
from menkou.identity.queries import masters

PAUSE = 1.0
"""Seconds before a child that ended is started again."""

ASKED, PATIENCE = 4, 3.0
"""How often children are asked to end before they are killed, and the seconds between."""


class Command(BaseCommand):
    help = "Serves Menkou: the web and the worker, as children; stops both together."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 4))

    def handle(self, *args: Any, **options: Any) -> None:
        if lost := guards.missing():
            raise CommandError(f"guards are missing, run `menkou migrate`: {', '.join(lost)}")
        if wrong := list(masters.lacking()):
            raise CommandError("\n".join(wrong))
        # Nothing is in it without collectstatic, but WhiteNoise complains where it is missing.
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        web = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", options["host"],
            "--port", str(options["port"]), "--workers", str(options["workers"]),
            "--blocking-threads", "1", "--log-level", "warning", "menkou.wsgi:application",
        ]
        worker = [
            sys.executable, "-m", "menkou.commands.main", "db_worker", "--queue-name", "*",
        ]
        daily = [sys.executable, "-m", "menkou.commands.main", "daily"]
        self.stdout.write(f"门口 http://{options['host']}:{options['port']}/")
        raise SystemExit(run_together([web, worker], daily))


def run_together(commands: list[list[str]], daily: list[str]) -> int:
    """Runs commands as children until the first ends or we are told to stop; then stops all. The
    others are started again when they end: the worker does where it finds the database busy for
    too long. `daily` is run at the start, and again whenever the day of the books has turned.

    Answers the exit code of the first where it ended by itself, 0 when we were told to stop.
    """
    told = False

    def stop(*_: Any) -> None:
        nonlocal told
        told = True

    watcher = Watcher()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    children = [watcher.start(command) for command in commands]
    day, morning = today(), watcher.start(daily)
    try:
        while not told and children[0].poll() is None:
            time.sleep(0.2)
            for place, child in enumerate(children[1:], 1):
                if child.poll() is not None:
                    time.sleep(PAUSE)
                    children[place] = watcher.start(commands[place])
            if morning.poll() is not None and day != today():
                day, morning = today(), watcher.start(daily)
    finally:
        ended = children[0].poll()
        watcher.close()
    return 0 if told else ended or 1


class Watcher:
    """Ends all children when we end, even where we are killed: a process of its own that waits
    for the other end of a pipe, which only we hold, to close.

    Each child leads a group, and the group is ended: a server whose first process is killed leaves
    its own children.
    """

    def __init__(self) -> None:
        reading, self._writing = os.pipe()
        self._process = os.fork()
        if not self._process:
            os.close(self._writing)
            os.setsid()
            for name in (signal.SIGINT, signal.SIGTERM):
                signal.signal(name, signal.SIG_IGN)
            with os.fdopen(reading) as told:
                end([int(line) for line in told])
            os._exit(0)
        os.close(reading)

    def start(self, command: list[str]) -> subprocess.Popen[bytes]:
        """Starts a child at the head of a group."""
        child = subprocess.Popen(command, start_new_session=True)
        os.write(self._writing, f"{child.pid}\n".encode())
        return child

    def close(self) -> None:
        """Lets the watcher end them all, and waits until it has."""
        os.close(self._writing)
        os.waitpid(self._process, 0)


def end(groups: list[int]) -> None:
    """Asks groups of processes to end, again and again (a server that is just starting does not
    hear the first), and kills what has not after a while."""
    rest = set(groups)
    for _ in range(ASKED):
        _send(rest, signal.SIGTERM)
        patience = time.monotonic() + PATIENCE
        while (rest := {group for group in rest if alive(group)}) and time.monotonic() < patience:
            time.sleep(0.1)
    _send(rest, signal.SIGKILL)


def _send(groups: set[int], name: signal.Signals) -> None:
    for group in groups:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, name)


def alive(group: int) -> bool:
    """Whether a process of the group still runs; one that nobody has asked after yet does not."""
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return not all_ended(group)


def all_ended(group: int) -> bool:
    """Linux: whether all that is left of a group are zombies, which their parent forgot."""
    states = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, rest = path.read_text().rpartition(")")
        except OSError:
            continue
        state, _, of = rest.split()[:3]
        if int(of) == group:
            states.append(state)
    return bool(states) and set(states) <= {"Z", "X"}
