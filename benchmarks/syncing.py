"""A sync that has nothing to do, over 100,000 files. The peers' figures are their own published behaviour.

`aws s3 sync` lists the whole bucket and compares (18.9 CPU s measured for 100,000 objects), rclone with --fast-list and
--size-only likewise (3.5 CPU s); Shoebox looks at the folder and its local list only.
"""

import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from measure import Row, cpu_seconds_of

from shoebox.adapters.known_files_sqlite import SqliteKnownFiles
from shoebox.application.walk import walk
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.ports import KnownFile

FILES = 100_000
FILES_A_FOLDER = 200
ROUNDS = 5
RCLONE_SECONDS = 3.5


def measure() -> Row:
    """Make the files, know them all, and sync."""
    with tempfile.TemporaryDirectory() as place:
        pictures = Path(place, "pictures")
        for number in range(FILES):
            folder = pictures / f"{number // FILES_A_FOLDER:05}"
            if number % FILES_A_FOLDER == 0:
                folder.mkdir(parents=True)
            (folder / f"IMG_{number:06}.JPG").touch()
        environment = {
            **os.environ,
            "SHOEBOX_STATE": f"{place}/state",
            "SHOEBOX_LIBRARY": f"{place}/library",
            "SHOEBOX_RECOGNITION": "false",
        }
        command = [sys.executable, "-m", "shoebox.cli"]
        cpu_seconds_of([*command, "init"], environment=environment)
        (state,) = Path(place, "state").iterdir()
        _know(pictures, state / "known-files.sqlite")
        times = [cpu_seconds_of([*command, "sync", str(pictures)], environment=environment) for _ in range(ROUNDS)]
    mine = median(times)
    return Row(
        f"no-change sync of {FILES:,} files, CPU s",
        f"{mine:.2f}",
        f"rclone {RCLONE_SECONDS} (published)",
        f"{mine / RCLONE_SECONDS:.2f}",
        "at most 1 s",
    )


def _know(pictures: Path, database: Path) -> None:
    known = SqliteKnownFiles(database)
    checksum = checksum_of_bytes(b"")
    for folder in walk(pictures):
        for file in folder.files:
            found = KnownFile(file.size, file.modified_ns, file.changed_ns, checksum, f"{file.folder}/{file.name}")
            known.remember(file.source, file.folder, file.name, found)
