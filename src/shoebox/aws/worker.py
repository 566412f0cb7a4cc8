"""The worker: originals that arrive in the bucket become photos.

A batch of SQS messages comes in; those that failed go back to the queue, and after four times to the dead letters
(https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html). Nothing connects before the first.
"""

import logging
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from typing import Any

from shoebox.application.library import Library
from shoebox.application.notice import Room, notice
from shoebox.aws.events import newest, read_batch
from shoebox.composition import bucket_and_prefix, open_library
from shoebox.domain import keys
from shoebox.domain.errors import UsageError
from shoebox.settings import load

_SPARE_BYTES = 64 << 20
"""For whatever else needs room in /tmp beside the copy of an original."""

_log = logging.getLogger("shoebox.worker")
_log.setLevel(logging.INFO)


def handler(event: Mapping[str, Any], _context: object) -> dict[str, list[dict[str, str]]]:
    """Lambda's entry point. Answers which messages failed; the others are deleted from the queue."""
    library, bucket, prefix = _opened()
    failed = work(library, event, bucket, prefix, free_room)
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def work(library: Library, event: Mapping[str, Any], bucket: str, prefix: str, room: Room) -> list[str]:
    """Act on a batch; the ids of the messages that failed, each of which leaves the others alone."""
    messages = read_batch(event, bucket, prefix + keys.ORIGINALS)
    failed = [message.id for message in messages if message.problem is not None]
    for message in messages:
        if message.problem is not None:
            _log.error("Message %s: %s", message.id, message.problem)
        for reason in message.ignored:
            _log.info("Message %s: passed over %s.", message.id, reason)
    for identifier, told in newest(messages):
        if not _act(library, told.key.removeprefix(prefix), room) and identifier not in failed:
            failed.append(identifier)
    return failed


def free_room() -> int:
    """Bytes that a copy of an original may have in the folder for temporary files."""
    return shutil.disk_usage(tempfile.gettempdir()).free - _SPARE_BYTES


def _act(library: Library, key: str, room: Room) -> bool:
    try:
        path = keys.path_of_original(key)
    except UsageError as error:  # such as the folders that the console of S3 makes, which end in a slash
        _log.info("Passed over %s: %s", key, error.message)
        return True
    try:
        notice(library, path, room)
    except Exception:  # noqa: BLE001 the queue sends it again, and the others of the batch go on
        _log.exception("%s failed and will be tried again.", path)
        return False
    return True


@cache
def _opened() -> tuple[Library, str, str]:
    """The library, once for the life of this process, and where it lies."""
    settings, _ = load({}, os.environ)
    library = ExitStack().enter_context(open_library(settings, recognizing=True))
    return library, *bucket_and_prefix(settings)
