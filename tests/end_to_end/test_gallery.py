"""The gallery as a person uses it, by what is seen and by names that screen readers say."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.conftest import Home

pytestmark = [pytest.mark.browser, pytest.mark.models]
SHA_256 = re.compile(r"[0-9a-f]{64}")


def tiles(page: Page) -> int:
    """Wait for photos and count those that are drawn."""
    expect(page.locator("a.tile").first).to_be_visible()
    return page.locator("a.tile").count()


def days(page: Page) -> list[str]:
    """The days that have a heading, read at one moment, for the page may be drawing itself anew."""
    found: list[str] = page.locator("h2 time").evaluate_all("days => days.map(day => day.dateTime)")
    return found


def open_first(page: Page) -> Locator:
    """Open the first photo and wait for the viewer."""
    page.locator("a.tile").first.click()
    viewer = page.get_by_role("dialog", name="Photo viewer")
    expect(viewer).to_be_focused()
    return viewer


def search(page: Page, text: str) -> None:
    """Type into the search box, press Enter and wait for the answer."""
    box = page.get_by_role("searchbox", name="Search photos")
    box.fill(text)
    box.press("Enter")
    expect(page).to_have_url(re.compile("/search"))


def test_the_timeline_shows_photos_by_day(page: Page) -> None:
    """Newest first, with a heading for each day and pictures that come from the server."""
    page.goto("/")
    assert tiles(page) > 0
    shown = days(page)
    assert shown == sorted(shown, reverse=True)
    loaded = "() => [...document.querySelectorAll('a.tile img')].some(image => image.naturalWidth > 0)"
    page.wait_for_function(loaded)


def test_the_timeline_jumps_by_keyboard(page: Page) -> None:
    """The scrubber is a slider that says where the window stands: End leads to the oldest photos, Home back."""
    page.goto("/")
    tiles(page)
    slider = page.get_by_role("slider", name="Timeline")
    slider.focus()
    newest = slider.get_attribute("aria-valuetext") or ""
    page.keyboard.press("End")
    expect(slider).not_to_have_attribute("aria-valuetext", newest)
    expect(page.locator('h2 time[datetime^="2007-06"]').first).to_be_in_viewport()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", newest)


def test_the_viewer_opens_moves_and_closes(page: Page) -> None:
    """A click opens a photo at its own address; arrows go on; Escape comes back."""
    page.goto("/")
    search(page, "photos from 2008")
    tiles(page)
    viewer = open_first(page)
    first = page.url
    assert "/photo/" in first
    expect(page.locator(".pswp__img").first).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(first)
    page.keyboard.press("Escape")
    expect(viewer).not_to_be_visible()
    assert "/photo/" not in page.url


def test_the_info_panel_tells_the_backup_state_with_the_checksum(page: Page) -> None:
    """The key i shows when, with what, in which file, and that the copy was verified."""
    page.goto("/")
    search(page, "photos from 2008")
    tiles(page)
    open_first(page)
    page.keyboard.press("i")
    info = page.get_by_role("complementary", name="Info")
    expect(info).to_contain_text("verified", ignore_case=True)
    expect(info).to_contain_text(SHA_256)
    expect(info).to_contain_text("NIKON D750")
    expect(info).to_contain_text("2008")


def test_a_search_is_read_back_as_chips(page: Page) -> None:
    """What was understood can be taken away part by part; what was not is named."""
    page.goto("/")
    search(page, "photos from 2008 with xyzzyplugh")
    chips = page.get_by_role("list", name="Parts of the search")
    expect(chips).to_contain_text("2008")
    expect(page.get_by_text("Not understood")).to_contain_text("xyzzyplugh")
    page.get_by_role("link", name=re.compile("^Remove .*xyzzyplugh")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2008")
    tiles(page)
    assert {day[:4] for day in days(page)} == {"2008"}


def test_a_search_without_results_says_what_to_do(page: Page) -> None:
    """One sentence and one button."""
    page.goto("/")
    search(page, "photos from 1850")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    page.get_by_role("button", name="Show all photos").click()
    assert tiles(page) > 0


def test_a_person_is_named_and_found(page: Page, home: Home) -> None:
    """A name typed under a face is found by search, in the browser and on the command line."""
    name = "Natalie" if (page.viewport_size or {}).get("width") == 1440 else "Tom"
    page.goto("/people")
    field = page.get_by_role("combobox", name="Name")
    page.get_by_role("button", name=re.compile("^Unnamed person")).first.click()
    field.first.fill(name)
    field.first.press("Enter")
    expect(page.get_by_text(f"Named {name}")).to_be_visible()
    search(page, f"photos of {name}")
    expect(page.get_by_role("list", name="Parts of the search")).to_contain_text(name)
    assert tiles(page) > 0
    found = home.shoebox("search", "--json", f"photos of {name}").stdout.splitlines()
    assert found
    assert all(name in {face["person"] for face in json.loads(line)["faces"]} for line in found)


def test_things_lead_to_their_photos(page: Page) -> None:
    """Labels are listed with counts; one click searches."""
    page.goto("/labels")
    page.get_by_role("link", name=re.compile("^Person")).first.click()
    expect(page.get_by_role("list", name="Parts of the search")).to_contain_text("Person")
    assert tiles(page) > 0


def test_what_was_set_aside_is_shown_with_the_reason(page: Page) -> None:
    """The broken file is safe, and the page says why there is no picture of it."""
    page.goto("/set-aside")
    expect(page.get_by_text("broken.jpg")).to_be_visible()
    expect(page.get_by_text("not a picture")).to_be_visible()


def test_a_favourite_stays(page: Page) -> None:
    """The key f marks the photo; the mark is there after the page is loaded anew, and f takes it away again."""
    page.goto("/")
    tiles(page)
    open_first(page)
    button = page.get_by_role("button", name="Favourite", exact=True)
    expect(button).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("f")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("f")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_no_screen_is_wider_than_the_window(page: Page) -> None:
    """Nothing scrolls sideways, down to 320 px."""
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("/", "/people", "/labels", "/set-aside"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
