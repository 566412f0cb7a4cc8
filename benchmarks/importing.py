"""Import without recognition against sigal on the same folder, interleaved: CPU seconds a photo."""

import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from measure import Row, cpu_seconds_of
from synthetic import pixels, write_jpeg

PHOTOS = 40
ROUNDS = 3


def measure() -> Row:
    """Make a folder of camera-like JPEGs and import it with both."""
    with tempfile.TemporaryDirectory() as place:
        pictures = Path(place, "pictures")
        pictures.mkdir()
        for number in range(PHOTOS):
            file = pictures / f"{number:03}.jpg"
            write_jpeg(file, pixels(4000, 3000, number), profile_name="sRGB", orientation=1, quality=90)
        ours, peer = [], []
        for turn in range(ROUNDS):
            ours.append(_shoebox(pictures, Path(place, f"ours-{turn}")) / PHOTOS)
            peer.append(_sigal(pictures, Path(place, f"peer-{turn}")) / PHOTOS)
    mine, theirs = median(ours), median(peer)
    return Row(
        "import of 12 MP JPEGs without recognition, CPU s a photo",
        f"{mine:.3f}",
        f"sigal {theirs:.3f}",
        f"{mine / theirs:.2f}",
        "below 1",
    )


def _shoebox(pictures: Path, place: Path) -> float:
    place.mkdir()
    environment = {
        **os.environ,
        "SHOEBOX_STATE": str(place / "state"),
        "SHOEBOX_LIBRARY": str(place / "library"),
        "SHOEBOX_RECOGNITION": "false",
    }
    return cpu_seconds_of([sys.executable, "-m", "shoebox.cli", "sync", str(pictures)], environment=environment)


def _sigal(pictures: Path, place: Path) -> float:
    """Sigal makes a 640 px picture and a thumbnail by default; asked for what Shoebox makes, as near as it can."""
    place.mkdir()
    settings = place / "sigal.conf.py"
    settings.write_text(
        f"source = {str(pictures)!r}\nimg_size = (2048, 2048)\nthumb_size = (480, 480)\nuse_orig = False\n"
        "keep_orig = True\norig_link = False\nshow_map = False\nplugins = []\n",
        encoding="utf-8",
    )
    sigal = Path(sys.executable).with_name("sigal")
    return cpu_seconds_of([str(sigal), "build", "-c", str(settings), str(pictures), str(place / "site")])
