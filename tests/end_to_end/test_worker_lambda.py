"""The worker as Lambda runs it: Amazon's runtime client, a real S3 server, a real DynamoDB server."""

import io
import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from mypy_boto3_s3.client import S3Client

from shoebox.adapters.objects_s3 import Location, S3ObjectStore
from shoebox.adapters.records_dynamodb import DynamoRecordStore
from shoebox.application.create import create_library
from shoebox.application.library import photo_of
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.codec import from_json
from shoebox.domain.metadata import Metadata
from shoebox.domain.photo import Photo, Status
from shoebox.ports import RecordKind
from tests.dynamodb_server import dynamodb, make_table
from tests.lambda_runtime import Runtime, running, runtime_client
from tests.libraries import NOW, jpeg
from tests.s3_stores import abilities_of, new_location, s3_client
from tests.servers import S3Server

__all__ = ["dynamodb", "runtime_client"]

CAT, SEA = jpeg("orange"), jpeg("blue", size=(640, 480))


def bomb() -> bytes:
    """A PNG of a few kilobytes that says it is 100,000 pixels wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1 << 20))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@dataclass(frozen=True, slots=True)
class Cloud:
    """A library in a bucket and a table, and the worker that looks after it."""

    runtime: Runtime
    s3: S3Client
    location: Location
    objects: S3ObjectStore
    records: DynamoRecordStore
    log: Path

    def put(self, path: str, data: bytes) -> None:
        """Upload an original as Shoebox does."""
        self.objects.put(f"originals/{path}", io.BytesIO(data), checksum=checksum_of_bytes(data))

    def events(self) -> list[dict[str, Any]]:
        """An event for each original, made from what the server says it stored."""
        listed = self.s3.list_objects_v2(Bucket=self.location.bucket, Prefix=f"{self.location.prefix}originals/")
        return [
            self.event(item["Key"], "ObjectCreated:Put", size=item["Size"], eTag=item["ETag"].strip('"'))
            for item in listed["Contents"]
        ]

    def event(self, key: str, name: str, sequencer: str = "0055AED6DCD90281E5", **said: Any) -> dict[str, Any]:
        """One event, as S3 spells it."""
        item = {"key": quote_plus(key, safe="/"), "sequencer": sequencer, **said}
        s3 = {"s3SchemaVersion": "1.0", "bucket": {"name": self.location.bucket}, "object": item}
        return {"eventVersion": "2.1", "eventSource": "aws:s3", "eventName": name, "s3": s3}

    def deliver(self, *events: dict[str, Any]) -> list[str]:
        """Send a message for each event, in one batch; the keys whose messages failed, as spelled in the event."""
        records = [
            {"messageId": str(number), "body": json.dumps({"Records": [event]}), "eventSource": "aws:sqs"}
            for number, event in enumerate(events)
        ]
        answer = self.runtime.invoke({"Records": records})
        return [events[int(failed["itemIdentifier"])]["s3"]["object"]["key"] for failed in answer["batchItemFailures"]]

    def photos(self) -> dict[str, Photo]:
        """The photos in the table, by their first path."""
        found = (photo_of(record) for record in self.records.scan(RecordKind.PHOTO))
        return {photo.paths[0]: photo for photo in found}

    def stored(self) -> dict[str, str]:
        """Every object and what tells its content."""
        listed = self.s3.list_objects_v2(Bucket=self.location.bucket, Prefix=self.location.prefix)
        return {item["Key"].removeprefix(self.location.prefix): item["ETag"] for item in listed["Contents"]}


@pytest.fixture
def cloud(
    request: pytest.FixtureRequest, s3_server: S3Server, dynamodb: Any, runtime_client: Path, tmp_path: Path
) -> Iterator[Cloud]:
    """A new library, and a worker that has not started yet; a parameter adds to its environment."""
    location, table = new_location(s3_server), make_table(dynamodb)
    s3, log = s3_client(s3_server), tmp_path / "log"
    objects = S3ObjectStore(s3, location, abilities_of(s3_server))
    create_library(objects, lambda: NOW)
    environment = {
        "SHOEBOX_LIBRARY": f"s3://{location.bucket}/{location.prefix}?endpoint={s3_server.endpoint}&region=us-east-1",
        "SHOEBOX_RECORDS": f"dynamodb://{table}?region=us-east-1&endpoint={dynamodb.meta.endpoint_url}",
        "SHOEBOX_QUEUE": "https://sqs.us-east-1.amazonaws.com/111122223333/shoebox",
        "SHOEBOX_RECOGNITION": "false",
        "SHOEBOX_RECOGNIZER": "none",
        "SHOEBOX_MODELS": str(tmp_path / "models"),
        "SHOEBOX_STATE": str(tmp_path / "state"),
        "AWS_ACCESS_KEY_ID": s3_server.access_key,
        "AWS_SECRET_ACCESS_KEY": s3_server.secret_key,
        **(request.getfixturevalue(request.param) if hasattr(request, "param") else {}),
    }
    with running("shoebox.aws.worker.handler", runtime_client, environment, log) as runtime:
        yield Cloud(runtime, s3, location, objects, DynamoRecordStore(dynamodb, table), log)


@pytest.fixture
def local_models(models_folder: Path) -> dict[str, str]:
    """What has the function recognise by itself."""
    return {"SHOEBOX_RECOGNITION": "true", "SHOEBOX_RECOGNIZER": "local", "SHOEBOX_MODELS": str(models_folder)}


def test_originals_become_photos(cloud: Cloud) -> None:
    """Pictures, metadata and record of each; a sidecar counts; the same batch again changes nothing."""
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="5"/></rdf:RDF></x:xmpmeta>'
    )
    cloud.put("2007/å b+c %41.jpg", CAT)
    cloud.put("2007/å b+c %41.xmp", packet)
    cloud.put("sea.jpg", SEA)
    events = cloud.events()
    assert cloud.deliver(*events) == []
    photos, stored = cloud.photos(), cloud.stored()
    assert {path: photo.facts.rating for path, photo in photos.items()} == {"2007/å b+c %41.jpg": 5, "sea.jpg": None}
    for path in photos:
        assert {f"thumbnails/{path}.JPG", f"previews/{path}.JPG", f"metadata/{path}.json"} <= set(stored)
    assert cloud.deliver(*reversed(events), *events) == []
    assert (cloud.photos(), cloud.stored()) == (photos, stored)


def test_poison_is_set_aside_and_the_others_succeed(cloud: Cloud) -> None:
    """A bomb, half a picture and an empty file are shown with their reasons; no message of theirs comes again."""
    for path, data in {"bomb.png": bomb(), "half.jpg": SEA[: len(SEA) // 2], "empty.jpg": b"", "sea.jpg": SEA}.items():
        cloud.put(path, data)
    assert cloud.deliver(*cloud.events()) == []
    photos = cloud.photos()
    assert {path for path, photo in photos.items() if photo.status is Status.OK} == {"sea.jpg"}
    assert photos["half.jpg"].reason == "The file ends in the middle of the picture."
    assert photos["empty.jpg"].reason == "The file is empty."
    assert photos["bomb.png"].reason is not None
    assert "pixels" in photos["bomb.png"].reason


def test_a_deleted_original_is_forgotten_whenever_that_is_told(cloud: Cloud) -> None:
    """A creation that is told after the deletion it came before brings nothing back."""
    cloud.put("sea.jpg", SEA)
    (created,) = cloud.events()
    assert cloud.deliver(created) == []
    assert set(cloud.photos()) == {"sea.jpg"}
    key = f"{cloud.location.prefix}originals/sea.jpg"
    cloud.s3.delete_object(Bucket=cloud.location.bucket, Key=key)
    assert cloud.deliver(cloud.event(key, "ObjectRemoved:DeleteMarkerCreated", "0055AED6DCD90281F")) == []
    assert cloud.photos() == {}
    assert cloud.deliver(created) == []
    assert cloud.photos() == {}


def test_only_what_failed_comes_again(cloud: Cloud) -> None:
    """Strange messages are done or failed by themselves; the photo among them is there."""
    cloud.put("sea.jpg", SEA)
    folder = cloud.event(f"{cloud.location.prefix}originals/2007/", "ObjectCreated:Put")
    foreign = cloud.event("originals/elsewhere.jpg", "ObjectCreated:Put")
    newer = {**cloud.event(f"{cloud.location.prefix}originals/odd.jpg", "ObjectCreated:Put"), "eventVersion": "3.0"}
    assert cloud.deliver(folder, foreign, newer, *cloud.events()) == [newer["s3"]["object"]["key"]]
    assert set(cloud.photos()) == {"sea.jpg"}


def test_a_worker_starts_again_when_its_library_was_not_there(cloud: Cloud) -> None:
    """Without its library.json nothing is done, the queue keeps the messages, and later all is well."""
    cloud.put("sea.jpg", SEA)
    key = f"{cloud.location.prefix}library/library.json"
    kept = cloud.s3.get_object(Bucket=cloud.location.bucket, Key=key)["Body"].read()
    cloud.s3.delete_object(Bucket=cloud.location.bucket, Key=key)
    with pytest.raises(AssertionError, match="There is no library"):
        cloud.deliver(*cloud.events())
    cloud.s3.put_object(Bucket=cloud.location.bucket, Key=key, Body=kept)
    assert cloud.deliver(*cloud.events()) == []
    assert set(cloud.photos()) == {"sea.jpg"}


@pytest.mark.models
@pytest.mark.parametrize("cloud", ["local_models"], indirect=True)
def test_local_models_run_in_the_function(cloud: Cloud) -> None:
    """What they see is in the record and in the metadata, with their name and version."""
    cloud.put("sea.jpg", SEA)
    assert cloud.deliver(*cloud.events()) == []
    with cloud.objects.open("metadata/sea.jpg.json") as file:
        document = from_json(Metadata, json.load(file))
    assert document.analysis is not None
    assert document.analysis.tool.name
    assert cloud.photos()["sea.jpg"].labels == document.analysis.labels
