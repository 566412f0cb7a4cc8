"""What is said of real files, against what is known of them (MANIFEST.tsv); what differs on purpose is listed."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from shoebox.domain.photo import Rendering, Taken
from shoebox.imaging.limits import Limits
from shoebox.imaging.render import render
from shoebox.imaging.sidecars import pair
from shoebox.imaging.sniff import is_sidecar_name

MODIFIED = datetime(2025, 1, 1, tzinfo=UTC)
Row = Mapping[str, str]

_STORED = "the manifest gives the size as stored; the file says to turn it, and it is shown turned"
_CROP = "the manifest gives the sensor's size; a DNG says itself how much of it is to be shown"
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("pigallery2/sidecar/20240107_110258.jpg", "expect_utc"): "a time without zone is local time, not UTC",
    ("pigallery2/sidecar/20240128_185808.JPG", "expect_utc"): "a time without zone is local time, not UTC",
    ("pigallery2/sidecar/20240128_105420.mp4", "expect_local"): "the container's UTC is local time at the GPS place",
    **{
        (f"orientation/avif/rot{turn}mir{mirror}.avif", "upright_size"): _STORED for turn in (1, 3) for mirror in (0, 1)
    },
    **{(f"orientation/jxl/orientation{number}.jxl", "upright_size"): _STORED for number in (5, 6, 7, 8)},
    ("raw/dng/test.dng", "upright_size"): _CROP,
    ("raw/headers/DNG.dng", "upright_size"): _CROP,
    ("raw/headers/fixture-Leica-M10.dng", "upright_size"): _CROP,
    ("raw/headers/FujiFilm.raf", "upright_size"): "Super CCD: the picture is turned by 45 degrees against the sensor",
    ("raw/headers/SigmaDP2.x3f", "upright_size"): "the manifest gives the size of a tiny preview",
    ("raw/headers/Sigma.x3f", "upright_size"): "X3F without an embedded JPEG is not read",
    ("raw/headers/Sigma.x3f", "exif_make"): "X3F without an embedded JPEG is not read",
    ("raw/headers/Sigma.x3f", "exif_model"): "X3F without an embedded JPEG is not read",
    ("raw/headers/Sigma.x3f", "exif_DateTimeOriginal"): "X3F without an embedded JPEG is not read",
}
"""(path, column) -> why Shoebox says something else."""

CUT_OFF = "The file ends in the middle of the picture."
NO_RAW = "The RAW file holds no picture that can be read."
SET_ASIDE: dict[str, str] = {
    "formats/ultrahdr/ultrahdr.jpg": CUT_OFF,
    "motion/motion_photo_pixel_synth.jpg": CUT_OFF,
    "pigallery2/imageSizeError.jpg": CUT_OFF,
    "metadata/elodie/photo.heic": "The picture data is damaged.",
    "raw/cr3/Canon-R6-pruned.CR3": NO_RAW,
}
"""Files outside hostile/ and raw/headers/ (which hold no pixels) that have no picture."""


@dataclass(frozen=True)
class Seen:
    """A line of the manifest and what was made of its file."""

    row: Row
    made: Rendering

    @property
    def taken(self) -> Taken:
        """The date; there always is one, the file's own time at worst."""
        assert self.made.facts.taken is not None
        return self.made.facts.taken


def manifest(corpus: Path) -> list[Row]:
    """The lines about files that are no sidecars."""
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in rows if not is_sidecar_name(row["path"]) and not row["path"].endswith(".exif")]


@pytest.fixture(scope="module")
def seen(corpus: Path) -> list[Seen]:
    """Everything but the hostile files and the many pictures that only recognition needs."""
    passed_over = ("hostile/", "faces/", "labels/", "duplicates/")
    return [Seen(row, made_of(corpus, row)) for row in manifest(corpus) if not row["path"].startswith(passed_over)]


def made_of(corpus: Path, row: Row) -> Rendering:
    """A file of the corpus with its sidecars, rendered in this process."""
    file = corpus / row["path"]
    beside = pair([other.name for other in file.parent.iterdir()]).get(file.name, ())
    sidecars = {name: (file.parent / name).read_bytes() for name in beside}
    return render(file, path=row["path"], modified=MODIFIED, sidecars=sidecars, limits=Limits())


def check(seen: Iterable[Seen], column: str, actual: Callable[[Seen, str], str]) -> None:
    """Each value of a column is said, or the difference is one of EXCEPTIONS; none of those is out of date."""
    found = [each for each in seen if each.row[column]]
    assert found
    different = {
        (each.row["path"], column): f"{each.row[column]} is wanted, {said} is said"
        for each in found
        if (said := actual(each, each.row[column])) != each.row[column]
    }
    assert {place: text for place, text in different.items() if place not in EXCEPTIONS} == {}
    assert {place for place in EXCEPTIONS if place[1] == column} <= different.keys()


def iso(moment: datetime | None, like: str) -> str:
    """ISO 8601, with a fraction of a second if `like` has one."""
    if moment is None:
        return ""
    text = (moment if "." in like else moment.replace(microsecond=0)).isoformat()
    return text.replace("+00:00", "Z")


def test_local_times(seen: list[Seen]) -> None:
    """What the camera's clock said."""
    check(seen, "expect_local", lambda each, like: iso(each.taken.local, like))


def test_instants(seen: list[Seen]) -> None:
    """When it was in UTC; without any date the file's own time counts."""
    check(
        seen,
        "expect_utc",
        lambda each, like: "fileModificationTime" if each.taken.source == "mtime" else iso(each.taken.utc, like),
    )


def test_offsets(seen: list[Seen]) -> None:
    """How far the clock was from UTC."""
    check(seen, "expect_offset", lambda each, _like: offset(each.taken.offset))


def offset(distance: timedelta | None) -> str:
    """+02:00."""
    if distance is None:
        return ""
    minutes = int(distance.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def test_places(seen: list[Seen]) -> None:
    """Latitude and longitude, to about a metre."""

    def place(each: Seen, like: str) -> str:
        latitude, longitude = map(float, like.split(","))
        found = each.made.facts.location
        near = found and abs(found.latitude - latitude) < 1e-5 and abs(found.longitude - longitude) < 1e-5
        return like if near else str(found)

    check(seen, "expect_gps", place)


def test_sizes(seen: list[Seen]) -> None:
    """Upright, in whole pixels, exactly."""

    def size(each: Seen, like: str) -> str:
        suffix = " (exif)" if like.endswith(" (exif)") else ""
        return f"{each.made.facts.width}x{each.made.facts.height}{suffix}"

    check(seen, "expect_size", size)
    check(seen, "upright_size", size)


def test_raw_metadata(seen: list[Seen]) -> None:
    """Each brand's RAW tells its maker, model and date."""
    raw = [each for each in seen if each.row["path"].startswith("raw/")]
    check(raw, "exif_make", lambda each, _like: each.made.facts.camera.make or "")
    check(raw, "exif_model", lambda each, _like: each.made.facts.camera.model or "")
    check(raw, "exif_DateTimeOriginal", lambda each, like: f"{each.taken.local:%Y:%m:%d %H:%M:%S}{like[19:]}")


def test_takeout_dates_come_from_the_json(seen: list[Seen]) -> None:
    """Old and new spellings of the JSON's name, with and without number."""
    made = [each for each in seen if each.row["path"].startswith("takeout/made/")]
    assert made
    for each in made:
        assert iso(each.taken.utc, "") == each.row["expect"][:20]
        assert each.taken.source == "takeout"


def test_what_has_no_picture_says_why(seen: list[Seen]) -> None:
    """All real files are decoded but those few that are cut off or empty inside."""
    reasons = {each.row["path"]: each.made.reason for each in seen if each.made.reason}
    assert {path: reason for path, reason in reasons.items() if not path.startswith("raw/headers/")} == SET_ASIDE
    assert all(reason == NO_RAW for path, reason in reasons.items() if path.startswith("raw/headers/"))


def test_differently_turned_files_look_the_same(seen: list[Seen]) -> None:
    """The eight orientations of EXIF, of HEIF, AVIF and JPEG XL boxes: each group is one picture."""
    groups: dict[str, list[tuple[str, np.ndarray]]] = {}
    for each in seen:
        match = re.match(r"orientation/(jpeg|heic|avif|jxl|tiny|webp)/", each.row["path"])
        if match and each.made.thumbnail:
            picture = Image.open(io.BytesIO(each.made.thumbnail)).convert("L").resize((16, 16), Image.Resampling.BOX)
            groups.setdefault(match[1], []).append((each.row["path"], np.asarray(picture, dtype=np.float64)))
    assert {name: len(pictures) for name, pictures in groups.items()} == {
        "jpeg": 9, "heic": 8, "avif": 8, "jxl": 8, "tiny": 8, "webp": 7,
    }  # fmt: skip
    for pictures in groups.values():
        first = pictures[0][1]
        differences = {path: float(np.abs(other - first).mean()) for path, other in pictures}
        assert max(differences.values()) < 8, differences


HOSTILE = """
import json, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from shoebox.adapters.renderer_process import ProcessRenderer

if __name__ == "__main__":
    renderer = ProcessRenderer(1)
    seen = {}
    for path in sys.stdin.read().splitlines():
        start = time.monotonic()
        made = renderer.render(Path(path), path=Path(path).name, modified=datetime(2025, 1, 1, tzinfo=UTC), sidecars={})
        seen[path] = [time.monotonic() - start, made.reason, made.thumbnail is not None, made.facts.taken.source]
    renderer.close()
    print(json.dumps([resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, seen]))
"""


def test_hostile_files_do_no_harm(corpus: Path, tmp_path: Path) -> None:
    """Every one ends with pictures or a reason, in a minute and 1.5 GB; what can be known is known."""
    script = tmp_path / "hostile.py"
    script.write_text(HOSTILE)
    files = [row["path"] for row in manifest(corpus) if row["path"].startswith("hostile/")]
    listing = "\n".join(str(corpus / path) for path in files)
    ended = subprocess.run([sys.executable, script], input=listing, capture_output=True, text=True, check=True)
    kilobytes, seen = json.loads(ended.stdout)
    assert len(seen) == len(files) > 100
    assert kilobytes < 1_500_000
    for path, (seconds, reason, has_picture, _source) in seen.items():
        assert seconds < 60, path
        assert (reason is None) == has_picture or path.endswith(".mp4"), path
    cut_off = {path: source for path, (_, _, _, source) in seen.items() if "IMG_8062_" in path and "pct" in path}
    assert set(cut_off.values()) == {"exif"}
