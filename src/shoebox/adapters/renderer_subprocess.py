"""Renders in child processes over pipes, where there is no shared memory, without which multiprocessing cannot start.

AWS Lambda is such a place: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html has no /dev/shm.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from shoebox.domain.errors import IntegrityError, UnavailableError
from shoebox.domain.photo import Facts, Rendering, ToolVersion
from shoebox.imaging import RENDERER
from shoebox.imaging.child import Answer, Request, decode_answer, encode
from shoebox.imaging.limits import Limits
from shoebox.imaging.render import least_facts

_FACTS_SECONDS = 10.0
_SECRETS = ("AWS_", "SHOEBOX_")
"""A child that was taken over shall find no credentials in its environment."""


class SubprocessRenderer:
    """A Renderer with at most `workers` child processes, each within `limits`; they start when they are needed.

    Safe to call from many threads. The children end with `close`, and with this process however it ends.
    """

    def __init__(self, workers: int, limits: Limits | None = None) -> None:
        """Take the number of children and the limits of each; None: the usual ones."""
        self._limits = limits or Limits()
        self._free = threading.BoundedSemaphore(workers)
        self._lock = threading.Lock()
        self._idle: list[_Child] = []

    @property
    def identity(self) -> ToolVersion:
        """See ports.Renderer."""
        return RENDERER

    def render(self, original: Path, *, path: str, modified: datetime, sidecars: Mapping[str, bytes]) -> Rendering:
        """See ports.Renderer. Raises UnavailableError where the file cannot be read at all."""
        request = self._request(original, path, modified, sidecars, decode=True)
        try:
            return self._rendering(request)
        except _FailedError as error:
            reason = str(error)
        facts = self._facts(self._request(original, path, modified, sidecars, decode=False), modified)
        return Rendering(facts=facts, reason=reason)

    def close(self) -> None:
        """End the idle children; those at work end after their file."""
        with self._lock:
            children, self._idle = self._idle, []
        for child in children:
            child.end()

    def _request(
        self, original: Path, path: str, modified: datetime, sidecars: Mapping[str, bytes], *, decode: bool
    ) -> Request:
        seconds = self._limits.seconds
        return Request(
            original=str(original.absolute()),
            path=path,
            modified=modified.isoformat(),
            sidecars=dict(sidecars),
            decode=decode,
            pixels=self._limits.pixels,
            seconds=seconds if decode else min(_FACTS_SECONDS, seconds),
        )

    def _facts(self, request: Request, modified: datetime) -> Facts:
        """What can be known without decoding, in a child as well."""
        try:
            return self._rendering(request).facts
        except (_FailedError, UnavailableError):
            return least_facts(request.path, modified)

    def _rendering(self, request: Request) -> Rendering:
        """What a child answers; only of a new one is a failure the file's fault, not that of the files before."""
        with self._free:
            with self._lock:
                child = self._idle.pop() if self._idle else None
            if child is not None:
                try:
                    return self._asked(child, request)
                except _DamagedError:
                    pass
            return self._asked(_Child(self._limits.memory), request)

    def _asked(self, child: "_Child", request: Request) -> Rendering:
        try:
            answer = child.ask(request)
        except BaseException:
            child.end()
            raise
        if answer.rendering is None and answer.unreadable is None:
            child.end()
            raise _DamagedError("Decoding the file takes more memory than is allowed.")
        with self._lock:
            self._idle.append(child)
        if answer.rendering is None:
            raise UnavailableError(f"{request.original} cannot be read: {answer.unreadable}", hint="Is its disk there?")
        return answer.rendering


class _FailedError(Exception):
    """A file that brought its decoder down; the message is the reason, in words for a person."""


class _DamagedError(_FailedError):
    """A failure that earlier files may have prepared, by leaks or worse."""


class _Child:
    """One process, which answers one request at a time."""

    def __init__(self, memory: int) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(_SECRETS)}
        environment["PYTHONPATH"] = os.pathsep.join(place for place in sys.path if place)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "shoebox.imaging.child", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )

    def ask(self, request: Request) -> Answer:
        """The answer. Raises _FailedError where there is none."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(encode(request))
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError:
            line = b""
        if not line.endswith(b"\n"):
            if self._process.wait() == -signal.SIGALRM:
                raise _FailedError(f"Decoding the file took longer than {request.seconds:g} seconds.")
            raise _DamagedError("The file crashed its decoder.")
        try:
            return decode_answer(line)
        except (IntegrityError, ValueError):
            raise _DamagedError("The file crashed its decoder.") from None

    def end(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except OSError:  # what was left to write has nobody to read it
                continue
