"""A DynamoDB server on this computer, dynoxide from npm, so that tests speak to a real one.

A test module imports the fixture `dynamodb` to use it. The package is installed once, under .tools/.
"""

import json
import platform
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from shoebox.adapters.records_dynamodb import table_definition

if TYPE_CHECKING:
    from botocore.client import BaseClient

PACKAGE = "@dynoxide/linux-x64"
VERSION = "1.2.1"
INTEGRITY = "sha512-sBHqlxJ9ANkLluFkYRfd5r8Y0ApFew4FhOrlhgRAgD4XzEoFOukEo1nuBTQ1+jTtofqwn4NWQ2k0Tn5mNTjgUg=="
TOOLS = Path(__file__).parents[1] / ".tools" / "dynoxide"
START_SECONDS = 20
INSTALL_SECONDS = 120
_numbers = count(1)


@pytest.fixture(scope="session")
def dynamodb() -> Iterator["BaseClient"]:
    """A client of a server that forgets everything in the end."""
    program = _installed()
    port = _free_port()
    with subprocess.Popen(
        [program, "serve", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        client = dynamodb_client(f"http://127.0.0.1:{port}")
        try:
            _wait_for(client, server)
            yield client
        finally:
            client.close()
            server.terminate()


def dynamodb_client(endpoint: str, attempts: int = 3) -> "BaseClient":
    """A client with made-up credentials, which the server does not check."""
    configuration = Config(
        retries={"mode": "adaptive", "total_max_attempts": attempts},
        connect_timeout=2,
        read_timeout=10,
        max_pool_connections=32,
    )
    session = boto3.session.Session("made-up", "made-up", region_name="us-east-1")
    return session.client("dynamodb", endpoint_url=endpoint, config=configuration)


def make_table(client: "BaseClient") -> str:
    """Make an empty table as the definition says, and return its name."""
    definition = table_definition(f"records-{next(_numbers)}")
    name: str = definition["TableName"]
    time_to_live = definition.pop("TimeToLiveSpecification")
    client.create_table(**definition)  # type: ignore[attr-defined]  # methods are made from the service's model
    client.update_time_to_live(TableName=name, TimeToLiveSpecification=time_to_live)  # type: ignore[attr-defined]
    return name


def _installed() -> str:
    if sys.platform != "linux" or platform.machine() != "x86_64":
        pytest.skip("dynoxide is taken from npm for Linux on x86-64 only")
    program = TOOLS / "node_modules" / PACKAGE / "dynoxide"
    if not program.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm is needed to install dynoxide")
        _install(npm)
    lock = json.loads((TOOLS / "node_modules" / ".package-lock.json").read_text("utf-8"))
    assert lock["packages"][f"node_modules/{PACKAGE}"]["integrity"] == INTEGRITY, f"delete {TOOLS}: it is another build"
    return str(program)


def _install(npm: str) -> None:
    TOOLS.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--prefix", str(TOOLS), "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        run = subprocess.run(
            [*command, f"{PACKAGE}@{VERSION}"], capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.skip("npm could not install dynoxide in time")
    if run.returncode:
        pytest.skip(f"npm cannot install dynoxide: {run.stderr.strip()[-200:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(client: "BaseClient", server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"dynoxide ended with code {server.returncode}")
        try:
            client.list_tables()  # type: ignore[attr-defined]
        except BotoCoreError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"dynoxide did not answer within {START_SECONDS} seconds")
