"""The JSON object that `shoebox ls --json` prints for a photo: stable, documented in docs/archive-format.md."""

from shoebox.domain.codec import format_instant, format_offset
from shoebox.domain.json_value import JsonObject, JsonValue
from shoebox.domain.photo import Face, Photo


def listing(photo: Photo) -> JsonObject:
    """What is known about `photo`, with every field present, null where unknown."""
    facts, taken, camera = photo.facts, photo.facts.taken, photo.facts.camera
    location = facts.location
    return {
        "id": photo.id,
        "paths": list(photo.paths),
        "kind": facts.kind.value,
        "media": list(facts.media),
        "taken_local": taken.local.isoformat() if taken else None,
        "utc_offset": format_offset(taken.offset) if taken and taken.offset is not None else None,
        "taken_utc": format_instant(taken.utc) if taken and taken.utc else None,
        "taken_source": taken.source if taken else None,
        "width": facts.width,
        "height": facts.height,
        "latitude": location.latitude if location else None,
        "longitude": location.longitude if location else None,
        "place": list(photo.place),
        "camera_make": camera.make,
        "camera_model": camera.model,
        "lens": camera.lens,
        "labels": [
            {"name": label.name, "confidence": label.confidence, "source": label.source} for label in photo.labels
        ],
        "faces": [_face(face) for face in photo.faces],
        "text": photo.text,
        "rating": facts.rating,
        "favourite": photo.favourite,
        "title": facts.title,
        "description": facts.description,
        "albums": list(photo.albums),
        "status": photo.status.value,
        "reason": photo.reason,
        "backed_up": photo.backed_up.value,
    }


def _face(face: Face) -> JsonValue:
    box: list[JsonValue] = [face.box.x, face.box.y, face.box.width, face.box.height]
    return {"box": box, "cluster": face.cluster, "person": face.person, "confidence": face.confidence}
