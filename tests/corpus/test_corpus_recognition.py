"""How well recognition does on real photos: floors a little below what was measured (docs/models.md)."""

import csv
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

import pytest

from shoebox.adapters.recognizer_local import LocalRecognizer
from shoebox.domain.faces import FaceVector, cluster
from shoebox.domain.labels import ancestors, label_of, vocabulary
from shoebox.domain.photo import Analysis, Face

pytestmark = pytest.mark.models

PRECISION_COCO, RECALL_COCO = 0.90, 0.80
RECALL_IMAGENET = 0.85
RECALL_NAMED = 0.80
PRECISION_PEOPLE, RECALL_PEOPLE = 0.99, 0.95


@pytest.fixture(scope="module")
def recognizer(models_folder: Path) -> LocalRecognizer:
    """The recognizer on trial."""
    return LocalRecognizer(models_folder)


def described(corpus: Path, folder: str, column: str) -> Iterator[tuple[Path, str]]:
    """The files of a folder whose manifest line says something in a column."""
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source, delimiter="\t"):
            if row["path"].startswith(folder) and row[column]:
                yield corpus / row["path"], row[column]


def names_of(analysis: Analysis) -> set[str]:
    """What a search finds the picture by."""
    return {name for label in analysis.labels for name in (label.name, *label.parents)}


def share(hits: int, of: int) -> float:
    """A ratio; nothing of nothing is everything."""
    return hits / of if of else 1.0


def test_objects_of_coco_are_found(recognizer: LocalRecognizer, corpus: Path) -> None:
    """Of what people marked on 20 everyday photos most is found, and little that is not there."""
    known = set(vocabulary().names["coco"].values())
    found = wanted = hits = 0
    for file, marks in described(corpus, "labels/coco-train/", "labels"):
        classes = (mark.split(" x")[0] for mark in marks.split(", "))
        expected = {name for each in classes if (name := label_of("coco", each))}
        expected |= {above for name in expected for above in ancestors(name)} & known
        seen = names_of(recognizer.analyze(file.read_bytes())) & known
        found, wanted, hits = found + len(seen), wanted + len(expected), hits + len(seen & expected)
    assert share(hits, found) >= PRECISION_COCO
    assert share(hits, wanted) >= RECALL_COCO


def test_imagenet_photos_are_named(recognizer: LocalRecognizer, corpus: Path) -> None:
    """The label of a photo's ImageNet class is found for most classes."""
    outcome = []
    for file, class_name in described(corpus, "labels/imagenet/", "labels"):
        expected = label_of("imagenet", class_name.split(" [")[0])
        outcome.append(expected in names_of(recognizer.analyze(file.read_bytes())))
    assert share(sum(outcome), len(outcome)) >= RECALL_IMAGENET


def test_named_photos_are_found_by_their_names(recognizer: LocalRecognizer, corpus: Path) -> None:
    """Where a photo's file name holds a word of the vocabulary, the photo mostly has that label."""
    by_word = {name.casefold(): name for name in vocabulary().parents}
    outcome = []
    for file, words in described(corpus, "labels/photoprism/", "labels"):
        expected = {by_word[word] for raw in words.split() for word in (raw, raw.removesuffix("s")) if word in by_word}
        seen = names_of(recognizer.analyze(file.read_bytes()))
        outcome += [name in seen for name in expected]
    assert share(sum(outcome), len(outcome)) >= RECALL_NAMED


def largest(faces: Iterable[Face]) -> Face | None:
    """The face with the largest box."""
    return max(faces, key=lambda face: face.box.width * face.box.height, default=None)


def test_people_are_told_apart(recognizer: LocalRecognizer, corpus: Path) -> None:
    """Of all pairs of photos of single people: those of one person share a cluster, those of two do not."""
    persons: dict[str, str] = {}
    faces: list[FaceVector] = []
    photos = list(described(corpus, "faces/", "person"))
    for file, person in photos:
        face = largest(recognizer.analyze(file.read_bytes()).faces) if "," not in person else None
        if face and face.embedding:
            persons[str(file)] = person
            faces.append(FaceVector(str(file), face.embedding, face.confidence, 100))
    clusters = cluster(faces, {})
    same = {pair for pair in combinations(persons, 2) if persons[pair[0]] == persons[pair[1]]}
    together = {pair for pair in combinations(persons, 2) if clusters[pair[0]] == clusters[pair[1]]}
    assert len(persons) == len([person for _, person in photos if "," not in person])
    assert share(len(same & together), len(together)) >= PRECISION_PEOPLE
    assert share(len(same & together), len(same)) >= RECALL_PEOPLE
