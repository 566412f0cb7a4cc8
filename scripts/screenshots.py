"""Takes the pictures of the README: draws photos, backs them up, serves them, and looks with a real browser.

python scripts/screenshots.py [FOLDER]      default: docs/pictures
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"": (1440, 900), "-phone": (390, 844)}
SCREENS = {"timeline": "/", "people": "/people", "things": "/labels", "health": "/set-aside"}
BROWSER = ("--no-sandbox", "--disable-quic", "--disable-background-networking", "--no-first-run")


def main() -> None:
    """Every screen at every size."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, served(Path(place)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=BROWSER)
        for suffix, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            for name, path in SCREENS.items():
                page.goto(address + path)
                take(page, folder / f"{name}{suffix}.jpg")
            page.goto(address)
            page.get_by_role("searchbox").fill("photos from 2008")
            page.get_by_role("searchbox").press("Enter")
            page.wait_for_url("**/search*")
            take(page, folder / f"search{suffix}.jpg")
        browser.close()


def take(page: Page, file: Path) -> None:
    """What is on the screen when its pictures have come."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    page.screenshot(path=file, type="jpeg", quality=80)


def chromium() -> str | None:
    """Debian's Chromium; None where only Playwright's own is there."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def served(place: Path) -> Iterator[str]:
    """A library of drawn photos, or the one that SHOEBOX_LIBRARY names; its address."""
    environment = {"SHOEBOX_LIBRARY": str(place / "library"), "SHOEBOX_STATE": str(place / "state"), **os.environ}
    shoebox = [sys.executable, "-m", "shoebox.cli"]
    if "SHOEBOX_LIBRARY" not in os.environ:
        subprocess.run([sys.executable, ROOT / "scripts" / "drawn_photos.py", place / "photos", "90"], check=True)
        subprocess.run([*shoebox, "sync", str(place / "photos")], check=True, env=environment)
    command = [*shoebox, "serve", "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield next(word for word in server.stdout.readline().split() if word.startswith("http"))
        server.terminate()


if __name__ == "__main__":
    main()
