"""The Recognizer that asks Amazon Rekognition."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoebox.adapters.recognizer_rekognition.answers import COLLECTION, Answers, Part, bare, from_raw, to_raw
from shoebox.adapters.recognizer_rekognition.failures import translated
from shoebox.adapters.recognizer_rekognition.picture import sendable
from shoebox.adapters.recognizer_rekognition.rules import (
    NAME,
    analysis_of,
    is_settled,
    shows_person,
    shows_text,
    tool_version,
)
from shoebox.domain.errors import ShoeboxError
from shoebox.domain.photo import Analysis, ToolVersion

if TYPE_CHECKING:
    from mypy_boto3_rekognition.client import RekognitionClient

HasFace = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is asked for.

    collection: where faces are stored to be matched; None: faces are not looked for.
    text: whether text is read where labels suggest some.
    least_confidence: labels of which Rekognition is less sure (0 to 1) are left out.
    most_faces: of more faces on a picture the largest are taken.
    """

    collection: str | None = None
    text: bool = True
    least_confidence: float = 0.55
    most_faces: int = 10


class RekognitionRecognizer:
    """A Recognizer over a client, which any number of threads may use.

    A picture costs one request for labels; one for faces, only where the labels show a person or `has_face` finds a
    face; and one for text, only where labels suggest text. Every answer is kept in `Analysis.raw`.
    """

    def __init__(self, client: "RekognitionClient", settings: Settings, has_face: HasFace | None = None) -> None:
        """Keep what to ask and whom; nothing is sent."""
        self._client = client
        self._settings = settings
        self._has_face = has_face

    @property
    def identity(self) -> ToolVersion:
        """What is asked for and the version of our rules.

        Not the versions of Amazon's models: they are known only from an answer and change without notice, and a
        changed identity has every photo analysed, and paid, again. They are kept in `Analysis.raw`.
        """
        return tool_version(self._parts, self._settings.collection)

    def analyze(self, preview: bytes) -> Analysis:
        """See Recognizer. Raises UnavailableError, ForbiddenError, NotFoundError, IntegrityError (no picture).

        An error means that nothing was paid, unless an answer was lost on its way. Where a later request fails, what
        was paid is returned: the analysis names a smaller tool than `identity`, so that the rest is asked for by
        `resume` later.
        """
        return self._look({}, preview)

    def reread(self, earlier: Analysis) -> Analysis | None:
        """What today's rules make of the answers kept in an earlier analysis; None where some are missing.

        Sends nothing. Raises IntegrityError where the kept answers cannot be read.
        """
        answers = self._kept(earlier)
        if not all(is_settled(answers, part) for part in self._parts):
            return None
        return analysis_of(to_raw(answers))

    def resume(self, earlier: Analysis, preview: bytes) -> Analysis:
        """What `analyze` gives, but asking only for what an earlier analysis does not hold. Raises as `analyze`."""
        return self.reread(earlier) or self._look(self._kept(earlier), preview)

    @property
    def _parts(self) -> tuple[Part, ...]:
        faces = (Part.FACES,) if self._settings.collection else ()
        text = (Part.TEXT,) if self._settings.text else ()
        return (Part.LABELS, *faces, *text)

    def _kept(self, earlier: Analysis) -> Answers:
        """The kept answers to what is asked today: faces of another collection are of no use."""
        kept = dict(from_raw(earlier.raw)) if earlier.tool.name == NAME else {}
        if kept.get(COLLECTION) != self._settings.collection and kept.get(Part.FACES) is not None:
            del kept[Part.FACES]
        return {part: kept[part] for part in self._parts if part in kept} | {COLLECTION: self._settings.collection}

    def _look(self, known: Answers, preview: bytes) -> Analysis:
        picture = sendable(preview)
        answers = {**known, COLLECTION: self._settings.collection}
        paid = False
        for part in self._parts:
            if is_settled(answers, part):
                continue
            try:
                answers[part] = self._answer(part, answers, preview, picture)
            except ShoeboxError:
                if not paid:
                    raise
            else:
                paid = paid or answers[part] is not None
        return analysis_of(to_raw(answers))

    def _answer(self, part: Part, answers: Answers, preview: bytes, picture: bytes) -> dict[str, Any] | None:
        """The answer for a part, or None where it need not be asked for."""
        if part is Part.LABELS:
            return self._labels(picture)
        labels = answers[Part.LABELS]
        if part is Part.TEXT:
            return self._text(picture) if shows_text(labels) else None
        if shows_person(labels) or (self._has_face is not None and self._has_face(preview)):
            return self._faces(preview, picture)
        return None

    def _labels(self, picture: bytes) -> dict[str, Any]:
        with translated():
            response = self._client.detect_labels(
                Image={"Bytes": picture},
                Features=["GENERAL_LABELS"],
                MinConfidence=100 * self._settings.least_confidence,
            )
        return bare(response)

    def _faces(self, preview: bytes, picture: bytes) -> dict[str, Any]:
        """The same picture under the same external id is stored only once, however often it is sent."""
        assert self._settings.collection is not None
        with translated():
            response = self._client.index_faces(
                CollectionId=self._settings.collection,
                Image={"Bytes": picture},
                ExternalImageId=hashlib.sha256(preview).hexdigest(),
                DetectionAttributes=["DEFAULT"],
                MaxFaces=self._settings.most_faces,
                QualityFilter="AUTO",
            )
        return bare(response)

    def _text(self, picture: bytes) -> dict[str, Any]:
        with translated():
            return bare(self._client.detect_text(Image={"Bytes": picture}))
