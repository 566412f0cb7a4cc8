"""Tells which stored faces look like a given one."""

from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Protocol

from botocore.exceptions import ClientError

from shoebox.adapters.recognizer_rekognition.failures import code_of, translated
from shoebox.domain.errors import NotFoundError

if TYPE_CHECKING:
    from mypy_boto3_rekognition.client import RekognitionClient
    from mypy_boto3_rekognition.type_defs import SearchFacesResponseTypeDef

LEAST_SIMILARITY = 0.97
"""From which two faces are taken for one person. Rekognition's own default is 0.80, its advice for great care 0.99."""
MOST_MATCHES = 4096
"""The most that one request gives."""


class _Matcher(Protocol):
    def matches(self, token: str) -> Mapping[str, float]:
        """See RekognitionMatcher."""


class RekognitionMatcher:
    """Matches the faces of one collection; each question is a paid request."""

    def __init__(self, client: "RekognitionClient", collection: str) -> None:
        """Keep whom to ask; nothing is sent."""
        self._client = client
        self._collection = collection

    def matches(self, token: str) -> Mapping[str, float]:
        """The tokens of faces alike enough to be one person's, with their similarity (0 to 1); `token` left out.

        Raises NotFoundError for a face that is not (or, some seconds after it was stored, not yet) in the collection.
        """
        found = self._search(token)["FaceMatches"]
        alike = {match["Face"]["FaceId"]: round(match["Similarity"] / 100, 4) for match in found}
        return {other: similarity for other, similarity in alike.items() if other != token}

    def _search(self, token: str) -> "SearchFacesResponseTypeDef":
        with translated():
            try:
                return self._client.search_faces(
                    CollectionId=self._collection,
                    FaceId=token,
                    MaxFaces=MOST_MATCHES,
                    FaceMatchThreshold=100 * LEAST_SIMILARITY,
                )
            except ClientError as error:
                if code_of(error) != "InvalidParameterException":
                    raise
                raise NotFoundError(
                    f"The face {token} is not in the collection {self._collection}.",
                    hint="Group people again later; if it stays away, have its photo analysed again.",
                ) from error


class RememberingMatcher:
    """Asks for each face only once; what was answered is kept in `memory`, which lasts as long as its owner lets it.

    A face that was stored after the answer is not in it, but finds the older ones when it is asked for itself.
    """

    def __init__(self, matcher: _Matcher, memory: MutableMapping[str, Mapping[str, float]]) -> None:
        """Remember in `memory` what `matcher` says."""
        self._matcher = matcher
        self._memory = memory

    def matches(self, token: str) -> Mapping[str, float]:
        """See RekognitionMatcher; errors are not remembered."""
        known = self._memory.get(token)
        if known is None:
            known = self._matcher.matches(token)
            self._memory[token] = known
        return known
