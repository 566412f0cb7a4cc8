"""What a query is read against: the library's own names, its settings and the present day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from shoebox.domain.errors import UsageError

Hemisphere = Literal["north", "south"]
WeekStart = Literal["monday", "sunday"]
DateOrder = Literal["dmy", "mdy"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a name; `born` allows questions about ages and birthdays."""

    name: str
    aliases: tuple[str, ...] = ()
    born: date | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Names:
    """Every name a library knows. Compared by identity: build it once, for an index hangs on it.

    `groups` holds names for several people; `places` are paths from narrow to broad; `labels` pairs of a label and
    its broader ones; `owner` is the name of the person who says "me".
    """

    people: tuple[Person, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    albums: tuple[str, ...] = ()
    places: tuple[tuple[str, ...], ...] = ()
    cameras: tuple[str, ...] = ()
    lenses: tuple[str, ...] = ()
    labels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The present day and how dates are told here: seasons, the first day of the week, 3/4 as 3 April or March 4."""

    today: date
    hemisphere: Hemisphere = "north"
    week_start: WeekStart = "monday"
    date_order: DateOrder = "dmy"


@dataclass(frozen=True, slots=True)
class Context:
    """What a query is read against."""

    names: Names
    calendar: Calendar


def from_json(library: Mapping[str, Any], today: date) -> Context:
    """The context that a JSON object describes (docs/search.md gives its fields). Raises UsageError."""
    try:
        people = tuple(
            Person(one["name"], tuple(one.get("aliases", ())), _day(one.get("born")))
            for one in library.get("people", ())
        )
        names = Names(
            people=people,
            groups=tuple((name, tuple(members)) for name, members in library.get("groups", {}).items()),
            albums=tuple(library.get("albums", ())),
            places=_paths(library.get("places", ())),
            cameras=tuple(library.get("cameras", ())),
            lenses=tuple(library.get("lenses", ())),
            labels=tuple((name, tuple(parents)) for name, parents in library.get("labels", {}).items()),
            owner=library.get("self"),
        )
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise UsageError(f"This is not a library's description: {error}", hint="docs/search.md shows one.") from error
    calendar = Calendar(
        today=today,
        hemisphere="south" if library.get("hemisphere") == "south" else "north",
        week_start="sunday" if library.get("week_start") == "sunday" else "monday",
        date_order="mdy" if library.get("date_order") == "mdy" else "dmy",
    )
    return Context(names, calendar)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _paths(places: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(path) for path in places)
