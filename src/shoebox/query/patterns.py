"""Phrases with a number or a text in them: two people, the latest 10 photos, with the text "sale", album Summer."""

from collections.abc import Iterator, Mapping, Sequence

from shoebox.query.context import Context
from shoebox.query.date_units import skip
from shoebox.query.date_words import number_of
from shoebox.query.entities import index_of
from shoebox.query.model import Query, Sort
from shoebox.query.spans import Kind, Source, Span, score
from shoebox.query.text import Token
from shoebox.query.vocabulary import vocabulary

Tokens = Sequence[Token]
_PEOPLE = frozenset(("people", "persons", "person", "faces", "face", "humans", "human", "adults"))
_PICTURES = frozenset(("photos", "pictures", "pics", "images", "shots", "photographs", "snaps", "snapshots", "ones"))
_PICTURE = frozenset(("photo", "picture", "pic", "image", "shot", "photograph", "snap", "snapshot", "one"))
_MOVING = frozenset(("video", "videos", "clip", "clips", "selfie", "selfies", "screenshot", "screenshots", "movies"))
_SORTS = {
    "newest": Sort.NEWEST,
    "latest": Sort.NEWEST,
    "last": Sort.NEWEST,
    "recent": Sort.NEWEST,
    "top": Sort.NEWEST,
    "oldest": Sort.OLDEST,
    "earliest": Sort.OLDEST,
    "first": Sort.OLDEST,
}
_NOT = frozenset(("no", "without", "not", "zero"))
_TEXT_END = frozenset(
    (
        "in",
        "from",
        "at",
        "on",
        "taken",
        "with",
        "during",
        "since",
        "before",
        "after",
        "without",
        "by",
        "between",
        "last",
    )
)
_MAXIMUM_LIMIT = 10_000


def pattern_spans(tokens: Tokens, context: Context) -> Iterator[Span]:
    """Every reading of such phrases."""
    for at in range(len(tokens)):
        for reader in (_faces, _people, _ordered, _counted, _text):
            span = reader(tokens, at)
            if span is not None:
                yield span
    yield from _album_parts(tokens, context)


def _key(tokens: Tokens, at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""


_BOUNDS: Mapping[tuple[str, str], tuple[int | None, int | None]] = {
    ("at", "least"): (0, None),
    ("minimum", "of"): (0, None),
    ("more", "than"): (1, None),
    ("at", "most"): (None, 0),
    ("up", "to"): (None, 0),
    ("fewer", "than"): (None, -1),
    ("less", "than"): (None, -1),
}
"""What is added to a number to give the least and the most; None is no bound."""


def _faces(tokens: Tokens, at: int) -> Span | None:
    """Two people, at least 3 people, more than 2 people, 3 or more people, between 2 and 4 people."""
    pair = (_key(tokens, at), _key(tokens, at + 1))
    bounded = _BOUNDS.get(pair)
    number_at = at + 2 if bounded else at + 1 if pair[0] in {"between", "exactly"} else at
    number = _count(tokens, number_at)
    if number is None:
        return None
    last, open_ended, after = _upper(tokens, number_at, number)
    least, most = bounded or open_ended or (0, 0)
    if _key(tokens, skip(tokens, after, frozenset({"other", "different"}))) not in _PEOPLE:
        return None
    faces_min = None if least is None else number + least
    faces_max = None if most is None else last + most
    return _span(at, after + 1, Kind.FACES, Query(faces_min=faces_min, faces_max=faces_max))


def _upper(tokens: Tokens, at: int, number: int) -> tuple[int, tuple[int | None, int | None] | None, int]:
    """What follows a number: "or more", "+", "and 4", or nothing; with the larger number and the position after."""
    after = at + 1
    words = (_key(tokens, after), _key(tokens, after + 1))
    if words in {("or", "more"), ("or", "fewer"), ("or", "less")}:
        return number, ((0, None) if words[1] == "more" else (None, 0)), after + 2
    if after < len(tokens) and tokens[after].gap.startswith("+"):
        return number, (0, None), after
    other = _count(tokens, after + 1) if words[0] in {"and", "or", "to"} else None
    return (number, None, after) if other is None else (other, None, after + 2)


def _count(tokens: Tokens, at: int) -> int | None:
    if at >= len(tokens) or tokens[at].key in {"a", "an", "couple", "few", "several"}:
        return None
    return number_of(tokens[at])


def _people(tokens: Tokens, at: int) -> Span | None:
    """People: somebody is to be seen; a label of that name goes first, but not after "no"."""
    if tokens[at].key not in {"people", "faces", "humans", "anyone", "anybody", "persons"}:
        return None
    bonus = 40 if _key(tokens, at - 1) in _NOT or _key(tokens, at - 2) in _NOT else -8
    return _span(at, at + 1, Kind.FACES, Query(faces_min=1), bonus)


def _ordered(tokens: Tokens, at: int) -> Span | None:
    """The latest 10 photos, 10 most recent photos, the first photo, oldest videos."""
    count_at = at if number_of(tokens[at]) is not None and tokens[at].key not in {"a", "an", "one"} else None
    sort_at = at if count_at is None else at + 1
    sort_at += _key(tokens, sort_at) == "most" and _key(tokens, sort_at + 1) == "recent"
    sort = _SORTS.get(_key(tokens, sort_at))
    if sort is None:
        return None
    end = sort_at + 1
    if count_at is None and end < len(tokens) and number_of(tokens[end]) is not None:
        count_at, end = end, end + 1
    noun = _key(tokens, end)
    if noun not in _PICTURES | _PICTURE | _MOVING and not (count_at is not None and end == len(tokens)):
        return None
    limit = 1 if noun in _PICTURE and count_at is None else None
    if count_at is not None:
        limit = number_of(tokens[count_at])
    end += noun in _PICTURES | _PICTURE
    return _span(at, end, Kind.ORDER, Query(sort=sort, limit=_limited(limit)), 20)


def _limited(limit: int | None) -> int | None:
    return None if limit is None or limit < 1 else min(limit, _MAXIMUM_LIMIT)


def _counted(tokens: Tokens, at: int) -> Span | None:
    """10 photos; "a photo" asks for no number."""
    number = _count(tokens, at)
    if number is None or number < 1 or _key(tokens, at + 1) not in _PICTURES | {"videos", "selfies", "screenshots"}:
        return None
    end = at + 1 + (_key(tokens, at + 1) in _PICTURES)
    return _span(at, end, Kind.ORDER, Query(limit=_limited(number)))


_TEXT_CUES = (
    *(("with", "the", "text"), ("with", "the", "words"), ("with", "the", "word"), ("with", "text"), ("with", "words")),
    *(
        ("containing", "the", "text"),
        ("containing", "the", "word"),
        ("containing", "the", "words"),
        ("containing", "text"),
    ),
    *(("containing", "the", "words"), ("contains", "the", "text"), ("the", "word"), ("the", "words"), ("the", "text")),
    *(("that", "says"), ("that", "say"), ("which", "says"), ("saying",), ("says",), ("text",), ("labelled",)),
    *(("text", "saying"), ("text", "says"), ("sign", "saying"), ("with", "the", "caption")),
)


def _text(tokens: Tokens, at: int) -> Span | None:
    """With the text happy birthday, saying no parking: the words up to a preposition, a comma or the end."""
    keys = tuple(token.key for token in tokens[at : at + 3])
    cue = max((cue for cue in _TEXT_CUES if keys[: len(cue)] == cue), key=len, default=None)
    if cue is None or (cue[0] == "sign"):
        return None
    start = end = at + len(cue)
    while end < len(tokens) and tokens[end].key not in _TEXT_END and (end == start or "," not in tokens[end].gap):
        end += 1
    if end == start:
        return None
    wanted = " ".join(token.key for token in tokens[start:end])
    return _span(at, end, Kind.TEXT, Query(text=wanted), 80)


def _album_parts(tokens: Tokens, context: Context) -> Iterator[Span]:
    """Album X, X album, album called X, where X is a whole title or words of one."""
    names = index_of(context.names).names
    keys = tuple(token.key for token in tokens)
    for at, key in enumerate(keys):
        if key not in {"album", "albums"}:
            continue
        behind = skip(tokens, at + 1, frozenset({"called", "named", "titled", "the", "of"}))
        for end in range(behind + 1, min(behind + 8, len(keys)) + 1):
            yield from _album(at, end, keys[behind:end], context)
        for start in range(max(at - 8, 0), at):
            if any(entity.kind is Kind.ALBUM for entity in names.get(keys[start:at], ())):
                yield from _album(start, at + 1, keys[start:at], context)


def _album(start: int, end: int, keys: tuple[str, ...], context: Context) -> Iterator[Span]:
    index = index_of(context.names)
    whole = [one for one in index.names.get(keys, ()) if one.kind is Kind.ALBUM]
    if whole:
        yield _span(start, end, Kind.ALBUM, Query(albums=whole[0].names), 60)
        return
    telling = set(keys) - vocabulary().stop_words
    titles = [title for title in context.names.albums if telling and set(keys) <= set(index.album_keys[title])]
    if titles:
        part = Query(albums=tuple(titles))
        yield Span(start=start, end=end, kind=Kind.ALBUM, score=score(start, end, 10), part=part, source=Source.ALIAS)


def _span(start: int, end: int, kind: Kind, part: Query, bonus: int = 16) -> Span:
    return Span(start=start, end=end, kind=kind, score=score(start, end, bonus), part=part)
