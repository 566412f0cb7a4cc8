"""Makes of one untrusted original what Shoebox shows and knows of it."""

import mmap
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from shoebox.domain.photo import Facts, Kind, Rendering
from shoebox.imaging import boxes, decode, metadata, sniff, takeout, video, xmp
from shoebox.imaging.described import NOTHING, Described
from shoebox.imaging.facts import Sources, weigh
from shoebox.imaging.limits import Limits, UnreadableError
from shoebox.imaging.pixels import TRUNCATED

_BOXED = frozenset({"video/mp4", "video/quicktime", "video/3gpp"})
_NO_INDEX = "The video's index is missing; the file was probably cut off."
_PROSE = {
    "application/zip": "a ZIP archive",
    "application/gzip": "a gzip archive",
    "application/x-7z-compressed": "a 7-Zip archive",
    "application/vnd.rar": "a RAR archive",
    "application/pdf": "a PDF document",
    "image/svg+xml": "an SVG drawing",
    "text/html": "a web page",
    "text/plain": "text",
    sniff.UNKNOWN: "unknown content",
}


def render(
    original: Path, *, path: str, modified: datetime, sidecars: Mapping[str, bytes], limits: Limits
) -> Rendering:
    """Facts and pictures of `original`, whose archive path is `path`; `sidecars` maps paths to contents.

    Pure of side effects. Whatever is wrong with the file becomes a `reason`; only failures to read it at all (OSError)
    and running out of memory (MemoryError) are raised.
    """
    try:
        return _rendered(original, _content_type(original, path), _sources(path, modified, sidecars), limits)
    except (OSError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - an unforeseen failure of a decoder must not stop an import
        facts = least_facts(path, modified)
        return Rendering(facts=facts, reason=f"The file could not be understood ({type(error).__name__}).")


def least_facts(path: str, modified: datetime) -> Facts:
    """What name and time alone say; the file is not touched."""
    sources = _sources(path, modified, {})
    return _minimal(sources, sniff.type_by_name(path))


def _rendered(original: Path, kind: str, sources: Sources, limits: Limits) -> Rendering:
    if original.stat().st_size == 0:
        return Rendering(facts=_minimal(sources, kind), reason="The file is empty.")
    if sniff.is_video(kind):
        return _video(original, kind, sources)
    if sniff.is_picture(kind):
        return _picture(original, kind, sources, limits)
    reason = f"The file is not a picture or video ({_PROSE.get(kind, kind)})."
    return Rendering(facts=_minimal(sources, kind), reason=reason)


def facts_alone(original: Path, *, path: str, modified: datetime, sidecars: Mapping[str, bytes]) -> Facts:
    """What can be said without decoding a pixel and without any library of C code. Raises OSError, MemoryError."""
    try:
        kind = _content_type(original, path)
        sources = _sources(path, modified, sidecars)
        if not sniff.is_picture(kind) or original.stat().st_size == 0:
            return _minimal(sources, kind)
        return _weighed(sources, kind, _metadata(original, kind))
    except (OSError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - as in render
        return least_facts(path, modified)


def _content_type(original: Path, path: str) -> str:
    with original.open("rb") as file:
        return sniff.content_type(file.read(sniff.HEAD_BYTES), path)


def _sources(path: str, modified: datetime, sidecars: Mapping[str, bytes]) -> Sources:
    written = [xmp.read(data) for name, data in sorted(sidecars.items()) if name.lower().endswith(".xmp")]
    exported = [takeout.read(data) for name, data in sorted(sidecars.items()) if name.lower().endswith(".json")]
    return Sources(
        path=path,
        modified=modified,
        now=datetime.now(UTC),
        sidecar=_usable(written),
        takeout=_usable(exported),
    )


def _usable(described: list[Described]) -> Described:
    """The first that says anything: programs that find an unreadable sidecar write another beside it."""
    return next((one for one in described if one != NOTHING), NOTHING)


def _minimal(sources: Sources, content_type: str) -> Facts:
    kind = Kind.VIDEO if sniff.is_video(content_type) else Kind.PHOTO
    return weigh(sources, content_type=content_type, kind=kind, size=(None, None))


def _metadata(original: Path, content_type: str) -> metadata.Metadata:
    with original.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return metadata.read(data, content_type)


def _weighed(sources: Sources, content_type: str, found: metadata.Metadata) -> Facts:
    complete = replace(sources, exif=found.exif, xmp=found.xmp, iptc=found.iptc, container=found.container)
    return weigh(complete, content_type=content_type, kind=Kind.PHOTO, size=found.size)


def _picture(original: Path, content_type: str, sources: Sources, limits: Limits) -> Rendering:
    found = _metadata(original, content_type)
    facts = _weighed(sources, content_type, found)
    if found.truncated:
        return Rendering(facts=facts, reason=TRUNCATED)
    try:
        shown = decode.pictures(original, content_type, found.exif.orientation, limits.pixels)
    except UnreadableError as error:
        return Rendering(facts=facts, reason=str(error))
    if shown.size is not None and not (sniff.is_raw(content_type) and found.size[0]):
        facts = _weighed(sources, content_type, replace(found, size=shown.size))
    return Rendering(facts=facts, thumbnail=shown.thumbnail, preview=shown.preview, placeholder=shown.placeholder)


def _video(original: Path, content_type: str, sources: Sources) -> Rendering:
    reason = _video_damage(original, content_type)
    movie = video.Movie() if reason == _NO_INDEX else video.read(original)
    facts = weigh(
        replace(sources, container=movie.described),
        content_type=content_type,
        kind=Kind.VIDEO,
        size=movie.size or (None, None),
        duration=movie.duration,
    )
    if reason or movie.size is None:
        return Rendering(facts=facts, reason=reason or "The file holds no video that can be read.")
    found = video.frame(original, movie.duration)
    if found is None:
        return Rendering(facts=facts)
    shown = decode.from_pixels(found, 1)
    return Rendering(facts=facts, thumbnail=shown.thumbnail, preview=shown.preview, placeholder=shown.placeholder)


def _video_damage(original: Path, content_type: str) -> str | None:
    if content_type not in _BOXED:
        return None
    with original.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if not boxes.has_movie(data):
            return _NO_INDEX
        return "The file ends in the middle of the video." if boxes.is_truncated(data) else None
