"""Groups faces into people by average linkage over their embeddings, as far as the owner's words allow.

The likeness of two groups is the mean cosine over all pairs of their faces, which is the product of the groups' mean
vectors; the two most alike groups join first, until no two are alike enough. A mean over pairs does not chain through a
single odd face as single linkage does. R. Sokal, C. Michener, "A statistical method for evaluating systematic
relationships", 1958 (UPGMA).

Faces are taken in order of their ids, so that the same set gives the same groups whatever order it comes in.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shoebox.domain.photo import Box, Photo, face_id

Vectors = npt.NDArray[np.float32]

PAIR_LIKENESS = 0.50
"""Cosine from which two single faces are one person: of 17,854 pairs of strangers none came so near (SFace)."""
GROUP_LIKENESS = 0.40
"""Mean cosine from which two large groups are one person; a mean over many pairs strays less than one pair."""
SEED_CONFIDENCE = 0.85
SEED_PIXELS = 32.0
"""Fainter and smaller faces join a group but never found or tie groups together."""
PREVIEW_PIXELS = 2048
"""The longer side of the picture that faces are found on."""
NEIGHBOURS = 8
"""The most alike groups that each group is compared with in one round."""
BLOCK_ROWS = 256
"""Rows of the product of all vectors that are held at a time: 50 MB for 50,000 faces."""


@dataclass(frozen=True, slots=True)
class FaceVector:
    """A face to group: `embedding` as in Face, `pixels` the shorter side of its box on the preview."""

    id: str
    embedding: bytes
    confidence: float
    pixels: float


def face_vectors(photo: Photo) -> tuple[FaceVector, ...]:
    """The faces of a photo that have an embedding; their ids are those of `face_id`."""
    return tuple(
        FaceVector(face_id(photo.id, face), face.embedding, face.confidence, pixels_on_preview(photo, face.box))
        for face in photo.faces
        if face.embedding is not None
    )


def pixels_on_preview(photo: Photo, box: Box) -> float:
    """The shorter side of a box on the photo's preview, in pixels."""
    width, height = photo.facts.width or PREVIEW_PIXELS, photo.facts.height or PREVIEW_PIXELS
    scale = min(1.0, PREVIEW_PIXELS / max(width, height))
    return min(box.width * width, box.height * height) * scale


def cluster(faces: Iterable[FaceVector], anchors: Mapping[str, str]) -> dict[str, str]:
    """For each face id the id of its cluster, which is the smallest face id in it.

    `anchors` maps face ids to the persons the owner says they are: faces of two persons are never in one cluster.
    Memory grows with the number of faces, time with its square: see BLOCK_ROWS.
    """
    ordered = sorted({face.id: face for face in faces}.values(), key=lambda face: face.id)
    if not ordered:
        return {}
    vectors = np.stack([np.frombuffer(face.embedding, dtype="<f2") for face in ordered]).astype(np.float32)
    persons = [anchors.get(face.id) for face in ordered]
    seeds = [place for place, face in enumerate(ordered) if persons[place] is not None or _is_seed(face)]
    groups = _joined(vectors, [_Group((place,), persons[place]) for place in seeds])
    seeded = set(seeds)
    faint = [place for place in range(len(ordered)) if place not in seeded]
    members = [list(group.members) for group in groups]
    for place, group in zip(faint, _nearest(vectors[faint], groups, _means(vectors, groups)), strict=True):
        if group is None:
            members.append([place])
        else:
            members[group].append(place)
    return {ordered[place].id: ordered[min(group)].id for group in members for place in group}


def persons_of(clusters: Mapping[str, str], anchors: Mapping[str, str]) -> dict[str, str]:
    """The person of each cluster that holds a face the owner named."""
    return {clusters[face]: person for face, person in anchors.items() if face in clusters}


@dataclass(frozen=True, slots=True)
class _Group:
    """Faces taken for one person, by their places in order of id."""

    members: tuple[int, ...]
    person: str | None


def _is_seed(face: FaceVector) -> bool:
    return face.confidence >= SEED_CONFIDENCE and face.pixels >= SEED_PIXELS


def _needed_likeness(pairs: Vectors) -> Vectors:
    """From PAIR_LIKENESS for one pair of faces down to GROUP_LIKENESS: the mean of n pairs strays by 1 / sqrt(n)."""
    return np.asarray(GROUP_LIKENESS + (PAIR_LIKENESS - GROUP_LIKENESS) / np.sqrt(pairs), dtype=np.float32)


def _joined(vectors: Vectors, groups: Sequence[_Group]) -> list[_Group]:
    """Groups that no longer join: one round compares each with its NEIGHBOURS, so rounds follow until none joins."""
    while True:
        fewer = _round(vectors, groups)
        if len(fewer) == len(groups):
            return fewer
        groups = fewer


def _round(vectors: Vectors, groups: Sequence[_Group]) -> list[_Group]:
    sizes = np.array([len(group.members) for group in groups], dtype=np.float32)
    linkage = _Linkage(_means(vectors, groups), sizes, groups)
    for first, seconds in _alike(linkage.means, sizes):
        linkage.compare(first, seconds)
    linkage.run()
    return sorted(linkage.groups.values(), key=lambda group: group.members[0])


class _Linkage:
    """Joins neighbouring groups, most alike first; a group keeps the smaller of two numbers when they join."""

    def __init__(self, means: Vectors, sizes: Vectors, groups: Sequence[_Group]) -> None:
        self.means = means
        self._sizes = sizes.copy()
        self.groups = dict(enumerate(groups))
        self._neighbours: list[set[int]] = [set() for _ in groups]
        self._queue: list[tuple[float, int, int, float]] = []

    def compare(self, number: int, others: Sequence[int]) -> None:
        """Queue the pairs that are alike enough and may join, with the size that the comparison holds for.

        A group that joins gains members, so that the sum of both sizes tells whether either has changed.
        """
        likenesses = self.means[others] @ self.means[number]
        sizes = self._sizes[others]
        enough = likenesses >= _needed_likeness(sizes * self._sizes[number])
        total = sizes + self._sizes[number]
        for place in np.flatnonzero(enough).tolist():
            other = others[place]
            if self._may_join(number, other):
                self._neighbours[number].add(other)
                self._neighbours[other].add(number)
                pair = (number, other) if number < other else (other, number)
                heapq.heappush(self._queue, (-float(likenesses[place]), *pair, float(total[place])))

    def run(self) -> None:
        """Join until the queue is empty; a pair of which one has changed since is passed over."""
        while self._queue:
            _, first, second, size = heapq.heappop(self._queue)
            if {first, second} <= self.groups.keys() and size == self._sizes[first] + self._sizes[second]:
                self._join(first, second)

    def _may_join(self, number: int, other: int) -> bool:
        person, other_person = self.groups[number].person, self.groups[other].person
        return person is None or other_person is None or person == other_person

    def _join(self, first: int, second: int) -> None:
        kept, gone = self.groups[first], self.groups.pop(second)
        shares = self._sizes[[first, second]]
        self.means[first] = shares @ self.means[[first, second]] / shares.sum()
        self._sizes[first] = shares.sum()
        self.groups[first] = _Group(tuple(sorted(kept.members + gone.members)), kept.person or gone.person)
        others = (self._neighbours[first] | self._neighbours[second]) - {first, second}
        for other in others:
            self._neighbours[other] -= {first, second}
        self._neighbours[first] = set()
        if others:
            self.compare(first, sorted(others))


def _means(vectors: Vectors, groups: Sequence[_Group]) -> Vectors:
    means = np.empty((len(groups), vectors.shape[1]), dtype=np.float32)
    for number, group in enumerate(groups):
        means[number] = vectors[list(group.members)].mean(axis=0)
    return means


def _alike(means: Vectors, sizes: Vectors) -> Iterator[tuple[int, list[int]]]:
    """For each group the ones after it that are alike enough to join it, of those only the most alike."""
    for start in range(0, len(means), BLOCK_ROWS):
        likenesses = means[start : start + BLOCK_ROWS] @ means[start:].T
        for row, likeness in enumerate(likenesses):
            later = slice(row + 1, None)
            needed = _needed_likeness(sizes[start + row] * sizes[start:][later])
            near = np.flatnonzero(likeness[later] >= needed) + row + 1
            strongest = near[np.argsort(-likeness[near], kind="stable")[:NEIGHBOURS]]
            if len(strongest):
                yield start + row, (strongest + start).tolist()


def _nearest(vectors: Vectors, groups: Sequence[_Group], means: Vectors) -> list[int | None]:
    """For each single face the most alike group, if it is alike enough."""
    if not groups:
        return [None] * len(vectors)
    needed = _needed_likeness(np.array([len(group.members) for group in groups], dtype=np.float32))
    found: list[int | None] = []
    for start in range(0, len(vectors), BLOCK_ROWS):
        likenesses = vectors[start : start + BLOCK_ROWS] @ means.T
        for likeness in likenesses:
            best = int(np.argmax(likeness))
            found.append(best if likeness[best] >= needed[best] else None)
    return found
