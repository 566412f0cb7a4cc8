"""What went wrong at Rekognition, in the words of our error tree."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    CredentialRetrievalError,
    NoCredentialsError,
    NoRegionError,
    ParamValidationError,
    PartialCredentialsError,
    ProfileNotFound,
    TokenRetrievalError,
)

from shoebox.domain.errors import (
    ForbiddenError,
    IntegrityError,
    NotFoundError,
    ShoeboxError,
    UnavailableError,
    UsageError,
)

_NO_CREDENTIALS = (
    NoCredentialsError,
    PartialCredentialsError,
    CredentialRetrievalError,
    TokenRetrievalError,
    ProfileNotFound,
)
_MISUSE = (NoRegionError, ParamValidationError, ValueError)
_THROTTLED = {
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "TooManyRequestsException",
}
_BAD_PICTURE = {"ImageTooLargeException", "InvalidImageFormatException", "InvalidParameterException"}
_FORBIDDEN = {
    "AccessDenied",
    "AccessDeniedException",
    "ExpiredTokenException",
    "IncompleteSignature",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "NotAuthorized",
    "OptInRequired",
    "UnrecognizedClientException",
}
_RIGHTS_HINT = (
    "The credentials need rekognition:DetectLabels and rekognition:DetectText, and rekognition:IndexFaces and "
    "rekognition:SearchFaces on the collection. Check them (AWS_PROFILE) and this computer's clock."
)


@contextmanager
def translated() -> Iterator[None]:
    """Turn botocore's errors into ours."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise failure(error) from error


def code_of(error: ClientError) -> str:
    """Rekognition's own name for an error."""
    return str(error.response.get("Error", {}).get("Code", ""))


def failure(error: Exception) -> ShoeboxError:
    """The error of our tree for one of botocore's."""
    if isinstance(error, ClientError):
        return _answered(error)
    if isinstance(error, _NO_CREDENTIALS):
        return ForbiddenError(f"There are no usable credentials for Rekognition: {error}", hint=_RIGHTS_HINT)
    if isinstance(error, _MISUSE):
        return UsageError(
            f"Rekognition cannot be asked for this: {error}", hint="Check the region and the name of the collection."
        )
    return UnavailableError(
        f"Rekognition cannot be reached: {error}",
        hint="Check the network and whether the region has Rekognition; photos are analysed later.",
    )


def _answered(error: ClientError) -> ShoeboxError:
    code = code_of(error)
    if code in _THROTTLED:
        return UnavailableError(
            f"Rekognition takes no more requests at present ({code}).",
            hint="Photos are analysed later. Lower the concurrency, or ask AWS for a higher quota.",
        )
    if code in _BAD_PICTURE:
        return IntegrityError(
            f"Rekognition does not take the picture: {error}", hint="Run `shoebox rebuild` to make its preview anew."
        )
    if code in _FORBIDDEN:
        return ForbiddenError(f"Rekognition does not allow this ({code}).", hint=_RIGHTS_HINT)
    if code == "ResourceNotFoundException":
        return NotFoundError(
            f"The collection of faces is not there: {error}",
            hint="Run `shoebox deploy` to make it, or correct its name and region.",
        )
    if code == "ServiceQuotaExceededException":
        return UnavailableError(
            f"The collection of faces is full: {error}", hint="Ask AWS for a higher quota of faces per collection."
        )
    return UnavailableError(f"Rekognition did not do its work: {error}", hint="Photos are analysed later.")
