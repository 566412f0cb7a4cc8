"""Measures the search index: `python benchmarks/search.py [photos] [folder]` builds one and asks it forty queries.

Prints CPU seconds of the build (what an index does with records that are already JSON), bytes a photo, and for every
query what a first page of 200 costs, and counting all hits and their months.
"""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import synthetic_library

from shoebox.adapters.index_sqlite import SqliteIndex
from shoebox.domain.codec import to_json
from shoebox.ports import Change, Cursor, Facet, Record, RecordKey, RecordKind
from shoebox.query.context import Calendar, Context, Names, Person
from shoebox.query.model import DateRange, Query, Recurring, Sort
from shoebox.query.parse import parse

ROUNDS = 5
CHUNK = 10_000
SUMMER_2023 = DateRange(date(2023, 6, 1), date(2023, 8, 31))
YEAR_2007 = DateRange(date(2007, 1, 1), date(2007, 12, 31))
QUERIES = {
    "everything": Query(),
    "oldest first": Query(sort=Sort.OLDEST),
    "Natalie": Query(people_all=("Natalie",)),
    "Natalie from 2007": Query(people_all=("Natalie",), dates=(YEAR_2007,)),
    "natalie and tom": Query(people_all=("natalie", "tom")),
    "natalie and tom at the beach": Query(people_all=("natalie", "tom"), labels_all=("beach",)),
    "natalie or tom or april in London": Query(people_any=("natalie", "tom", "april"), places=("London",)),
    "natalie without tom": Query(people_all=("natalie",), people_none=("tom",)),
    "only natalie": Query(people_all=("natalie",), people_only=True),
    "nobody": Query(faces_max=0),
    "groups of five": Query(faces_min=5),
    "dogs": Query(labels_all=("Dog",)),
    "animals": Query(labels_all=("Animal",)),
    "dog and beach and sunset": Query(labels_all=("Dog", "Beach", "Sunset")),
    "eight labels": Query(labels_any=("Dog", "Cat", "Horse", "Bird", "Fish", "Cow", "Sheep", "Lion")),
    "animals but no dogs": Query(labels_all=("Animal",), labels_none=("Dog",)),
    "beach last summer": Query(labels_all=("Beach",), dates=(SUMMER_2023,)),
    "not 2024": Query(dates_none=(DateRange(date(2024, 1, 1), None),)),
    "every Christmas": Query(recurring=Recurring(holidays=("christmas",))),
    "Natalie every Christmas": Query(people_all=("Natalie",), recurring=Recurring(holidays=("christmas",))),
    "every Easter and Halloween": Query(recurring=Recurring(holidays=("easter", "halloween"))),
    "every July": Query(recurring=Recurring(months=(7,))),
    "winters' days": Query(recurring=Recurring(days=("12-21..03-20",))),
    "weekends": Query(recurring=Recurring(weekdays=(6, 7))),
    "favourites on weekend nights": Query(
        favourite=True, recurring=Recurring(weekdays=(6, 7), times_of_day=("night",))
    ),
    "mornings in Japan": Query(places=("Japan",), recurring=Recurring(times_of_day=("morning",))),
    "except at night": Query(recurring_none=Recurring(times_of_day=("night",))),
    "London": Query(places=("London",)),
    "France or Japan, not Paris": Query(places=("France", "Japan"), places_none=("Paris",)),
    "videos": Query(media=("video",)),
    "no videos": Query(media_none=("video",)),
    "raw with the D50": Query(media=("raw",), cameras=("NIKON D50",)),
    "favourites": Query(favourite=True),
    "no favourites in an album": Query(favourite=False, albums=("*",)),
    "album": Query(albums=("Wedding 2007",)),
    "birthday (words)": Query(free_text="birthday"),
    "common words": Query(free_text="img jpg"),
    "Natalie, common words": Query(people_all=("Natalie Rossi",), free_text="jpg"),
    "harbour in the picture": Query(text="harbour"),
    "IMG_1234": Query(filename="IMG_1234"),
    "*12?4.jpg": Query(filename="*12?4.jpg"),
    "all MP4": Query(filename="*.mp4", recurring=Recurring(weekdays=(1,))),
    "nothing": Query(people_all=("Nobody",)),
    "no hits": Query(labels_all=("Dog", "Castle", "Cake", "Desert"), people_all=("Tom Lind",)),
}
SENTENCES = (
    "natalie and tom at the beach last summer",
    "photos of Natlaie from 2007",
    "dogs but no cats in London",
    "videos of Zoë Ito every christmas",
    "sunsets in Japan before 2010 with the D50",
    "IMG_1234",
    "my favourite weddings on a weekend evening",
    "old letter harbour",
)


def main() -> None:
    """Build, ask, print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(sys.argv[2] if len(sys.argv) > 2 else temporary) / f"index-{number}.sqlite"
        known = path.exists()
        index = SqliteIndex(path)
        if not known:
            seconds = build(index, number)
            print(f"build: {seconds:.1f} CPU s, {seconds / number * 1e6:.0f} µs a photo")
        index.close()
        print(f"{number} photos, {path.stat().st_size / number:.0f} bytes a photo\n")
        index = SqliteIndex(path)
        table(index)
        sentences(index)
        index.close()


def build(index: SqliteIndex, number: int) -> float:
    """Fill the index in chunks, and return the CPU seconds that took."""
    spent, changes = 0.0, []
    for count, photo in enumerate(synthetic_library.photos(number), 1):
        key = RecordKey(RecordKind.PHOTO, photo.id)
        changes.append(Change(key, Record(key, to_json(photo)), Cursor(str(count))))
        if len(changes) == CHUNK or count == number:
            before = _cpu()
            index.apply(changes)
            spent += _cpu() - before
            changes = []
    return spent


def table(index: SqliteIndex) -> None:
    """Ask every query several times and print milliseconds."""
    print(f"{'ms':40} {'hits':>8} {'page':>8} {'total':>8} {'months':>8} {'labels':>8}")
    pages, counts = [], []
    for name, query in QUERIES.items():
        page = _milliseconds(lambda query=query: index.find(query))
        total = _milliseconds(lambda query=query: index.total(query))
        months = _milliseconds(lambda query=query: index.count(query, Facet.MONTH))
        labels = _milliseconds(lambda query=query: index.count(query, Facet.LABEL))
        pages += page
        counts += months
        medians = "".join(f" {statistics.median(times):8.2f}" for times in (page, total, months, labels))
        print(f"{name:40} {index.total(query):8}{medians}")
    for name, times in (("page", pages), ("months", counts)):
        quantiles = statistics.quantiles(times, n=100)
        print(f"\n{name}: p50 {quantiles[49]:.2f} ms, p95 {quantiles[94]:.2f} ms, worst {max(times):.2f} ms", end="")
    print()


def sentences(index: SqliteIndex) -> None:
    """Read sentences and ask for their first page, and print milliseconds of both."""
    names = Names(
        people=tuple(map(Person, synthetic_library.PEOPLE)),
        albums=synthetic_library.ALBUMS,
        places=synthetic_library.PLACES,
        cameras=tuple(model for _, model in synthetic_library.CAMERAS),
        labels=tuple((name, (parent,)) for name, parent in synthetic_library.LABELS),
    )
    context = Context(names, Calendar(today=date(2024, 11, 23)))
    print(f"\n{'ms':40} {'hits':>8} {'parse':>8} {'page':>8}")
    for sentence in SENTENCES:
        query = parse(sentence, context).query
        read = statistics.median(_milliseconds(lambda sentence=sentence: parse(sentence, context)))
        page = statistics.median(_milliseconds(lambda query=query: index.find(query)))
        print(f"{sentence:40} {index.total(query):8} {read:8.2f} {page:8.2f}")


def _milliseconds(ask: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        before = time.perf_counter()
        ask()
        times.append((time.perf_counter() - before) * 1000)
    return times


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
