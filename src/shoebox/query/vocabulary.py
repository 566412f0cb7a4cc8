"""The words Shoebox understands, read once from `vocabulary.json`, where each comes with its meaning and an example."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from shoebox.query.text import keys_of, stem

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Words with one meaning; `example` is a query that uses the first of them."""

    kind: str
    value: str
    words: tuple[str, ...]
    meaning: str
    example: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing that label sets call by one of `names`, people also by `words`; `broader` names stand in for it."""

    names: tuple[str, ...]
    words: tuple[str, ...]
    broader: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words as data, looked up by token keys."""

    entries: tuple[Entry, ...]
    phrases: Mapping[Keys, tuple[Entry, ...]]
    concepts: tuple[Concept, ...]
    cues: Mapping[str, frozenset[str]]
    everyday: frozenset[str]
    stop_words: frozenset[str]
    place_names: Mapping[Keys, tuple[str, ...]]
    camera_kinds: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with Shoebox."""
    data = json.loads(files("shoebox.query").joinpath("vocabulary.json").read_text(encoding="utf-8"))
    entries = tuple(
        Entry(one["kind"], one["value"], _list(one["words"]), one["meaning"], one["example"]) for one in data["entries"]
    )
    return Vocabulary(
        entries=entries,
        phrases=_by_words(entries),
        concepts=tuple(_concept(line) for line in data["concepts"]),
        cues={kind: frozenset(words.split()) for kind, words in data["cues"].items()},
        everyday=frozenset(" ".join(data["everyday"]).split()),
        stop_words=frozenset(word for one in entries if one.kind == "stop" for word in one.words if " " not in word),
        place_names={keys_of(word): tuple(names) for word, names in data["place_names"].items()},
        camera_kinds={kind: tuple(words.split()) for kind, words in data["camera_kinds"].items()},
    )


def stems_of(keys: Iterable[str]) -> Keys:
    """What labels are compared by: singular and plural alike."""
    return tuple(stem(key) for key in keys)


def _by_words(entries: Iterable[Entry]) -> Mapping[Keys, tuple[Entry, ...]]:
    found: dict[Keys, tuple[Entry, ...]] = {}
    for entry in entries:
        for words in entry.words:
            found[keys_of(words)] = (*found.get(keys_of(words), ()), entry)
    return found


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _concept(line: str) -> Concept:
    """Read a line of the form: names = words < broader, with commas inside each part."""
    left, _, broader = line.partition("<")
    names, _, words = left.partition("=")
    return Concept(_list(names), _list(words), _list(broader))
