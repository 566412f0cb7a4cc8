"""Measuring: CPU seconds (user and system, children included) and a table."""

import resource
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, against what, and what it should be."""

    what: str
    ours: str
    peer: str
    ratio: str
    goal: str


def cpu_seconds_of(command: list[str], *, environment: dict[str, str] | None = None) -> float:
    """User and system seconds that a command and its children took. Raises CalledProcessError."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def table(rows: list[Row]) -> str:
    """The rows as Markdown."""
    head = "| measured | shoebox | peer | ratio | goal |\n|---|---|---|---|---|"
    return "\n".join([head, *(f"| {row.what} | {row.ours} | {row.peer} | {row.ratio} | {row.goal} |" for row in rows)])
