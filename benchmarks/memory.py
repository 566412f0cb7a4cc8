"""Memory of an idle server without models loaded."""

import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from measure import Row

GOAL_MEGABYTES = 200


def measure() -> Row:
    """Start the server on an empty library, ask for the front page and the timeline, and read its memory."""
    with tempfile.TemporaryDirectory() as place:
        environment = {**os.environ, "SHOEBOX_STATE": f"{place}/state", "SHOEBOX_LIBRARY": f"{place}/library"}
        command = [sys.executable, "-m", "shoebox.cli"]
        subprocess.run([*command, "init"], check=True, env=environment, stdout=subprocess.DEVNULL)
        with subprocess.Popen(
            [*command, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True
        ) as server:
            try:
                assert server.stdout is not None
                address = next(word for word in server.stdout.readline().split() if word.startswith("http"))
                for path in ("/api/timeline", "/api/parse?q=dogs+in+2007", "/api/status"):
                    urllib.request.urlopen(address + path).read()  # noqa: S310 our own server
                megabytes = _resident(server.pid)
            finally:
                server.terminate()
    return Row(
        "memory of an idle server, MB", f"{megabytes:.0f}", "Immich 4,000+ (published)", "", f"below {GOAL_MEGABYTES}"
    )


def _resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000
