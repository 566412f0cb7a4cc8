"""People: faces that look alike are one person, and the owner says who."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from shoebox.application.decisions import change_photo, read_words, write_entry
from shoebox.application.library import Library, photo_of
from shoebox.domain.checksum import Checksum
from shoebox.domain.codec import from_json, to_json
from shoebox.domain.errors import NotFoundError
from shoebox.domain.faces import cluster, face_vectors
from shoebox.domain.photo import Box, Face, Photo, face_id
from shoebox.domain.words import Decision
from shoebox.ports import Record, RecordKey, RecordKind

_FEW_PEOPLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Faces taken for one person: the owner's name for them, their ids, and the face to show."""

    id: str
    name: str | None = None
    faces: tuple[str, ...]
    photos: int
    cover_photo: Checksum
    cover: Box


def group_faces(library: Library) -> None:
    """Find out anew which faces belong together; the same faces give the same clusters in whatever order they came."""
    photos = {photo.id: photo for photo in _photos_with_faces(library)}
    names = _named_faces(photos, read_words(library).people)
    vectors = [vector for photo in photos.values() for vector in face_vectors(photo)]
    clusters = cluster(vectors, {face: name for face, name in names.items() if name is not None})
    people = _people_of(clusters, names)
    for photo in photos.values():
        change_photo(library, photo.id, lambda known: _with_people(known, clusters, people))
    _write_clusters(library, _summaries(_with_people(photo, clusters, people) for photo in photos.values()))


def list_people(library: Library) -> tuple[Cluster, ...]:
    """The clusters: named ones first, then by number of photos.

    Among many people a nameless face that was seen once is a passer-by, and left out.
    """
    found = [from_json(Cluster, record.body) for record in library.records.scan(RecordKind.PERSON)]
    least = 1 if len(found) <= _FEW_PEOPLE else 2
    shown = (person for person in found if person.name is not None or len(person.faces) >= least)
    return tuple(sorted(shown, key=lambda person: (person.name is None, -person.photos, person.id)))


def name_person(library: Library, cluster_id: str, name: str | None) -> None:
    """Say who the faces of a cluster are; None takes the name away. Raises NotFoundError."""
    key = RecordKey(RecordKind.PERSON, cluster_id)
    record = library.records.get(key)
    if record is None:
        raise NotFoundError(f"There is no person {cluster_id!r}.", hint="'shoebox people' lists them.")
    known = from_json(Cluster, record.body)
    name = " ".join(name.split()) or None if name else None
    write_entry(library, Decision.NAME_PERSON, name=name, faces=known.faces)
    for photo in sorted({face.partition("@")[0] for face in known.faces}):
        change_photo(library, Checksum(photo), lambda found: _rename(found, cluster_id, name))
    library.records.put(Record(key, to_json(replace(known, name=name))), expected=record.version)


def _rename(photo: Photo, cluster_id: str, name: str | None) -> Photo:
    faces = tuple(replace(face, person=name) if face.cluster == cluster_id else face for face in photo.faces)
    return replace(photo, faces=faces)


def _photos_with_faces(library: Library) -> Iterator[Photo]:
    for record in library.records.scan(RecordKind.PHOTO):
        if record.body.get("faces"):
            yield photo_of(record)


def _named_faces(photos: Mapping[Checksum, Photo], names: Mapping[str, str | None]) -> dict[str, str | None]:
    """The names by the ids that faces have today: another recogniser may have drawn a box a little otherwise."""
    found: dict[str, str | None] = {}
    for named, name in names.items():
        photo_id, _, middle = named.partition("@")
        photo = photos.get(Checksum(photo_id))
        face = _nearest(photo.faces, middle) if photo else None
        if photo is not None and face is not None:
            found[face_id(photo.id, face)] = name
    return found


def _nearest(faces: Iterable[Face], middle: str) -> Face | None:
    """The face whose box holds the point "x,y" in thousandths; of several the one whose middle is nearest."""
    x, y = (int(part) / 1000 for part in middle.split(","))

    def distance(face: Face) -> float:
        box = face.box
        return max(abs(box.x + box.width / 2 - x) / box.width, abs(box.y + box.height / 2 - y) / box.height)

    holding = [face for face in faces if face.box.width and face.box.height and distance(face) <= 0.5]
    return min(holding, key=distance, default=None)


def _people_of(clusters: Mapping[str, str], names: Mapping[str, str | None]) -> dict[str, str]:
    """The name of each cluster that holds a named face. Two names never share a cluster."""
    return {clusters[face]: name for face, name in names.items() if name is not None and face in clusters}


def _with_people(photo: Photo, clusters: Mapping[str, str], people: Mapping[str, str]) -> Photo:
    def told(face: Face) -> Face:
        group = clusters.get(face_id(photo.id, face))
        return replace(face, cluster=group, person=people.get(group) if group else None)

    return replace(photo, faces=tuple(told(face) for face in photo.faces))


def _summaries(photos: Iterable[Photo]) -> dict[str, Cluster]:
    members: dict[str, list[tuple[Photo, Face]]] = defaultdict(list)
    for photo in photos:
        for face in photo.faces:
            if face.cluster is not None:
                members[face.cluster].append((photo, face))
    return {group: _summary(group, found) for group, found in members.items()}


def _summary(group: str, members: list[tuple[Photo, Face]]) -> Cluster:
    cover_photo, cover = max(members, key=lambda member: (_quality(member[1]), member[0].id))
    return Cluster(
        id=group,
        name=cover.person,
        faces=tuple(sorted(face_id(photo.id, face) for photo, face in members)),
        photos=len({photo.id for photo, _ in members}),
        cover_photo=cover_photo.id,
        cover=cover.box,
    )


def _quality(face: Face) -> float:
    return face.confidence * math.sqrt(face.box.width * face.box.height)


def _write_clusters(library: Library, clusters: Mapping[str, Cluster]) -> None:
    stored = {record.key.id: record for record in library.records.scan(RecordKind.PERSON)}
    for group, found in clusters.items():
        record, body = stored.get(group), to_json(found)
        if record is None or record.body != body:
            library.records.put(
                Record(RecordKey(RecordKind.PERSON, group), body), expected=record.version if record else None
            )
    for group, record in stored.items():
        if group not in clusters:
            library.records.remove(record.key, expected=record.version)
