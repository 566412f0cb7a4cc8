"""The contract of ports.Recognizer."""

import io
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from shoebox.adapters.recognizer_local import LocalRecognizer
from shoebox.adapters.recognizer_memory import MemoryRecognizer
from shoebox.adapters.recognizer_rekognition import RekognitionRecognizer, Settings
from shoebox.domain.errors import IntegrityError, UnavailableError
from shoebox.domain.labels import ancestors
from shoebox.domain.model_catalogue import DETECTOR
from shoebox.ports import Recognizer
from tests.rekognition_answers import FakeService, Request, face_record, faces_answer, label, labels_answer, text_answer

LOCAL = [pytest.param(name, marks=pytest.mark.models) for name in ("local", "local without detector")]


@pytest.fixture(scope="module", params=["memory", "rekognition", *LOCAL])
def recognizer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Recognizer:
    """Each recognizer in turn."""
    if request.param == "memory":
        return MemoryRecognizer()
    if request.param == "rekognition":
        return RekognitionRecognizer(FakeService(rekognition_answer).client, Settings(collection="family"))
    models: Path = request.getfixturevalue("models_folder")
    if request.param == "local":
        return LocalRecognizer(models)
    fewer = tmp_path_factory.mktemp("models")
    for file in models.iterdir():
        if file.is_file() and file.name != DETECTOR.name:
            (fewer / file.name).symlink_to(file)
    return LocalRecognizer(fewer)


def rekognition_answer(operation: str, request: Request) -> Mapping[str, Any]:
    """Answers that differ from picture to picture and are the same for the same one."""
    number = zlib.crc32(request["Image"]["Bytes"])
    if operation == "DetectLabels":
        couch = label("Sofa", number % 100, ("Furniture", "Indoors"), ("Couch",))
        return labels_answer(couch, label("Person", 99.5), label("Person", 98.0), label("Sign", 60.0, ("Symbol",)))
    if operation == "IndexFaces":
        return faces_answer(face_record(number, -0.01), face_record(number + 1, 0.95, 97.5))
    return text_answer(str(number))


def painted(width: int = 320, height: int = 240, colour: str = "blue") -> bytes:
    """A picture of one colour with a drawn face, as a JPEG."""
    picture = Image.new("RGB", (width, height), colour)
    draw = ImageDraw.Draw(picture)
    middle, radius = width // 2, min(width, height) // 3
    draw.ellipse((middle - radius, 0, middle + radius, 2 * radius), fill="bisque", outline="sienna")
    for side in (-1, 1):
        eye = middle + side * radius // 2
        draw.ellipse((eye - 6, radius - 16, eye + 6, radius - 6), fill="black")
    draw.arc((middle - 20, radius + 10, middle + 20, radius + 40), 20, 160, fill="red", width=4)
    data = io.BytesIO()
    picture.save(data, "JPEG")
    return data.getvalue()


def test_the_answer_names_its_tool(recognizer: Recognizer) -> None:
    """A better tool can be told from it later."""
    assert recognizer.analyze(painted()).tool == recognizer.identity


def test_the_same_bytes_get_the_same_answer_from_any_thread(recognizer: Recognizer) -> None:
    """Analyzing twice, or at the same time, changes nothing."""
    previews = [painted(colour=colour) for colour in ("blue", "white", "magenta")] * 2
    alone = [recognizer.analyze(preview) for preview in previews]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(recognizer.analyze, previews)) == alone


@pytest.mark.parametrize("colour", ["blue", "white", "magenta"])
@pytest.mark.parametrize("size", [(1, 1), (2048, 300), (300, 2048), (640, 480)])
def test_answers_are_well_formed(recognizer: Recognizer, colour: str, size: tuple[int, int]) -> None:
    """Confidences and boxes lie between 0 and 1, embeddings are unit vectors, labels bring their ancestors.

    A face without an embedding has a token.
    """
    analysis = recognizer.analyze(painted(*size, colour=colour))
    for seen in analysis.labels:
        assert 0 <= seen.confidence <= 1
        assert seen.parents[: len(ancestors(seen.name))] == ancestors(seen.name)
    assert len({seen.name for seen in analysis.labels}) == len(analysis.labels)
    for face in analysis.faces:
        assert 0 <= face.confidence <= 1
        assert 0 <= face.box.x <= face.box.x + face.box.width <= 1 + 1e-9
        assert 0 <= face.box.y <= face.box.y + face.box.height <= 1 + 1e-9
        if face.embedding is None:
            assert face.token
        else:
            assert np.linalg.norm(np.frombuffer(face.embedding, "<f2").astype(float)) == pytest.approx(1, abs=0.01)


def test_bytes_that_are_no_picture_are_refused(recognizer: Recognizer) -> None:
    """Also a picture that breaks off."""
    for broken in (b"", b"no picture", painted()[:400]):
        with pytest.raises(IntegrityError):
            recognizer.analyze(broken)


def test_without_its_files_it_says_how_to_get_them(tmp_path: Path) -> None:
    """Nothing is loaded before the first picture."""
    absent = LocalRecognizer(tmp_path)
    with pytest.raises(UnavailableError) as caught:
        absent.analyze(painted())
    assert "shoebox models" in caught.value.hint


def test_the_identity_tells_whether_the_detector_takes_part(tmp_path: Path) -> None:
    """Answers of the smaller set of models can be made again once the detector is there."""
    without = LocalRecognizer(tmp_path).identity
    (tmp_path / DETECTOR.name).touch()
    assert LocalRecognizer(tmp_path).identity != without


def test_a_picture_can_be_painted_for_any_answer_of_the_memory_recognizer() -> None:
    """A lake with two people of different shades."""
    picture = Image.new("RGB", (256, 256), "blue")
    picture.paste((255, 0, 255), (0, 0, 32, 32))
    picture.paste((160, 0, 160), (64, 0, 96, 32))
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=95, subsampling=0)
    analysis = MemoryRecognizer().analyze(data.getvalue())
    assert [label.name for label in analysis.labels] == ["Lake"]
    assert [(face.box.x, face.box.y) for face in analysis.faces] == [(0, 0), (0.25, 0)]
    assert analysis.faces[0].embedding != analysis.faces[1].embedding
