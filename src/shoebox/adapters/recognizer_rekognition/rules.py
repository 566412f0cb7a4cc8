"""Makes an analysis of Rekognition's answers. Pure: better rules are applied to kept answers without a request."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from shoebox.adapters.recognizer_rekognition.answers import COLLECTION, Answers, Part, from_raw, unreadable
from shoebox.domain.labels import ancestors, vocabulary
from shoebox.domain.photo import Analysis, Box, Face, Label, ToolVersion

NAME = "rekognition"
RULES_VERSION = "1"
"""Counts the changes of this module's outcome."""
LEAST_LINE_CONFIDENCE = 80.0
"""Per cent; fainter lines of text are mostly patterns taken for letters."""
PERSON_LABELS = frozenset({"Person", "Human", "People", "Face", "Head", "Portrait", "Selfie"})
"""Labels, or broader labels, of pictures on which a face may be."""
TEXT_LABELS = frozenset(
    {
        "Advertisement",
        "Banner",
        "Billboard",
        "Blackboard",
        "Book",
        "Business Card",
        "Calendar",
        "Comics",
        "Diagram",
        "Diploma",
        "Document",
        "Envelope",
        "Flyer",
        "Handwriting",
        "Id Cards",
        "Invoice",
        "Label",
        "Letter",
        "License Plate",
        "Magazine",
        "Mail",
        "Map",
        "Menu",
        "Newspaper",
        "Note",
        "Page",
        "Paper",
        "Passport",
        "Plaque",
        "Poster",
        "Publication",
        "Receipt",
        "Road Sign",
        "Scoreboard",
        "Screenshot",
        "Sign",
        "Street Sign",
        "Text",
        "Ticket",
        "Webpage",
        "White Board",
        "Whiteboard",
    }
)
"""Labels, or broader labels, of pictures that are worth a request for their text."""


def tool_version(parts: Iterable[Part], collection: str | None) -> ToolVersion:
    """The tool that settles some parts."""
    named = [f"{part}-{collection}" if part is Part.FACES else str(part) for part in parts]
    return ToolVersion(NAME, "+".join([*named, f"rules-{RULES_VERSION}"]))


def analysis_of(raw: str) -> Analysis:
    """The analysis that answers kept in `Analysis.raw` give today. Raises IntegrityError."""
    answers = from_raw(raw)
    try:
        return Analysis(
            tool=tool_version([part for part in Part if is_settled(answers, part)], answers.get(COLLECTION)),
            labels=_labels(_items(answers.get(Part.LABELS), "Labels")),
            faces=_faces(_items(answers.get(Part.FACES), "FaceRecords")),
            text=_text(_items(answers.get(Part.TEXT), "TextDetections")),
            raw=raw,
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise unreadable(error) from error


def is_settled(answers: Answers, part: Part) -> bool:
    """Whether a part was answered, or was passed over and still need not be asked for by today's rules."""
    if answers.get(part) is not None:
        return True
    if part not in answers or part is Part.LABELS:
        return False
    shows = shows_person if part is Part.FACES else shows_text
    return not shows(answers[Part.LABELS])


def shows_person(labels: Mapping[str, Any]) -> bool:
    """Whether an answer of DetectLabels names a person or a part of one."""
    return not PERSON_LABELS.isdisjoint(_every_name(labels))


def shows_text(labels: Mapping[str, Any]) -> bool:
    """Whether an answer of DetectLabels names something that bears text."""
    return not TEXT_LABELS.isdisjoint(_every_name(labels))


def _every_name(labels: Mapping[str, Any]) -> set[str]:
    try:
        items = _items(labels, "Labels")
        return {name for item in items for name in (item["Name"], *_names(item, "Parents"), *_names(item, "Aliases"))}
    except (AttributeError, KeyError, TypeError) as error:
        raise unreadable(error) from error


def _items(answer: Mapping[str, Any] | None, name: str) -> list[Any]:
    return (answer or {}).get(name) or []


def _names(item: Mapping[str, Any], field: str) -> list[str]:
    return [named["Name"] for named in _items(item, field)]


def _labels(items: Iterable[Any]) -> tuple[Label, ...]:
    """Surest first. Two names for one thing are one label, with the greater confidence and the parents of both."""
    found: dict[str, Label] = {}
    for item in sorted(items, key=lambda item: (-item["Confidence"], item["Name"])):
        label = _label(item)
        surer = found.get(label.name)
        found[label.name] = label if surer is None else _joined(surer, label)
    return tuple(sorted(found.values(), key=lambda label: (-label.confidence, label.name)))


def _joined(surer: Label, label: Label) -> Label:
    return Label(surer.name, surer.confidence, surer.source, tuple(dict.fromkeys(surer.parents + label.parents)))


def _label(item: Mapping[str, Any]) -> Label:
    given = _names(item, "Parents")
    name = _canonical(item["Name"], _names(item, "Aliases"), given)
    known = ancestors(name) if _same_thing(name, given) else ()
    parents = (*known, *(each for parent in given for each in _line(parent)))
    kept = tuple(parent for parent in dict.fromkeys(parents) if parent != name)
    return Label(name, round(item["Confidence"] / 100, 3), NAME, kept)


def _line(parent: str) -> tuple[str, ...]:
    """Rekognition gives all ancestors of a label; ours of each are added."""
    name = _spellings().get(parent.casefold(), parent)
    return (name, *ancestors(name))


def _canonical(name: str, aliases: Iterable[str], parents: Iterable[str]) -> str:
    """Our name for the thing where its name or an alias is one of ours, else the name as it is.

    An alias is believed only where the broader labels do not speak against it.
    """
    ours = _spellings().get(name.casefold())
    if ours is not None:
        return ours
    known = (_spellings().get(alias.casefold()) for alias in aliases)
    return next((alias for alias in known if alias is not None and _same_thing(alias, parents)), name)


def _same_thing(name: str, parents: Iterable[str]) -> bool:
    """Whether our `name` means what Rekognition puts below `parents`: a boxer is a dog or a man in a ring.

    So it is where both know a broader label in common, or one of them knows none.
    """
    ours, theirs = set(ancestors(name)), {each for parent in parents for each in _line(parent)}
    return not ours or not theirs or not ours.isdisjoint(theirs)


@cache
def _spellings() -> Mapping[str, str]:
    return {name.casefold(): name for name in vocabulary().parents}


def _faces(records: Iterable[Any]) -> tuple[Face, ...]:
    """Surest first, then from left to right."""
    faces = [_face(record["Face"]) for record in records]
    return tuple(sorted(faces, key=lambda face: (-face.confidence, face.box.x, face.box.y, face.token)))


def _face(found: Mapping[str, Any]) -> Face:
    return Face(box=_box(found["BoundingBox"]), confidence=round(found["Confidence"] / 100, 3), token=found["FaceId"])


def _box(found: Mapping[str, float]) -> Box:
    """Boxes of faces at the edge reach out of the picture; ours are cut off there."""
    left, upper = _within(found["Left"]), _within(found["Top"])
    right, lower = _within(found["Left"] + found["Width"]), _within(found["Top"] + found["Height"])
    return Box(left, upper, round(right - left, 5), round(lower - upper, 5))


def _within(fraction: float) -> float:
    return round(min(max(fraction, 0.0), 1.0), 5)


def _text(detections: Iterable[Any]) -> str | None:
    """The lines, in the order in which they are read, which is that of their numbers."""
    lines = [found for found in detections if found["Type"] == "LINE" and found["Confidence"] >= LEAST_LINE_CONFIDENCE]
    return "\n".join(line["DetectedText"] for line in sorted(lines, key=lambda line: line["Id"])) or None
