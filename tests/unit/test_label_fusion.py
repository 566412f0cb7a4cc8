"""Joining a classifier's and a detector's answers."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from shoebox.domain.label_fusion import Detection, combined, named_by
from shoebox.domain.labels import ancestors, vocabulary


def names(
    classes: Mapping[str, float], detections: Mapping[str, float], face_scores: tuple[float, ...] = ()
) -> list[str]:
    """Names of the combined labels, surest first."""
    found = [Detection(name, score) for name, score in detections.items()]
    return [label.name for label in combined(classes, found, face_scores)]


def test_kinds_of_one_thing_add_up() -> None:
    """Three breeds that are each unlikely make a dog."""
    assert named_by({"beagle": 0.2, "basset": 0.2, "pug": 0.2}) == {"Dog": 0.6000000000000001}


def test_the_narrowest_likely_name_is_taken() -> None:
    """A breed that holds most of the dog's share is named."""
    assert list(named_by({"beagle": 0.7, "basset": 0.1})) == ["Beagle"]


def test_unlikely_classes_give_nothing() -> None:
    """Below the floor nothing is said."""
    assert named_by({"beagle": 0.1, "barn": 0.1}) == {}


def test_labels_bring_all_their_ancestors() -> None:
    """A search for a broad word finds the narrow label."""
    (label,) = combined({"yawl": 0.9}, [], [])
    assert label.parents == ("Boat", "Vehicle", "Water", "Nature")


def test_a_sure_classifier_refutes_an_animal_that_it_does_not_see() -> None:
    """A detector without fish takes a shark for a bird."""
    assert names({"tiger shark": 0.93}, {"bird": 0.62}) == ["Shark"]


def test_a_sure_detector_outdoes_an_animal_that_it_does_not_see() -> None:
    """A classifier without giraffes takes a giraffe for a gazelle."""
    assert names({"gazelle": 0.5}, {"giraffe": 0.92}) == ["Giraffe"]


def test_a_second_animal_stays_beside_one_that_both_see() -> None:
    """A dog and a cat on one picture."""
    assert names({"tabby": 0.9}, {"cat": 0.8, "dog": 0.7}) == ["Cat", "Dog"]


def test_a_lime_is_no_orange() -> None:
    """Rivals among foods are decided the same way."""
    assert names({"lemon": 0.9}, {"orange": 0.6}) == ["Lemon"]


def test_things_of_other_kinds_do_not_refute_each_other() -> None:
    """A boat on a beach."""
    assert names({"seashore": 0.9}, {"boat": 0.5}) == ["Beach", "Boat"]


def test_a_faint_person_is_refuted_by_an_animal_and_a_clear_one_is_not() -> None:
    """Somebody holds a snake; a snake alone is nobody."""
    assert names({"green mamba": 0.97}, {"person": 0.5}) == ["Snake"]
    assert names({"green mamba": 0.97}, {"person": 0.8}) == ["Snake", "Person"]


def test_a_face_is_a_person() -> None:
    """Also where the detector sees nobody."""
    assert names({}, {}, (0.9,)) == ["Person"]


probabilities = st.floats(0, 1, width=32)


@given(
    st.dictionaries(st.sampled_from(sorted(vocabulary().names["imagenet"])), probabilities, max_size=5),
    st.lists(st.tuples(st.sampled_from(sorted(vocabulary().names["coco"])), probabilities), max_size=5),
)
def test_labels_are_distinct_ordered_and_complete(classes: dict[str, float], found: list[tuple[str, float]]) -> None:
    """Whatever the models say: each name once, surest first, confidences between 0 and 1, every ancestor."""
    labels = combined(classes, [Detection(*each) for each in found], [])
    assert len({label.name for label in labels}) == len(labels)
    assert all(0 <= label.confidence <= 1 and label.parents == ancestors(label.name) for label in labels)
    assert [label.confidence for label in labels] == sorted((label.confidence for label in labels), reverse=True)
