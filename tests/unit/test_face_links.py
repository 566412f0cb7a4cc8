"""Faces that are only known to look alike become people."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from shoebox.domain.checksum import Checksum
from shoebox.domain.face_links import FaceToken, face_tokens, linked
from shoebox.domain.photo import Box, Face, Facts, Kind, Photo

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def face(name: str, pixels: float = 100.0, token: str | None = None) -> FaceToken:
    """A sure face; those with more pixels come first."""
    return FaceToken(name, token or name.upper(), 0.99, pixels)


class Likeness:
    """Says which faces look alike: pairs of lower-case letters. Counts the questions."""

    def __init__(self, *pairs: str) -> None:
        """Each pair of two letters looks alike, in both directions."""
        self.asked: list[str] = []
        self._pairs = {frozenset(pair.upper()) for pair in pairs}

    def __call__(self, token: str) -> Mapping[str, float]:
        """See face_links.Matches."""
        self.asked.append(token)
        found = {other for pair in self._pairs if token in pair for other in pair}
        return dict.fromkeys(found - {token}, 0.98)


def groups(clusters: Mapping[str, str]) -> set[str]:
    """The letters of each cluster."""
    return {"".join(sorted(one for one in clusters if clusters[one] == group)) for group in clusters.values()}


def letters(names: Iterable[str]) -> list[FaceToken]:
    """Faces by descending size."""
    return [face(name, 200.0 - place) for place, name in enumerate(names)]


def test_faces_like_the_founder_are_one_person_for_one_question() -> None:
    """And a stranger is asked for himself."""
    likeness = Likeness("ab", "ac", "ad")
    clusters = linked(letters("abcdx"), likeness, {})
    assert clusters == {"a": "a", "b": "a", "c": "a", "d": "a", "x": "x"}
    assert likeness.asked == ["A", "X"]


def test_one_odd_face_does_not_chain_two_people_together() -> None:
    """The face c looks like b, which looks like a; d and e look like c."""
    assert groups(linked(letters("abcde"), Likeness("ab", "bc", "cd", "ce", "de"), {})) == {"ab", "cde"}


def test_a_face_like_two_members_joins_though_it_is_unlike_the_founder() -> None:
    """A person looks different over the years."""
    assert groups(linked(letters("abcd"), Likeness("ab", "ac", "db", "dc"), {})) == {"abcd"}


def test_what_two_later_members_tell_takes_a_face_along() -> None:
    """The face f is never asked for: d and e are, both look like it."""
    likeness = Likeness("ab", "ac", "db", "dc", "eb", "ec", "df", "ef")
    assert groups(linked(letters("abcdef"), likeness, {})) == {"abcdef"}
    assert "F" not in likeness.asked


def test_people_whom_the_owner_tells_apart_stay_apart() -> None:
    """Twins look alike."""
    clusters = linked(letters("abcd"), Likeness("ab", "ac", "ad", "bc", "bd", "cd"), {"a": "Ann", "b": "Eve"})
    assert clusters["a"] != clusters["b"]
    assert groups(clusters) == {"acd", "b"}


def test_named_faces_come_first_and_may_be_faint() -> None:
    """A name is worth more than a good picture."""
    clusters = linked([face("a"), face("b", 10.0), face("c")], Likeness("ab", "ac", "bc"), {"b": "Ann"})
    assert groups(clusters) == {"abc"}


def test_small_faces_join_but_are_not_asked_for() -> None:
    """A stranger in the background costs nothing."""
    likeness = Likeness("ab", "cd")
    assert groups(linked([face("a"), face("b", 12.0), face("c", 12.0), face("d", 11.0)], likeness, {})) == {
        "ab",
        "c",
        "d",
    }
    assert likeness.asked == ["A"]


def test_two_photos_with_the_same_preview_share_their_faces() -> None:
    """The service keeps one face for both."""
    assert groups(linked([face("a", token="T"), face("b", token="T")], Likeness(), {})) == {"ab"}  # noqa: S106


def test_a_newer_face_joins_by_its_own_answer() -> None:
    """The founder's answer was remembered from before it was stored."""
    answers = {"A": {"B": 0.98}, "C": {"A": 0.98}, "D": {"B": 0.98}}
    clusters = linked(letters("abcd"), lambda token: answers[token], {})
    assert groups(clusters) == {"abc", "d"}


def test_tokens_of_photos_that_are_gone_are_passed_over() -> None:
    """The collection may know more faces than the library."""
    assert linked([face("a")], Likeness("az"), {}) == {"a": "a"}
    assert linked([], Likeness(), {}) == {}


@given(st.data())
def test_the_order_of_the_faces_says_nothing(data: st.DataObject) -> None:
    """The same faces and answers give the same groups, and each face is asked for at most once."""
    names = "abcdefgh"
    pairs = data.draw(st.sets(st.sampled_from([x + y for x in names for y in names if x < y])))
    anchors = data.draw(st.dictionaries(st.sampled_from(names), st.sampled_from(["Ann", "Eve"]), max_size=4))
    faces = letters(names)
    likeness = Likeness(*pairs)
    clusters = linked(faces, likeness, anchors)
    assert linked(data.draw(st.permutations(faces)), Likeness(*pairs), anchors) == clusters
    assert len(set(likeness.asked)) == len(likeness.asked)
    assert clusters.keys() == set(names)
    for group in set(clusters.values()):
        assert len({anchors[name] for name in names if clusters[name] == group and name in anchors}) <= 1


def test_only_faces_with_a_token_are_linked() -> None:
    """Their size is that on the preview."""
    box = Box(0.1, 0.1, 0.25, 0.5)
    photo = Photo(
        id=Checksum("a" * 64),
        paths=("a.jpg",),
        size=1,
        facts=Facts(kind=Kind.PHOTO, content_type="image/jpeg", width=4096, height=3072),
        faces=(Face(box=box, confidence=0.9, token="t"), Face(box=box, confidence=0.9, embedding=b"")),  # noqa: S106
        added_at=NOW,
    )
    (found,) = face_tokens(photo)
    assert (found.id, found.token, found.pixels) == (f"{'a' * 64}@225,350", "t", 512.0)
