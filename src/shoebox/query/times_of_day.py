"""Times of day: morning, at night, at 5 pm, after 22:00."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shoebox.query.text import Token

_NAMED: dict[str, tuple[str, ...]] = {
    "morning": ("morning",),
    "mornings": ("morning",),
    "afternoon": ("afternoon",),
    "afternoons": ("afternoon",),
    "evening": ("evening",),
    "evenings": ("evening",),
    "night": ("night",),
    "nights": ("night",),
    "nighttime": ("night",),
    "tonight": ("evening", "night"),
    "noon": ("11:00-13:00",),
    "midday": ("11:00-13:00",),
    "lunchtime": ("12:00-14:00",),
    "midnight": ("23:00-01:00",),
    "daytime": ("morning", "afternoon"),
}
PLURAL_TIMES = frozenset({"mornings", "afternoons", "evenings", "nights"})
_CLOCK = re.compile(r"(\d{1,2})(am|pm)?")
_BEFORE_TIME = {"before": "00:00-{}", "until": "00:00-{}", "after": "{}-00:00", "since": "{}-00:00"}


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """Named times or "HH:MM-HH:MM", read up to token `end`."""

    times: tuple[str, ...]
    end: int


def read_time(tokens: Sequence[Token], at: int) -> TimeOfDay | None:
    """The time of day that begins here, if any."""
    keys = [token.key for token in tokens[at : at + 4]]
    if keys == ["middle", "of", "the", "night"]:
        return TimeOfDay(("night",), at + 4)
    if keys[:2] in (["late", "night"], ["early", "morning"], ["late", "evening"]):
        return TimeOfDay(_NAMED[keys[1]], at + 2)
    if keys[0] in _NAMED:
        return TimeOfDay(_NAMED[keys[0]], at + 1)
    return _clock_span(tokens, at)


def _clock_span(tokens: Sequence[Token], at: int) -> TimeOfDay | None:
    """At 5 pm (the hour), before 8 am, after 22:00, between 5 and 7 pm, from 17:00 to 19:00."""
    word = tokens[at].key
    first = _clock(tokens, at + 1)
    if word in {"between", "from"}:
        return _between(tokens, at + 1)
    if first is None:
        return None
    hour, minute, end = first
    if word == "at":
        return TimeOfDay((f"{hour:02}:{minute:02}-{(hour + 1) % 24:02}:{minute:02}",), end)
    if word in _BEFORE_TIME:
        return TimeOfDay((_BEFORE_TIME[word].format(f"{hour:02}:{minute:02}"),), end)
    return None


def _between(tokens: Sequence[Token], at: int) -> TimeOfDay | None:
    first = _clock(tokens, at)
    join = at + 1 if first is None else first[2]
    if join >= len(tokens) or tokens[join].key not in {"and", "to", "until", "till"}:
        return None
    second = _clock(tokens, join + 1)
    if first is None and second is not None and tokens[at].key.isascii() and tokens[at].key.isdecimal():
        hour = int(tokens[at].key[:3])
        first = (hour % 12 + (12 if second[0] >= 12 else 0), 0, join) if 1 <= hour <= 12 else None
    if first is None or second is None:
        return None
    return TimeOfDay((f"{first[0]:02}:{first[1]:02}-{second[0]:02}:{second[1]:02}",), second[2])


def _clock(tokens: Sequence[Token], at: int) -> tuple[int, int, int] | None:
    """Hour, minute and the position after "5pm", "5 pm", "5:30 pm", "17:30" or "noon"."""
    if at >= len(tokens):
        return None
    named = {"noon": 12, "midday": 12, "midnight": 0}.get(tokens[at].key)
    if named is not None:
        return named, 0, at + 1
    match = _CLOCK.fullmatch(tokens[at].key) if tokens[at].key.isascii() else None
    if match is None:
        return None
    hour, half, minute, end = int(match[1]), match[2], 0, at + 1
    colon = end < len(tokens) and tokens[end].gap == ":"
    following = _MINUTES.fullmatch(tokens[end].key) if colon else None
    if following is not None:
        minute, half, end = int(following[1]), following[2], end + 1
    if half is None and end < len(tokens) and tokens[end].key in {"am", "pm"}:
        half, end = tokens[end].key, end + 1
    if (half is None and following is None) or minute > 59 or hour > (12 if half else 23):
        return None
    return hour % 12 + (12 if half == "pm" else 0) if half else hour, minute, end


_MINUTES = re.compile(r"(\d\d)(am|pm)?")
