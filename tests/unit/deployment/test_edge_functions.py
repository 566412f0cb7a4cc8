"""The two functions that CloudFront runs, run by Node."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from tests.cloudformation import TEMPLATE, read


def run(name: str, event: dict[str, Any]) -> dict[str, Any]:
    """What the function `name` of the template makes of an event (CloudFront Functions, event structure)."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    code = read(TEMPLATE.read_text(encoding="utf-8"))["Resources"][name]["Properties"]["FunctionCode"]
    script = f"{code}\nconsole.log(JSON.stringify(handler({json.dumps(event)})))"
    answer = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True, timeout=60)
    changed: dict[str, Any] = json.loads(answer.stdout)
    return changed


def test_the_gallery_is_told_its_own_address() -> None:
    """The host that the browser asked for goes along, whatever the visitor wrote into that header himself."""
    headers = {"host": {"value": "photos.example.org"}, "x-forwarded-host": {"value": "elsewhere.example.org"}}
    told = run("ViewerHost", {"request": {"uri": "/api/photos", "headers": headers}})
    assert told["headers"]["x-forwarded-host"] == {"value": "photos.example.org"}
    assert told["uri"] == "/api/photos"


@pytest.mark.parametrize("status", [200, 206, 304])
def test_pictures_are_kept(status: int) -> None:
    """A picture's address names its content, so that a browser need never ask again; no one else may keep it."""
    answer = run("KeepPictures", {"response": {"statusCode": status, "headers": {}}})
    assert answer["headers"]["cache-control"] == {"value": "private, max-age=31536000, immutable"}


def test_refusals_are_not_kept() -> None:
    """A signature that has run out must not hide the picture for a year."""
    assert run("KeepPictures", {"response": {"statusCode": 403, "headers": {}}})["headers"] == {}
