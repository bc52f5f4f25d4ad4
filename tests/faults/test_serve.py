"""`menkou serve` and its children live and die together."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of a killed parent")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_no_child_outlives_a_server_that_was_stopped_or_killed(
    how: signal.Signals, tmp_path: Path
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {"MENKOU_HOME": str(tmp_path), "MENKOU_DATABASE_URL": ""}
    menkou = [sys.executable, "-m", "menkou.commands.main"]
    subprocess.run([*menkou, "migrate"], env=env, check=True, capture_output=True)
    served = subprocess.Popen(
        [*menkou, "serve", "--port", str(port)], env=env, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )
    assert served.stdout is not None
    # The day's work is the last child to be started.
    for line in served.stdout:
        if line.startswith("sealed"):
            break
    served.send_signal(how)
    # Every child holds the other end of this pipe: it ends when the last of them has, and not
    # before. (The port itself may be somebody else's by then.)
    said, _ = served.communicate(timeout=60)
    assert "Traceback" not in said
