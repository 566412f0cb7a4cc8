"""The worker's batches over a library in memory; tests/end_to_end runs it as Lambda does."""

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from shoebox.adapters.renderer_inline import InlineRenderer
from shoebox.application.library import Library
from shoebox.aws.worker import free_room, work
from shoebox.composition import bucket_and_prefix
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.errors import UnavailableError, UsageError
from shoebox.domain.photo import Rendering
from shoebox.settings import Settings
from tests.libraries import jpeg, photos_of

PREFIX = "family/"


def upload(library: Library, *paths: str) -> None:
    """Store a different picture at each path."""
    for number, path in enumerate(paths):
        data = jpeg(f"rgb({number * 30}, 0, 0)")
        library.objects.put(f"originals/{path}", io.BytesIO(data), checksum=checksum_of_bytes(data))


def batch(*messages: tuple[str, ...]) -> dict[str, Any]:
    """A message for each tuple of paths, with an event for each path; their ids count from 0."""
    return {
        "Records": [
            {"messageId": str(number), "body": json.dumps({"Records": [event(path) for path in paths]})}
            for number, paths in enumerate(messages)
        ]
    }


def event(path: str) -> dict[str, Any]:
    """What S3 says of a new original."""
    item = {"key": f"{PREFIX}originals/{path}", "sequencer": "0A"}
    return {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "eventName": "ObjectCreated:Put",
        "s3": {"bucket": {"name": "photos"}, "object": item},
    }


def worked(library: Library, said: dict[str, Any]) -> list[str]:
    """The ids of the messages that failed."""
    return work(library, said, "photos", PREFIX, lambda: 1 << 40)


class Unlucky(InlineRenderer):
    """A renderer whose disk fails for some files, and which has a defect for others."""

    def render(self, original: Path, *, path: str, modified: datetime, sidecars: Mapping[str, bytes]) -> Rendering:
        """Fail, or render."""
        if "disk" in path:
            raise UnavailableError("The disk is gone.")
        if "defect" in path:
            raise ZeroDivisionError
        return super().render(original, path=path, modified=modified, sidecars=sidecars)


def test_a_failure_fails_its_message_alone(library: Library) -> None:
    """Whatever is raised: the message comes again, the others are done."""
    paths = ("a.jpg", "disk.jpg", "b.jpg", "defect.jpg", "c.jpg")
    upload(library, *paths)
    unlucky = replace(library, renderer=Unlucky())
    assert worked(unlucky, batch(*((path,) for path in paths))) == ["1", "3"]
    assert sorted(photo.paths[0] for photo in photos_of(library)) == ["a.jpg", "b.jpg", "c.jpg"]
    assert worked(library, batch(("disk.jpg",), ("defect.jpg",))) == []
    assert len(photos_of(library)) == 5


def test_a_message_of_many_events_fails_once_and_as_a_whole(library: Library) -> None:
    """The events of it that succeeded are nothing new when it comes again."""
    upload(library, "a.jpg", "disk 1.jpg", "disk 2.jpg")
    unlucky = replace(library, renderer=Unlucky())
    assert worked(unlucky, batch(("a.jpg", "disk 1.jpg", "disk 2.jpg"))) == ["0"]
    assert len(photos_of(library)) == 1


def test_paths_that_cannot_be_are_passed_over(library: Library) -> None:
    """Such as the empty object that stands for a folder in the console of S3."""
    assert worked(library, batch(("2007/",), ("a//b.jpg",), ("../a.jpg",))) == []
    assert photos_of(library) == []


def test_the_room_is_that_of_temporary_files() -> None:
    """There is some, or no test could write."""
    assert free_room() > 0


def test_a_worker_needs_a_bucket() -> None:
    """A folder sends no events."""
    assert bucket_and_prefix(Settings(library="s3://photos/family?region=us-east-1")) == ("photos", PREFIX)
    with pytest.raises(UsageError, match="is not the address of a library"):
        bucket_and_prefix(Settings(library="~/Shoebox"))
