"""What went wrong at the store, in the words of our error tree."""

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
    AlreadyExistsError,
    ConflictError,
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
_WRONG_CHECKSUM = {
    "BadDigest",
    "InvalidDigest",
    "ContentSHA256Mismatch",
    "XAmzContentChecksumMismatch",
    "XAmzContentSHA256Mismatch",
}
_WRONG_CREDENTIALS = {
    "ExpiredToken",
    "InvalidAccessKeyId",
    "InvalidToken",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
    "TokenRefreshRequired",
}
_CREDENTIALS_HINT = (
    "Check the credentials (AWS_PROFILE, ~/.aws/credentials, AWS_ACCESS_KEY_ID) and this computer's clock."
)
_RIGHTS_HINT = (
    "The credentials need s3:GetObject, s3:PutObject, s3:ListBucket and s3:AbortMultipartUpload on this bucket, "
    "and s3:DeleteObject to remove."
)


@contextmanager
def translated(subject: str) -> Iterator[None]:
    """Turn botocore's errors into ours; `subject` is the key or the bucket it was about."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise failure(error, subject) from error


def status_of(error: ClientError) -> int:
    """The HTTP status of an answer that was an error; 0 where there was none."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def code_of(error: ClientError) -> str:
    """The store's own name for an error."""
    return str(error.response.get("Error", {}).get("Code", ""))


def taken(key: str) -> AlreadyExistsError:
    """Something lies at `key`, and was to stay."""
    return AlreadyExistsError(f"There is already an object {key!r}.", hint="Nothing was overwritten.")


def failure(error: Exception, subject: str) -> ShoeboxError:
    """The error of our tree for one of botocore's."""
    if isinstance(error, ClientError):
        return _answered(error, subject)
    if isinstance(error, _NO_CREDENTIALS):
        return ForbiddenError(f"There are no usable credentials: {error}", hint=_CREDENTIALS_HINT)
    if isinstance(error, _MISUSE):
        return UsageError(f"{subject!r} cannot be asked for: {error}", hint="Check the address of the library.")
    return UnavailableError(
        f"The object store cannot be reached: {error}",
        hint="Check the network and the endpoint, then run it again; nothing that was confirmed is lost.",
    )


def _answered(error: ClientError, subject: str) -> ShoeboxError:
    code = code_of(error)
    if code == "NoSuchBucket":
        return NotFoundError(f"There is no bucket for {subject!r}.", hint="Make the bucket, or correct its name.")
    if code in {"NoSuchUpload", "InvalidPart"}:
        return ConflictError(
            f"The upload of {subject!r} was ended or changed by somebody else.",
            hint="Run it again; what is there is compared.",
        )
    if code in _WRONG_CHECKSUM:
        return IntegrityError(
            f"The bytes of {subject!r} did not arrive as they were sent.", hint="Nothing was stored. Run it again."
        )
    if code == "InvalidObjectState":
        return UnavailableError(f"{subject!r} is archived.", hint="Have it restored from the archive first.")
    if code in _WRONG_CREDENTIALS:
        return ForbiddenError(f"The object store does not accept the credentials ({code}).", hint=_CREDENTIALS_HINT)
    return _of_status(error, subject)


def _of_status(error: ClientError, subject: str) -> ShoeboxError:
    status = status_of(error)
    if status == 404:
        return NotFoundError(f"There is no object {subject!r}.", hint="Run 'shoebox verify'.")
    if status == 403:
        return ForbiddenError(f"The object store does not allow this for {subject!r}.", hint=_RIGHTS_HINT)
    if status == 412:
        return taken(subject)
    if status == 409:
        return ConflictError(f"Somebody else is writing {subject!r} now.", hint="Run it again.")
    if status == 429 or status >= 500:
        return UnavailableError(
            f"The object store did not do its work for {subject!r}: {error}", hint="Run it again in some minutes."
        )
    return UnavailableError(
        f"The object store refused {subject!r}: {error}",
        hint="It may lack what Shoebox needs; 'shoebox init' probes it.",
    )
