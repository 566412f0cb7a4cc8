"""Where records in DynamoDB lie: `dynamodb://TABLE[?region=NAME&endpoint=URL]`."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from shoebox.domain.errors import UsageError

_TABLE = re.compile(r"[A-Za-z0-9_.-]{3,255}")


@dataclass(frozen=True, slots=True)
class TableLocation:
    """A table; without region or endpoint those of the environment."""

    table: str
    region: str | None = None
    endpoint: str | None = None


def parse_table(url: str) -> TableLocation:
    """The table that `url` names. Raises UsageError for whatever else it holds.

    Names of tables: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
    """
    try:
        split = urlsplit(url)
        given = parse_qs(split.query, strict_parsing=True) if split.query else {}
    except ValueError:
        raise _refused(url, "its parameters are not NAME=VALUE") from None
    if split.scheme != "dynamodb" or split.path.strip("/") or split.fragment:
        raise _refused(url, "it is not dynamodb:// and the name of a table")
    if not _TABLE.fullmatch(split.netloc):
        raise _refused(url, f"{split.netloc!r} cannot be a table")
    if set(given) - {"region", "endpoint"} or any(len(values) > 1 for values in given.values()):
        raise _refused(url, "it takes the parameters region and endpoint, each once")
    region, endpoint = (given.get(name, [None])[0] for name in ("region", "endpoint"))
    if endpoint is not None and not endpoint.startswith(("http://", "https://")):
        raise _refused(url, f"{endpoint!r} is not the address of a server")
    return TableLocation(split.netloc, region, endpoint)


def _refused(url: str, reason: str) -> UsageError:
    return UsageError(
        f"{url!r} is not a table of records: {reason}.", hint="For example: dynamodb://shoebox?region=us-east-1"
    )
