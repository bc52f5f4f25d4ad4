"""`menkou verify --all` of a month: seconds, and the memory of all its processes together.

python -m benchmarks.verify --receipts 90000      (the month is written where it is not there yet)
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import with_month


def memory(process: int) -> int:
    """Kilobytes that a process and its children hold; Linux only, 0 elsewhere."""
    total, rest = 0, [process]
    while rest:
        one = rest.pop()
        try:
            status = Path(f"/proc/{one}/status").read_text()
            rest += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except OSError:  # it has ended, or there is no /proc
            continue
        total += sum(
            int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")
        )
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--receipts", type=int, default=90_000)
    receipts = parser.parse_args().receipts
    with_month(receipts)
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "menkou.commands.main", "verify", "--all"],
        stdout=subprocess.PIPE, text=True,
    )
    most = 0
    while process.poll() is None:
        most = max(most, memory(process.pid))
        time.sleep(0.1)
    took = time.perf_counter() - began
    said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        sys.exit(said)
    print(json.dumps({
        "receipts": receipts, "seconds": took, "megabytes": most / 1024,
        "proved": said.count("ok   "),
    }))


if __name__ == "__main__":
    main()
