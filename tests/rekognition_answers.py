"""Answers shaped like Amazon Rekognition's, made by code, and a client that is answered without a network.

Every answer is compared with botocore's model of the service, so that a field which the service does not have, or has
with another type, fails the test.
"""

import io
import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from boto3.session import Session
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.validate import validate_parameters

Request = Mapping[str, Any]
Answer = Callable[[str, Request], Mapping[str, Any]]


def label(
    name: str, confidence: float = 95.0, parents: tuple[str, ...] = (), aliases: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A label as DetectLabels gives it."""
    box = {"Width": 0.25, "Height": 0.5, "Left": 0.125, "Top": 0.25}
    return {
        "Name": name,
        "Confidence": confidence,
        "Instances": [{"BoundingBox": box, "Confidence": confidence}],
        "Parents": [{"Name": parent} for parent in parents],
        "Aliases": [{"Name": alias} for alias in aliases],
        "Categories": [{"Name": "Made-up Category"}],
    }


def labels_answer(*labels: Mapping[str, Any]) -> dict[str, Any]:
    """An answer of DetectLabels."""
    return {"Labels": list(labels), "LabelModelVersion": "3.0"}


def token(number: int) -> str:
    """A face id, the same for the same number."""
    return str(uuid.UUID(int=number))


def face_record(number: int, left: float = 0.3, confidence: float = 99.9) -> dict[str, Any]:
    """A stored face as IndexFaces gives it."""
    box = {"Width": 0.125, "Height": 0.25, "Left": left, "Top": 0.125}
    return {
        "Face": {
            "FaceId": token(number),
            "BoundingBox": box,
            "ImageId": token(1000 + number),
            "ExternalImageId": "made-up",
            "Confidence": confidence,
            "IndexFacesModelVersion": "7.0",
        },
        "FaceDetail": {
            "BoundingBox": box,
            "Landmarks": [{"Type": "nose", "X": left + 0.06, "Y": 0.25}],
            "Pose": {"Roll": 1.5, "Yaw": -4.0, "Pitch": 2.5},
            "Quality": {"Brightness": 80.5, "Sharpness": 92.0},
            "Confidence": confidence,
        },
    }


def faces_answer(*records: Mapping[str, Any]) -> dict[str, Any]:
    """An answer of IndexFaces."""
    return {"FaceRecords": list(records), "FaceModelVersion": "7.0", "UnindexedFaces": []}


def text_answer(*lines: str, confidence: float = 98.0) -> dict[str, Any]:
    """An answer of DetectText: the lines, and then their words."""
    geometry = {
        "BoundingBox": {"Width": 0.5, "Height": 0.1, "Left": 0.1, "Top": 0.1},
        "Polygon": [{"X": 0.1, "Y": 0.1}],
    }
    whole = {"Confidence": confidence, "Geometry": geometry}
    found = [{"DetectedText": line, "Type": "LINE", "Id": number, **whole} for number, line in enumerate(lines)]
    words = [(number, word) for number, line in enumerate(lines) for word in line.split()]
    for place, (number, word) in enumerate(words, len(lines)):
        found.append({"DetectedText": word, "Type": "WORD", "Id": place, "ParentId": number, **whole})
    return {"TextDetections": found, "TextModelVersion": "3.0"}


def search_answer(of: int, matches: Mapping[int, float]) -> dict[str, Any]:
    """An answer of SearchFaces: numbers of faces with their similarity in per cent."""
    found = [{"Similarity": matches[number], "Face": face_record(number)["Face"]} for number in matches]
    return {"SearchedFaceId": token(of), "FaceMatches": found, "FaceModelVersion": "7.0"}


class FakeFailure(Exception):  # noqa: N818  # it is an answer, by its name at the service
    """Answered by the fake service as an error with this code."""


def client_without_network() -> Any:
    """A client that tries once; its credentials are made up."""
    session = Session(
        aws_access_key_id="made-up",
        aws_secret_access_key="made-up",  # noqa: S106  # it opens nothing
        region_name="eu-west-1",
    )
    return session.client("rekognition", config=Config(retries={"mode": "standard", "total_max_attempts": 1}))


class FakeService:
    """Answers a client's requests by `answer`, from any thread, through all of botocore but the network."""

    def __init__(self, answer: Answer) -> None:
        """Answer by `answer`, which is given the operation's name and the request's parameters."""
        self.requests: list[tuple[str, Request]] = []
        self.client = client_without_network()
        self._answer = answer
        self.client.meta.events.register("provide-client-params.rekognition", self._note)
        self.client.meta.events.register("before-send.rekognition", self._send)

    def count(self) -> Mapping[str, int]:
        """How often each operation was asked for."""
        return Counter(operation for operation, _ in self.requests)

    def _note(self, params: Request, model: Any, context: dict[str, Any], **_rest: object) -> None:
        self.requests.append((model.name, params))
        context["asked"] = (model, params)

    def _send(self, request: Any, **_rest: object) -> AWSResponse:
        model, params = request.context["asked"]
        try:
            answer = self._answer(model.name, params)
        except FakeFailure as failure:
            return _response(400, {"__type": str(failure), "message": "made up"})
        validate_parameters(answer, model.output_shape)
        return _response(200, answer)


class _Body(io.BytesIO):
    """A body as botocore reads it."""

    def stream(self, **_rest: object) -> Iterator[bytes]:
        """All of it at once."""
        yield self.read()


def _response(status: int, body: Mapping[str, Any]) -> AWSResponse:
    raw = _Body(json.dumps(body).encode())
    return AWSResponse("https://rekognition.test/", status, HTTPHeaders(), raw)
