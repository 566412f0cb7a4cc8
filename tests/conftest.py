"""Fixtures that many tests share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shoebox.application.library import Library
from tests.libraries import library_in_memory
from tests.servers import s3_server

__all__ = ["s3_server"]


@pytest.fixture
def library() -> Library:
    """An empty library in memory."""
    return library_in_memory()


@pytest.fixture
def pictures(tmp_path: Path) -> Callable[..., Path]:
    """Writes files into a folder of the owner's: name to bytes; gives the folder."""
    folder = tmp_path / "pictures"

    def write(files: dict[str, bytes]) -> Path:
        for name, data in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        return folder

    return write
