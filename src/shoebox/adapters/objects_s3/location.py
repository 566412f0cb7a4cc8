"""Where a library in an S3-compatible store lies: `s3://BUCKET[/PREFIX][?endpoint=URL&region=NAME]`."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from shoebox.domain.errors import UsageError

EXAMPLE = "s3://my-photos/library?endpoint=http://127.0.0.1:8333&region=us-east-1"
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Location:
    """A bucket, and where in it the library begins; no endpoint means Amazon's own."""

    bucket: str
    prefix: str = ""
    endpoint: str | None = None
    region: str | None = None

    def __post_init__(self) -> None:
        """A prefix is a folder."""
        assert not self.prefix or self.prefix.endswith("/")


def parse_location(url: str) -> Location:
    """The location that `url` names.

    Raises UsageError for other schemes, credentials in the URL, unknown parameters, and names that cannot be.
    """
    split = _split(url, url)
    if split.scheme != "s3" or split.fragment:
        raise _refused(url, "it does not start with s3://, or has a '#'")
    if "@" in split.netloc:
        raise UsageError(
            "Credentials do not belong into the address of a library.",
            hint="Give them as boto3 wants them: AWS_PROFILE, ~/.aws/credentials or AWS_ACCESS_KEY_ID.",
        )
    if not _BUCKET.fullmatch(split.netloc):
        raise _refused(url, f"{split.netloc!r} cannot be a bucket")
    given = _parameters(url, split)
    return Location(split.netloc, _prefix(url, split.path), _endpoint(url, given), given.get("region"))


def _split(url: str, part: str) -> SplitResult:
    try:
        return urlsplit(part)
    except ValueError:
        raise _refused(url, "its brackets do not match") from None


def _prefix(url: str, path: str) -> str:
    folder = unquote(path).strip("/")
    if not folder:
        return ""
    if any(part in {"", ".", ".."} for part in folder.split("/")):
        raise _refused(url, f"{folder!r} cannot be a folder")
    return f"{folder}/"


def _parameters(url: str, split: SplitResult) -> dict[str, str]:
    try:
        given = parse_qs(split.query, strict_parsing=True) if split.query else {}
    except ValueError:
        raise _refused(url, "its parameters are not NAME=VALUE") from None
    unknown = set(given) - {"endpoint", "region"}
    if unknown or any(len(values) > 1 for values in given.values()):
        raise _refused(url, "it takes the parameters endpoint and region, each once")
    return {name: values[0] for name, values in given.items()}


def _endpoint(url: str, given: dict[str, str]) -> str | None:
    endpoint = given.get("endpoint")
    if endpoint is None:
        return None
    split = _split(url, endpoint)
    if split.scheme not in {"http", "https"} or not split.hostname or split.query or "@" in split.netloc:
        raise _refused(url, f"{endpoint!r} is not the address of a server")
    return endpoint.rstrip("/")


def _refused(url: str, reason: str) -> UsageError:
    return UsageError(f"{url!r} is not the address of a library: {reason}.", hint=f"For example: {EXAMPLE}")
