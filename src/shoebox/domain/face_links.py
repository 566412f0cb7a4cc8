"""Groups faces into people where a recogniser keeps the embeddings to itself and only tells which faces look alike.

Every question costs money, so that few are asked: the best face that is in no group yet founds one or joins one, and
takes the faces along that look like it. A face belongs to a group when it looks like its founder or like two of its
members, so that a single odd face does not chain two people together.

Faces are taken in an order of their own, so that the same faces and answers give the same groups in whatever order
they come.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from shoebox.domain.faces import SEED_CONFIDENCE, SEED_PIXELS, pixels_on_preview
from shoebox.domain.photo import Photo, face_id

LEAST_LINKS = 2
"""Members of a group that a face must look like, unless it looks like the founder."""
Matches = Callable[[str], Mapping[str, float]]
"""For a face's token the tokens of faces alike enough to be the same person's, with their similarity."""


@dataclass(frozen=True, slots=True)
class FaceToken:
    """A face to group: `token` as in Face, `pixels` the shorter side of its box on the preview."""

    id: str
    token: str
    confidence: float
    pixels: float


def face_tokens(photo: Photo) -> tuple[FaceToken, ...]:
    """The faces of a photo that have a token; their ids are those of `face_id`."""
    return tuple(
        FaceToken(face_id(photo.id, face), face.token, face.confidence, pixels_on_preview(photo, face.box))
        for face in photo.faces
        if face.token is not None
    )


def linked(faces: Iterable[FaceToken], matches: Matches, anchors: Mapping[str, str]) -> dict[str, str]:
    """For each face id the id of its cluster, which is the smallest face id in it: as `domain.faces.cluster`.

    `anchors` maps face ids to the persons the owner says they are: faces of two persons are never in one cluster.
    Asks `matches` once for each face that nobody took along, but not for faint and small ones; passes its errors on.
    """
    ordered = sorted({face.id: face for face in faces}.values(), key=lambda face: _rank(face, anchors))
    bearers: defaultdict[str, list[str]] = defaultdict(list)
    for face in ordered:
        bearers[face.token].append(face.id)
    groups = _Groups(anchors)
    for face in ordered:
        if not groups.holds(face.id) and _may_found(face, anchors):
            tokens = {face.token, *matches(face.token)}
            groups.add(face.id, sorted({other for token in tokens for other in bearers.get(token, ())} - {face.id}))
    for face in ordered:
        if not groups.holds(face.id):
            groups.found(face.id)
    return groups.clusters()


def _rank(face: FaceToken, anchors: Mapping[str, str]) -> tuple[bool, float, str]:
    """Named faces first, then the surest and largest."""
    return (face.id not in anchors, -face.confidence * face.pixels, face.id)


def _may_found(face: FaceToken, anchors: Mapping[str, str]) -> bool:
    return face.id in anchors or (face.confidence >= SEED_CONFIDENCE and face.pixels >= SEED_PIXELS)


class _Groups:
    """Faces taken for one person; a group is known by the number of its founding."""

    def __init__(self, anchors: Mapping[str, str]) -> None:
        self._anchors = anchors
        self._members: list[list[str]] = []
        self._persons: list[str | None] = []
        self._group_of: dict[str, int] = {}
        self._links: Counter[tuple[int, str]] = Counter()

    def holds(self, face: str) -> bool:
        """Whether a face is in a group."""
        return face in self._group_of

    def clusters(self) -> dict[str, str]:
        """The smallest face id of the group of each face."""
        return {face: min(self._members[group]) for face, group in self._group_of.items()}

    def add(self, face: str, alike: Iterable[str]) -> None:
        """Put a face, and those that look like it, where they belong."""
        free = [other for other in alike if not self.holds(other)]
        group = self._joinable(face, [other for other in alike if self.holds(other)])
        if group is None:
            group, needed = self.found(face), 1
        else:
            self._put(face, group)
            needed = LEAST_LINKS
        for other in free:
            self._links[group, other] += 1
            if self._links[group, other] >= needed and self._allows(group, other):
                self._put(other, group)

    def found(self, face: str) -> int:
        """A new group of one face."""
        self._members.append([])
        self._persons.append(None)
        group = len(self._members) - 1
        self._put(face, group)
        return group

    def _joinable(self, face: str, alike: Sequence[str]) -> int | None:
        """The group in which the face looks like most members, and like enough of them."""
        count = Counter(self._group_of[other] for other in alike)
        founders = {self._group_of[other] for other in alike if self._members[self._group_of[other]][0] == other}
        near = [
            group
            for group, number in count.items()
            if (number >= LEAST_LINKS or group in founders) and self._allows(group, face)
        ]
        return min(near, key=lambda group: (-count[group], group), default=None)

    def _allows(self, group: int, face: str) -> bool:
        person, other = self._persons[group], self._anchors.get(face)
        return person is None or other is None or person == other

    def _put(self, face: str, group: int) -> None:
        self._members[group].append(face)
        self._group_of[face] = group
        self._persons[group] = self._persons[group] or self._anchors.get(face)
