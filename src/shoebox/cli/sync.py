"""`shoebox sync`: back up folders."""

import time
from pathlib import Path
from typing import NoReturn

import click
from tqdm import tqdm

from shoebox.application.recognize import recognize
from shoebox.application.sync import Done, Outcome, Plan, Summary, plan
from shoebox.application.sync import sync as run_sync
from shoebox.cli.options import example, with_settings
from shoebox.composition import fetch_models, known_files, missing_models, open_library
from shoebox.domain.errors import ShoeboxError
from shoebox.settings import Settings

SOME_FAILED = 8
_MOST_LISTED = 20


@click.command(epilog=example("shoebox sync ~/Pictures /mnt/nas/photos"))
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@with_settings
def sync(settings: Settings, sources: tuple[Path, ...], *, dry_run: bool) -> None:
    """Back up SOURCES: every new or changed file is copied, read back, compared, and becomes a photo."""
    sources = tuple(source.expanduser() for source in sources)  # "PHOTOS=~/Pictures" is not expanded by every shell
    if dry_run:
        _tell_plan(plan(known_files(settings), sources, without=settings.library_folder))
        return
    fetched = ensure_models(settings)
    with open_library(settings, create=True, recognizing=True) as library:
        work = plan(library.known_files, sources, without=settings.library_folder)
        begun = time.monotonic()
        with _bar(work) as bar:
            counts = dict.fromkeys(Outcome, 0)

            def progress(done: Done) -> None:
                counts[done.outcome] += 1
                bar.set_postfix_str(f"{sum(counts.values()):,}/{len(work.tasks):,} files", refresh=False)
                bar.update(done.task.file.size)

            summary = run_sync(library, work, workers=settings.worker_count, progress=progress)
        if fetched:
            recognize(library, workers=settings.worker_count)
    _tell(summary, time.monotonic() - begun, settings)
    if summary.failed or work.problems:
        click.get_current_context().exit(SOME_FAILED)


def ensure_models(settings: Settings) -> bool:
    """Fetch missing models and return whether any were; where they cannot be had, say so and go on without."""
    if not settings.recognition or not missing_models(settings):
        return False
    try:
        fetch_models(settings, lambda text: click.echo(text, err=True))
    except ShoeboxError as error:
        click.echo(f"Without recognition for now: {error.message} {error.hint}", err=True)
        return False
    return True


def _bar(work: Plan) -> "tqdm[NoReturn]":
    return tqdm(
        total=work.size,
        unit="B",
        unit_scale=True,
        unit_divisor=1000,
        disable=None if work.tasks else True,
        dynamic_ncols=True,
        bar_format="{percentage:3.0f}% {bar} {n_fmt}/{total_fmt} · {postfix} · {rate_fmt} · {remaining} left",
    )


def _tell_plan(work: Plan) -> None:
    for task in work.tasks[:_MOST_LISTED]:
        click.echo(f"would back up {_shown(str(task.file.file))}")
    if len(work.tasks) > _MOST_LISTED:
        click.echo(f"… and {len(work.tasks) - _MOST_LISTED:,} more")
    click.echo(f"{len(work.tasks):,} files to back up, {work.size / 1e6:,.1f} MB; {work.unchanged:,} unchanged.")
    _list("cannot be read", [(problem.path, problem.reason) for problem in work.problems])


def _tell(summary: Summary, seconds: float, settings: Settings) -> None:
    counts, work = summary.counts, summary.plan
    told = [
        f"{counts[Outcome.ADDED]:,} added",
        f"{counts[Outcome.KNOWN]:,} known already",
        f"{counts[Outcome.SET_ASIDE]:,} set aside",
        f"{counts[Outcome.SIDECAR]:,} sidecars",
        f"{work.unchanged:,} unchanged",
        f"{work.ignored:,} ignored",
        f"{len(summary.failed) + len(work.problems):,} failed",
    ]
    click.echo(", ".join(told) + ".")
    if work.tasks:
        click.echo(f"{summary.size / 1e6:,.1f} MB backed up, read back and compared in {seconds:,.1f} s.")
    _list("backed up, but set aside", [(problem.path, problem.reason) for problem in summary.set_aside])
    _list("not backed up", [(problem.path, problem.reason) for problem in (*work.problems, *summary.failed)])
    missing = missing_models(settings) if settings.recognition else ()
    if missing:
        click.echo(f"Missing for recognition: {', '.join(missing)}. Run 'shoebox models'.")


def _list(what: str, found: list[tuple[str, str]]) -> None:
    for path, reason in found[:_MOST_LISTED]:
        click.echo(f"  {what}: {_shown(path)}: {reason}")
    if len(found) > _MOST_LISTED:
        click.echo(f"  … and {len(found) - _MOST_LISTED:,} more; 'shoebox ls --set-aside' lists what was set aside.")


def _shown(path: str) -> str:
    return path.encode(errors="backslashreplace").decode()
