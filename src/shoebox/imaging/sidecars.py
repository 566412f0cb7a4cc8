"""Finds out which files of a folder describe which picture, by their names alone."""

import re
from collections.abc import Mapping, Sequence

from shoebox.imaging.sniff import is_sidecar_name

_NUMBERED = re.compile(r"^(?P<before>.*)\((?P<number>\d+)\)(?P<after>(?:\.[^.()]*)?)$")
_EDIT = r"-(?:edited|bearbeitet|modifié|editado|modificato|bewerkt|edytowane|redigerad|redigeret|muokattu)"
_EDITED = re.compile(rf"{_EDIT}(?=(\(\d+\))?\.[^.]+$)", re.IGNORECASE)
_ADDED = re.compile(rf"(?:{_EDIT}|\(\d+\))+$", re.IGNORECASE)
_SUPPLEMENT = ".supplemental-metadata"
_LONGEST_TITLES = (46, 47, 51)
"""Takeout cuts what stands before `.json`: to 46 characters, or 51 with the ending; some archives keep one more."""


def pair(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each picture among the `names` of one folder, the names of its sidecars; pictures without are left out.

    XMP: `photo.jpg.xmp` describes `photo.jpg` alone, `photo.xmp` every `photo.*`. Google Takeout: `photo.jpg.json`,
    `photo.jpg.supplemental-metadata.json` and every cut spelling of it, with numbers such as `photo.jpg(1).json` for
    `photo(1).jpg`; an edited copy (`photo-edited.jpg`) shares the sidecars of its original.
    """
    sidecars = [name for name in names if is_sidecar_name(name)]
    originals = [name for name in names if not is_sidecar_name(name)]
    by_xmp = {name.lower()[:-4]: name for name in sidecars if name.lower().endswith(".xmp")}
    by_json = {name[:-5]: name for name in sidecars if name.lower().endswith(".json")}
    found = {}
    for name in originals:
        beside = (*_xmp(name, by_xmp), *_takeout(name, by_json))
        if beside:
            found[name] = beside
    return found


def common_start(name: str) -> str:
    """What a picture's name and those of all its sidecars begin with; the same of a sidecar and its pictures.

    So that of a large folder only a few names need be listed. Empty where it can be anything. Upper and lower case
    must agree, which `pair` does not ask of XMP.
    """
    return _ADDED.sub("", name.partition(".")[0])[: _LONGEST_TITLES[0]]


def _xmp(name: str, stems: Mapping[str, str]) -> tuple[str, ...]:
    lowered = name.lower()
    own = stems.get(lowered) or stems.get(lowered.rpartition(".")[0])
    return (own,) if own else ()


def _takeout(name: str, stems: Mapping[str, str]) -> tuple[str, ...]:
    for spelled in dict.fromkeys((name, _EDITED.sub("", name))):
        for stem in _stems(spelled):
            if stem in stems:
                return (stems[stem],)
    return ()


def _stems(name: str) -> list[str]:
    """What can stand before `.json` for a picture called `name`, the likeliest first."""
    match = _NUMBERED.match(name)
    title = match["before"] + match["after"] if match else name
    number = f"({match['number']})" if match else ""
    whole = title + _SUPPLEMENT
    stems = [title + number, whole + number]
    stems += [whole[:length] + number for length in range(len(whole) - 1, len(title), -1)]
    stems += [title[:length] + number for length in _LONGEST_TITLES if length < len(title)]
    if match is None and "." in name:
        stems.append(name.rpartition(".")[0])
    return stems
