"""Weighs what all sources say of one original (docs/pictures.md tells the order and why)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from shoebox.domain.photo import Camera, Facts, Kind, Location, Taken
from shoebox.imaging import dates
from shoebox.imaging.dates_from_names import date_from_name
from shoebox.imaging.described import NOTHING, Described
from shoebox.imaging.media_words import media_words

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What each source says; `embedded` in order: XMP, IPTC, EXIF, container."""

    path: str
    modified: datetime
    now: datetime
    sidecar: Described = NOTHING
    takeout: Described = NOTHING
    xmp: Described = NOTHING
    iptc: Described = NOTHING
    exif: Described = NOTHING
    container: Described = NOTHING

    @property
    def by_words(self) -> tuple[Described, ...]:
        """Whose titles, descriptions and ratings count, first the one that counts most."""
        return (self.sidecar, self.xmp, self.iptc, self.exif, self.container, self.takeout)

    @property
    def by_measure(self) -> tuple[Described, ...]:
        """Whose places and cameras count: a sidecar is where people correct a place; the camera knows itself best."""
        return (self.sidecar, self.exif, self.container, self.xmp, self.iptc, self.takeout)


def weigh(
    sources: Sources,
    *,
    content_type: str,
    kind: Kind,
    size: tuple[int | None, int | None],
    duration: float | None = None,
) -> Facts:
    """One account out of many. `size` is that of the upright picture."""
    location = _first(source.location for source in sources.by_measure)
    camera = _camera([source.camera for source in (*sources.by_measure[1:], sources.sidecar)])
    rating = _first(source.rating for source in sources.by_words)
    facts = Facts(
        kind=kind,
        content_type=content_type,
        taken=_taken(sources, location),
        width=size[0],
        height=size[1],
        duration=duration,
        location=location,
        camera=camera,
        rating=rating or None,
        title=_first(source.title for source in sources.by_words),
        description=_first(source.description for source in sources.by_words),
        keywords=_keywords(sources.by_words),
    )
    words = frozenset().union(*(source.words for source in sources.by_words))
    return replace(facts, media=media_words(facts, words, sources.path))


def _first(values: Iterable[_Value | None]) -> _Value | None:
    return next((value for value in values if value is not None), None)


def _camera(cameras: Sequence[Camera]) -> Camera:
    """Each part from the first that knows it."""
    names = [field.name for field in fields(Camera)]
    return Camera(**{name: _first(getattr(camera, name) for camera in cameras) for name in names})


def _keywords(sources: Sequence[Described]) -> tuple[str, ...]:
    """Every source's words, each once: a word in any of them should find the picture."""
    return tuple(dict.fromkeys(word for source in sources for word in source.keywords))


def _taken(sources: Sources, location: Location | None) -> Taken:
    known = [taken for taken in _known(sources, location) if dates.is_plausible(taken, sources.now)]
    if not known:
        return _modified(sources.modified, location)
    best = known[0]
    if best.offset is not None:
        return best
    return replace(best, offset=_offset(best.local, known[1:], sources, location))


def _known(sources: Sources, location: Location | None) -> Iterator[Taken]:
    """Dates from the most to the least trusted."""
    named = date_from_name(sources.path) or date_from_name(sources.takeout.name or "")
    candidates = (
        _not_copied(sources.sidecar.original, sources.container.instant),
        sources.exif.original,
        sources.xmp.original,
        sources.exif.created,
        sources.container.original,
        _not_copied(sources.sidecar.created, sources.container.instant),
        sources.xmp.created,
        sources.iptc.created,
        sources.container.created,
        _in_utc(sources.container.instant, "container", named, location),
        _in_utc(sources.exif.instant, "gps", None, location),
        _in_utc(sources.takeout.instant, "takeout", named, location),
        named and (_in_utc(named.utc, "filename", None, location) or named),
        sources.exif.changed,
    )
    return (taken for taken in candidates if taken is not None)


def _not_copied(taken: Taken | None, instant: datetime | None) -> Taken | None:
    """A sidecar's date, unless a program copied the container's UTC into it as if that were local time."""
    if taken is None or instant is None or taken.offset is not None:
        return taken
    return None if taken.local.replace(microsecond=0) == instant.replace(tzinfo=None, microsecond=0) else taken


def _in_utc(instant: datetime | None, source: str, named: Taken | None, location: Location | None) -> Taken | None:
    """An instant as local time: by the place, else by a local time in the file's name, else in UTC."""
    if instant is None:
        return None
    if location is None and named is not None and named.offset is None and named.local.time() != datetime.min.time():
        offset = dates.offset_between(named.local, instant)
        if offset is not None:
            return Taken((instant + offset).replace(tzinfo=None), offset, source)
    return dates.at_place(instant, location, source)


def _offset(local: datetime, others: Sequence[Taken], sources: Sources, location: Location | None) -> timedelta | None:
    """The distance from UTC: of the camera's own time zone, by the GPS clock, of other dates, by the zone of the place.

    Other dates count only if they are of the same second; XMP's come after GPS, as some programs write Z into it for
    want of anything better.
    """
    same = [other for other in others if other.local.replace(microsecond=0) == local.replace(microsecond=0)]
    by_camera = (other.offset for other in same if other.source in {"exif", "container"})
    instants = (sources.exif.instant, sources.takeout.instant)
    by_clock = (dates.offset_between(local, instant) for instant in instants if instant is not None)
    known = _first((*by_camera, *by_clock, *(other.offset for other in same)))
    return known if known is not None or location is None else dates.offset_at(local, location)


def _modified(modified: datetime, location: Location | None) -> Taken:
    """The file's own time: as the place's clocks showed it, else in the zone the caller gave it in."""
    if modified.tzinfo is None:
        return Taken(modified, None, "mtime")
    if location is not None:
        return dates.at_place(modified.astimezone(UTC), location, "mtime")
    return Taken(modified.replace(tzinfo=None), modified.utcoffset(), "mtime")
