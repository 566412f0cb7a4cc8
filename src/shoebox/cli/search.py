"""`shoebox search` and `shoebox ls`: find and list photos."""

import json
from collections.abc import Iterator

import click

from shoebox.application.library import Library, get_photo
from shoebox.application.search import understand
from shoebox.cli.catch_up import reading_library
from shoebox.cli.options import example, language_of, with_settings
from shoebox.domain.listing import listing
from shoebox.domain.photo import Photo, Status
from shoebox.query.codec import to_json as query_to_json
from shoebox.query.describe import describe
from shoebox.query.model import EVERYTHING, Query
from shoebox.settings import Settings


@click.command(epilog=example('shoebox search "Natalie at the beach last summer"'))
@click.argument("words", nargs=-1, required=True)
@click.option("--explain", is_flag=True, help="Say how the words were understood.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a photo, as 'shoebox ls --json' does.")
@with_settings
def search(settings: Settings, words: tuple[str, ...], *, explain: bool, as_json: bool) -> None:
    """Find photos by asking in English: people, things, places, dates, cameras, in any combination."""
    with reading_library(settings) as library:
        parsed = understand(library, " ".join(words), language_of(settings))
        if explain and as_json:
            click.echo(json.dumps({"query": query_to_json(parsed.query), "unknown": list(parsed.unknown)}))
        elif explain:
            click.echo(f"understood: {describe(parsed.query) or 'every photo'}")
            for chip in parsed.chips:
                click.echo(f"  {chip.kind}: {chip.text}")
        if parsed.unknown and not as_json:
            click.echo(f"not understood: {', '.join(parsed.unknown)}", err=True)
        for photo in photos(library, parsed.query):
            _tell(photo, as_json=as_json)
        if not as_json:
            click.echo(f"{library.index.total(parsed.query):,} photos", err=True)


@click.command(epilog=example("shoebox ls --json | jq -r 'select(.favourite) | .paths[0]'"))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a photo, a line each.")
@click.option("--set-aside", is_flag=True, help="Only what is backed up but could not be understood.")
@with_settings
def ls(settings: Settings, *, as_json: bool, set_aside: bool) -> None:
    """List every photo, newest first."""
    with reading_library(settings) as library:
        for photo in photos(library, Query(media=(Status.SET_ASIDE.value,)) if set_aside else EVERYTHING):
            _tell(photo, as_json=as_json)


def photos(library: Library, query: Query) -> Iterator[Photo]:
    """Every photo a query finds, in its order."""
    page = library.index.find(query)
    while True:
        for hit in page.hits:
            yield get_photo(library, hit.id)
        if page.after is None:
            return
        page = library.index.find(query, after=page.after)


def _tell(photo: Photo, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(listing(photo), ensure_ascii=False))
        return
    taken = photo.facts.taken
    when = f"{taken.local:%Y-%m-%d %H:%M}" if taken else "undated         "
    note = f"  ({photo.reason})" if photo.status is Status.SET_ASIDE else ""
    click.echo(f"{when}  {photo.paths[0]}{note}")
