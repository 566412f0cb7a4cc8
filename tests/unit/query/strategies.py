"""Random queries over the northern library, as hypothesis strategies."""

from dataclasses import fields, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from shoebox.query.holidays import HOLIDAYS
from shoebox.query.model import EVERYTHING, NEVER, DateRange, Query, Recurring, Sort

PEOPLE = ("Emil", "Ida", "Tobias", "Sofía", "Paul Okafor", "Jean-Luc Moreau")
LABELS = ("Dog", "Cat", "Beach", "Castle", "Bird", "Snow")
PLACES = ("Lisbon", "Norway", "San Francisco", "Lake Garda", "Italy")
CAMERAS = ("FUJIFILM X-T3", "SONY ILCE-7M3", "Google Pixel 7", "Google Pixel 8 Pro", "Canon EOS R6 Mark II")
MEDIA = ("video", "raw", "panorama", "selfie", "screenshot", "live", "slow_motion", "portrait", "photo")
ALBUMS = ("Garden 2020", "Road Trip", "Party", "*")
WORDS = ("green", "door", "hinge", "quietly", "zeppelin")


def _some(values: tuple[str, ...], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=3, unique=True).map(tuple)


def _choice(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.just(()) | _some(values, 2)


_DAYS = st.dates(date(1900, 1, 1), date(2024, 12, 31))


@st.composite
def date_ranges(draw: st.DrawFn) -> DateRange:
    """Days, months, years, stretches of days, and ranges open at one end."""
    day = draw(_DAYS)
    shape = draw(st.sampled_from(("day", "month", "year", "years", "stretch", "since", "until")))
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    shapes = {
        "day": (day, day),
        "month": (day.replace(day=1), following - timedelta(days=1)),
        "year": (date(day.year, 1, 1), date(day.year, 12, 31)),
        "years": (date(day.year, 1, 1), date(day.year + draw(st.integers(1, 9)), 12, 31)),
        "stretch": (day, day + timedelta(days=draw(st.integers(1, 900)))),
        "since": (day, None),
        "until": (None, day),
    }
    return DateRange(*shapes[shape])


@st.composite
def several_dates(draw: st.DrawFn) -> tuple[DateRange, ...]:
    """One range, or two years apart from each other."""
    if draw(st.booleans()):
        return (draw(date_ranges()),)
    return (DateRange(date(1931, 1, 1), date(1931, 12, 31)), DateRange(date(1953, 4, 2), date(1953, 4, 9)))


_MONTH_DAYS = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: f"{day:%m-%d}")


@st.composite
def recurrences(draw: st.DrawFn) -> Recurring:
    """One to all parts of what comes again."""
    return Recurring(
        months=tuple(draw(st.lists(st.integers(1, 12), max_size=2, unique=True))),
        weekdays=tuple(draw(st.lists(st.integers(1, 7), max_size=2, unique=True))),
        days=tuple(draw(st.lists(_MONTH_DAYS, max_size=2, unique=True))),
        holidays=tuple(draw(st.lists(st.sampled_from(sorted(HOLIDAYS)), max_size=2, unique=True))),
        times_of_day=tuple(
            draw(st.lists(st.sampled_from(("morning", "night", "17:00-19:30")), max_size=2, unique=True))
        ),
    )


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Queries that ask for up to five things at once, so that their description is not too long to be read."""
    whole = draw(_full_queries())
    names = [field.name for field in fields(Query)]
    kept = draw(st.lists(st.sampled_from(names), max_size=5, unique=True))
    dropped = {name: getattr(EVERYTHING, name) for name in names if name not in kept}
    query = replace(whole, **dropped)
    return query if query.people_all or query.people_any else replace(query, people_only=False)


@st.composite
def _full_queries(draw: st.DrawFn) -> Query:
    people_all, people_any = draw(_some(PEOPLE[:3])), draw(_choice(PEOPLE[3:]))
    least, most = draw(st.sampled_from(((None, None), (2, None), (None, 0), (None, 4), (1, 3), (2, 2))))
    text = st.none() | st.sampled_from(("no parking", "total 12.50", "Ausgang"))
    return Query(
        people_all=people_all,
        people_any=people_any,
        people_only=bool(people_all or people_any) and draw(st.booleans()),
        faces_min=least,
        faces_max=most,
        labels_all=draw(_some(LABELS[:3])),
        labels_any=draw(_choice(LABELS[3:])),
        labels_none=draw(_some(LABELS)),
        dates=draw(st.just(()) | several_dates()),
        dates_none=draw(st.just(()) | several_dates()),
        recurring=draw(st.just(NEVER) | recurrences()),
        recurring_none=draw(st.just(NEVER) | recurrences()),
        places=draw(_some(PLACES)),
        places_none=draw(_some(PLACES)),
        cameras=draw(_some(CAMERAS)),
        cameras_none=draw(_some(CAMERAS)),
        media=draw(_some(MEDIA)),
        media_none=draw(_some(MEDIA)),
        favourite=draw(st.sampled_from((None, True, False))),
        albums=draw(_some(ALBUMS)),
        albums_none=draw(_some(ALBUMS)),
        text=draw(text),
        filename=draw(st.none() | st.sampled_from(("IMG_1*", "beach.png", "*.mov"))),
        free_text=draw(st.none() | st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)),
        sort=draw(st.sampled_from(Sort)),
        limit=draw(st.none() | st.integers(2, 500)),
    )
