"""Place names for coordinates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoebox.domain.places import Settlement, great_circle, place_at, place_table

CITY = Settlement("City", 50.0, 10.0, 4_000_000, "", "State", "Country")
DISTRICT = Settlement("District", 50.05, 10.0, 50_000, "", "State", "Country")
VILLAGE = Settlement("Village", 50.0, 10.5, 300, "County", "State", "Country")
ABROAD = Settlement("Abroad", 50.0, 9.97, 100_000, "", "Province", "Neighbour")


def test_a_district_lies_in_the_city_that_reaches_it() -> None:
    """Narrow to broad: district, city, state, country."""
    table = place_table([CITY, DISTRICT])
    assert place_at(table, 50.05, 10.001) == ("District", "City", "State", "Country")


def test_a_city_of_its_own_is_followed_by_its_county_where_known() -> None:
    """Levels that are not known are left out."""
    assert place_at(place_table([CITY]), 50.0, 10.0) == ("City", "State", "Country")
    assert place_at(place_table([VILLAGE]), 50.0, 10.5) == ("Village", "County", "State", "Country")


def test_a_city_is_more_than_its_nearest_village() -> None:
    """Half way out of a city the village behind its border is nearer, but the photo is from the city."""
    behind = Settlement("Behind", 50.0, 10.2, 300, "", "State", "Country")
    assert place_at(place_table([CITY, behind]), 50.0, 10.15) == ("City", "State", "Country")


def test_a_city_does_not_reach_into_another_county_or_country() -> None:
    """Towns of another county beside a city are not parts of it."""
    beside = Settlement("Beside", 50.05, 10.0, 50_000, "Another", "State", "Country")
    city = CITY._replace(county="Own")
    assert place_at(place_table([city, beside]), 50.05, 10.0) == ("Beside", "Another", "State", "Country")
    assert place_at(place_table([CITY, ABROAD]), 50.0, 9.97) == ("Abroad", "Province", "Neighbour")


def test_far_from_settlements_there_is_the_country_and_then_nothing() -> None:
    """Up to 50 km a place, up to 200 km its country."""
    table = place_table([VILLAGE])
    assert place_at(table, 50.4, 10.5)[0] == "Village"
    assert place_at(table, 51.0, 10.5) == ("Country",)
    assert place_at(table, 53.0, 10.5) == ()


def test_equal_names_are_said_once_and_the_country_stays_last() -> None:
    """A city state."""
    monaco = Settlement("Monaco", 43.73, 7.42, 32_965, "", "Municipality of Monaco", "Monaco")
    assert place_at(place_table([monaco]), 43.73, 7.42) == ("Municipality of Monaco", "Monaco")


def test_an_empty_table_knows_no_place() -> None:
    """Nothing is near anywhere."""
    assert place_at(place_table([]), 0.0, 0.0) == ()


def test_places_are_found_across_the_date_line_and_the_poles() -> None:
    """Degrees of longitude wrap around; at a pole they mean nothing."""
    table = place_table([CITY._replace(latitude=0.0, longitude=179.99), VILLAGE._replace(latitude=89.9, longitude=0.0)])
    assert place_at(table, 0.0, -179.99)[0] == "City"
    assert place_at(table, 89.95, 180.0)[0] == "Village"


def test_a_quarter_of_the_equator() -> None:
    """10,007.6 km on the mean sphere."""
    distance = great_circle(0.0, 0.0, np.array([0.0]), np.array([90.0]))
    assert distance.tolist() == pytest.approx([10_007.557])


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_a_lone_settlement_is_found_by_distance_alone(
    latitude: float, longitude: float, there: float, across: float
) -> None:
    """The window in latitude never hides what is near enough."""
    table = place_table([VILLAGE._replace(latitude=there, longitude=across)])
    distance = float(great_circle(latitude, longitude, table.latitudes, table.longitudes)[0])
    levels = 4 if distance <= 50 else 1 if distance <= 200 else 0
    assert len(place_at(table, latitude, longitude)) == levels
