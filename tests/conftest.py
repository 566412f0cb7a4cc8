"""What tests of every kind share."""

import os
from pathlib import Path

import pytest

from shoebox.adapters.model_files import fetch, missing
from shoebox.domain.errors import UnavailableError

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def models_folder() -> Path:
    """A folder with all recognition models: SHOEBOX_MODELS, or .tools/models, fetched when first needed."""
    folder = Path(os.environ.get("SHOEBOX_MODELS", REPOSITORY / ".tools" / "models"))
    try:
        fetch(missing(folder), folder, print)
    except UnavailableError as error:
        pytest.skip(f"the recognition models are not here: {error.message}. {error.hint}")
    return folder


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real photos beside the repository."""
    folder = REPOSITORY.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip(f"the corpus of real photos is not at {folder}")
    return folder
