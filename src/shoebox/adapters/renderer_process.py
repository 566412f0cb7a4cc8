"""Renders in worker processes: a file that hangs, crashes or eats memory costs one picture and nothing else."""

import os
import signal
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import TimeoutError as Overtime
from datetime import datetime
from multiprocessing import connection, get_context, parent_process
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from shoebox.domain.errors import UnavailableError
from shoebox.domain.photo import Facts, Rendering, ToolVersion
from shoebox.imaging import RENDERER
from shoebox.imaging.limits import Limits
from shoebox.imaging.render import facts_alone, least_facts, render

_FILES_OF_A_WORKER = 1000
"""Then it is replaced, so that what decoders leak does not add up."""

_NICENESS = 10
_FACTS_SECONDS = 10.0
_TOO_LARGE = "Decoding the file takes more memory than is allowed."


class ProcessRenderer:
    """A Renderer with `workers` processes, each within `limits`; they start with the first file.

    Safe to call from many threads. The processes end with `close`, and with this process however it ends.
    """

    def __init__(self, workers: int, limits: Limits | None = None) -> None:
        """Take the number of processes and the limits of each; None: the usual ones."""
        self._limits = limits or Limits()
        self._pool = ProcessPool(
            max_workers=workers,
            max_tasks=_FILES_OF_A_WORKER,
            initializer=prepare_worker,
            initargs=(self._limits.memory,),
            context=get_context("spawn"),
        )

    @property
    def identity(self) -> ToolVersion:
        """See ports.Renderer."""
        return RENDERER

    def render(self, original: Path, *, path: str, modified: datetime, sidecars: Mapping[str, bytes]) -> Rendering:
        """See ports.Renderer. Raises UnavailableError where the file cannot be read at all."""
        work = (original, path, modified, dict(sidecars))
        try:
            return self._pool.schedule(_render, args=(*work, self._limits), timeout=self._limits.seconds).result()
        except Overtime:
            reason = f"Decoding the file took longer than {self._limits.seconds:g} seconds."
        except ProcessExpired:
            reason = "The file crashed its decoder."
        except MemoryError:
            reason = _TOO_LARGE
        except OSError as error:
            raise UnavailableError(f"{original} cannot be read: {error.strerror}", hint="Is its disk there?") from error
        return Rendering(facts=self._facts(*work), reason=reason)

    def close(self) -> None:
        """End the worker processes; files under way are given up."""
        self._pool.stop()
        self._pool.join()

    def _facts(self, original: Path, path: str, modified: datetime, sidecars: dict[str, bytes]) -> Facts:
        """What can be known without decoding, in a worker as well."""
        seconds = min(_FACTS_SECONDS, self._limits.seconds)
        task = self._pool.schedule(_facts, args=(original, path, modified, sidecars), timeout=seconds)
        try:
            return task.result()
        except (Overtime, ProcessExpired, MemoryError, OSError):
            return least_facts(path, modified)


def prepare_worker(memory: int) -> None:
    """Runs first in every worker: polite, silent, deaf to Ctrl-C, bounded in memory, and gone with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, sys.stderr.fileno() if sys.stderr else 2)
    os.close(silence)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        os.nice(_NICENESS)
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _render(
    original: Path, path: str, modified: datetime, sidecars: dict[str, bytes], limits: Limits
) -> Rendering:
    return render(original, path=path, modified=modified, sidecars=sidecars, limits=limits)


def _facts(original: Path, path: str, modified: datetime, sidecars: dict[str, bytes]) -> Facts:
    return facts_alone(original, path=path, modified=modified, sidecars=sidecars)
