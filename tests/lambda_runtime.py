"""Lambda's Runtime API on this computer, and Amazon's own runtime client (PyPI: awslambdaric) that runs a handler.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html. The client is installed once, under .tools/.
"""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.real_data import REPOSITORY

PACKAGE = "awslambdaric==4.2.2"
CLIENT = REPOSITORY / ".tools" / "awslambdaric"
INSTALL_SECONDS = 300
ANSWER_SECONDS = 60
FUNCTION = {
    "AWS_LAMBDA_FUNCTION_NAME": "worker",
    "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
    "AWS_LAMBDA_LOG_GROUP_NAME": "worker",
    "AWS_LAMBDA_LOG_STREAM_NAME": "stream",
    "AWS_REGION": "us-east-1",
    "LAMBDA_TASK_ROOT": str(REPOSITORY / "src"),
}


class Runtime(ThreadingHTTPServer):
    """Hands events to the one function that asks for them, and takes its answers."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen at any free port."""
        super().__init__(("127.0.0.1", 0), _Request)
        self.events: queue.Queue[bytes | None] = queue.Queue()
        self.answers: queue.Queue[tuple[str, Any]] = queue.Queue()

    @property
    def address(self) -> str:
        """Host and port, as the client wants them."""
        return f"127.0.0.1:{self.server_address[1]}"

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """What the function answers to an event; fails where it raises or does not start."""
        self.events.put(json.dumps(event).encode())
        kind, answer = self.answers.get(timeout=ANSWER_SECONDS)
        assert kind == "response", answer
        return answer


class _Request(BaseHTTPRequestHandler):
    server: Runtime
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The next event, whenever it comes."""
        event = self.server.events.get()
        if event is None:  # the function is gone
            self.close_connection = True
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Lambda-Runtime-Aws-Request-Id", "00000000-0000-0000-0000-000000000001")
        self.send_header("Lambda-Runtime-Deadline-Ms", str(round(time.time() * 1000) + 300_000))
        self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:111122223333:function:worker")
        self.send_header("Content-Length", str(len(event)))
        self.end_headers()
        self.wfile.write(event)

    def do_POST(self) -> None:
        """An answer, or an error of the function or of its start."""
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"null")
        self.server.answers.put((self.path.rpartition("/")[2], said))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def runtime_client() -> Path:
    """A folder to import Amazon's client from."""
    if not (CLIENT / "awslambdaric").is_dir():
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--target", CLIENT, PACKAGE]
        try:
            done = subprocess.run(install, check=False, timeout=INSTALL_SECONDS, capture_output=True, text=True)
        except subprocess.TimeoutExpired:
            pytest.skip("awslambdaric could not be installed in time")
        if done.returncode:
            pytest.skip(f"awslambdaric cannot be installed: {done.stderr.strip()[-200:]}")
    return CLIENT


@contextmanager
def running(handler: str, client: Path, environment: Mapping[str, str], log: Path) -> Iterator[Runtime]:
    """A function in a process of its own, with nothing in its environment but what Lambda's has and is given."""
    runtime = Runtime()
    threading.Thread(target=runtime.serve_forever, daemon=True).start()
    told = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join((str(REPOSITORY / "src"), str(client))),
        "AWS_LAMBDA_RUNTIME_API": runtime.address,
        **FUNCTION,
        **environment,
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "awslambdaric", handler], env=told, stdout=output, stderr=output, cwd=log.parent
        )
        try:
            yield runtime
        finally:
            process.kill()
            process.wait(30)
            runtime.events.put(None)
            runtime.shutdown()
            runtime.server_close()
