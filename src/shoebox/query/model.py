"""What a person asked for, as data: every part is joined by 'and', nothing is nested.

`x_all`: each of them; `x_any` and plain plurals: at least one of them; `x_none`: none of them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sort(StrEnum):
    """In which order photos are wanted."""

    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, order=True)
class DateRange:
    """Local days from `first` to `last`, both included; None is open."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """Days or hours that come again: the parts that are given must all hold, of each part one value.

    `months` 1 to 12; `weekdays` 1 (Monday) to 7; `days` "MM-DD" or "MM-DD..MM-DD" (may wrap the year's end);
    `holidays` names known to `query.holidays`; `times_of_day` morning, afternoon, evening, night or "HH:MM-HH:MM"
    (the end excluded; may wrap midnight).
    """

    months: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    days: tuple[str, ...] = ()
    holidays: tuple[str, ...] = ()
    times_of_day: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.months or self.weekdays or self.days or self.holidays or self.times_of_day)


NEVER = Recurring()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search. The empty query finds every photo.

    Names, labels, places, cameras and albums are spelled as the library spells them; they are compared without
    regard to case, accents and spacing (`query.text.fold`). A place name matches any level of a photo's place.
    `albums` may hold "*": any album. `cameras` are "make model" or model strings as in `query.matcher.camera_name`.
    """

    people_all: tuple[str, ...] = ()
    people_any: tuple[str, ...] = ()
    people_none: tuple[str, ...] = ()
    people_only: bool = False
    faces_min: int | None = None
    faces_max: int | None = None
    labels_all: tuple[str, ...] = ()
    labels_any: tuple[str, ...] = ()
    labels_none: tuple[str, ...] = ()
    dates: tuple[DateRange, ...] = ()
    dates_none: tuple[DateRange, ...] = ()
    recurring: Recurring = NEVER
    recurring_none: Recurring = NEVER
    places: tuple[str, ...] = ()
    places_none: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()
    cameras_none: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    media_none: tuple[str, ...] = ()
    favourite: bool | None = None
    albums: tuple[str, ...] = ()
    albums_none: tuple[str, ...] = ()
    text: str | None = None
    filename: str | None = None
    free_text: str | None = None
    sort: Sort = Sort.NEWEST
    limit: int | None = None


EVERYTHING = Query()
