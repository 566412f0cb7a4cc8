"""ministack, an emulator of AWS, makes the stack and carries events from the bucket to the worker.

It knows no signing keys of CloudFront, no budget and no collection of faces, and drops lifecycle, point-in-time
recovery and time to live in silence: tests/unit/deployment says of the template what this cannot.
"""

import io
import json
import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import BotoCoreError, ClientError

from tests.cloudformation import TEMPLATE, read
from tests.real_data import REPOSITORY

PACKAGES = ("ministack==1.5.33", "boto3")
UNKNOWN = ("AWS::CloudFront::PublicKey", "AWS::CloudFront::KeyGroup")
"""What ministack refuses though it is in every stack; what stands behind a condition is switched off."""
PARAMETERS = {
    "CodeBucket": "code",
    "WorkerCodeKey": "functions.zip",
    "WebCodeKey": "functions.zip",
    "SignerPublicKeyPem": "not needed here",
    "Recognizer": "none",
}
WORKER = """
import boto3, json, os, uuid

def handler(event, context):
    bucket = os.environ["SHOEBOX_LIBRARY"].removeprefix("s3://").partition("?")[0]
    s3 = boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
    for message in event["Records"]:
        s3.put_object(Bucket=bucket, Key=f"metadata/{uuid.uuid4()}", Body=message["body"])
    return {"batchItemFailures": []}
"""
MOST_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Made:
    """A stack that was made, and where."""

    endpoint: str
    status: str
    outputs: dict[str, str]

    def client(self, service: str) -> Any:
        """A client of the emulator."""
        return client(self.endpoint, service)

    def told(self) -> list[dict[str, Any]]:
        """The events that the worker was given, S3's test event left out."""
        s3, bucket = self.client("s3"), self.outputs["Bucket"]
        listed = s3.list_objects_v2(Bucket=bucket, Prefix="metadata/").get("Contents", [])
        bodies = [json.load(s3.get_object(Bucket=bucket, Key=said["Key"])["Body"]) for said in listed]
        return [record for body in bodies for record in body.get("Records", [])]


def client(endpoint: str, service: str) -> Any:
    """A client with made-up credentials; the key's id is the account."""
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="111122223333",
        aws_secret_access_key="made-up",  # noqa: S106 the emulator looks at no secret
    )


@pytest.fixture(scope="module")
def ministack() -> Path:
    """The emulator, in an environment of its own: it wants another botocore than we do."""
    folder = REPOSITORY / ".tools" / "ministack"
    program = folder / "bin" / "ministack"
    if not program.is_file():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=300)
        install = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", *PACKAGES]
        if subprocess.run(install, check=False, timeout=600, capture_output=True).returncode:
            pytest.skip("ministack cannot be fetched: the package registry is out of reach")
    return program


@pytest.fixture(scope="module")
def endpoint(ministack: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running emulator."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    place = tmp_path_factory.mktemp("ministack")
    told = {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": port, "LAMBDA_EXECUTOR": "local", "TMPDIR": str(place)}
    with (place / "log").open("wb") as log:
        server = subprocess.Popen([ministack], env={**os.environ, **told}, stdout=log, stderr=log, cwd=place)
        try:
            wait_for(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def wait_for(endpoint: str) -> None:
    """Return once the emulator answers."""
    end = time.monotonic() + MOST_SECONDS
    while True:
        try:
            client(endpoint, "s3").list_buckets()
        except (BotoCoreError, ClientError):
            assert time.monotonic() < end, "ministack does not answer"
            time.sleep(0.2)
        else:
            return


@pytest.fixture(scope="module")
def made(endpoint: str) -> Made:
    """The stack, made in the emulator with a worker that writes down what it is told."""
    s3 = client(endpoint, "s3")
    s3.create_bucket(Bucket="code")
    s3.put_object(Bucket="code", Key="functions.zip", Body=package())
    cloudformation = client(endpoint, "cloudformation")
    cloudformation.create_stack(
        StackName="shoebox",
        TemplateBody=json.dumps(known_to_ministack()),
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in PARAMETERS.items()],
        Capabilities=["CAPABILITY_IAM"],
    )
    end = time.monotonic() + MOST_SECONDS
    while True:
        (stack,) = cloudformation.describe_stacks(StackName="shoebox")["Stacks"]
        if not stack["StackStatus"].endswith("IN_PROGRESS"):
            break
        assert time.monotonic() < end, "the stack does not become ready"
        time.sleep(0.2)
    outputs = {said["OutputKey"]: said["OutputValue"] for said in stack.get("Outputs", [])}
    return Made(endpoint, stack["StackStatus"], outputs)


def known_to_ministack() -> dict[str, Any]:
    """The template without what ministack refuses to make or gets wrong."""
    template = read(TEMPLATE.read_text(encoding="utf-8"))
    resources = template["Resources"]
    absent = {name for name, said in resources.items() if said["Type"] in UNKNOWN}
    absent |= {name for name, said in resources.items() if said.get("Condition") in {"UsesRekognition", "HasEmail"}}
    template["Resources"] = {name: said for name, said in resources.items() if name not in absent}
    # ministack compares a number with the text that a parameter is
    template["Resources"]["WorkerTrigger"]["Properties"]["ScalingConfig"]["MaximumConcurrency"] = 2
    kept: dict[str, Any] = _without(template, absent)
    kept["Outputs"] = {name: said for name, said in kept["Outputs"].items() if "Value" in said}
    return kept


def _without(part: Any, absent: set[str]) -> Any:
    """A part of the template in which nothing refers to what is absent."""
    if isinstance(part, list):
        return [kept for item in part if (kept := _without(item, absent)) is not None]
    if not isinstance(part, dict):
        return part
    if part.get("Ref") in absent or part.get("Fn::GetAtt", [None])[0] in absent:
        return None
    if "Fn::If" in part and part["Fn::If"][0] in {"UsesRekognition", "HasEmail"}:
        return _without(part["Fn::If"][2], absent)
    kept = {name: _without(value, absent) for name, value in part.items()}
    return {name: value for name, value in kept.items() if value is not None}


def package() -> bytes:
    """A package of both functions."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name in ("shoebox/__init__.py", "shoebox/aws/__init__.py"):
            package.writestr(name, "")
        package.writestr("shoebox/aws/worker.py", WORKER)
        package.writestr("shoebox/aws/web.py", "def handler(event, context):\n    return {'statusCode': 200}\n")
    return file.getvalue()


def test_the_stack_is_made(made: Made) -> None:
    """Every resource is created, and in an order that is possible."""
    assert made.status == "CREATE_COMPLETE"
    assert made.outputs["Bucket"] == "shoebox-111122223333-us-east-1"
    assert made.outputs["Table"] == "shoebox"
    assert made.outputs["Url"].startswith("https://")


def test_an_original_reaches_the_worker_and_nothing_else_does(made: Made) -> None:
    """S3 tells the queue, the queue wakes the worker, and what the worker writes wakes nobody."""
    s3, bucket = made.client("s3"), made.outputs["Bucket"]
    for key in ("previews/a.JPG", "originals/2007/å b+c.jpg", "thumbnails/a.JPG", "originals/last.jpg"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    end = time.monotonic() + MOST_SECONDS
    while len(made.told()) < 2:
        assert time.monotonic() < end, "the worker was not told of the originals"
        time.sleep(0.2)
    told = {record["s3"]["object"]["key"] for record in made.told()}
    assert told == {"originals/2007/%C3%A5+b%2Bc.jpg", "originals/last.jpg"}
