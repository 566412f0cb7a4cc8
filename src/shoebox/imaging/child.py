"""A process of its own for untrusted files: a request is a line of JSON on its input, an answer one on its output.

Nothing is shared with the parent but these two pipes, so it works where there is no shared memory (AWS Lambda), and
a decoder that was taken over can send nothing but an answer. It ends when its input does.
"""

import json
import os
import signal
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from shoebox.domain.codec import from_json, to_json
from shoebox.domain.photo import Rendering
from shoebox.imaging.limits import Limits
from shoebox.imaging.render import facts_alone, render

_NICENESS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A file to look at; `modified` is in ISO 8601, `decode` says whether pictures are wanted beside the facts."""

    original: str
    path: str
    modified: str
    sidecars: dict[str, bytes]
    decode: bool
    pixels: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a request: a rendering, or why the file cannot be read at all, or neither for want of memory."""

    rendering: Rendering | None = None
    unreadable: str | None = None


def encode(message: Request | Answer) -> bytes:
    """A message as a line."""
    return json.dumps(to_json(message)).encode() + b"\n"


def decode_answer(line: bytes) -> Answer:
    """The answer on a line. Raises IntegrityError, ValueError."""
    return from_json(Answer, json.loads(line))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer every request. One that takes longer than its seconds ends this process with SIGALRM.

    The kernel does that by itself: a decoder written in C lets no Python code run meanwhile.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for line in requests:
        request = from_json(Request, json.loads(line))
        signal.setitimer(signal.ITIMER_REAL, request.seconds)
        answer = _answer(request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(encode(answer))
        answers.flush()


def _answer(request: Request) -> Answer:
    try:
        return Answer(rendering=_rendering(request))
    except OSError as error:
        return Answer(unreadable=error.strerror or str(error))
    except MemoryError:
        return Answer()


def _rendering(request: Request) -> Rendering:
    original, modified = Path(request.original), datetime.fromisoformat(request.modified)
    if request.decode:
        limits = Limits(pixels=request.pixels)
        return render(original, path=request.path, modified=modified, sidecars=request.sidecars, limits=limits)
    facts = facts_alone(original, path=request.path, modified=modified, sidecars=request.sidecars)
    return Rendering(facts=facts)


def _prepare(memory: int) -> BinaryIO:
    """Polite, deaf to Ctrl-C, bounded in memory; libraries that print to the output do not reach the parent."""
    import resource  # noqa: PLC0415 there is none on Windows, where this module may still be imported

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.close(silence)
    return answers


if __name__ == "__main__":
    serve(sys.stdin.buffer, _prepare(int(sys.argv[1])))
