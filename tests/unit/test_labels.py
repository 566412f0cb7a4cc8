"""The label vocabulary."""

from shoebox.domain.labels import ancestors, distinct, label_of, vocabulary


def test_every_name_is_given_for_some_class_or_stands_above_one_that_is() -> None:
    """No name in the vocabulary is out of reach."""
    words = vocabulary()
    given = {name for table in words.names.values() for name in table.values()}
    above = {broader for name in given for broader in ancestors(name)}
    assert set(words.parents) == given | above


def test_parents_are_names_themselves() -> None:
    """The table of parents is closed."""
    parents = vocabulary().parents
    assert {above for line in parents.values() for above in line} <= set(parents)


def test_no_name_is_its_own_ancestor() -> None:
    """The table of parents has no circle."""
    assert [name for name in vocabulary().parents if name in ancestors(name)] == []


def test_ancestors_come_nearest_first_and_once() -> None:
    """What is broader comes later, and nothing twice, though there are two ways to it."""
    assert ancestors("Sailboat") == ("Boat", "Vehicle", "Water", "Nature")
    assert all(len(set(ancestors(name))) == len(ancestors(name)) for name in vocabulary().parents)


def test_a_name_outside_the_vocabulary_has_no_ancestors() -> None:
    """Owners' own keywords are left as they are."""
    assert ancestors("Grandma's Attic") == ()


def test_names_are_spelled_in_title_case_and_singly() -> None:
    """Names are not the same but for case."""
    names = list(vocabulary().parents)
    assert all(word[0].isupper() or word == "of" for name in names for word in name.split())
    assert len({name.casefold() for name in names}) == len(names)


def test_classes_of_both_sources_are_mapped() -> None:
    """All 80 classes of COCO and nearly all of ImageNet have a label; a knot has none on purpose."""
    names = vocabulary().names
    assert len(names["coco"]) == 80
    assert len(names["imagenet"]) > 950
    assert label_of("coco", "hot dog") == "Hot Dog"
    assert label_of("imagenet", "knot") is None


def test_classes_with_one_spelling_are_told_apart_by_number() -> None:
    """The crane that flies and the crane that lifts are two classes and two labels."""
    assert distinct(["crane", "stork", "crane"]) == ("crane (0)", "stork", "crane (2)")
    assert label_of("imagenet", "crane (134)") == "Wading Bird"
    assert label_of("imagenet", "crane (517)") == "Crane"
