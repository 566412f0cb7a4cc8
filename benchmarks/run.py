"""`make bench`: measures Shoebox against its peers and prints the tables.

Times are CPU seconds (user and system) of whole processes, taken in turns with the peer's; quote ratios only.
"""

import subprocess
import sys
from pathlib import Path

import importing
import memory
import syncing
from measure import table

HERE = Path(__file__).parent


def main() -> None:
    """Every measurement; the longer ones print tables of their own."""
    print(table([importing.measure(), syncing.measure(), memory.measure()]), flush=True)
    for script in ("render_vs_sharp.py", "search.py"):
        print(f"\n## {script}", flush=True)
        subprocess.run([sys.executable, HERE / script], check=True)


if __name__ == "__main__":
    main()
