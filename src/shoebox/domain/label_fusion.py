"""Joins what a classifier and a detector say about one picture into labels.

The classifier (ImageNet) knows many kinds but names one main thing; the detector (COCO) knows few kinds but finds many
things. Where they contradict each other about an animal or a food, the surer one is believed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shoebox.domain.labels import ancestors, label_of, vocabulary
from shoebox.domain.photo import Label

RULES_VERSION = "1"
"""Counts the changes of this module's outcome."""

CLASSIFIER_FLOOR = 0.35
DETECTOR_FLOOR = 0.4
SUPPORT_FLOOR = 0.3
"""A detection this sure is enough to confirm the classifier."""
CERTAIN_PERSON = 0.6
"""A person this sure is not taken for an animal: people hold their animals up to the camera."""
RIVAL_KINDS = ("Animal", "Food")
"""Kinds of which a detector that knows few takes one for another."""
PERSON = "Person"


@dataclass(frozen=True, slots=True)
class Detection:
    """A COCO class seen somewhere on the picture."""

    class_name: str
    score: float


def combined(
    classes: Mapping[str, float], detections: Iterable[Detection], face_scores: Iterable[float]
) -> tuple[Label, ...]:
    """The labels of a picture, surest first, from ImageNet classes with probabilities, detections and faces."""
    found: dict[str, float] = {}
    for detection in detections:
        name = label_of("coco", detection.class_name)
        if name is not None:
            found[name] = max(found.get(name, 0.0), detection.score)
    named = named_by(classes)
    seen = {name: score for name, score in found.items() if score >= DETECTOR_FLOOR}
    labels = [
        _label(name, score, "detector") for name, score in seen.items() if not _refuted(name, score, named, found)
    ]
    labels += [_label(name, score, "classifier") for name, score in named.items() if not _outdone(name, score, found)]
    labels += [_label(PERSON, score, "faces") for score in face_scores]
    surest = {label.name: label for label in sorted(labels, key=lambda label: label.confidence)}
    return tuple(sorted(surest.values(), key=lambda label: (-label.confidence, label.name)))


def named_by(classes: Mapping[str, float]) -> dict[str, float]:
    """What the classifier is sure enough of: the narrowest names, each with the sum of what it stands for.

    From broad to narrow, a name gives way to one below it that holds at least half of its sum.
    """
    sums: defaultdict[str, float] = defaultdict(float)
    for class_name, probability in classes.items():
        name = label_of("imagenet", class_name)
        for each in (name, *ancestors(name)) if name else ():
            sums[each] += probability
    likely = {name: min(total, 1.0) for name, total in sums.items() if total >= CLASSIFIER_FLOOR}
    broadest = [name for name in likely if not vocabulary().parents[name]]
    return {name: likely[name] for start in broadest for name in _narrowest(start, likely)}


def _narrowest(name: str, likely: Mapping[str, float]) -> list[str]:
    """Names at or below `name`, which is likely; whatever is likely has only likely names above it."""
    below = [child for child in vocabulary().children[name] if 2 * likely.get(child, 0.0) >= likely[name]]
    return [found for child in below for found in _narrowest(child, likely)] or [name]


def _label(name: str, confidence: float, source: str) -> Label:
    return Label(name, round(min(confidence, 1.0), 3), source, ancestors(name))


def _refuted(name: str, score: float, named: Mapping[str, float], found: Mapping[str, float]) -> bool:
    """Whether the classifier is surer of a rival that the detector has not seen itself."""
    if name == PERSON:
        rivals = [other for other in named if _kind(other) == "Animal"] if score < CERTAIN_PERSON else []
    else:
        rivals = [other for other in named if _are_rivals(name, other)]
    return any(named[rival] > score and not _supported(rival, found) for rival in rivals)


def _outdone(name: str, score: float, found: Mapping[str, float]) -> bool:
    """Whether the detector has not seen what the classifier says, but is surer of a rival."""
    return not _supported(name, found) and any(_are_rivals(name, other) and found[other] > score for other in found)


def _supported(name: str, found: Mapping[str, float]) -> bool:
    return any(found[other] >= SUPPORT_FLOOR and _same_line(name, other) for other in found)


def _are_rivals(name: str, other: str) -> bool:
    return _kind(name) is not None and _kind(name) == _kind(other) and not _same_line(name, other)


def _kind(name: str) -> str | None:
    line = (name, *ancestors(name))
    return next((kind for kind in RIVAL_KINDS if kind in line), None)


def _same_line(name: str, other: str) -> bool:
    return name == other or name in ancestors(other) or other in ancestors(name)
