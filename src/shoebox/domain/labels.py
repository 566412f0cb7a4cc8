"""The label vocabulary: one spelling for each thing, what it is a kind of, and how models' classes map to it.

`labels.json` holds three tables: `parents` (each name's direct parents), and for each source of classes (`imagenet`,
the 1,000 classes of ILSVRC 2012; `coco`, the 80 of COCO 2017) the classes that a name stands for. Classes that say
nothing about a photo to its owner (a knot, a coil) are left out on purpose.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Direct `parents` and `children` of every name, and for each source the name of each of its classes."""

    parents: Mapping[str, tuple[str, ...]]
    children: Mapping[str, tuple[str, ...]]
    names: Mapping[str, Mapping[str, str]]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that comes with Shoebox."""
    tables = json.loads(files("shoebox.domain").joinpath("labels.json").read_text("utf-8"))
    parents = {name: tuple(above) for name, above in tables.pop("parents").items()}
    children: dict[str, tuple[str, ...]] = dict.fromkeys(parents, ())
    for name, above in parents.items():
        children |= {broader: (*children[broader], name) for broader in above}
    return Vocabulary(parents, children, {source: _by_class(table) for source, table in tables.items()})


def _by_class(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {class_name: name for name, class_names in table.items() for class_name in class_names}


@cache
def ancestors(name: str) -> tuple[str, ...]:
    """All broader labels of `name`, nearest first; none for a name outside the vocabulary."""
    parents = vocabulary().parents
    found: list[str] = []
    level = parents.get(name, ())
    while level:
        found += [broader for broader in dict.fromkeys(level) if broader not in found]
        level = tuple(above for broader in level for above in parents[broader])
    return tuple(found)


def label_of(source: str, class_name: str) -> str | None:
    """The label for a class of `source` ("imagenet" or "coco"), or None where the class is left out."""
    return vocabulary().names[source].get(class_name)


def distinct(class_names: Sequence[str]) -> tuple[str, ...]:
    """A model's class names in its own order; a name that occurs twice is told apart by its number: "crane (134)".

    ImageNet has a bird and a machine called crane, a dog and a garment called cardigan.
    """
    count = Counter(class_names)
    return tuple(name if count[name] == 1 else f"{name} ({number})" for number, name in enumerate(class_names))
