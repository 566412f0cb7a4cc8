"""`shoebox copy`: a whole library to another folder or bucket."""

import json
import os
import time
from dataclasses import asdict, replace
from typing import NoReturn

import click
from tqdm import tqdm

from shoebox.application.copy import Done, Outcome, Plan, Summary, copy_library, plan_copy
from shoebox.cli.options import example
from shoebox.composition import open_objects
from shoebox.domain.errors import ConflictError, IntegrityError, UsageError
from shoebox.settings import load

_MOST_LISTED = 50
_AT_ONCE = 4
"""For each processor, since copying mostly waits."""


@click.command(epilog=example("shoebox copy ~/Shoebox s3://my-photos/copy"))
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--fast", is_flag=True, help="Take what is in TO with the same size for the same.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def copy(source: str, target: str, *, fast: bool, as_json: bool) -> None:
    """Copy a whole library between folders and buckets, each object verified; run again, it goes on.

    A damaged original is not copied but named. Nothing of TO is removed, and no original there overwritten.
    Exit codes: 5 something in FROM is damaged, 4 TO has something else at some key; the rest is copied.
    """
    settings, _ = load({}, os.environ)
    places = [replace(settings, library=place) for place in (source, target)]
    if places[0].library_place == places[1].library_place:
        raise UsageError("FROM and TO are the same place.", hint="Name another place to copy to.")
    begin, end = (open_objects(place) for place in places)
    begun = time.monotonic()
    work = plan_copy(begin, end)
    looked_at = 0
    with _bar(work) as bar:

        def progress(done: Done) -> None:
            nonlocal looked_at
            looked_at += 1
            bar.set_postfix_str(f"{looked_at:,}/{work.number:,} objects", refresh=False)
            bar.update(done.size)

        workers = settings.worker_count * _AT_ONCE
        summary = copy_library(begin, end, work, fast=fast, workers=workers, progress=progress)
    click.echo(_document(summary) if as_json else _told(summary, time.monotonic() - begun))
    code = _exit_code(summary)
    if code:
        click.get_current_context().exit(code)


def _exit_code(summary: Summary) -> int:
    counts = summary.counts
    if counts[Outcome.DAMAGED] or counts[Outcome.FAILED]:
        return IntegrityError.exit_code
    return ConflictError.exit_code if counts[Outcome.CONFLICT] else 0


def _bar(work: Plan) -> "tqdm[NoReturn]":
    return tqdm(
        total=work.size,
        unit="B",
        unit_scale=True,
        unit_divisor=1000,
        disable=None,
        dynamic_ncols=True,
        bar_format="{percentage:3.0f}% {bar} {n_fmt}/{total_fmt} · {postfix} · {rate_fmt} · {remaining} left",
    )


def _document(summary: Summary) -> str:
    problems = [asdict(done) for done in summary.problems]
    return json.dumps({**summary.counts, "bytes_copied": summary.size, "problems": problems}, ensure_ascii=False)


def _told(summary: Summary, seconds: float) -> str:
    counts = ", ".join(f"{number:,} {outcome}" for outcome, number in summary.counts.items())
    lines = [f"{counts}.", f"{summary.size / 1e6:,.1f} MB copied and verified in {seconds:,.1f} s."]
    lines += [f"  {one.outcome}: {one.key}: {one.reason}" for one in summary.problems[:_MOST_LISTED]]
    if len(summary.problems) > _MOST_LISTED:
        lines.append(f"  … and {len(summary.problems) - _MOST_LISTED:,} more; --json lists them all.")
    return "\n".join(lines)
