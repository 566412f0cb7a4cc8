"""The library's own names, looked up by the words of a query: people, groups, albums, places, cameras, labels."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from shoebox.query.context import Names
from shoebox.query.spans import Kind, Source
from shoebox.query.text import fold, keys_of
from shoebox.query.vocabulary import Concept, Keys, stems_of, vocabulary

_SHORTEST_PART = 4
LONGEST_NAME = 8
"""The most tokens of a name that are compared."""
US = "us"
_PLACE_HEADS = frozenset(
    ("lake", "mount", "mt", "cape", "port", "saint", "st", "san", "santa", "city", "isle", "island")
)
_PEOPLE_HEADS = frozenset({"the", "my", "our", "de", "la", "van", "von", "di", "da"})


@dataclass(frozen=True, slots=True)
class Entity:
    """What a spelling names. Several people: any of them, or all of them where `together`.

    `keeps_words` is as in `spans.Span`. `weak` spellings (first names, parts of names) give way to full ones.
    """

    kind: Kind
    names: tuple[str, ...]
    source: Source = Source.EXACT
    together: bool = False
    keeps_words: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """Entities by spelling: names by token keys, labels by stemmed keys, cameras by each of their keys."""

    names: Mapping[Keys, tuple[Entity, ...]]
    labels: Mapping[Keys, Entity]
    cameras: Mapping[str, tuple[tuple[Keys, str], ...]]
    album_keys: Mapping[str, Keys]


@lru_cache(maxsize=8)
def index_of(names: Names) -> Index:
    """The index of a library's names; kept for the libraries used last."""
    found: defaultdict[Keys, list[Entity]] = defaultdict(list)
    for keys, entity in (*_people(names), *_groups(names), *_places(names), *_albums(names)):
        if keys and entity not in found[keys]:
            found[keys].append(entity)
    return Index(
        names={keys: _settled(entities) for keys, entities in found.items()},
        labels=_labels(names),
        cameras=_cameras(names),
        album_keys={title: keys_of(title) for title in names.albums},
    )


def _settled(entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """Spellings in full drive out weak ones of the same kind; people who share a spelling become one entity."""
    kept = [one for one in entities if not one.weak or all(other.weak or other.kind != one.kind for other in entities)]
    people = [one for one in kept if one.kind is Kind.PERSON and one.source is not Source.GROUP]
    others = [one for one in kept if one not in people]
    if len(people) < 2:
        return tuple(kept)
    names = tuple(dict.fromkeys(name for one in people for name in one.names))
    return (Entity(Kind.PERSON, names, people[0].source, weak=people[0].weak), *others)


def _people(names: Names) -> Iterator[tuple[Keys, Entity]]:
    for person in names.people:
        keys = keys_of(person.name)
        yield keys, Entity(Kind.PERSON, (person.name,))
        for alias in person.aliases:
            yield keys_of(alias), Entity(Kind.PERSON, (person.name,), Source.ALIAS)
        if len(keys) > 1:
            for part in (keys[:1], keys[-1:]):
                if part[0] not in _PEOPLE_HEADS and len(part[0]) > 1:
                    yield part, Entity(Kind.PERSON, (person.name,), Source.ALIAS, weak=True)
    if names.owner:
        yield from ((key, Entity(Kind.PERSON, (names.owner,), Source.ALIAS)) for key in (("me",), ("myself",), ("i",)))


def _groups(names: Names) -> Iterator[tuple[Keys, Entity]]:
    groups = dict(names.groups)
    if names.owner and not any(fold(name) == US for name in groups):
        groups[US] = (names.owner,)
    for name, members in groups.items():
        together = fold(name) == US or len(members) == 1
        yield keys_of(name), Entity(Kind.PERSON, tuple(members), Source.GROUP, together=together)
        if not together:
            for before in (("whole",), ("entire",), ("all", "the"), ("all", "of", "the")):
                yield (*before, *keys_of(name)), Entity(Kind.PERSON, tuple(members), Source.GROUP, together=True)


def _places(names: Names) -> Iterator[tuple[Keys, Entity]]:
    known: dict[str, str] = {}
    for path in names.places:
        for level, name in enumerate(path):
            known.setdefault(fold(name), name)
            entity = Entity(Kind.PLACE, (name,))
            yield keys_of(name), entity
            for broader in path[level + 1 :]:
                yield (*keys_of(name), *keys_of(broader)), entity
            head, *rest = keys_of(name) or ("",)
            if rest and head in _PLACE_HEADS and len(" ".join(rest)) > 3:
                yield tuple(rest), Entity(Kind.PLACE, (name,), Source.ALIAS, weak=True)
    for keys, candidates in vocabulary().place_names.items():
        present = [known[fold(name)] for name in candidates if fold(name) in known]
        if present:
            yield keys, Entity(Kind.PLACE, (present[0],), Source.ALIAS)


def _albums(names: Names) -> Iterator[tuple[Keys, Entity]]:
    for title in names.albums:
        keys = keys_of(title)
        yield keys, Entity(Kind.ALBUM, (title,))
        if len(keys) > 2 and keys[0] in {"the", "a", "our", "my"}:
            yield keys[1:], Entity(Kind.ALBUM, (title,))


def _labels(names: Names) -> Mapping[Keys, Entity]:
    known = {fold(label): label for label, _ in names.labels}
    known.update(
        {fold(parent): parent for _, parents in names.labels for parent in parents if fold(parent) not in known}
    )
    found: dict[Keys, Entity] = {}
    for concept in vocabulary().concepts:
        _add_concept(concept, known, found)
    for label in known.values():
        found[stems_of(keys_of(label))] = Entity(Kind.LABEL, (label,))
    return found


def _add_concept(concept: Concept, known: Mapping[str, str], found: dict[Keys, Entity]) -> None:
    for narrower, candidates in ((False, concept.names), (True, concept.broader)):
        label = next((known[fold(name)] for name in candidates if fold(name) in known), None)
        if label is not None:
            entity = Entity(Kind.LABEL, (label,), Source.SYNONYM, keeps_words=narrower)
            for words in (*concept.names, *concept.words):
                found.setdefault(stems_of(keys_of(words)), entity)
            return


def _cameras(names: Names) -> Mapping[str, tuple[tuple[Keys, str], ...]]:
    found: defaultdict[str, list[tuple[Keys, str]]] = defaultdict(list)
    for name in (*names.cameras, *names.lenses):
        for key in dict.fromkeys(keys_of(name)):
            found[key].append((keys_of(name), name))
    return {key: tuple(cameras) for key, cameras in found.items()}


def cameras_at(index: Index, keys: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The cameras whose names hold the first `n` keys in this order, for the largest such `n`, and `n`.

    Of an EOS R6 and an EOS R6 Mark II, "EOS R6" means the first: the one whose name ends there.
    """
    fitting = list(index.cameras.get(keys[0], ()) or _holding(index, keys[0]))
    length = 1 if fitting else 0
    while length and length < len(keys):
        longer = [(camera, name) for camera, name in fitting if _in_order(keys[: length + 1], camera)]
        if not longer:
            break
        fitting, length = longer, length + 1
    whole = [(camera, name) for camera, name in fitting if camera[-1:] == (keys[length - 1],)] if length > 1 else []
    return tuple(dict.fromkeys(name for _, name in whole or fitting)), length


def _holding(index: Index, key: str) -> Iterator[tuple[Keys, str]]:
    """Cameras and lenses by a part of a word of theirs that holds a digit: 50mm, xf23mm."""
    if len(key) >= _SHORTEST_PART and not key.isdecimal() and any(character.isdecimal() for character in key):
        for known, cameras in index.cameras.items():
            if key in known:
                yield from cameras


def _in_order(keys: Sequence[str], camera: Keys) -> bool:
    if not set(keys) <= set(camera):
        return False
    positions = [camera.index(key) for key in keys]
    return all(earlier < later for earlier, later in pairwise(positions))
