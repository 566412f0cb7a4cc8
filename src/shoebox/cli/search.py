"""`shoebox search` and `shoebox ls`: find and list photos."""

import json
from collections.abc import Iterator
from typing import TextIO

import click

from shoebox.application.library import Library, get_photo
from shoebox.application.search import understand
from shoebox.cli.catch_up import reading_library
from shoebox.cli.options import example, language_of, with_settings
from shoebox.domain.errors import UsageError
from shoebox.domain.listing import listing
from shoebox.domain.photo import Photo, Status
from shoebox.query.codec import to_json as query_to_json
from shoebox.query.describe import describe
from shoebox.query.evaluation import evaluate
from shoebox.query.model import EVERYTHING, Query
from shoebox.query.parse import Parsed
from shoebox.settings import Settings


@click.command(epilog=example('shoebox search "Natalie at the beach last summer"'))
@click.argument("words", nargs=-1)
@click.option("--explain", is_flag=True, help="Say how the words were understood.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a photo, as 'shoebox ls --json' does.")
@click.option("--batch", type=click.File(encoding="utf-8"), help="Read queries, a JSON object a line; needs --context.")
@click.option("--context", type=click.File(encoding="utf-8"), help="The libraries that --batch names, as JSON.")
@with_settings
def search(
    settings: Settings,
    words: tuple[str, ...],
    *,
    explain: bool,
    as_json: bool,
    batch: TextIO | None,
    context: TextIO | None,
) -> None:
    """Find photos by asking in English: people, things, places, dates, cameras, in any combination."""
    if batch is not None:
        _evaluate(batch, context)
    elif words:
        with reading_library(settings) as library:
            parsed = understand(library, " ".join(words), language_of(settings))
            if explain:
                _explain(parsed, as_json=as_json)
            _tell_found(library, parsed, as_json=as_json)
    else:
        raise click.UsageError("Say what to look for.")


def _explain(parsed: Parsed, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"query": query_to_json(parsed.query), "unknown": list(parsed.unknown)}))
        return
    click.echo(f"understood: {describe(parsed.query) or 'every photo'}")
    for chip in parsed.chips:
        click.echo(f"  {chip.kind}: {chip.text}")


def _tell_found(library: Library, parsed: Parsed, *, as_json: bool) -> None:
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


def _evaluate(batch: TextIO, context: TextIO | None) -> None:
    """Say how each query of a file is understood in the library it names (docs/search.md)."""
    if context is None:
        raise click.UsageError("--batch needs --context.")
    try:
        libraries = json.load(context)
        for prediction in evaluate((json.loads(line) for line in batch if line.strip()), libraries):
            click.echo(json.dumps(prediction, ensure_ascii=False))
    except json.JSONDecodeError as error:
        raise UsageError(f"A file is not JSON: {error}.", hint="docs/search.md describes both.") from error


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
