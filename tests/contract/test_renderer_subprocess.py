"""What the renderer with children over pipes promises beside the contract."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shoebox.adapters.renderer_subprocess import SubprocessRenderer
from shoebox.domain.photo import Rendering
from tests.libraries import jpeg

END_SECONDS = 20


def rendered(renderer: SubprocessRenderer, folder: Path) -> Rendering:
    """What becomes of a good picture."""
    file = folder / "photo.jpg"
    file.write_bytes(jpeg())
    return renderer.render(file, path="photo.jpg", modified=datetime(2020, 1, 1, tzinfo=UTC), sidecars={})


def children(parent: int) -> list[int]:
    """The processes that decode for a process."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, above = status.read_text().rpartition(")")[2].split()[:2]
            decodes = b"shoebox.imaging.child" in (status.parent / "cmdline").read_bytes()
        except OSError:  # it ended meanwhile
            continue
        if int(above) == parent and state != "Z" and decodes:
            found.append(int(status.parent.name))
    return found


def test_an_idle_child_that_died_costs_no_picture(tmp_path: Path) -> None:
    """What killed it was not the next file, which gets a new child."""
    renderer = SubprocessRenderer(1)
    assert rendered(renderer, tmp_path).reason is None
    for child in children(os.getpid()):
        os.kill(child, signal.SIGKILL)
    assert rendered(renderer, tmp_path).reason is None
    renderer.close()
    assert children(os.getpid()) == []


def test_a_child_is_kept_for_the_next_file(tmp_path: Path) -> None:
    """Starting one takes longer than most pictures."""
    renderer = SubprocessRenderer(2)
    rendered(renderer, tmp_path)
    first = children(os.getpid())
    rendered(renderer, tmp_path)
    assert children(os.getpid()) == first
    assert len(first) == 1
    renderer.close()


def test_a_child_knows_no_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes a decoder over finds nothing to sign requests with in its environment."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
    monkeypatch.setenv("SHOEBOX_LIBRARY", "s3://private")
    renderer = SubprocessRenderer(1)
    rendered(renderer, tmp_path)
    (child,) = children(os.getpid())
    environment = Path(f"/proc/{child}/environ").read_bytes()
    renderer.close()
    assert b"PATH=" in environment
    assert b"made-up" not in environment
    assert b"s3://private" not in environment


def test_children_end_with_their_parent(tmp_path: Path) -> None:
    """Killing the program leaves no process behind."""
    script = tmp_path / "parent.py"
    script.write_text(
        "import sys, time\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from shoebox.adapters.renderer_subprocess import SubprocessRenderer\n"
        "renderer = SubprocessRenderer(1)\n"
        "renderer.render(Path(sys.argv[1]), path='a.jpg', modified=datetime.now(UTC), sidecars={})\n"
        "print('rendered', flush=True)\n"
        "time.sleep(60)\n"
    )
    picture = tmp_path / "a.jpg"
    picture.write_bytes(jpeg())
    command = [sys.executable, str(script), str(picture)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "rendered\n"
        (child,) = children(parent.pid)
        parent.kill()
    latest = time.monotonic() + END_SECONDS
    while Path(f"/proc/{child}/cmdline").exists() and Path(f"/proc/{child}/cmdline").read_bytes():
        assert time.monotonic() < latest, "the child outlived its parent"
        time.sleep(0.05)
