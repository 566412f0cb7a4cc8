"""What all commands share: the choice of the library, and settings made of flags."""

import functools
import os
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from shoebox.application.search import Language
from shoebox.query.context import Calendar
from shoebox.settings import Settings, load


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--library` and hand it the settings that hold, as its first argument."""

    @click.option("--library", metavar="FOLDER", help="The library. Default: $SHOEBOX_LIBRARY, else ~/Shoebox.")
    @functools.wraps(command)
    def run(library: str | None, **arguments: Any) -> None:
        context = click.get_current_context()
        flags = {"library": library or (context.obj or {}).get("library")}
        settings, _ = load(flags, os.environ)
        command(settings, **arguments)

    return run


def language_of(settings: Settings) -> Language:
    """How the owner speaks, today."""
    calendar = Calendar(
        today=today(),
        hemisphere="south" if settings.hemisphere == "south" else "north",
        week_start="sunday" if settings.week_start == "sunday" else "monday",
        date_order="mdy" if settings.date_order == "mdy" else "dmy",
    )
    return Language(calendar=calendar, owner=settings.owner or None)


def today() -> date:
    """The local date: relative words in a search mean the owner's own days."""
    return datetime.now().astimezone().date()


def example(text: str) -> str:
    """An example for the end of a command's help."""
    return f"\b\nExample:\n  {text}"
