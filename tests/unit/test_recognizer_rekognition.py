"""Rekognition is asked only for what pays, and nothing is paid twice."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from botocore.stub import ANY, Stubber
from PIL import Image

from shoebox.adapters.recognizer_rekognition import RekognitionRecognizer, Settings, analysis_of, connect
from shoebox.adapters.recognizer_rekognition.answers import from_raw, to_raw
from shoebox.adapters.recognizer_rekognition.picture import sendable
from shoebox.domain.errors import ForbiddenError, IntegrityError, NotFoundError, ShoeboxError, UnavailableError
from shoebox.domain.photo import Analysis, ToolVersion
from shoebox.imaging.model_input import open_picture
from tests.rekognition_answers import (
    FakeFailure,
    FakeService,
    Request,
    client_without_network,
    face_record,
    faces_answer,
    label,
    labels_answer,
    text_answer,
    token,
)

ALL = Settings(collection="family")


def jpeg(size: tuple[int, int] = (320, 240), colour: str = "navy") -> bytes:
    """A picture of one colour."""
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "JPEG")
    return data.getvalue()


def service(*labels: Mapping[str, Any], failing: Mapping[str, str] | None = None) -> FakeService:
    """A service that sees these labels, one face and one line; `failing` are operations and their errors."""
    answers = {
        "DetectLabels": labels_answer(*labels),
        "IndexFaces": faces_answer(face_record(1)),
        "DetectText": text_answer("Chez Nous"),
    }
    errors = failing if failing is not None else {}

    def answer(operation: str, _request: Request) -> Mapping[str, Any]:
        if operation in errors:
            raise FakeFailure(errors[operation])
        return answers[operation]

    return FakeService(answer)


def test_one_request_each_for_labels_faces_and_text() -> None:
    """The picture is sent as bytes, faces under the checksum of the preview."""
    client, preview = client_without_network(), jpeg()
    image = {"Bytes": preview}
    with Stubber(client) as stub:
        asked = {"Image": image, "Features": ["GENERAL_LABELS"], "MinConfidence": pytest.approx(55)}
        stub.add_response("detect_labels", labels_answer(label("Person"), label("Menu")), asked)
        asked = {
            "CollectionId": "family",
            "Image": image,
            "ExternalImageId": hashlib.sha256(preview).hexdigest(),
            "DetectionAttributes": ["DEFAULT"],
            "MaxFaces": 10,
            "QualityFilter": "AUTO",
        }
        stub.add_response("index_faces", faces_answer(face_record(7)), asked)
        stub.add_response("detect_text", text_answer("Soup", "of the day"), {"Image": ANY})
        analysis = RekognitionRecognizer(client, ALL).analyze(preview)
        stub.assert_no_pending_responses()
    assert [face.token for face in analysis.faces] == [token(7)]
    assert analysis.text == "Soup\nof the day"


@pytest.mark.parametrize(
    ("name", "parents", "requests"),
    [
        ("Lake", ("Nature", "Water"), ["DetectLabels"]),
        ("Bride", ("Person",), ["DetectLabels", "IndexFaces"]),
        ("Receipt", ("Document", "Text"), ["DetectLabels", "DetectText"]),
        ("Blueprint", ("Document",), ["DetectLabels", "DetectText"]),
    ],
)
def test_faces_and_text_are_asked_for_where_labels_suggest_them(
    name: str, parents: tuple[str, ...], requests: list[str]
) -> None:
    """By the label itself or by a broader one."""
    fake = service(label(name, parents=parents))
    RekognitionRecognizer(fake.client, ALL).analyze(jpeg())
    assert [operation for operation, _ in fake.requests] == requests


@pytest.mark.parametrize("found", [True, False])
def test_a_local_check_may_find_a_face_that_the_labels_do_not_tell_of(*, found: bool) -> None:
    """It is not asked where the labels show a person."""
    fake = service(label("Lake"))
    seen: list[bytes] = []
    preview = jpeg()

    def has_face(data: bytes) -> bool:
        seen.append(data)
        return found

    RekognitionRecognizer(fake.client, ALL, has_face).analyze(preview)
    assert seen == [preview]
    assert fake.count()["IndexFaces"] == found
    RekognitionRecognizer(service(label("Person")).client, ALL, has_face).analyze(preview)
    assert seen == [preview]


def test_faces_need_a_collection_and_text_may_be_off() -> None:
    """Labels alone cost one request."""
    fake = service(label("Person"), label("Menu"))
    analysis = RekognitionRecognizer(fake.client, Settings(text=False)).analyze(jpeg())
    assert fake.count() == {"DetectLabels": 1}
    assert analysis.tool == ToolVersion("rekognition", "labels+rules-1")


def test_the_analysis_follows_from_its_kept_answers() -> None:
    """Without a request, and with everything that the service said."""
    fake = service(label("Person"), label("Menu"))
    analysis = RekognitionRecognizer(fake.client, ALL).analyze(jpeg())
    assert analysis.raw is not None
    assert analysis_of(analysis.raw) == analysis
    for kept in ("LabelModelVersion", "Instances", "Categories", "FaceModelVersion", "Polygon"):
        assert kept in analysis.raw


@pytest.mark.parametrize("labels", [("Lake",), ("Person", "Menu")])
def test_newer_rules_pay_nothing(labels: tuple[str, ...]) -> None:
    """An analysis by earlier rules is read anew, one whose faces were passed over as well."""
    fake = service(*map(label, labels))
    recognizer = RekognitionRecognizer(fake.client, ALL)
    analysis = recognizer.analyze(jpeg())
    paid = len(fake.requests)
    earlier = replace(analysis, tool=ToolVersion("rekognition", "labels+rules-0"), labels=())
    assert recognizer.reread(earlier) == analysis
    assert recognizer.resume(earlier, jpeg()) == analysis
    assert len(fake.requests) == paid


def test_what_was_paid_survives_a_later_failure() -> None:
    """The rest is asked for the next time, and the outcome is as if nothing had failed."""
    failing = {"IndexFaces": "ThrottlingException"}
    fake = service(label("Person"), label("Menu"), failing=failing)
    recognizer = RekognitionRecognizer(fake.client, ALL)
    part = recognizer.analyze(jpeg())
    assert part.tool == ToolVersion("rekognition", "labels+text+rules-1")
    assert recognizer.reread(part) is None
    with pytest.raises(UnavailableError):
        recognizer.resume(part, jpeg())
    failing.clear()
    whole = recognizer.resume(part, jpeg())
    assert whole.tool == recognizer.identity
    assert whole == recognizer.analyze(jpeg())
    assert fake.count() == {"DetectLabels": 2, "IndexFaces": 4, "DetectText": 2}


def test_a_gate_that_has_become_wider_pays_only_for_what_it_lets_in() -> None:
    """A part that earlier rules passed over is asked for once today's rules want it."""
    fake = service(label("Person"), label("Menu"))
    recognizer = RekognitionRecognizer(fake.client, ALL)
    whole = recognizer.analyze(jpeg())
    assert whole.raw is not None
    passed_over = to_raw({**from_raw(whole.raw), "text": None})
    earlier = replace(whole, text=None, raw=passed_over)
    assert analysis_of(passed_over).tool != recognizer.identity
    assert recognizer.resume(earlier, jpeg()) == whole
    assert fake.count() == {"DetectLabels": 1, "IndexFaces": 1, "DetectText": 2}


def test_faces_of_another_collection_are_stored_anew() -> None:
    """Their tokens are of no use in this one; labels and text are not paid again."""
    fake = service(label("Person"), label("Menu"))
    earlier = RekognitionRecognizer(fake.client, ALL).analyze(jpeg())
    moved = RekognitionRecognizer(fake.client, Settings(collection="other"))
    assert moved.identity != earlier.tool
    assert moved.resume(earlier, jpeg()).tool == moved.identity
    assert fake.count() == {"DetectLabels": 1, "IndexFaces": 2, "DetectText": 1}


def test_the_answers_of_another_recogniser_are_no_answers() -> None:
    """Everything is asked for."""
    fake = service(label("Lake"))
    local = Analysis(tool=ToolVersion("local", "1"), raw='{"labels":{"Labels":[]}}')
    recognizer = RekognitionRecognizer(fake.client, ALL)
    assert recognizer.reread(local) is None
    assert [found.name for found in recognizer.resume(local, jpeg()).labels] == ["Lake"]


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("ThrottlingException", UnavailableError),
        ("ProvisionedThroughputExceededException", UnavailableError),
        ("LimitExceededException", UnavailableError),
        ("InternalServerError", UnavailableError),
        ("ServiceQuotaExceededException", UnavailableError),
        ("InvalidImageFormatException", IntegrityError),
        ("ImageTooLargeException", IntegrityError),
        ("InvalidParameterException", IntegrityError),
        ("AccessDeniedException", ForbiddenError),
        ("ExpiredTokenException", ForbiddenError),
        ("ResourceNotFoundException", NotFoundError),
    ],
)
def test_failures_are_told_in_our_words(code: str, error: type[ShoeboxError]) -> None:
    """Each with what to do next."""
    fake = service(failing={"DetectLabels": code})
    with pytest.raises(error) as caught:
        RekognitionRecognizer(fake.client, ALL).analyze(jpeg())
    assert type(caught.value) is error
    assert caught.value.hint


def test_a_client_slows_down_when_it_is_throttled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is connected when it is made."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "made-up")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
    config: Any = connect("eu-west-1").meta.config
    assert config.retries == {"mode": "adaptive", "total_max_attempts": 8}


def test_without_credentials_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is known at the first request."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/nowhere")
    with pytest.raises(ForbiddenError):
        RekognitionRecognizer(connect("eu-west-1"), ALL).analyze(jpeg())


def test_a_picture_is_sent_as_it_is_unless_it_is_too_large() -> None:
    """Then coarser, and the same every time."""
    noise = np.random.default_rng(5).integers(0, 255, (600, 800, 3), dtype=np.uint8)
    data = io.BytesIO()
    Image.fromarray(noise).save(data, "JPEG", quality=95)
    preview = data.getvalue()
    assert sendable(preview) is preview
    smaller = sendable(preview, most_bytes=100_000)
    assert len(smaller) <= 100_000
    assert open_picture(smaller).size == (400, 300)
    assert sendable(preview, most_bytes=100_000) == smaller
