"""Reading an object as it comes."""

import io
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from botocore.exceptions import ClientError

from shoebox.adapters.objects_s3.bucket import Bucket
from shoebox.adapters.objects_s3.failures import status_of, translated

if TYPE_CHECKING:
    from botocore.response import StreamingBody

_BUFFER_BYTES = 1 << 16
_UNSATISFIABLE = 416


def opened(bucket: Bucket, key: str, start: int, length: int | None) -> BinaryIO:
    """One GET; closing what is given closes the connection where bytes are left, and gives it back where not."""
    asked: dict[str, Any] = {} if start == 0 and length is None else {"Range": _range(start, length)}
    with translated(key):
        try:
            response = bucket.client.get_object(Bucket=bucket.name, Key=bucket.full(key), **asked)
        except ClientError as error:
            if status_of(error) == _UNSATISFIABLE:  # RFC 9110, 15.5.17: `start` lies behind the end
                return io.BytesIO()
            raise
    return cast("BinaryIO", io.BufferedReader(_Body(response["Body"], key), _BUFFER_BYTES))


def _range(start: int, length: int | None) -> str:
    """RFC 9110, 14.1.2: both ends belong to it."""
    return f"bytes={start}-" if length is None else f"bytes={start}-{start + length - 1}"


class _Body(io.RawIOBase):
    """The body of an answer, its errors translated."""

    def __init__(self, body: "StreamingBody", key: str) -> None:
        self._body = body
        self._key = key

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # a writable buffer is all it needs
        with translated(self._key):
            data = self._body.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._body.close()
        super().close()
