"""All readings of a query's tokens, each scored by its length and by the words before and after it."""

from collections.abc import Iterator, Sequence
from itertools import chain

from shoebox.query.ages import age_spans
from shoebox.query.context import Context
from shoebox.query.dates import dates_in
from shoebox.query.entities import LONGEST_NAME, Entity, Index, cameras_at, index_of
from shoebox.query.model import Query, Sort
from shoebox.query.patterns import pattern_spans
from shoebox.query.spans import OPERATORS, Kind, Source, Span, score
from shoebox.query.text import Token
from shoebox.query.vocabulary import Entry, stems_of, vocabulary

BONUS = {
    Kind.PERSON: 24,
    Kind.DATE: 20,
    Kind.PLACE: 18,
    Kind.CAMERA: 16,
    Kind.MEDIA: 16,
    Kind.FACES: 16,
    Kind.FILENAME: 10,
    Kind.FAVOURITE: 14,
    Kind.ORDER: 14,
    Kind.LABEL: 12,
    Kind.ALBUM: 6,
}
"""Which reading wins where nothing else decides."""
CUED = 40
UNLIKELY = -120
_PASSED_OVER = frozenset(
    ("the", "a", "an", "my", "our", "his", "her", "their", "your", "some", "city", "town", "old", "all", "both", "dear")
)
_DETERMINERS = frozenset(("a", "an", "some", "these", "those", "many", "few", "several"))
_LONGEST_PHRASE = 4
_PICTURES = frozenset(("photos", "pictures", "pics", "images", "shots", "photo", "videos", "video", "footage", "clips"))
_WEAK_CAMERA_WORDS = frozenset(
    (
        "mark",
        "mk",
        "pro",
        "plus",
        "max",
        "mini",
        "ii",
        "iii",
        "iv",
        "digital",
        "camera",
        "lens",
        "zoom",
        "super",
        "usm",
        "stm",
    )
)


def spans_of(tokens: Sequence[Token], context: Context) -> tuple[Span, ...]:
    """Every reading that is worth considering."""
    index = index_of(context.names)
    readings = (
        _date_spans(tokens, context),
        _name_spans(tokens, index),
        _camera_spans(tokens, index),
        _label_spans(tokens, index),
        _phrase_spans(tokens),
        age_spans(tokens, context),
        pattern_spans(tokens, context),
    )
    return tuple(chain.from_iterable(readings))


def word_before(tokens: Sequence[Token], at: int) -> str:
    """The word before a position, articles and the like passed over; empty at the beginning and after a comma."""
    while at > 0 and "," not in tokens[at].gap:
        at -= 1
        if tokens[at].key not in _PASSED_OVER:
            return tokens[at].key
    return ""


def _cued(kind: str, tokens: Sequence[Token], at: int) -> bool:
    return word_before(tokens, at) in vocabulary().cues[kind]


def _date_spans(tokens: Sequence[Token], context: Context) -> Iterator[Span]:
    for when in dates_in(tokens, context.calendar):
        if not (when.certain or when.end - when.start == len(tokens)):
            continue
        bonus = BONUS[Kind.DATE]
        if when.end - when.start == 1 and _cued("date", tokens, when.start) and when.in_year is not None:
            bonus += CUED
        yield Span(
            start=when.start,
            end=when.end,
            kind=Kind.DATE,
            score=score(when.start, when.end, bonus),
            part=Query(dates=when.dates, recurring=when.recurring),
            source=Source.DATE,
            in_year=when.in_year,
            year=when.year,
        )


def _name_spans(tokens: Sequence[Token], index: Index) -> Iterator[Span]:
    keys = tuple(token.key for token in tokens)
    for start in range(len(keys)):
        for end in range(start + 1, min(start + LONGEST_NAME, len(keys)) + 1):
            for entity in index.names.get(keys[start:end], ()):
                bonus = _name_bonus(entity, tokens, start, end)
                if bonus is not None:
                    yield _entity_span(entity, start, end, bonus)


def _entity_span(entity: Entity, start: int, end: int, bonus: int) -> Span:
    return Span(
        start=start,
        end=end,
        kind=entity.kind,
        score=score(start, end, bonus + BONUS[entity.kind]),
        part=_part(entity),
        source=entity.source,
        keeps_words=entity.keeps_words,
    )


def _part(entity: Entity) -> Query:
    if entity.kind is Kind.PERSON:
        all_of = entity.together or len(entity.names) == 1
        return Query(people_all=entity.names) if all_of else Query(people_any=entity.names)
    if entity.kind is Kind.PLACE:
        return Query(places=entity.names)
    return Query(albums=entity.names) if entity.kind is Kind.ALBUM else Query(labels_all=entity.names)


def _name_bonus(entity: Entity, tokens: Sequence[Token], start: int, end: int) -> int | None:
    """How much the surroundings speak for a name; None where they speak against it."""
    everyday = end - start == 1 and tokens[start].key in vocabulary().everyday
    if entity.kind is Kind.PERSON:
        return _person_bonus(entity, tokens, start, end, everyday=everyday)
    if entity.kind is Kind.PLACE:
        cued = _cued("place", tokens, start)
        return CUED if cued else _everyday_bonus(tokens, start, end) if everyday else -10 * entity.weak
    return _album_bonus(tokens, start, end)


def _everyday_bonus(tokens: Sequence[Token], start: int, end: int) -> int:
    """A place that is also an everyday word is meant only where no other word stands beside it."""
    if start and "," not in tokens[start].gap and tokens[start - 1].key not in vocabulary().stop_words:
        return UNLIKELY
    follows = end < len(tokens) and "," not in tokens[end].gap and not tokens[end].key[0].isdecimal()
    joined = follows and tokens[end].key in vocabulary().cues["person"] | vocabulary().cues["place"]
    return UNLIKELY if follows and not joined else 0


def _person_bonus(entity: Entity, tokens: Sequence[Token], start: int, end: int, *, everyday: bool) -> int | None:
    key = tokens[start].key
    before = tokens[start - 1].key if start else ""
    if key in {"me", "i"} and end == start + 1:
        return None if before in {"show", "give", "find", "get", "let", "tell", "bring", "send"} or key == "i" else 0
    if key == "us" and end == start + 1 and (before in {"show", "give", "find", "get", "let", "the"}):
        return None
    bonus = -10 * entity.weak
    if _cued("person", tokens, start) or tokens[end - 1].possessive:
        return bonus + CUED
    if before in _PLACE_WORDS:
        bonus -= CUED
    if everyday and (before in _DETERMINERS or before in _PRONOUNS):
        return UNLIKELY
    joined = (end < len(tokens) and tokens[end].key in {"and", "or", "with"}) or (
        end < len(tokens) and tokens[end].gap.strip() == "&"
    )
    return bonus + (10 if joined else 0)


_PLACE_WORDS = frozenset(("at", "in", "on", "near", "to", "during", "under", "before", "after"))
_PRONOUNS = frozenset(("it", "that", "this", "who", "we", "they", "you", "he", "she", "what", "i", "which"))


def _album_bonus(tokens: Sequence[Token], start: int, end: int) -> int:
    """Titles of one word need the word album beside them to beat other readings."""
    beside = {token.key for token in tokens[max(start - 1, 0) : start]} | {token.key for token in tokens[end : end + 1]}
    return 2 * CUED if beside & {"album", "albums", "called", "titled"} else 0


def _camera_spans(tokens: Sequence[Token], index: Index) -> Iterator[Span]:
    keys = [token.key for token in tokens]
    for start in range(len(keys)):
        names, length = cameras_at(index, keys[start : start + LONGEST_NAME])
        cued = _cued("camera", tokens, start)
        if not names or not any(_is_telling(key) for key in keys[start : start + length]):
            continue
        end = start + length
        if end < len(keys) and keys[end] in {"camera", "cameras", "lens", "phone"}:
            end += 1
        bonus = BONUS[Kind.CAMERA] + (CUED if cued else 0)
        yield Span(start=start, end=end, kind=Kind.CAMERA, score=score(start, end, bonus), part=Query(cameras=names))
    yield from _camera_kind_spans(tokens, index)


def _is_telling(key: str) -> bool:
    return len(key) > 1 and not key.isdecimal() and key not in _WEAK_CAMERA_WORDS


def _camera_kind_spans(tokens: Sequence[Token], index: Index) -> Iterator[Span]:
    """My phone, a drone: all cameras that are of this kind by their names."""
    for at, token in enumerate(tokens):
        telling = vocabulary().camera_kinds.get(token.key)
        pictured = at + 1 < len(tokens) and tokens[at + 1].key in _PICTURES
        if telling is None or (token.key in vocabulary().everyday and not pictured and not _cued("camera", tokens, at)):
            continue
        names = dict.fromkeys(name for word in telling for _, name in index.cameras.get(word, ()))
        if names:
            part = Query(cameras=tuple(names))
            yield Span(
                start=at, end=at + 1, kind=Kind.CAMERA, score=score(at, at + 1, CUED), part=part, source=Source.SYNONYM
            )


def _label_spans(tokens: Sequence[Token], index: Index) -> Iterator[Span]:
    stems = stems_of(token.key for token in tokens)
    for start in range(len(stems)):
        for end in range(start + 1, min(start + _LONGEST_PHRASE, len(stems)) + 1):
            entity = index.labels.get(stems[start:end])
            if entity is not None:
                yield _entity_span(entity, start, end, -10 * entity.keeps_words)


def _phrase_spans(tokens: Sequence[Token]) -> Iterator[Span]:
    keys = tuple(token.key for token in tokens)
    phrases = vocabulary().phrases
    for start in range(len(keys)):
        for end in range(start + 1, min(start + _LONGEST_PHRASE, len(keys)) + 1):
            for entry in phrases.get(keys[start:end], ()):
                span = _phrase_span(entry, start, end)
                if span is not None:
                    yield span


def _phrase_span(entry: Entry, start: int, end: int) -> Span | None:
    parts = {
        "media": lambda: Query(media=(entry.value,)),
        "favourite": lambda: Query(favourite=entry.value == "true"),
        "order": lambda: Query(sort=Sort(entry.value)),
        "album": lambda: Query(albums=("*",)),
        "filename": lambda: Query(filename=entry.value),
        "faces": lambda: Query(faces_max=0) if entry.value == "none" else Query(faces_min=int(entry.value)),
    }
    if entry.kind == "self":
        return None
    kind = Kind(entry.kind)
    if kind in OPERATORS:
        weight = 50 if kind is Kind.STOP else 70
        return Span(start=start, end=end, kind=kind, score=(end - start) * weight + (end - start - 1) * 50)
    return Span(start=start, end=end, kind=kind, score=score(start, end, BONUS[kind]), part=parts[entry.kind]())
