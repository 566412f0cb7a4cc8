"""What S3ObjectStore promises beyond its port, against a real server."""

import io
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shoebox.adapters.objects_s3 import Abilities, RequestMeter, S3ObjectStore, probe
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.errors import ForbiddenError, NotFoundError, UsageError
from tests.s3_stores import abilities_of, new_location, refusal, s3_client, s3_store
from tests.servers import S3Server

_PARTS = st.lists(st.text("ab.- 0é\ufffd😀", min_size=1, max_size=3), min_size=1, max_size=3)
_KEYS = _PARTS.filter(lambda parts: not {".", ".."} & set(parts)).map("/".join)
_NAMES = st.sets(_KEYS, min_size=1, max_size=8).filter(
    lambda names: not any(other.startswith(f"{name}/") for name in names for other in names)
)
"""No name is a folder of another, which SeaweedFS refuses as file systems do."""
_PREFIXES = st.text("ab./", max_size=3).filter(lambda prefix: not prefix.startswith("/") and "//" not in prefix)
_AGAINST_A_SERVER = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Metered:
    """A store and what it asks of its server."""

    def __init__(self, server: S3Server, *, weak: bool = False, abilities: Abilities | None = None) -> None:
        """Count from now on."""
        self.client = s3_client(server, weak=weak)
        self.meter = RequestMeter()
        self.meter.attach(self.client)
        self.store = S3ObjectStore(self.client, new_location(server), abilities or abilities_of(server, weak=weak))

    def requests(self) -> Mapping[str, int]:
        """All requests until now."""
        return self.meter.usage().requests


def put(store: S3ObjectStore, key: str, data: bytes) -> None:
    """Store bytes."""
    store.put(key, io.BytesIO(data), checksum=checksum_of_bytes(data))


def read(store: S3ObjectStore, key: str, start: int = 0, length: int | None = None) -> bytes:
    """Bytes of an object."""
    with store.open(key, start, length) as source:
        return source.read()


def test_a_probe_sees_what_the_server_can(s3_server: S3Server) -> None:
    """SeaweedFS has conditions and checks checksums; it lists folders before their neighbours."""
    assert abilities_of(s3_server) == Abilities(
        conditional_put=True,
        conditional_multipart=True,
        refuses_wrong_checksum=True,
        ranges=True,
        delete_many=True,
        versioning=False,
        ordered=False,
    )


def test_a_probe_sees_what_is_ignored(s3_server: S3Server) -> None:
    """A server that answers 200 to conditions and wrong checksums has neither."""
    weak = abilities_of(s3_server, weak=True)
    seen = (weak.conditional_put, weak.conditional_multipart, weak.refuses_wrong_checksum, weak.delete_many)
    assert seen == (False, False, False, False)
    assert weak.ranges


def test_a_probe_leaves_nothing(s3_server: S3Server) -> None:
    """Neither objects nor uploads of a probe stay."""
    client, location = s3_client(s3_server), new_location(s3_server)
    probe(client, location.bucket, location.prefix)
    assert "Contents" not in client.list_objects_v2(Bucket=location.bucket, Prefix=location.prefix)
    assert "Uploads" not in client.list_multipart_uploads(Bucket=location.bucket, Prefix=location.prefix)


def test_a_probe_of_no_bucket_says_so(s3_server: S3Server) -> None:
    """A bucket that is not there is not taken for a server that can nothing."""
    with pytest.raises(NotFoundError):
        probe(s3_client(s3_server), "no-such-bucket")


def test_requests_of_a_small_object(s3_server: S3Server) -> None:
    """A put is one PUT, a read one GET, a stat one HEAD, removing many one POST."""
    metered = Metered(s3_server)
    put(metered.store, "x", b"12345")
    read(metered.store, "x", 1, 2)
    metered.store.stat("x")
    metered.store.remove(["x", "y"])
    assert metered.requests() == {"PutObject": 1, "GetObject": 1, "HeadObject": 1, "DeleteObjects": 1}


def test_requests_where_the_server_is_weak(s3_server: S3Server) -> None:
    """A put looks first and reads back; keys are removed one by one."""
    metered = Metered(s3_server, weak=True)
    put(metered.store, "x", b"12345")
    metered.store.remove(["x", "y"])
    assert metered.requests() == {"HeadObject": 1, "PutObject": 1, "GetObject": 1, "DeleteObject": 2}


def test_a_meter_counts_bytes(s3_server: S3Server) -> None:
    """Bytes of bodies go up and come down; a HEAD has none."""
    metered = Metered(s3_server)
    put(metered.store, "x", bytes(100_000))
    up = metered.meter.usage().bytes_up
    read(metered.store, "x", 0, 30_000)
    metered.store.stat("x")
    usage = metered.meter.usage()
    assert (up, usage.bytes_up, usage.bytes_down) == (100_000, 100_000, 30_000)


def test_a_meter_counts_what_is_sent_again(s3_server: S3Server) -> None:
    """An attempt that the server turned away was a request, too."""
    metered = Metered(s3_server)
    busy = refusal("SlowDown", 503)
    metered.client.meta.events.register_first("before-send.s3.HeadObject", busy)
    metered.client.meta.events.register(
        "needs-retry.s3.HeadObject",
        lambda **_: metered.client.meta.events.unregister("before-send.s3.HeadObject", busy),
    )
    assert metered.store.stat("x") is None
    assert metered.requests() == {"HeadObject": 2}


def test_the_store_knows_the_checksum(s3_server: S3Server) -> None:
    """Stat gives the SHA-256 that the server checked; a server that checks nothing vouches for nothing."""
    for weak, known in ((False, checksum_of_bytes(b"12345")), (True, None)):
        store = s3_store(s3_server, weak=weak)
        put(store, "x", b"12345")
        stored = store.stat("x")
        assert stored is not None
        assert stored.checksum == known


def test_pictures_are_called_pictures(s3_server: S3Server) -> None:
    """Browsers are told pictures and videos; nothing of the owner's runs as a page."""
    client, location = s3_client(s3_server), new_location(s3_server)
    store = S3ObjectStore(client, location, abilities_of(s3_server))
    for name, expected in (("a.JPG", "image/jpeg"), ("a.html", "binary/octet-stream"), ("a.mp4", "video/mp4")):
        put(store, name, b"x")
        head = client.head_object(Bucket=location.bucket, Key=location.prefix + name)
        assert (head["ContentType"], head["Metadata"]) == (expected, {"sha256": checksum_of_bytes(b"x")})


def test_a_link_reads_one_object(s3_server: S3Server) -> None:
    """Whoever has a link reads that object and no other."""
    store = s3_store(s3_server)
    put(store, "a b/ä+.jpg", b"picture")
    put(store, "secret", b"other")
    link = store.link("a b/ä+.jpg", timedelta(minutes=5))
    with urllib.request.urlopen(link) as response:  # noqa: S310 it is http, to this computer
        assert response.read() == b"picture"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(link.replace("a%20b/%C3%A4%2B.jpg", "secret"))  # noqa: S310 the same
    assert refused.value.code == 403
    refused.value.close()


@pytest.mark.parametrize("lasting", [timedelta(days=8), timedelta(0), timedelta(hours=-1)])
def test_a_link_has_its_limits(s3_server: S3Server, lasting: timedelta) -> None:
    """Signatures last up to seven days."""
    with pytest.raises(UsageError):
        s3_store(s3_server).link("x", lasting)


def test_wrong_credentials_are_said(s3_server: S3Server) -> None:
    """A wrong secret is not taken for an absent object."""
    stranger = S3Server(s3_server.endpoint, s3_server.access_key, "wrong", s3_server.bucket)
    store = S3ObjectStore(s3_client(stranger), new_location(s3_server), abilities_of(s3_server))
    with pytest.raises(ForbiddenError):
        store.stat("x")


def test_an_object_can_be_left_half_read(s3_server: S3Server) -> None:
    """Closing early is no error, and the store goes on working."""
    store = s3_store(s3_server)
    put(store, "x", bytes(3_000_000))
    source: BinaryIO
    with store.open("x") as source:
        assert source.read(10) == bytes(10)
    assert len(read(store, "x")) == 3_000_000


@pytest.mark.parametrize(("ordered", "requests"), [(True, 3), (False, 4)])
def test_walks_page_by_page(s3_server: S3Server, *, ordered: bool, requests: int) -> None:
    """A listing goes on until its last page; where the server's order is its own, folder by folder."""
    metered = Metered(s3_server, abilities=replace(abilities_of(s3_server), ordered=ordered))
    names = ["a/1", "a/2", "a/3", "b", "c"]
    for name in names:
        put(metered.store, name, b"")
    metered.client.meta.events.register(
        "before-parameter-build.s3.ListObjectsV2", lambda params, **_: params.update(MaxKeys=2)
    )
    assert [stored.key for stored in metered.store.walk()] == names
    assert metered.requests()["ListObjectsV2"] == requests


def test_folders_of_consoles_are_not_objects(s3_server: S3Server) -> None:
    """The empty objects that consoles make for folders are passed over by a walk."""
    store = s3_store(s3_server)
    for name in ("originals/", "originals/x"):
        put(store, name, b"")
    assert [stored.key for stored in store.walk()] == ["originals/x"]


@_AGAINST_A_SERVER
@given(names=_NAMES, prefix=_PREFIXES)
def test_walks_any_keys_in_order(s3_server: S3Server, names: set[str], prefix: str) -> None:
    """Whatever the keys, a walk gives those below the prefix in order of their UTF-8 bytes, its own ones not."""
    store = s3_store(s3_server)
    for name in names:
        put(store, name, b"")
    put(store, ".shoebox-own/x", b"")
    expected = sorted((name for name in names if name.startswith(prefix)), key=str.encode)
    assert [stored.key for stored in store.walk(prefix)] == expected


@_AGAINST_A_SERVER
@given(data=st.binary(max_size=50), start=st.integers(0, 60), length=st.none() | st.integers(0, 60))
def test_reads_any_part(s3_server: S3Server, data: bytes, start: int, length: int | None) -> None:
    """A part is what a slice of the bytes would be."""
    store = s3_store(s3_server)
    put(store, "x", data)
    assert read(store, "x", start, length) == data[start:][:length]
