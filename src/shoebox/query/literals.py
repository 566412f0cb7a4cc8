"""What a person spelled out: "quoted text", field:value, and file names. Nothing else is read into these."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from shoebox.query.context import Context
from shoebox.query.dates import dates_in
from shoebox.query.entities import Index, index_of
from shoebox.query.model import Query
from shoebox.query.spans import PINNED, Kind, Span
from shoebox.query.text import Token, clean, fold, keys_of, tokenise

_EXTENSIONS = (
    "jpg|jpeg|jpe|png|gif|webp|heic|heif|avif|tif|tiff|bmp|psd|svg|pdf|mp4|mov|m4v|avi|mkv|webm|mts|m2ts|3gp|mpg|mpeg|wmv"
    "|nef|nrw|cr2|cr3|crw|arw|sr2|raf|orf|rw2|dng|pef|srw|x3f|raw|xmp|json|txt|ogg|mp3"
)
_FIELD = re.compile(r'(?<![^\s(,-])([A-Za-z_]{2,12}):(?:"([^"]*)"|([^\s"]+))')
_QUOTED = re.compile(r'"([^"]+)"')
_FILENAME = re.compile(
    rf"""(?<![^\s(,])(?:
        [^\s"/:,]*\*[^\s"/:,]*                            # IMG_*, *.mp4
      | [^\s"/:,*]+\.(?:{_EXTENSIONS})(?![^\s,;!?)])      # DSC00045.jpg
      | [A-Za-z]{{2,5}}[_-]?\d{{4,}}[\w-]*                # IMG_1234, DSCF0001
      | [A-Za-z]\d{{6,}}                                  # P1010101
      | [A-Za-z]{{2,5}}[_-]\d{{6,8}}[_-][\w-]+            # PXL_20230102_123456789
      | \d{{8}}_\d{{4,}}[\w-]*                            # 20190714_123456
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_TEXT_CUES = frozenset(
    ("text", "words", "word", "saying", "says", "say", "written", "reading", "caption", "that", "the", "with")
)
_TEXT_FIELDS = {
    "text": (Kind.TEXT, "text"),
    "ocr": (Kind.TEXT, "text"),
    "file": (Kind.FILENAME, "filename"),
    "filename": (Kind.FILENAME, "filename"),
    "name": (Kind.FILENAME, "filename"),
    "words": (Kind.WORDS, "free_text"),
}
_NAME_FIELDS: Mapping[str, Kind] = {
    "person": Kind.PERSON,
    "people": Kind.PERSON,
    "who": Kind.PERSON,
    "subject": Kind.PERSON,
    "place": Kind.PLACE,
    "city": Kind.PLACE,
    "country": Kind.PLACE,
    "state": Kind.PLACE,
    "location": Kind.PLACE,
    "camera": Kind.CAMERA,
    "lens": Kind.CAMERA,
    "album": Kind.ALBUM,
    "label": Kind.LABEL,
    "tag": Kind.LABEL,
}
_NAME_PARTS: Mapping[Kind, Callable[[tuple[str, ...]], Query]] = {
    Kind.PERSON: lambda names: Query(people_all=names),
    Kind.PLACE: lambda names: Query(places=names),
    Kind.CAMERA: lambda names: Query(cameras=names),
    Kind.ALBUM: lambda names: Query(albums=names),
    Kind.LABEL: lambda names: Query(labels_all=names),
}


def literal_spans(text: str, tokens: Sequence[Token], context: Context) -> tuple[Span, ...]:
    """What is spelled out in a cleaned text; the first reading of a stretch of it counts."""
    spans: list[Span] = []
    taken: set[int] = set()
    for begin, end, kind, part in _literals(text, context):
        inside = [at for at, token in enumerate(tokens) if begin < token.end and token.start < end]
        if not inside or taken & set(inside):
            continue
        taken.update(inside)
        start = _with_text_cue(tokens, inside[0]) if kind is Kind.TEXT else inside[0]
        length = inside[-1] + 1 - start
        spans.append(Span(start=start, end=inside[-1] + 1, kind=kind, score=PINNED * length, part=part))
    return tuple(spans)


def _with_text_cue(tokens: Sequence[Token], at: int) -> int:
    start = at
    while start and tokens[start - 1].key in _TEXT_CUES:
        start -= 1
    return start if {token.key for token in tokens[start:at]} - {"with", "the", "that"} else at


def _literals(text: str, context: Context) -> Iterator[tuple[int, int, Kind, Query]]:
    for match in _FIELD.finditer(text):
        found = _field(fold(match[1]), match[2] or match[3] or "", context)
        if found is not None:
            yield match.start(), match.end(), *found
    for match in _QUOTED.finditer(text):
        about = text[: match.start()].rstrip().endswith("about")
        kind, name = (Kind.WORDS, "free_text") if about else (Kind.TEXT, "text")
        yield match.start(), match.end(), kind, _text_part(name, match[1])
    index = index_of(context.names)
    for match in _FILENAME.finditer(text):
        name = match[0].rstrip(".;!?)'")
        if any(character.isalnum() for character in name) and not _is_known(name, index):
            yield match.start(), match.end(), Kind.FILENAME, Query(filename=name)


def _is_known(name: str, index: Index) -> bool:
    """Whether it is part of a camera's name or a speed like ISO3200, not a file."""
    keys = keys_of(name)
    return all(key in index.cameras for key in keys) or fold(name).startswith("iso")


def _text_part(name: str, value: str) -> Query:
    value = " ".join(value.split())
    parts: dict[str, Any] = {name: value or None}
    return Query(**parts)


def _field(field: str, value: str, context: Context) -> tuple[Kind, Query] | None:
    """What field:value asks for, or None for fields and values nobody knows."""
    if field in _TEXT_FIELDS:
        kind, name = _TEXT_FIELDS[field]
        return kind, _text_part(name, value)
    if field in _NAME_FIELDS:
        return _NAME_FIELDS[field], _NAME_PARTS[_NAME_FIELDS[field]](_names(_NAME_FIELDS[field], value, context))
    if field in {"type", "media", "kind"}:
        return Kind.MEDIA, Query(media=(fold(value).replace(" ", "_"),))
    if field == "is" and fold(value) in {"favourite", "favorite", "fav"}:
        return Kind.FAVOURITE, Query(favourite=True)
    return _date_field(field, value, context)


def _names(kind: Kind, value: str, context: Context) -> tuple[str, ...]:
    """The library's own spelling of a name, or the value as it is."""
    index = index_of(context.names)
    keys = keys_of(value)
    entities = [one for one in index.names.get(keys, ()) if one.kind is kind]
    label = index.labels.get(keys) if kind is Kind.LABEL else None
    cameras = [name for key in keys[:1] for camera, name in index.cameras.get(key, ()) if set(keys) <= set(camera)]
    if kind is Kind.CAMERA and cameras:
        return tuple(dict.fromkeys(cameras))
    if label is not None:
        return label.names
    return entities[0].names if entities else (value,)


def _date_field(field: str, value: str, context: Context) -> tuple[Kind, Query] | None:
    if field not in {"date", "year", "month", "day", "before", "after", "since", "until", "taken"}:
        return None
    said = f"{field} {value}" if field in {"before", "after", "since", "until"} else value
    tokens = tokenise(clean(said))
    whole = [when for when in dates_in(tokens, context.calendar) if when.end - when.start == len(tokens)]
    if not whole:
        return None
    return Kind.DATE, Query(dates=whole[0].dates, recurring=whole[0].recurring)
