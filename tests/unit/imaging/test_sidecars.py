"""Which file describes which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoebox.imaging.sidecars import common_start, pair


@pytest.mark.parametrize(
    ("photo", "sidecar"),
    [
        ("photo.jpg", "photo.jpg.xmp"),
        ("photo.JPG", "photo.JPG.XMP"),
        ("photo.nef", "photo.xmp"),
        ("photo.jpg", "photo.jpg.json"),
        ("photo.jpg", "photo.jpg.supplemental-metadata.json"),
        ("photo.jpg", "photo.jpg.supplemental-meta.json"),
        ("photo.jpg", "photo.jpg.s.json"),
        ("IMG_2000(1).jpg", "IMG_2000.jpg(1).json"),
        ("IMG_2000(1).jpg", "IMG_2000.jpg.supplemental-metadata(1).json"),
        ("IMG_2000-edited.jpg", "IMG_2000.jpg.json"),
        ("IMG_2000-bearbeitet(1).jpg", "IMG_2000.jpg(1).json"),
        ("a_name_that_is_much_longer_than_takeout_likes_it.jpg", "a_name_that_is_much_longer_than_takeout_likes_.json"),
        ("PXL_20231006_063909898.LS.mp4", "PXL_20231006_063909898.LS.mp4.json"),
        ("old.jpg", "old.json"),
    ],
)
def test_pairs(photo: str, sidecar: str) -> None:
    """Every spelling that was seen in the wild."""
    assert pair([sidecar, photo, "other.jpg"]) == {photo: (sidecar,)}


def test_numbers_are_not_mixed_up() -> None:
    """IMG(1).jpg and IMG.jpg have one sidecar each."""
    names = ["IMG.jpg", "IMG(1).jpg", "IMG.jpg.supplemental-metadata.json", "IMG.jpg.supplemental-metadata(1).json"]
    assert pair(names) == {
        "IMG.jpg": ("IMG.jpg.supplemental-metadata.json",),
        "IMG(1).jpg": ("IMG.jpg.supplemental-metadata(1).json",),
    }


def test_the_nearer_xmp_wins() -> None:
    """photo.jpg.xmp is for the JPEG, photo.xmp for the RAW beside it."""
    assert pair(["photo.jpg", "photo.nef", "photo.xmp", "photo.jpg.xmp"]) == {
        "photo.jpg": ("photo.jpg.xmp",),
        "photo.nef": ("photo.xmp",),
    }


def test_both_kinds_are_given() -> None:
    """An XMP file and Takeout's JSON may describe the same picture."""
    assert pair(["a.jpg", "a.jpg.json", "a.jpg.xmp"]) == {"a.jpg": ("a.jpg.xmp", "a.jpg.json")}


@given(st.lists(st.text(min_size=1, max_size=40), unique=True))
def test_only_given_names_are_paired(names: list[str]) -> None:
    """Pictures and sidecars come from the folder; nothing describes itself."""
    for photo, sidecars in pair(names).items():
        assert photo in names
        assert sidecars
        assert set(sidecars) <= set(names) - {photo}


TITLES = st.text("aB.(1)- é", min_size=1, max_size=60)
NUMBERS = st.sampled_from(["", "(1)", "(2)"])


@given(TITLES, NUMBERS, st.sampled_from(["", "-edited"]), st.sampled_from([".jpg", ".CR3", ""]))
def test_a_picture_and_its_sidecars_begin_alike(title: str, number: str, edited: str, ending: str) -> None:
    """Whoever lists the names with the common start of the one finds the other, however either is spelled."""
    whole = f"{title}{ending}.supplemental-metadata"
    exported = {f"{whole[:length]}{number}.json" for length in range(1, len(whole) + 1)}
    for picture in (f"{title}{number}{edited}{ending}", f"{title}{edited}{number}{ending}"):
        for sidecar in {*exported, f"{picture}.xmp", f"{picture.rpartition('.')[0]}.XMP"}:
            if pair([picture, sidecar]):
                assert sidecar.startswith(common_start(picture))
                assert picture.startswith(common_start(sidecar))


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("IMG_0001.NEF", "IMG_0001"),
        ("2018-03-17 14.22.33.jpg", "2018-03-17 14"),
        ("photo(1)-edited.jpg", "photo"),
        ("x" * 60 + ".jpg", "x" * 46),
        (".jpg", ""),
    ],
)
def test_a_common_start_is_long(name: str, start: str) -> None:
    """Few names of a large folder share it."""
    assert common_start(name) == start
