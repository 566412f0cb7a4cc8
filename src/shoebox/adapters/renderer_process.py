"""Renders in worker processes: a file that hangs, crashes or eats memory costs one picture and nothing else."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import TimeoutError as Overtime
from datetime import datetime
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import ParamSpec, TypeVar

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

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class ProcessRenderer:
    """A Renderer with `workers` processes, each within `limits`; they start with the first file.

    Safe to call from many threads. The processes end with `close`, and with this process however it ends.
    """

    def __init__(self, workers: int, limits: Limits | None = None) -> None:
        """Take the number of processes and the limits of each; None: the usual ones."""
        self._workers = workers
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._closed = False
        self._pool = self._new_pool()

    @property
    def identity(self) -> ToolVersion:
        """See ports.Renderer."""
        return RENDERER

    def render(self, original: Path, *, path: str, modified: datetime, sidecars: Mapping[str, bytes]) -> Rendering:
        """See ports.Renderer. Raises UnavailableError where the file cannot be read at all."""
        work = (original, path, modified, dict(sidecars))
        try:
            return self._run(_render, (*work, self._limits), self._limits.seconds)
        except Overtime:
            reason = f"Decoding the file took longer than {self._limits.seconds:g} seconds."
        except ProcessExpired:
            reason = "The file crashed its decoder."
        except MemoryError:
            reason = "Decoding the file takes more memory than is allowed."
        except OSError as error:
            raise UnavailableError(f"{original} cannot be read: {error.strerror}", hint="Is its disk there?") from error
        return Rendering(facts=self._facts(*work), reason=reason)

    def close(self) -> None:
        """End the worker processes; files under way are given up."""
        with self._lock:
            self._closed = True
            _end(self._pool)

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._workers,
            max_tasks=_FILES_OF_A_WORKER,
            initializer=prepare_worker,
            initargs=(self._limits.memory,),
            context=get_context("spawn"),
        )

    def _run(self, function: Callable[_Given, _Result], work: tuple[object, ...], seconds: float) -> _Result:
        """Run `function` in a worker; a pool that lost its workers while they were idle is replaced."""
        pool = self._pool
        try:
            return pool.schedule(function, args=work, timeout=seconds).result()
        except RuntimeError:  # a worker's own errors are OSError and MemoryError: this one is the pool's
            self._replace(pool)
            return self._pool.schedule(function, args=work, timeout=seconds).result()

    def _replace(self, broken: ProcessPool) -> None:
        with self._lock:
            if self._pool is broken and not self._closed:
                _end(broken)
                self._pool = self._new_pool()

    def _facts(self, original: Path, path: str, modified: datetime, sidecars: dict[str, bytes]) -> Facts:
        """What can be known without decoding, in a worker as well."""
        seconds = min(_FACTS_SECONDS, self._limits.seconds)
        try:
            return self._run(_facts, (original, path, modified, sidecars), seconds)
        except (Overtime, ProcessExpired, MemoryError, OSError):
            return least_facts(path, modified)


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble left this one out
    pool.join()


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


def _render(original: Path, path: str, modified: datetime, sidecars: dict[str, bytes], limits: Limits) -> Rendering:
    return render(original, path=path, modified=modified, sidecars=sidecars, limits=limits)


def _facts(original: Path, path: str, modified: datetime, sidecars: dict[str, bytes]) -> Facts:
    return facts_alone(original, path=path, modified=modified, sidecars=sidecars)
