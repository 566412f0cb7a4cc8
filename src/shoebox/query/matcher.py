"""What it means for a photo to match a query, in the plainest code. Every index is tested against this.

Names are compared folded (`query.text.fold`), texts by their words (`query.text.words_of`). Sort and limit are not
the matcher's business. Photos set aside match like others.
"""

from collections.abc import Iterable
from datetime import date, time

from shoebox.domain.photo import BackedUp, Camera, Photo, Status
from shoebox.query.holidays import is_on
from shoebox.query.model import DateRange, Query, Recurring
from shoebox.query.text import fold, words_of

ANY_ALBUM = "*"
HOURS = {
    "morning": (time(5), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(21)),
    "night": (time(21), time(5)),
}
"""When the named times of day begin and end (the end excluded); the night goes past midnight."""

_COMPANY_WORDS = frozenset(
    ("camera", "co", "company", "corp", "corporation", "electronics", "imaging", "inc", "limited", "ltd", "optical")
)


def matches(query: Query, photo: Photo) -> bool:
    """Whether `photo` is what `query` asks for."""
    return (
        _people_match(query, photo)
        and _labels_match(query, photo)
        and _times_match(query, photo)
        and _one_of(query.places, query.places_none, photo.place)
        and _one_of(query.cameras, query.cameras_none, camera_names(photo.facts.camera))
        and _one_of(query.media, query.media_none, media_words(photo))
        and _one_of(query.albums, query.albums_none, album_names(photo))
        and query.favourite in {None, photo.favourite}
        and _texts_match(query, photo)
    )


def camera_name(camera: Camera) -> str | None:
    """The make and the model, the make not repeated, without words like Corporation; None where nothing is known."""
    make = " ".join(word for word in (camera.make or "").split() if fold(word).strip(".,") not in _COMPANY_WORDS)
    model = " ".join((camera.model or "").split())
    if model and set(fold(make).split()) & set(fold(model).split()[:1]):
        return model
    return f"{make} {model}".strip() or None


def camera_names(camera: Camera) -> tuple[str, ...]:
    """All names a query may use for what took a picture: "make model", the model alone, the lens."""
    return tuple(name for name in (camera_name(camera), camera.model, camera.lens) if name)


def media_words(photo: Photo) -> frozenset[str]:
    """Photo or video, words like raw and panorama, and the states that ask for attention: set-aside, unverified."""
    set_aside = (photo.status.value,) if photo.status is Status.SET_ASIDE else ()
    unverified = ("unverified",) if photo.backed_up is not BackedUp.VERIFIED else ()
    return frozenset((photo.facts.kind.value, *photo.facts.media, *set_aside, *unverified))


def album_names(photo: Photo) -> tuple[str, ...]:
    """The titles of the albums it is in, and the sign for any album if there is one."""
    return (*photo.albums, ANY_ALBUM) if photo.albums else ()


def label_names(photo: Photo) -> frozenset[str]:
    """The names of the labels and of their parents."""
    return frozenset(name for label in photo.labels for name in (label.name, *label.parents))


def words(photo: Photo) -> frozenset[str]:
    """What free text is looked for in: title, description, keywords, paths, albums, labels, place and text."""
    facts = photo.facts
    texts = (
        *(facts.title or "", facts.description or "", photo.text or ""),
        *(*facts.keywords, *photo.paths, *photo.albums, *photo.place),
        *label_names(photo),
    )
    return frozenset(word for text in texts for word in words_of(text))


def file_names(photo: Photo) -> tuple[str, ...]:
    """The folded last parts of the paths: what a query's `filename` is held against."""
    return tuple(fold(path.rpartition("/")[2]) for path in photo.paths)


def filename_matches(pattern: str, name: str) -> bool:
    """Whether a folded file name contains `pattern`, or, where that has * or ?, is like it as a whole."""
    pattern = fold(pattern)
    if "*" not in pattern and "?" not in pattern:
        return pattern in name
    return _is_like(pattern, name)


def _is_like(pattern: str, name: str) -> bool:
    """Match * and ? by going back to the last star only, which keeps it quick for any pattern."""
    at = star = resume = 0
    starred = False
    done = 0
    while done < len(name):
        if at < len(pattern) and pattern[at] == "*":
            starred, star, resume = True, at, done
            at += 1
        elif at < len(pattern) and pattern[at] in {"?", name[done]}:
            at, done = at + 1, done + 1
        elif starred:
            resume += 1
            at, done = star + 1, resume
        else:
            return False
    return not pattern[at:].strip("*")


def _people_match(query: Query, photo: Photo) -> bool:
    people = _folded(photo.people)
    if not _sets_match(query.people_all, query.people_any, query.people_none, people):
        return False
    if query.people_only:
        asked = _folded((*query.people_all, *query.people_any))
        if not people <= asked or len(photo.faces) > len(people):
            return False
    count = len(photo.faces)
    enough = query.faces_min is None or count >= query.faces_min
    return enough and (query.faces_max is None or count <= query.faces_max)


def _labels_match(query: Query, photo: Photo) -> bool:
    return _sets_match(query.labels_all, query.labels_any, query.labels_none, _folded(label_names(photo)))


def _times_match(query: Query, photo: Photo) -> bool:
    """Photos whose time is unknown match no date and are left out by none."""
    taken = photo.facts.taken
    if taken is None:
        return not query.dates and not query.recurring
    day, hour = taken.local.date(), taken.local.time()
    return (
        (not query.dates or _in_some(query.dates, day))
        and not _in_some(query.dates_none, day)
        and recurs(query.recurring, day, hour)
        and not (query.recurring_none and recurs(query.recurring_none, day, hour))
    )


def _texts_match(query: Query, photo: Photo) -> bool:
    if query.text is not None and not set(words_of(query.text)) <= set(words_of(photo.text or "")):
        return False
    if query.filename is not None and not any(filename_matches(query.filename, name) for name in file_names(photo)):
        return False
    return query.free_text is None or set(words_of(query.free_text)) <= words(photo)


def _in_some(ranges: Iterable[DateRange], day: date) -> bool:
    return any((one.first or date.min) <= day <= (one.last or date.max) for one in ranges)


def recurs(recurring: Recurring, day: date, hour: time) -> bool:
    """Whether a local day and time of day fulfil every part of `recurring` that is given."""
    return (
        (not recurring.months or day.month in recurring.months)
        and (not recurring.weekdays or day.isoweekday() in recurring.weekdays)
        and (not recurring.days or any(_in_days(span, f"{day:%m-%d}") for span in recurring.days))
        and (not recurring.holidays or any(is_on(holiday, day) for holiday in recurring.holidays))
        and (not recurring.times_of_day or any(_in_hours(span, hour) for span in recurring.times_of_day))
    )


def _in_days(span: str, day: str) -> bool:
    first, _, last = span.partition("..")
    last = last or first
    return first <= day <= last if first <= last else day >= first or day <= last


def hours_of(span: str) -> tuple[time, time]:
    """Begin and end (excluded) of a named time of day or of "HH:MM-HH:MM". Raises ValueError for other text."""
    if span in HOURS:
        return HOURS[span]
    begin, _, end = span.partition("-")
    return time.fromisoformat(begin), time.fromisoformat(end)


def _in_hours(span: str, hour: time) -> bool:
    begin, end = hours_of(span)
    return begin <= hour < end if begin < end else hour >= begin or hour < end


def _one_of(wanted: Iterable[str], unwanted: Iterable[str], there: Iterable[str]) -> bool:
    return _sets_match((), wanted, unwanted, _folded(there))


def _sets_match(all_of: Iterable[str], any_of: Iterable[str], none_of: Iterable[str], there: frozenset[str]) -> bool:
    any_folded = _folded(any_of)
    return _folded(all_of) <= there and (not any_folded or bool(any_folded & there)) and not _folded(none_of) & there


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(name) for name in names)
