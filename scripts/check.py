"""Style, types, imports, templates, migrations: all of it, and all of it green."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = (
    ["ruff", "check", "."],
    ["mypy"],
    ["lint-imports"],
    ["djlint", "--lint", "--quiet", "src/menkou"],
    ["python", "-m", "menkou.commands.main", "makemigrations", "--check", "--dry-run"],
)


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory(prefix="menkou-check-") as home:
        env = os.environ | {"MENKOU_HOME": home, "MENKOU_DATABASE_URL": ""}
        for check in CHECKS:
            print("==", *check, flush=True)
            if subprocess.call([BIN / check[0], *check[1:]], cwd=ROOT, env=env):
                failed.append(check[0])
    if failed:
        print("not clean:", ", ".join(failed))
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
