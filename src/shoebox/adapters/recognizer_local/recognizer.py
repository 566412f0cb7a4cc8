"""The Recognizer that needs nothing but this computer."""

import json
import threading
from dataclasses import dataclass
from pathlib import Path

from shoebox.adapters.recognizer_local.faces import FaceModels
from shoebox.adapters.recognizer_local.things import Classifier, Detector
from shoebox.domain.errors import UnavailableError
from shoebox.domain.label_fusion import RULES_VERSION, Detection, combined
from shoebox.domain.model_catalogue import CLASSIFIER, DETECTOR, FACE_DETECTOR, FACE_EMBEDDER
from shoebox.domain.photo import Analysis, ToolVersion
from shoebox.imaging.model_input import open_picture


@dataclass(frozen=True, slots=True)
class _Models:
    faces: FaceModels
    classifier: Classifier
    detector: Detector | None


class LocalRecognizer:
    """A Recognizer over the model files in `folder`, which are loaded when first needed.

    Many threads may analyze at once, each on one processor core. Without the detector, which is not required,
    labels come from the classifier and from faces alone, and `identity` says so.
    """

    def __init__(self, folder: Path) -> None:
        """Look which files are there."""
        self._folder = folder
        self._has_detector = (folder / DETECTOR.name).is_file()
        self._loading = threading.Lock()
        self._models: _Models | None = None

    @property
    def identity(self) -> ToolVersion:
        """The models and the version of the rules that join their answers."""
        used = (FACE_DETECTOR, FACE_EMBEDDER, CLASSIFIER, *((DETECTOR,) if self._has_detector else ()))
        names = "+".join(f"{model.tool.name}-{model.tool.version}" for model in used)
        return ToolVersion("local", f"{names}+rules-{RULES_VERSION}")

    def analyze(self, preview: bytes) -> Analysis:
        """See Recognizer. Raises UnavailableError while required files are missing, IntegrityError for no picture."""
        models = self._loaded()
        picture = open_picture(preview)
        faces = models.faces.faces(picture)
        classes = models.classifier.classes(picture)
        detections = models.detector.detections(picture) if models.detector else ()
        return Analysis(
            tool=self.identity,
            labels=combined(classes, detections, [face.confidence for face in faces]),
            faces=faces,
            raw=_raw(classes, detections),
        )

    def _loaded(self) -> _Models:
        with self._loading:
            if self._models is None:
                self._models = self._load()
            return self._models

    def _load(self) -> _Models:
        folder = self._folder
        required = (FACE_DETECTOR, FACE_EMBEDDER, CLASSIFIER)
        absent = [model.name for model in required if not (folder / model.name).is_file()]
        if absent:
            message = f"The models {', '.join(absent)} are not in {folder}"
            raise UnavailableError(message, hint="Run `shoebox models` to fetch them.")
        return _Models(
            FaceModels(folder / FACE_DETECTOR.name, folder / FACE_EMBEDDER.name),
            Classifier(folder / CLASSIFIER.name),
            Detector(folder / DETECTOR.name) if self._has_detector else None,
        )


def _raw(classes: dict[str, float], detections: tuple[Detection, ...]) -> str:
    """What the models said before it was joined, as JSON, so that better rules need not run them again."""
    found = [[detection.class_name, detection.score] for detection in detections]
    return json.dumps({"imagenet": classes, "coco": found}, separators=(",", ":"), sort_keys=True)
