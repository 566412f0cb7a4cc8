"""Grouping faces into people."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoebox.domain.checksum import Checksum
from shoebox.domain.faces import FaceVector, cluster, face_vectors, persons_of
from shoebox.domain.photo import Box, Face, Facts, Kind, Photo, face_id

Spots = Sequence[tuple[int, float]]


def face(name: str, angle: float, confidence: float = 0.9, pixels: float = 100) -> FaceVector:
    """A face whose embedding points at `angle` degrees in the first two of 128 directions."""
    vector = np.zeros(128)
    vector[:2] = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return FaceVector(name, vector.astype("<f2").tobytes(), confidence, pixels)


def groups(clusters: Mapping[str, str]) -> set[frozenset[str]]:
    """The sets of faces that share a cluster."""
    return {frozenset(face for face, group in clusters.items() if group == each) for each in clusters.values()}


def drawn(spots: Spots) -> list[FaceVector]:
    """Faces in drawn directions: a direction of 16, bent by some degrees towards the next."""
    found = []
    for number, (direction, bend) in enumerate(spots):
        vector = np.zeros(128)
        vector[direction], vector[direction + 1] = math.cos(bend), math.sin(bend)
        found.append(FaceVector(f"p{number:03d}.0", vector.astype("<f2").tobytes(), 0.9, 100))
    return found


spots = st.lists(st.tuples(st.integers(0, 15), st.floats(0, math.pi / 2)), min_size=1, max_size=40)


def test_like_faces_share_a_cluster_named_after_the_smallest_id() -> None:
    """Ten degrees apart is one person, ninety is two."""
    clusters = cluster([face("c.0", 0), face("b.0", 10), face("a.0", 90)], {})
    assert clusters == {"a.0": "a.0", "b.0": "b.0", "c.0": "b.0"}


def test_a_bridge_does_not_chain_two_people() -> None:
    """A face between two groups joins one of them: single linkage would make one of all."""
    two_groups = [face(f"a.{n}", n) for n in range(5)] + [face(f"b.{n}", 84 + n) for n in range(5)]
    clusters = cluster([*two_groups, face("c.0", 43)], {})
    assert clusters["a.0"] != clusters["b.0"]
    assert len(groups(clusters)) == 2


def test_faces_of_two_persons_are_kept_apart() -> None:
    """Twins: the owner's word is stronger than the likeness, and others go to whom they are nearest."""
    faces = [face("a.0", 0), face("b.0", 12), face("c.0", 2), face("d.0", 10)]
    clusters = cluster(faces, {"a.0": "Ann", "b.0": "Bea"})
    assert groups(clusters) == {frozenset({"a.0", "c.0"}), frozenset({"b.0", "d.0"})}
    assert persons_of(clusters, {"a.0": "Ann", "b.0": "Bea"}) == {"a.0": "Ann", "b.0": "Bea"}


def test_faint_and_small_faces_join_but_do_not_tie_groups_together() -> None:
    """A blurred face is nobody of its own; it goes to whom it is like."""
    clusters = cluster(
        [face("a.0", 0), face("b.0", 70), face("c.0", 30, confidence=0.8), face("d.0", 5, pixels=20)], {}
    )
    assert clusters == {"a.0": "a.0", "b.0": "b.0", "c.0": "a.0", "d.0": "a.0"}


def test_a_faint_face_like_nobody_stays_alone() -> None:
    """It is a cluster of its own, also where there is no other face."""
    assert cluster([face("a.0", 0, confidence=0.75)], {}) == {"a.0": "a.0"}
    assert len(groups(cluster([face("a.0", 0, confidence=0.75), face("b.0", 90)], {}))) == 2


def test_a_faint_face_that_the_owner_named_founds_a_cluster() -> None:
    """The owner can see who it is."""
    faces = [face("a.0", 0, confidence=0.75), face("b.0", 1, confidence=0.75)]
    assert groups(cluster(faces, {"a.0": "Ann"})) == {frozenset({"a.0", "b.0"})}


def test_no_faces_no_clusters() -> None:
    """Nothing in, nothing out."""
    assert cluster([], {"a.0": "Ann"}) == {}


@given(spots, st.randoms(use_true_random=False))
def test_the_order_of_the_faces_does_not_matter(places: Spots, random: Random) -> None:
    """The same set of faces gives the same clusters."""
    faces = drawn(places)
    mixed = sorted(faces, key=lambda _: random.random())
    assert cluster(mixed, {}) == cluster(faces, {})


@given(spots, st.lists(st.sampled_from(["Ann", "Bea", "Cid", None]), min_size=40, max_size=40))
def test_no_cluster_holds_two_persons(places: Spots, names: list[str | None]) -> None:
    """Whatever the owner says, no cluster contradicts it."""
    faces = drawn(places)
    anchors = {each.id: name for each, name in zip(faces, names, strict=False) if name is not None}
    clusters = cluster(faces, anchors)
    assert set(clusters) == {each.id for each in faces}
    assert all(len({anchors[each] for each in group if each in anchors}) <= 1 for group in groups(clusters))


@given(spots)
def test_a_cluster_is_named_after_a_face_in_it(places: Spots) -> None:
    """Its smallest, so that the name stays when larger ids are added elsewhere."""
    assert all(min(group) in group for group in groups(cluster(drawn(places), {})))
    clusters = cluster(drawn(places), {})
    assert all(clusters[each] == min(group) for group in groups(clusters) for each in group)


def test_faces_of_a_photo_are_measured_on_its_preview() -> None:
    """A face 409.6 pixels high on a picture of 8,192 has 102.4 on the preview; one without embedding is left out."""
    box = Box(0.5, 0.5, 0.1, 0.1)
    photo = Photo(
        id=Checksum("ab" * 32),
        paths=("a.jpg",),
        size=1,
        facts=Facts(kind=Kind.PHOTO, content_type="image/jpeg", width=8192, height=4096),
        faces=(Face(box=box, confidence=0.9), Face(box=box, confidence=0.9, embedding=b"\0" * 256)),
        added_at=datetime(2024, 1, 1, tzinfo=UTC),
    )
    (vector,) = face_vectors(photo)
    assert vector.id == face_id(photo.id, photo.faces[1])
    assert vector.pixels == pytest.approx(102.4)
