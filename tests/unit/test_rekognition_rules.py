"""Rekognition's words become ours."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoebox.adapters.recognizer_rekognition import analysis_of
from shoebox.domain.errors import IntegrityError
from shoebox.domain.photo import Box, Label
from tests.rekognition_answers import face_record, faces_answer, label, labels_answer, text_answer


def raw(*labels: Mapping[str, Any], **parts: Mapping[str, Any] | None) -> str:
    """Answers as they are kept."""
    return json.dumps({"labels": labels_answer(*labels), **parts})


def test_names_of_our_vocabulary_bring_our_broader_labels_and_theirs() -> None:
    """Ours come first."""
    (found,) = analysis_of(raw(label("Dog", 97.36, parents=("Animal", "Canine", "Mammal", "Pet")))).labels
    assert found == Label("Dog", 0.974, "rekognition", ("Pet", "Animal", "Canine", "Mammal"))


def test_an_alias_may_be_our_name() -> None:
    """A sofa is a couch, whatever else it is called."""
    (found,) = analysis_of(raw(label("Sofa", parents=("Furniture",), aliases=("Settee", "Couch")))).labels
    assert (found.name, found.parents) == ("Couch", ("Furniture",))


def test_an_alias_of_another_meaning_is_not_our_name() -> None:
    """A ray of light is no fish."""
    (found,) = analysis_of(raw(label("Sunbeam", parents=("Light",), aliases=("Ray",)))).labels
    assert (found.name, found.parents) == ("Sunbeam", ("Light",))


def test_a_name_of_another_meaning_does_not_bring_our_broader_labels() -> None:
    """A boxer below Sport is no dog."""
    (found,) = analysis_of(raw(label("Boxer", parents=("Athlete",)))).labels
    assert found.parents == ("Athlete",)


def test_unknown_names_stay_as_they_are() -> None:
    """With all their parents, spelled our way where they are ours."""
    (found,) = analysis_of(raw(label("Terrace", 61.0, parents=("patio", "Outdoors")))).labels
    assert found.name == "Terrace"
    assert {"Patio", "Outdoors"} <= set(found.parents)


def test_two_names_for_one_thing_are_one_label() -> None:
    """With the greater confidence."""
    seen = [label("Settee", 60.0, ("Furniture", "Indoors"), ("Couch",)), label("Couch", 90.0, ("Furniture",))]
    (found,) = analysis_of(raw(*seen)).labels
    assert (found.confidence, found.parents) == (0.9, ("Furniture", "Indoors"))


def test_fields_without_a_value_are_empty() -> None:
    """Some answers leave lists out."""
    (found,) = analysis_of(raw({"Name": "Fjord", "Confidence": 80.0, "Parents": None})).labels
    assert found == Label("Fjord", 0.8, "rekognition")


@given(st.permutations(["Dog", "Cat", "Couch", "Lake", "Person"]), st.permutations([1, 2, 3]))
def test_the_order_of_an_answer_says_nothing(names: list[str], numbers: list[int]) -> None:
    """Equal confidences are ordered by name, faces by place."""
    records = [face_record(number, left=0.2 * number) for number in numbers]
    found = analysis_of(raw(*map(label, names), faces=faces_answer(*records)))
    assert [one.name for one in found.labels] == ["Cat", "Couch", "Dog", "Lake", "Person"]
    assert [face.box.x for face in found.faces] == [0.2, 0.4, 0.6]


def test_boxes_are_cut_off_at_the_edge() -> None:
    """Rekognition guesses on beyond it."""
    (face,) = analysis_of(raw(faces=faces_answer(face_record(1, left=-0.05)))).faces
    assert face.box == Box(0, 0.125, 0.075, 0.25)
    assert face.embedding is None


def test_text_is_made_of_sure_lines() -> None:
    """In the order of reading; words repeat what is in the lines."""
    answer = text_answer("Open", "every day")
    answer["TextDetections"].reverse()
    assert analysis_of(raw(label("Sign"), text=answer)).text == "Open\nevery day"
    assert analysis_of(raw(label("Sign"), text=text_answer("~~~", confidence=70.0))).text is None


@pytest.mark.parametrize(
    "kept", ["", "[]", '{"labels": 5}', '{"labels": 5, "text": null}', '{"labels": {"Labels": [{"Name": "Dog"}]}}']
)
def test_kept_answers_that_cannot_be_read_are_told(kept: str) -> None:
    """They are not silently taken for empty."""
    with pytest.raises(IntegrityError):
        analysis_of(kept)
