"""Commands about the library itself: init, rebuild, models, settings."""

import json
import os

import click
from tqdm import tqdm

from shoebox.application.rebuild import rebuild as run_rebuild
from shoebox.application.recognize import recognize
from shoebox.cli.options import example, with_settings
from shoebox.composition import fetch_models, missing_models, open_library
from shoebox.domain.errors import NotFoundError
from shoebox.settings import Settings, load


@click.command(epilog=example("shoebox init --library /mnt/nas/Shoebox"))
@with_settings
def init(settings: Settings) -> None:
    """Make an empty library; 'sync' makes one by itself."""
    with open_library(settings, create=True):
        click.echo(f"The library is at {settings.library_place}.")


@click.command(epilog=example("shoebox rebuild"))
@with_settings
def rebuild(settings: Settings) -> None:
    """Make records, index and missing pictures anew from the archive."""
    with open_library(settings, recognizing=True) as library, tqdm(unit=" photos", disable=None) as bar:

        def progress(_path: str) -> None:
            bar.update()

        number = run_rebuild(library, workers=settings.worker_count, progress=progress)
    click.echo(f"Rebuilt from {number:,} originals.")


@click.command(epilog=example("shoebox models"))
@with_settings
def models(settings: Settings) -> None:
    """Fetch the recognition models and place names that are missing, and recognise what waits for them."""
    fetch_models(settings, click.echo)
    click.echo(f"All models are in {settings.models_folder}.")
    try:
        with open_library(settings, recognizing=True) as library:
            number = recognize(library, workers=settings.worker_count)
        click.echo(f"{number:,} photos were recognised anew.")
    except NotFoundError:
        return  # there is no library yet


@click.command(epilog=example("shoebox settings --json"))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_settings
def settings(current: Settings, *, as_json: bool) -> None:
    """Print each setting, its value and where it came from."""
    _, told = load({}, os.environ)
    if as_json:
        click.echo(json.dumps({one.name: {"value": one.value, "origin": one.origin} for one in told}))
        return
    for one in told:
        value = str(getattr(current, one.name)) or "(standard place)"
        click.echo(f"{one.name:12} {value:28} {one.origin:12} {one.says}")
    missing = missing_models(current)
    if missing:
        click.echo(f"Missing models: {', '.join(missing)}. Run 'shoebox models'.")
