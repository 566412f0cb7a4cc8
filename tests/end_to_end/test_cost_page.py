"""The cost page as an owner uses it: what the library would cost, and what changes it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.models]
MONEY = re.compile(r"\$\d")


def total(page: Page, name: str) -> Locator:
    """One of the numbers at the head of the page."""
    return page.locator("dl > div").filter(has=page.get_by_role("term").filter(has_text=name)).get_by_role("definition")


def test_an_assumption_is_changed_and_kept(page: Page) -> None:
    """From Health to the totals; ten years cost more than five, and the address keeps the ten."""
    page.goto("/set-aside")
    page.get_by_role("link", name="What would this cost in AWS?").click()
    expect(page).to_have_url(re.compile("/cost$"))
    for name in ("Import, once", "Each month", "5 years in all"):
        expect(total(page, name)).to_contain_text(MONEY)
    page.get_by_role("textbox", name="Years").fill("10")
    expect(total(page, "10 years in all")).to_contain_text(MONEY)
    expect(page).to_have_url(re.compile(r"/cost\?years=10$"))
    page.reload()
    expect(page.get_by_role("textbox", name="Years")).to_have_value("10")
    expect(total(page, "10 years in all")).to_contain_text(MONEY)
    page.get_by_role("link", name="Reset everything").click()
    expect(page.get_by_role("textbox", name="Years")).to_have_value("5")


def test_totals_follow_a_choice(page: Page) -> None:
    """For 1 TB, recognition by Rekognition costs more than by local models: once, and each month."""
    page.goto("/cost")
    page.get_by_role("link", name="1 TB instead").click()
    expect(page.get_by_text("200,000 photos")).to_be_visible()
    once, monthly = total(page, "Import, once").inner_text(), total(page, "Each month").inner_text()
    page.get_by_label("Recognition", exact=True).select_option("Local models")
    expect(total(page, "Each month")).not_to_have_text(monthly)
    expect(total(page, "Import, once")).not_to_have_text(once)
    expect(page).to_have_url(re.compile("photos=200000&gigabytes=1000&recognition=local"))


def test_the_comparison_names_the_winner(page: Page) -> None:
    """For 1 TB a drive is cheapest: the first bar is marked so, the verdict says it, and every way has its cost."""
    page.goto("/cost?photos=200000&gigabytes=1000")
    ways = page.get_by_role("list", name="Ways by cost, cheapest first").get_by_role("listitem")
    expect(ways.first).to_contain_text("cheapest")
    expect(page.get_by_text(re.compile("^Drives of your own are cheapest: one portable drive"))).to_be_visible()
    assert all(MONEY.search(way) for way in ways.all_inner_texts())


def test_every_line_is_told_with_its_price(page: Page) -> None:
    """A bill is a table with amount, price and cost, and says when the prices were read."""
    page.goto("/cost?photos=200000&gigabytes=1000")
    bill = page.get_by_role("table", name="Each month afterwards")
    row = bill.get_by_role("row").filter(has_text="originals in the archive class")
    expect(row.get_by_role("cell")).to_have_text(["931 GiB-months", re.compile(r"\$0\.004$"), re.compile(r"^\$3\.7")])
    expect(page.get_by_text("without taxes, read")).to_be_visible()


def test_the_cost_page_fits_a_small_phone(page: Page) -> None:
    """Nothing scrolls sideways, down to 320 px, with everything unfolded."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/cost?photos=200000&gigabytes=1000")
    expect(page.get_by_role("table")).to_have_count(3)
    page.evaluate("document.querySelectorAll('details').forEach(group => { group.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
