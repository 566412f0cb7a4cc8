"""People: faces are grouped, named by the owner, and the names outlive everything that can be rebuilt."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shoebox.application.decisions import read_entries, set_favourite
from shoebox.application.library import Library, get_photo, refresh_index
from shoebox.application.people import group_faces, list_people, name_person
from shoebox.application.rebuild import is_behind, rebuild
from shoebox.application.sync import plan, sync
from shoebox.domain import keys
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.errors import NotFoundError
from shoebox.domain.listing import listing
from shoebox.query.model import Query
from tests.libraries import jpeg, photos_of, portrait

Pictures = Callable[[dict[str, bytes]], Path]
NATALIE, NATALIE_AGAIN, TOM = portrait(255), portrait(255, "white"), portrait(160)
FILES = {"a.jpg": NATALIE, "b.jpg": NATALIE_AGAIN, "c.jpg": TOM, "d.jpg": jpeg("red"), "bad.jpg": b"bad"}


@pytest.fixture
def people(library: Library, pictures: Pictures) -> Library:
    """A library with two photos of one person and one of another."""
    sync(library, plan(library.known_files, [pictures(FILES)]), workers=1, progress=lambda _: None)
    return library


def found(library: Library, name: str) -> set[str]:
    """The photos that a search for a person gives."""
    refresh_index(library)
    return {hit.id for hit in library.index.find(Query(people_all=(name,))).hits}


def test_faces_that_look_alike_are_one_person(people: Library) -> None:
    """Two photos of one person, one of another."""
    assert [(person.photos, person.name) for person in list_people(people)] == [(2, None), (1, None)]


def test_a_named_person_is_found(people: Library) -> None:
    """The name is on every photo of the cluster, and only there."""
    name_person(people, list_people(people)[0].id, "  Natalie ")
    assert found(people, "Natalie") == {checksum_of_bytes(NATALIE), checksum_of_bytes(NATALIE_AGAIN)}


def test_a_later_photo_of_a_named_person_gets_the_name(people: Library, pictures: Pictures) -> None:
    """Grouping anew keeps what the owner said and applies it to who looks the same."""
    name_person(people, list_people(people)[0].id, "Natalie")
    later = portrait(255, "lightblue")
    sync(people, plan(people.known_files, [pictures({"later.jpg": later})]), workers=1, progress=lambda _: None)
    assert checksum_of_bytes(later) in found(people, "Natalie")


def test_a_name_can_be_taken_away(people: Library) -> None:
    """Afterwards the search finds nobody; the decision itself stays in the archive."""
    cluster = list_people(people)[0].id
    name_person(people, cluster, "Natalie")
    name_person(people, list_people(people)[0].id, None)
    assert found(people, "Natalie") == set()
    assert len(list(read_entries(people))) == 2


def test_naming_nobody_is_an_error(people: Library) -> None:
    """An unknown cluster is told, and nothing is written."""
    with pytest.raises(NotFoundError):
        name_person(people, "nobody", "Natalie")
    assert list(read_entries(people)) == []


def test_grouping_again_changes_nothing(people: Library) -> None:
    """The same faces give the same clusters."""
    name_person(people, list_people(people)[0].id, "Natalie")
    before = photos_of(people)
    group_faces(people)
    assert photos_of(people) == before


def test_a_rebuild_gives_everything_back(people: Library) -> None:
    """Records, index and pictures deleted: the archive gives the same listing, the owner's words included."""
    name_person(people, list_people(people)[0].id, "Natalie")
    set_favourite(people, [checksum_of_bytes(TOM)], favourite=True)
    before = [listing(photo) for photo in photos_of(people)]
    pictures = {stored.key for prefix in (keys.THUMBNAILS, keys.PREVIEWS) for stored in people.objects.walk(prefix)}
    people.objects.remove(pictures)
    people.records.clear()
    people.index.clear()
    assert is_behind(people)
    assert rebuild(people, workers=2, progress=lambda _: None) == len(FILES)
    assert [listing(photo) for photo in photos_of(people)] == before
    assert {stored.key for stored in people.objects.walk() if stored.key in pictures} == pictures
    assert found(people, "Natalie") == {checksum_of_bytes(NATALIE), checksum_of_bytes(NATALIE_AGAIN)}
    assert not is_behind(people)


def test_a_rebuild_understands_originals_without_metadata(people: Library) -> None:
    """A photo that lost its document is ingested anew."""
    people.objects.remove([keys.metadata_key("d.jpg")])
    rebuild(people, workers=1, progress=lambda _: None)
    assert get_photo(people, checksum_of_bytes(FILES["d.jpg"])).paths == ("d.jpg",)
