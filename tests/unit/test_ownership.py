"""The comparison with drives and subscriptions."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoebox.domain.assumptions import Assumptions, Recognition
from shoebox.domain.collection import Collection, Imagined, collection_of
from shoebox.domain.cost import forecast
from shoebox.domain.ownership import (
    PLANS,
    Ownership,
    Way,
    compare,
    drive_failure,
    fitting_plans,
    pair_failure,
    unreadable_sector,
)
from shoebox.domain.prices import standard_prices
from shoebox.domain.verdict import judge

PRICES = standard_prices()
TERABYTE = collection_of(Imagined(photos=200_000, gigabytes=1000))


def _ways(collection: Collection = TERABYTE, ownership: Ownership = Ownership()) -> dict[str, Way]:  # noqa: B008 frozen
    return {way.name: way for way in compare(collection, Assumptions(), ownership, PRICES)}


def test_the_chances_of_a_drive_follow_from_its_failure_rate() -> None:
    """1.36 % a year are 6.6 % in five years and 12.8 % in ten."""
    assert drive_failure(0.0136, 5) == pytest.approx(0.066, abs=0.001)
    assert drive_failure(0.0136, 10) == pytest.approx(0.128, abs=0.001)


def test_one_reading_of_a_terabyte_meets_the_bound_of_the_data_sheet() -> None:
    """8e12 bits at 1e-14 are 7.7 %, at 1e-15 0.8 %."""
    assert unreadable_sector(1e-14, 10**12) == pytest.approx(0.077, abs=0.001)
    assert unreadable_sector(1e-15, 10**12) == pytest.approx(0.008, abs=0.0005)


def test_a_pair_of_drives_fails_together_as_simulated_by_its_formula() -> None:
    """Twice the yearly rate, times the chance that the other fails within the window: about 2 x 1.36 % x 0.34 %."""
    assert pair_failure(0.0136, 1, 90) == pytest.approx(2 * 0.01369 * 0.01369 * 90 / 365.25, rel=0.01)
    assert pair_failure(1.0, 5, 90) == 1.0
    assert pair_failure(1.0, 0, 90) == 0.0


@given(st.floats(0, 1), st.floats(0, 50), st.floats(0, 1000))
def test_chances_are_chances(yearly: float, years: float, days: float) -> None:
    """Each lies between 0 and 1, and two drives are never less safe than one would be twice."""
    one, pair = drive_failure(yearly, years), pair_failure(yearly, years, days)
    assert 0 <= one <= 1
    assert 0 <= pair <= 1
    assert pair <= 2 * one + 1e-9
    assert pair <= pair_failure(yearly, years, days + 1) + 1e-12


def test_a_terabyte_for_five_years_at_home() -> None:
    """A drive: $70; two: $140; a NAS: $250 + 2 x $120 + 25 W for $197; each with its part of drives bought again."""
    ways = _ways()
    again = 1 + 0.0136 * 5
    assert ways["one portable drive on a shelf"].bill.total == pytest.approx(70 * again)
    assert ways["two portable drives, one off-site in turn"].bill.total == pytest.approx(140 * again)
    electricity = 25 / 1000 * 8766 * 5 * 0.1802
    nas = ways["2-bay NAS, mirrored, and a drive off-site"]
    assert nas.bill.total == pytest.approx(250 + 310 * again + electricity)
    assert nas.memory == pytest.approx(0.341, abs=0.001)


def test_without_an_off_site_drive_the_house_takes_the_mirror_with_it() -> None:
    """A NAS alone is mostly lost to fire and theft, 0.3 % a year, not to two drives at once."""
    alone = _ways(ownership=Ownership(nas_offsite_drives=0))["2-bay NAS, mirrored"]
    assert not alone.off_site
    assert alone.loss == pytest.approx(0.015, abs=0.001)


def test_a_drive_elsewhere_must_fail_too() -> None:
    """The house is lost with 1.5 % in five years, the drive elsewhere within one rotation with 0.34 %: 1 in 20,000."""
    loss = _ways()["2-bay NAS, mirrored, and a drive off-site"].loss
    assert loss == pytest.approx(0.015 * 0.0034, rel=0.02)


def test_the_cloud_costs_its_forecast() -> None:
    """Import and 60 months, for each way of recognising."""
    for way, recognition in (
        ("Shoebox on AWS, nothing recognised in the cloud", Recognition.NONE),
        ("Shoebox on AWS, Rekognition recognises", Recognition.REKOGNITION),
    ):
        told = forecast(TERABYTE, Assumptions(recognition=recognition), PRICES)
        assert _ways()[way].bill.total == pytest.approx(told.one_off.total + 60 * told.monthly.total)


def test_eleven_nines_are_computed_for_this_many_originals() -> None:
    """200,000 originals x 1e-11 x 5 years: one library of 100,000 loses one."""
    assert _ways()["Shoebox on AWS, Rekognition recognises"].loss == pytest.approx(1e-5, rel=0.01)


def test_of_each_vendor_the_smallest_plan_that_holds_everything() -> None:
    """150 GB fit the 200 GB plans; 1.5 TB need those of 2 TB; 3 TB fit none but the one without a limit."""
    assert {plan.gigabytes for plan in fitting_plans(150 * 10**9) if plan.vendor == "Google"} == {200}
    assert {plan.name for plan in fitting_plans(1500 * 10**9)} == {
        "Google One 2 TB",
        "iCloud+ 2 TB",
        "Amazon Photos 2 TB",
        "Amazon Prime",
    }
    assert [plan.name for plan in fitting_plans(3 * 10**12)] == ["Amazon Prime"]


def test_ways_are_sorted_by_cost_and_the_verdict_names_the_cheapest() -> None:
    """A drive on a shelf is cheapest; with a copy elsewhere two drives are: both are said though neither is ours."""
    ways = compare(TERABYTE, Assumptions(), Ownership(), PRICES)
    costs = [way.bill.total for way in ways]
    assert costs == sorted(costs)
    verdict = judge(ways, TERABYTE, Assumptions(), Ownership(), PRICES)
    assert verdict.cheapest.name == "one portable drive on a shelf"
    assert verdict.cheapest_off_site.name == "two portable drives, one off-site in turn"


def test_a_subscription_wins_from_the_size_that_is_named() -> None:
    """One per cent below it Shoebox is cheaper, one per cent above it the plan is."""
    ways = compare(TERABYTE, Assumptions(), Ownership(), PRICES)
    verdict = judge(ways, TERABYTE, Assumptions(), Ownership(), PRICES)
    wins = {found.plan: found for found in verdict.wins}
    start = wins["Google One 2 TB"].from_with_rekognition
    assert start is not None
    for factor, cheaper in ((0.99, True), (1.01, False)):
        size = start * factor
        told = forecast(collection_of(Imagined(photos=round(200 * size), gigabytes=size)), Assumptions(), PRICES)
        assert (told.over(5) < 9.99 * 60) is cheaper
    assert "Google One 200 GB" not in wins
    assert wins["Amazon Prime"].to_gigabytes is None


def test_larger_collections_need_more_drives() -> None:
    """9 TB are five drives of 2 TB and three NAS of two 4 TB drives."""
    ways = _ways(collection_of(Imagined(photos=10**6, gigabytes=9000)))
    assert ways["one portable drive on a shelf"].bill.lines[0].amount == 5
    assert ways["2-bay NAS, mirrored, and a drive off-site"].bill.lines[0].amount == 3


@given(st.integers(0, 10**6), st.floats(0, 10**5), st.floats(0, 50))
def test_every_way_has_a_price_and_honest_chances(photos: int, gigabytes: float, years: float) -> None:
    """No cost is negative or infinite, no chance leaves 0 to 1, nothing at home recognises, for any collection."""
    collection = collection_of(Imagined(photos=photos, gigabytes=gigabytes if photos else 0))
    for way in compare(collection, Assumptions(), replace(Ownership(), years=years), PRICES):
        assert way.bill.total >= 0
        assert math.isfinite(way.bill.total)
        assert all(0 <= chance <= 1 for chance in (way.loss, way.unreadable, way.memory) if chance is not None)
        assert (way.loss is None) == (way.kind == "subscription")


def test_every_plan_has_a_dated_price() -> None:
    """The comparison takes no price that the table does not have."""
    assert all(plan.price(PRICES) in PRICES.figures() for plan in PLANS)
