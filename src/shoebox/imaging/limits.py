"""How much one untrusted file may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Pixels of a decoded picture, bytes of memory of one worker process, seconds of one file."""

    pixels: int = 250_000_000
    memory: int = 1_000_000_000
    seconds: float = 60.0


class UnreadableError(Exception):
    """A file that gives no picture; its message is the reason, in words for a person. Never leaves this package."""
