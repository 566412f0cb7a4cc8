"""`shoebox verify`: prove that the archive holds what it should."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import NoReturn

import click
from tqdm import tqdm

from shoebox.application.findings import Finding
from shoebox.application.verify import Structure, check_structure
from shoebox.application.verify_reading import WHOLE, Checked, Sample, Task, read_all, sample_of_month, tasks
from shoebox.cli.options import example, with_settings
from shoebox.composition import open_library
from shoebox.domain.errors import IntegrityError
from shoebox.settings import Settings

_MOST_LISTED = 50
_AT_ONCE = 4
"""For each processor, since reading mostly waits."""


@dataclass(slots=True)
class _Read:
    """What was read so far."""

    objects: int = 0
    size: int = 0
    proven: int = 0

    def add(self, checked: Checked) -> None:
        self.objects += 1
        self.size += checked.size
        self.proven += checked.proven


@click.command(epilog=example("shoebox verify --sample 10"))
@click.option("--read", "reading", is_flag=True, help="Read everything and compare it with its checksums.")
@click.option("--sample", "percent", type=float, metavar="PERCENT", help="Read a part, another one each month.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_settings
def verify(settings: Settings, *, reading: bool, percent: float | None, as_json: bool) -> None:
    """Check that nothing in the archive is missing or damaged. It changes nothing.

    Without options lists and sizes are compared, and nothing is read. Exit code 5: something was found.
    """
    sample = _sample(percent, reading=reading)
    workers = settings.worker_count * _AT_ONCE
    read = _Read()
    with open_library(settings) as library:
        structure = check_structure(library, workers=workers)
        found = set(structure.findings)
        work = tasks(library, structure, sample) if sample else ()
        with _bar(work) as bar:
            for checked in read_all(work, workers=workers):
                read.add(checked)
                found.update(checked.findings)
                bar.set_postfix_str(f"{read.objects:,}/{len(work):,} objects", refresh=False)
                bar.update(checked.size)
    problems = sorted(found)
    click.echo(_document(structure, read, problems) if as_json else _told(structure, read, problems))
    if problems:
        click.get_current_context().exit(IntegrityError.exit_code)


def _sample(percent: float | None, *, reading: bool) -> Sample | None:
    if reading:
        return WHOLE
    return None if percent is None else sample_of_month(percent, datetime.now(UTC))


def _bar(work: tuple[Task, ...]) -> "tqdm[NoReturn]":
    return tqdm(
        total=sum(task.size for task in work),
        unit="B",
        unit_scale=True,
        unit_divisor=1000,
        disable=None if work else True,
        dynamic_ncols=True,
        bar_format="{percentage:3.0f}% {bar} {n_fmt}/{total_fmt} · {postfix} · {rate_fmt} · {remaining} left",
    )


def _document(structure: Structure, read: _Read, problems: list[Finding]) -> str:
    return json.dumps(
        {
            "originals": len(structure.inventory.originals),
            "bytes": structure.inventory.size,
            "objects_read": read.objects,
            "bytes_read": read.size,
            "objects_proven": read.proven,
            "findings": [asdict(finding) for finding in problems],
        },
        ensure_ascii=False,
    )


def _told(structure: Structure, read: _Read, problems: list[Finding]) -> str:
    inventory = structure.inventory
    lines = [f"{len(inventory.originals):,} originals, {inventory.size / 1e6:,.1f} MB, were looked for."]
    if read.objects:
        lines.append(
            f"{read.objects:,} objects, {read.size / 1e6:,.1f} MB, were read; "
            f"{read.proven:,} had a checksum or a record to compare with."
        )
    lines += [f"  {one.problem}: {one.key}: {one.detail} {one.remedy}" for one in problems[:_MOST_LISTED]]
    if len(problems) > _MOST_LISTED:
        lines.append(f"  … and {len(problems) - _MOST_LISTED:,} more; --json lists them all.")
    lines.append(f"{len(problems):,} problems." if problems else "Nothing is missing or damaged.")
    return "\n".join(lines)
