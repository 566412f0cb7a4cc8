"""The same commands with a library in a real S3 server."""

import json
import subprocess
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.entrypoints.test_cli import Owner
from tests.libraries import jpeg
from tests.s3_stores import new_location, s3_client
from tests.servers import S3Server

Pictures = Callable[[dict[str, bytes]], Path]


@pytest.fixture
def owner(tmp_path: Path, s3_server: S3Server) -> Owner:
    """Somebody whose library lies in a bucket."""
    owner = Owner(tmp_path)
    location = new_location(s3_server)
    owner.environment |= {
        "SHOEBOX_LIBRARY": f"s3://{location.bucket}/{location.prefix}?endpoint={s3_server.endpoint}&region=us-east-1",
        "AWS_ACCESS_KEY_ID": s3_server.access_key,
        "AWS_SECRET_ACCESS_KEY": s3_server.secret_key,
    }
    return owner


def test_a_folder_is_backed_up_to_a_bucket(owner: Owner, pictures: Pictures, s3_server: S3Server) -> None:
    """Sync, list, sync again, a changed file, and the originals in the bucket byte for byte."""
    folder = pictures({"2007/a b+ü.jpg": jpeg("red"), "bad.jpg": b"bad", "empty.jpg": b""})
    code, output, errors = owner.run("sync", str(folder))
    assert code == 0, errors
    assert "1 added" in output
    assert "2 set aside" in output
    assert "3 unchanged" in owner.run("sync", str(folder))[1]
    (folder / "2007" / "a b+ü.jpg").write_bytes(jpeg("blue"))
    owner.run("sync", str(folder))
    prefix = owner.environment["SHOEBOX_LIBRARY"].partition("?")[0].split("/", 3)[3]
    client = s3_client(s3_server)
    stored = client.get_object(Bucket=s3_server.bucket, Key=f"{prefix}originals/2007/a b+ü.jpg")
    assert stored["Body"].read() == jpeg("blue")
    versions = client.list_objects_v2(Bucket=s3_server.bucket, Prefix=f"{prefix}versions/")["Contents"]
    assert [version["Size"] for version in versions] == [len(jpeg("red"))]


def test_a_library_in_a_bucket_is_rebuilt_from_it(owner: Owner, pictures: Pictures) -> None:
    """Everything this computer knew is deleted; the bucket alone gives the same listing."""
    owner.run("sync", str(pictures({f"{number}.jpg": jpeg(f"rgb({number * 20}, 0, 9)") for number in range(6)})))
    before = owner.listing()
    subprocess.run(["rm", "-r", str(owner.library.parent / ".local" / "state")], check=True)
    assert owner.listing() == before
    assert len(before) == 6


def test_a_gallery_of_a_bucket_shows_its_pictures(owner: Owner, pictures: Pictures) -> None:
    """Thumbnails and originals come out of the bucket."""
    owner.run("sync", str(pictures({"a.jpg": jpeg()})))
    with owner.start("serve", "--port", "0") as server:
        try:
            assert server.stdout is not None
            address = next(word for word in server.stdout.readline().split() if word.startswith("http"))
            (photo,) = json.loads(_get(f"{address}/api/photos?month=2007-07"))["ids"]
            assert _get(f"{address}/originals/{photo}") == jpeg()
            assert _get(f"{address}/thumbnails/{photo}").startswith(b"\xff\xd8")
        finally:
            server.terminate()


def test_a_bucket_that_is_not_there_is_told(owner: Owner, s3_server: S3Server) -> None:
    """A wrong name, wrong keys and a dead server: each says what to do."""
    nowhere = f"s3://no-such-bucket?endpoint={s3_server.endpoint}&region=us-east-1"
    code, _, errors = owner.run("ls", "--library", nowhere)
    assert (code, "Traceback" in errors) == (3, False), errors
    owner.environment["AWS_SECRET_ACCESS_KEY"] = "wrong"
    code, _, errors = owner.run("init")
    assert (code, "Traceback" in errors) == (7, False), errors


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:  # noqa: S310 our own server
        body: bytes = answer.read()
        return body
