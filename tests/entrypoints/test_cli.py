"""The command line, as a person or a script uses it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.libraries import jpeg
from tests.real_data import REPOSITORY

Pictures = Callable[[dict[str, bytes]], Path]
MANY = 60


class Owner:
    """Somebody with an empty home folder."""

    def __init__(self, home: Path) -> None:
        """Everything goes below `home`; recognition is off, so that no model is fetched."""
        self.library = home / "Shoebox"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SHOEBOX_")},
            "HOME": str(home),
            "XDG_STATE_HOME": "",
            "XDG_CONFIG_HOME": "",
            "SHOEBOX_RECOGNITION": "false",
            "PYTHONPATH": str(REPOSITORY / "src"),
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command."""
        command = [sys.executable, "-m", "shoebox.cli", *arguments]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command: exit code, output, errors."""
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=300)
        return process.returncode, output, errors

    def listing(self) -> list[dict[str, Any]]:
        """What `shoebox ls --json` prints, in order of path."""
        code, output, errors = self.run("ls", "--json")
        assert code == 0, errors
        return sorted((json.loads(line) for line in output.splitlines()), key=lambda photo: str(photo["paths"]))


@pytest.fixture
def owner(tmp_path: Path) -> Owner:
    """Somebody new."""
    return Owner(tmp_path)


def test_the_day_of_a_new_owner(owner: Owner, pictures: Pictures) -> None:
    """Sync, list, search, sync again."""
    folder = pictures({"a.jpg": jpeg("red"), "b.jpg": jpeg("blue", "2008:05:01 10:00:00"), "bad.jpg": b"bad"})
    code, output, _ = owner.run("sync", str(folder))
    assert code == 0
    assert "2 added" in output
    assert "bad.jpg: The file is not a picture" in output
    assert [photo["status"] for photo in owner.listing()] == ["ok", "ok", "set-aside"]
    code, output, _ = owner.run("search", "--json", "photos", "from", "2008")
    assert [json.loads(line)["paths"] for line in output.splitlines()] == [["b.jpg"]]
    code, output, _ = owner.run("search", "--explain", "photos from 2008")
    assert "2008" in output
    code, output, _ = owner.run("sync", str(folder))
    assert "3 unchanged" in output


def test_a_listing_has_every_field(owner: Owner, pictures: Pictures) -> None:
    """The fields are those of docs/archive-format.md, present in every object."""
    owner.run("sync", str(pictures({"a.jpg": jpeg(), "bad.jpg": b"bad"})))
    format_page = (REPOSITORY / "docs" / "archive-format.md").read_text(encoding="utf-8").partition("# `shoebox ls")[2]
    for photo in owner.listing():
        assert all(f"`{name}`" in format_page for name in photo)
        assert len(photo) == 27


def test_a_dry_run_writes_nothing(owner: Owner, pictures: Pictures) -> None:
    """It says what would be done; there is no library afterwards."""
    folder = pictures({"a.jpg": jpeg()})
    code, output, errors = owner.run("sync", "--dry-run", str(folder))
    assert code == 0, errors
    assert "1 files to back up" in output
    assert not owner.library.exists()
    owner.run("sync", str(folder))
    assert "0 files to back up" in owner.run("sync", "--dry-run", str(folder))[1]


def test_a_rebuild_gives_the_same_listing(owner: Owner, pictures: Pictures) -> None:
    """Records, index and pictures deleted; the listing comes back to the letter."""
    owner.run("sync", str(pictures({f"{number}.jpg": jpeg(f"rgb({number * 9}, 0, 90)") for number in range(20)})))
    before = owner.listing()
    for name in ("thumbnails", "previews"):
        subprocess.run(["rm", "-r", str(owner.library / name)], check=True)
    subprocess.run(["rm", "-r", str(owner.library.parent / ".local" / "state")], check=True)
    code, output, errors = owner.run("rebuild")
    assert code == 0, errors
    assert "20 originals" in output
    assert owner.listing() == before
    assert len(list((owner.library / "thumbnails").iterdir())) == 20


def test_a_library_from_elsewhere_is_read_at_once(owner: Owner, pictures: Pictures) -> None:
    """An archive that this computer has no records of, a copy on another disk for one, is listed all the same."""
    owner.run("sync", str(pictures({"a.jpg": jpeg()})))
    before = owner.listing()
    subprocess.run(["rm", "-r", str(owner.library.parent / ".local" / "state")], check=True)
    assert owner.listing() == before


def test_many_queries_are_read_without_a_library(owner: Owner, tmp_path: Path) -> None:
    """Each line says its own day and library."""
    line = {"id": "1", "query": "Ida last year", "reference_date": "2026-11-23", "library": "ours"}
    (tmp_path / "queries").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (tmp_path / "libraries").write_text('{"ours": {"people": [{"name": "Ida"}]}}', encoding="utf-8")
    batch = ["search", "--batch", str(tmp_path / "queries"), "--context"]
    code, output, errors = owner.run(*batch, str(tmp_path / "libraries"))
    assert code == 0, errors
    prediction = json.loads(output)
    assert prediction["parsed"] == {"people_all": ["Ida"], "dates": [["2025-01-01", "2025-12-31"]]}
    (tmp_path / "libraries").write_text("{", encoding="utf-8")
    code, _, errors = owner.run(*batch, str(tmp_path / "libraries"))
    assert (code, "is not JSON" in errors) == (2, True)


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_sync_goes_on(owner: Owner, pictures: Pictures, stop: signal.Signals) -> None:
    """Killed in the middle and run again: every file is there once, byte for byte, and nothing is left over."""
    files = {f"{number:03}.jpg": jpeg(f"rgb({number * 4}, 9, 9)", size=(900, 600)) for number in range(MANY)}
    folder = pictures(files)
    process = owner.start("sync", str(folder))
    originals = owner.library / "originals"
    while process.poll() is None and (not originals.exists() or len(list(originals.iterdir())) < 5):
        time.sleep(0.01)
    process.send_signal(stop)
    process.communicate(timeout=60)
    assert process.returncode in {-signal.SIGKILL, 130}
    assert len(list(originals.iterdir())) < MANY, "it was over before it could be interrupted"
    code, _, errors = owner.run("sync", str(folder))
    assert code == 0, errors
    assert {file.name: file.read_bytes() for file in originals.iterdir()} == files
    assert len(owner.listing()) == MANY
    assert not (owner.library / "versions").exists()


def test_files_that_cannot_be_read_change_the_exit_code(owner: Owner, pictures: Pictures) -> None:
    """The others are backed up; the code says that some were not."""
    folder = pictures({"a.jpg": jpeg()})
    (folder / "dead.jpg").symlink_to(folder / "nowhere")
    code, output, _ = owner.run("sync", str(folder))
    assert code == 8
    assert "1 added" in output
    assert "dead.jpg: No such file" in output


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ls"], 3, "There is no library"),
        (["sync", "/nowhere"], 3, "There is no /nowhere"),
        (["sync"], 2, "Missing argument"),
        (["nonsense"], 2, "No such command"),
        (["ls", "--library", "s3://me@bucket"], 2, "Credentials do not belong"),
        (["ls", "--library", "ftp://bucket"], 2, "s3://"),
        (["init", "--library", "/proc/nothing"], 6, "cannot be used"),
    ],
)
def test_errors_say_what_to_do(owner: Owner, arguments: list[str], code: int, words: str) -> None:
    """Each has its own exit code, and no traceback."""
    got, _, errors = owner.run(*arguments)
    assert (got, words in errors, "Traceback" in errors) == (code, True, False), errors


def test_settings_tell_where_they_come_from(owner: Owner) -> None:
    """The environment wins over the file, a flag over both."""
    file = owner.library.parent / ".config" / "shoebox" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text('hemisphere = "south"\nport = 9000\n', encoding="utf-8")
    owner.environment["SHOEBOX_PORT"] = "9001"
    told = json.loads(owner.run("settings", "--json")[1])
    assert told["hemisphere"] == {"value": "south", "origin": str(file)}
    assert told["port"] == {"value": 9001, "origin": "environment"}
    assert told["week_start"]["origin"] == "default"
    file.write_text('hemisphere = "east"\n', encoding="utf-8")
    code, _, errors = owner.run("settings")
    assert (code, "north or south" in errors) == (2, True)


def test_every_command_has_help_with_an_example(owner: Owner) -> None:
    """The help of each command ends with a line to copy."""
    commands = [line.split()[0] for line in owner.run("--help")[1].partition("Commands:")[2].splitlines() if line]
    assert "sync" in commands
    for command in commands:
        assert f"shoebox {command}" in owner.run(command, "--help")[1].partition("Example:")[2], command


def test_the_server_stops_cleanly(owner: Owner) -> None:
    """It prints its address, and Ctrl-C ends it without an error."""
    owner.run("init")
    process = owner.start("serve", "--port", "0")
    assert process.stdout is not None
    assert "http://127.0.0.1:" in process.stdout.readline()
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=30)
    assert (process.returncode, output.strip(), errors) == (0, "Stopped.", "")
