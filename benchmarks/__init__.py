"""Speed as ratios, each beside its baseline in one run. `make bench`; never part of the tests."""

import os
import subprocess
import sys
from pathlib import Path


def ready() -> None:
    """Sets Django up for a module that is run by itself, as `menkou.wsgi` does."""
    import gc

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menkou.settings")
    os.environ.setdefault("MENKOU_POOL", "0")
    django.setup()
    gc.freeze()


def with_month(receipts: int, *how: str) -> None:
    """Writes a month of so many receipts into this process's database, where it isn't there yet.
    `how`: further options of `benchmarks.month`."""
    done = Path(os.environ["MENKOU_HOME"]) / f"month-{receipts}"
    if not done.exists():
        written = [sys.executable, "-m", "benchmarks.month", "--receipts", str(receipts), *how]
        subprocess.run(written, check=True, stdout=subprocess.DEVNULL)
        done.touch()
