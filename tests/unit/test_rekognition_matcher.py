"""Which stored faces look alike is asked of Rekognition, once for each face."""

from collections.abc import Mapping

import pytest
from botocore.stub import Stubber

from shoebox.adapters.recognizer_rekognition import RekognitionMatcher, RememberingMatcher
from shoebox.domain.errors import NotFoundError, UnavailableError
from tests.rekognition_answers import client_without_network, search_answer, token


def test_matches_are_tokens_with_their_similarity() -> None:
    """The face itself is none of them."""
    client = client_without_network()
    asked = {"CollectionId": "family", "FaceId": token(1), "MaxFaces": 4096, "FaceMatchThreshold": 97.0}
    with Stubber(client) as stub:
        stub.add_response("search_faces", search_answer(1, {2: 99.987, 1: 100.0, 3: 97.5}), asked)
        assert RekognitionMatcher(client, "family").matches(token(1)) == {token(2): 0.9999, token(3): 0.975}


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("InvalidParameterException", NotFoundError),
        ("ResourceNotFoundException", NotFoundError),
        ("ThrottlingException", UnavailableError),
    ],
)
def test_failures_are_told_in_our_words(code: str, error: type[Exception]) -> None:
    """A face that is not in the collection is an invalid parameter there."""
    client = client_without_network()
    with Stubber(client) as stub:
        stub.add_client_error("search_faces", code)
        with pytest.raises(error):
            RekognitionMatcher(client, "family").matches(token(1))


def test_a_face_is_asked_for_only_once() -> None:
    """What was answered outlives the matcher; a failure is no answer."""

    class Service:
        """Fails at the first question."""

        asked = 0

        def matches(self, token: str) -> Mapping[str, float]:
            """See RekognitionMatcher."""
            self.asked += 1
            if self.asked == 1:
                raise UnavailableError("Not now.")
            return {f"like {token}": 0.98}

    service, memory = Service(), dict[str, Mapping[str, float]]()
    with pytest.raises(UnavailableError):
        RememberingMatcher(service, memory).matches("a")
    for _ in range(2):
        assert RememberingMatcher(service, memory).matches("a") == {"like a": 0.98}
    assert service.asked == 2
