"""What IPTC says (IPTC-NAA Information Interchange Model 4.2, record 2)."""

from shoebox.imaging import dates
from shoebox.imaging.described import NOTHING, Described

_TITLE, _KEYWORD, _DAY, _TIME, _CAPTION = 5, 25, 55, 60, 120
_UTF8 = b"\x1b%G"
_MAXIMUM_FIELDS = 2000


def read(data: bytes) -> Described:
    """What an IPTC block says; NOTHING where there is none. Its date counts as XMP's, its successor. Never raises."""
    fields: dict[int, list[str]] = {}
    encoding = "latin-1"
    for record, number, value in _datasets(data):
        if (record, number) == (1, 90) and value == _UTF8:
            encoding = "utf-8"
        elif record == 2:
            fields.setdefault(number, []).append(_text(value, encoding))
    if not fields:
        return NOTHING
    return Described(
        created=dates.parse(_date(_first(fields, _DAY), _first(fields, _TIME)), "xmp"),
        title=_first(fields, _TITLE) or None,
        description=_first(fields, _CAPTION) or None,
        keywords=tuple(word for word in fields.get(_KEYWORD, ()) if word),
    )


def _datasets(data: bytes) -> list[tuple[int, int, bytes]]:
    found: list[tuple[int, int, bytes]] = []
    place = 0
    while data[place : place + 1] == b"\x1c" and place + 5 <= len(data) and len(found) < _MAXIMUM_FIELDS:
        length = int.from_bytes(data[place + 3 : place + 5], "big")
        if length & 0x8000:
            break  # extended data sets hold pictures, not words
        found.append((data[place + 1], data[place + 2], data[place + 5 : place + 5 + length]))
        place += 5 + length
    return found


def _text(value: bytes, encoding: str) -> str:
    try:
        return value.decode("utf-8").strip("\x00 \r\n")
    except UnicodeDecodeError:
        return value.decode(encoding, errors="replace").strip("\x00 \r\n")


def _first(fields: dict[int, list[str]], number: int) -> str:
    return fields.get(number, [""])[0]


def _date(day: str, time: str) -> str | None:
    """`20120131` and `142233+0100` in the notation of ISO 8601."""
    if len(day) != 8:
        return None
    date = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    return f"{date}T{time[:2]}:{time[2:4]}:{time[4:6]}{time[6:11]}" if len(time) >= 6 else date
