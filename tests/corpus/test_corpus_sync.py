"""The whole corpus through the real command: nothing crashes, hangs, eats the memory or is lost."""

import csv
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.real_data import REPOSITORY

MOST_MEMORY = 1_500_000_000
SECONDS_A_FILE = 60


@pytest.fixture(scope="module")
def synced(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """The library of the corpus, and its listing."""
    home = tmp_path_factory.mktemp("home")
    environment = {
        **os.environ,
        "SHOEBOX_LIBRARY": str(home / "Shoebox"),
        "SHOEBOX_STATE": str(home / "state"),
        "SHOEBOX_RECOGNITION": "false",
        "PYTHONPATH": str(REPOSITORY / "src"),
    }
    shoebox = [sys.executable, "-m", "shoebox.cli"]
    subprocess.run([*shoebox, "sync", str(corpus)], env=environment, check=True, timeout=20 * SECONDS_A_FILE)
    listed = subprocess.run([*shoebox, "ls", "--json"], env=environment, check=True, capture_output=True, text=True)
    return home / "Shoebox", [json.loads(line) for line in listed.stdout.splitlines()]


def test_every_file_is_backed_up_byte_for_byte(corpus: Path, synced: tuple[Path, list[dict[str, Any]]]) -> None:
    """All files of the corpus, hostile ones and sidecars included, lie in the archive unchanged."""
    library, _ = synced
    for file in (path for path in corpus.rglob("*") if path.is_file()):
        assert (library / "originals" / file.relative_to(corpus)).read_bytes() == file.read_bytes(), file


def test_what_is_not_shown_has_a_reason(synced: tuple[Path, list[dict[str, Any]]]) -> None:
    """A photo is decoded or set aside with a reason; nothing in between."""
    _, photos = synced
    assert {photo["status"] for photo in photos} == {"ok", "set-aside"}
    assert all((photo["status"] == "set-aside") == bool(photo["reason"]) for photo in photos)


def test_equal_files_are_one_photo(corpus: Path, synced: tuple[Path, list[dict[str, Any]]]) -> None:
    """Files that the manifest knows by one checksum are one photo with all their paths."""
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    _, photos = synced
    by_checksum = {photo["id"]: set(photo["paths"]) for photo in photos}
    for row in rows:
        if row["sha256"] in by_checksum:
            assert row["path"] in by_checksum[row["sha256"]]


def test_no_process_took_too_much_memory(synced: tuple[Path, list[dict[str, Any]]]) -> None:
    """The largest process of the import stayed below 1.5 GB, decompression bombs or not."""
    assert synced
    kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert kilobytes * 1024 < MOST_MEMORY
