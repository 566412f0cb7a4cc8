"""Fixtures for what is too large for the repository: recognition models and real photos."""

import os
from pathlib import Path

import pytest

from shoebox.adapters.model_files import fetch, missing
from shoebox.domain.errors import UnavailableError

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def models_folder() -> Path:
    """A folder with all recognition models: SHOEBOX_MODELS, or .tools/models, fetched when first needed."""
    folder = Path(os.environ.get("SHOEBOX_MODELS", REPOSITORY / ".tools" / "models")).absolute()
    said: list[str] = []
    try:
        fetch(missing(folder), folder, said.append)
    except UnavailableError as error:
        pytest.skip(f"the recognition models are not here: {error.message}. {error.hint}")
    if missing(folder):
        pytest.skip(f"not all recognition models are here: {said[-1]}")
    return folder


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real photos beside the repository."""
    folder = REPOSITORY.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip(f"the corpus of real photos is not at {folder}")
    return folder
