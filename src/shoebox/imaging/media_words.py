"""Words for the kind of picture, given only where the file itself leaves no doubt."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from shoebox.domain.photo import Facts, Kind
from shoebox.imaging.sniff import is_raw

_PANORAMA_RATIO = 2.5
_PANORAMA_NAME = re.compile(r"^pano[_-]?\d|\.pano\.|^pano_", re.IGNORECASE)
_PORTRAIT_NAME = re.compile(r"(_portrait|\.portrait(-\d+\.cover)?)\.\w+$", re.IGNORECASE)
_SCREENSHOT_NAME = re.compile(
    r"screen[ _-]?shot|bildschirmfoto|capture d.?.?[ée]cran|captura de pantalla|scherm(afbeelding|opname)",
    re.IGNORECASE,
)
_SCREENS = frozenset(
    {  # pixels of phones, tablets and computers that save screenshots as PNG; either way up
        *((640, 960), (640, 1136), (750, 1334), (1242, 2208), (1125, 2436), (828, 1792), (1242, 2688)),
        *((1170, 2532), (1284, 2778), (1080, 2340), (1179, 2556), (1290, 2796), (1206, 2622), (1320, 2868)),
        *((1536, 2048), (1668, 2224), (1668, 2388), (2048, 2732), (1640, 2360), (1620, 2160)),
        *((720, 1280), (1080, 1920), (1440, 2560), (1080, 2160), (1080, 2220), (1440, 2960), (1080, 2280)),
        *((1080, 2400), (1440, 3040), (1440, 3200), (1344, 2992), (1440, 3120), (1080, 2424), (1080, 2408)),
    }
)


def media_words(facts: Facts, words: Iterable[str], path: str) -> tuple[str, ...]:
    """`words` the sources are sure of, and those that follow from `facts` and the file's name, in order."""
    found = set(words)
    name = PurePosixPath(path).name
    if is_raw(facts.content_type):
        found.add("raw")
    if facts.kind is Kind.PHOTO:
        found |= _of_photo(facts, name)
    if "front" in (facts.camera.lens or "").lower().split():
        found.add("selfie")
    return tuple(sorted(found))


def _of_photo(facts: Facts, name: str) -> set[str]:
    found = set()
    sides = sorted((facts.width or 0, facts.height or 0))
    if (sides[0] > 0 and sides[1] >= _PANORAMA_RATIO * sides[0]) or _PANORAMA_NAME.search(name):
        found.add("panorama")
    no_camera = facts.camera.make is None and facts.camera.model is None
    is_screen = facts.content_type == "image/png" and no_camera and tuple(sides) in _SCREENS
    if is_screen or _SCREENSHOT_NAME.search(name):
        found.add("screenshot")
    if _PORTRAIT_NAME.search(name):
        found.add("portrait")
    return found
