import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from menkou.identity import guards
from menkou.identity.clock import today

PAUSE = 1.0
"""Seconds before a child that ended is started again."""


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

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    children = [_start(command) for command in commands]
    day, morning = today(), _start(daily)
    try:
        while not told and children[0].poll() is None:
            time.sleep(0.2)
            for place, child in enumerate(children[1:], 1):
                if child.poll() is not None:
                    time.sleep(PAUSE)
                    children[place] = _start(commands[place])
            if morning.poll() is not None and day != today():
                day, morning = today(), _start(daily)
    finally:
        ended = children[0].poll()
        _stop([*children, morning])
    return 0 if told else ended or 1


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, preexec_fn=_end_with_parent)


def _end_with_parent() -> None:
    """Linux: the child is told to end when we are killed and can't tell it ourselves."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
