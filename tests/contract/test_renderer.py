"""The contract of ports.Renderer, and what only the one with worker processes promises."""

import io
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from PIL import Image

from shoebox.adapters import renderer_process
from shoebox.adapters.renderer_inline import InlineRenderer
from shoebox.adapters.renderer_process import ProcessRenderer
from shoebox.adapters.renderer_subprocess import SubprocessRenderer
from shoebox.domain.errors import UnavailableError
from shoebox.domain.photo import Rendering
from shoebox.imaging import RENDERER
from shoebox.imaging.limits import Limits
from shoebox.ports import Renderer

Outside = type[ProcessRenderer] | type[SubprocessRenderer]
MODIFIED = datetime(2020, 5, 6, 7, 8, 9, tzinfo=UTC)


OUTSIDE: tuple[Outside, ...] = (ProcessRenderer, SubprocessRenderer)
RENDERERS: dict[str, Callable[[], Renderer]] = {
    "inline": InlineRenderer,
    "process": lambda: ProcessRenderer(1),
    "subprocess": lambda: SubprocessRenderer(1),
}


@pytest.fixture(scope="module", params=RENDERERS)
def renderer(request: pytest.FixtureRequest) -> Iterator[Renderer]:
    """Each renderer in turn."""
    made = RENDERERS[request.param]()
    yield made
    made.close()


def picture(folder: Path, name: str = "photo.jpg", size: tuple[int, int] = (640, 480)) -> Path:
    """A small JPEG taken on 4 July 2021."""
    file = folder / name
    image = Image.effect_noise(size, 60).convert("RGB")
    exif = image.getexif()
    exif.get_ifd(0x8769)[0x9003] = "2021:07:04 23:30:00"
    image.save(file, "JPEG", exif=exif)
    return file


def rendered(renderer: Renderer, file: Path) -> Rendering:
    """What the renderer makes of a file without sidecars."""
    return renderer.render(file, path=file.name, modified=MODIFIED, sidecars={})


def test_a_picture_gives_facts_and_pictures(renderer: Renderer, tmp_path: Path) -> None:
    """Date and size are known; thumbnail and preview are JPEGs; there is no reason."""
    made = rendered(renderer, picture(tmp_path))
    assert made.facts.taken is not None
    assert made.facts.taken.local == datetime(2021, 7, 4, 23, 30)  # noqa: DTZ001 - local times are naive
    assert (made.facts.width, made.facts.height) == (640, 480)
    assert made.thumbnail is not None
    assert made.preview is not None
    assert Image.open(io.BytesIO(made.thumbnail)).size == (480, 360)
    assert Image.open(io.BytesIO(made.preview)).size == (640, 480)
    assert made.placeholder
    assert made.reason is None


def test_a_bad_file_gives_a_reason(renderer: Renderer, tmp_path: Path) -> None:
    """Half a JPEG is no picture, but its date is known."""
    file = picture(tmp_path)
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])
    made = rendered(renderer, file)
    assert made.reason == "The file ends in the middle of the picture."
    assert made.thumbnail is None
    assert made.facts.taken is not None
    assert made.facts.taken.source == "exif"


def test_a_missing_file_is_unavailable(renderer: Renderer, tmp_path: Path) -> None:
    """A disk that went away is not the file's fault."""
    with pytest.raises(UnavailableError):
        rendered(renderer, tmp_path / "gone.jpg")


def test_results_can_be_told_apart(renderer: Renderer) -> None:
    """Both renderers make the same pictures, so they have one name and version."""
    assert renderer.identity == RENDERER


def test_sidecars_are_read(renderer: Renderer, tmp_path: Path) -> None:
    """The rating of an XMP sidecar counts."""
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>'
    )
    file = picture(tmp_path)
    made = renderer.render(file, path="a/photo.jpg", modified=MODIFIED, sidecars={"a/photo.jpg.xmp": packet})
    assert made.facts.rating == 4


@pytest.mark.parametrize("kind", OUTSIDE)
def test_a_file_that_hangs_is_given_up(tmp_path: Path, kind: Outside) -> None:
    """What takes too long has a reason and the least facts, and the next file is rendered as if nothing had been."""
    endless = tmp_path / "2018-03-17 14.22.33.jpg"
    os.mkfifo(endless)
    renderer = kind(1, Limits(seconds=1.0))
    made = rendered(renderer, endless)
    after = rendered(renderer, picture(tmp_path))
    renderer.close()
    assert made.reason == "Decoding the file took longer than 1 seconds."
    assert made.facts.taken is not None
    assert made.facts.taken.source == "filename"
    assert after.reason is None


@pytest.mark.parametrize("kind", OUTSIDE)
def test_too_much_memory_is_refused(tmp_path: Path, kind: Outside) -> None:
    """A worker without room gives a reason, whichever way its decoder fails."""
    file = tmp_path / "large.bmp"
    Image.new("RGB", (9000, 9000)).save(file)
    renderer = kind(1, Limits(memory=300_000_000))
    made = rendered(renderer, file)
    after = rendered(renderer, picture(tmp_path))
    renderer.close()
    assert made.reason is not None
    assert made.thumbnail is None
    assert after.reason is None


def test_a_killed_worker_costs_one_file(tmp_path: Path) -> None:
    """A crash has a reason; the pool goes on with a new worker."""
    renderer = ProcessRenderer(1)
    assert rendered(renderer, picture(tmp_path)).reason is None
    for child in multiprocessing.active_children():
        os.kill(child.pid or 0, signal.SIGKILL)
    assert rendered(renderer, picture(tmp_path, "next.jpg")).facts.width == 640
    renderer.close()


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    """Killing the program leaves no process behind."""
    script = tmp_path / "parent.py"
    script.write_text(
        "import multiprocessing, sys, time\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from shoebox.adapters.renderer_process import ProcessRenderer\n"
        "if __name__ == '__main__':\n"
        "    renderer = ProcessRenderer(1)\n"
        "    renderer.render(Path(sys.argv[1]), path='a.jpg', modified=datetime.now(UTC), sidecars={})\n"
        "    print(multiprocessing.active_children()[0].pid, flush=True)\n"
        "    time.sleep(60)\n"
    )
    command = [sys.executable, str(script), str(picture(tmp_path))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{worker}").exists() and not is_zombie(worker):
        assert time.monotonic() < deadline, "the worker outlived its parent"
        time.sleep(0.05)


def is_zombie(process: int) -> bool:
    """Whether a process has ended and only its number is left."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_workers_are_polite_and_bounded() -> None:
    """A prepared worker ignores Ctrl-C, is nice and has a memory limit."""
    context = multiprocessing.get_context("spawn")
    reader, writer = context.Pipe(duplex=False)
    process = context.Process(target=tell_state, args=(writer,))
    process.start()
    ignores, niceness, memory = reader.recv()
    process.join()
    assert (ignores, niceness >= 10, memory) == (True, True, 400_000_000)


def tell_state(writer: Connection) -> None:
    """Runs in a process of its own."""
    renderer_process.prepare_worker(400_000_000)
    ignores = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    writer.send((ignores, os.nice(0), resource.getrlimit(resource.RLIMIT_DATA)[0]))
