"""Opening a library to read it: where this computer knows nothing of it yet, its records are made first."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from shoebox.application.library import Library, refresh_index
from shoebox.application.rebuild import is_behind, rebuild
from shoebox.composition import open_library
from shoebox.settings import Settings


@contextmanager
def reading_library(settings: Settings) -> Iterator[Library]:
    """The library, its index fresh."""
    with open_library(settings) as library:
        catch_up(library, settings)
        yield library


def catch_up(library: Library, settings: Settings) -> None:
    """Make records of an archive that came from elsewhere, and take what changed into the index."""
    if is_behind(library):
        click.echo("This library is new to this computer; reading its archive …", err=True)
        rebuild(library, workers=settings.worker_count, progress=lambda _: None)
    refresh_index(library)
