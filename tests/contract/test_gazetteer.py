"""The contract of ports.Gazetteer."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shoebox.adapters.gazetteer_geonames import GeonamesGazetteer
from shoebox.adapters.gazetteer_memory import MemoryGazetteer
from shoebox.domain.errors import UnavailableError
from shoebox.ports import Gazetteer


@pytest.fixture(scope="module", params=["memory", pytest.param("geonames", marks=pytest.mark.models)])
def gazetteer(request: pytest.FixtureRequest) -> Gazetteer:
    """Each gazetteer in turn."""
    if request.param == "memory":
        return MemoryGazetteer()
    return GeonamesGazetteer(request.getfixturevalue("models_folder"))


def test_names_go_from_narrow_to_broad(gazetteer: Gazetteer) -> None:
    """A part of a city lies in the city, that in a part of the country."""
    assert gazetteer.place(51.4875, -0.1687) == ("Chelsea", "London", "England", "United Kingdom")


@pytest.mark.parametrize(
    ("latitude", "longitude", "name"),
    [
        (48.8584, 2.2945, "Paris"),
        (40.6892, -74.0445, "New York City"),
        (64.1466, -21.9426, "Reykjavík"),
        (-18.1248, 178.4501, "Fiji"),
    ],
)
def test_sights_are_in_their_cities(gazetteer: Gazetteer, latitude: float, longitude: float, name: str) -> None:
    """On every side of the equator and of Greenwich."""
    assert name in gazetteer.place(latitude, longitude)


def test_the_open_sea_is_nowhere(gazetteer: Gazetteer) -> None:
    """In the middle of the Atlantic and at the pole there is no place."""
    assert gazetteer.place(40.0, -40.0) == ()
    assert gazetteer.place(90.0, 0.0) == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(latitude=st.floats(-90, 90), longitude=st.floats(-180, 180))
def test_names_are_there_and_distinct(gazetteer: Gazetteer, latitude: float, longitude: float) -> None:
    """Wherever one asks: no empty name, none twice."""
    names = gazetteer.place(latitude, longitude)
    assert all(names)
    assert len(set(names)) == len(names)


def test_without_its_files_it_says_how_to_get_them(tmp_path: Path) -> None:
    """Nothing is read before the first question."""
    absent = GeonamesGazetteer(tmp_path)
    with pytest.raises(UnavailableError) as caught:
        absent.place(0.0, 0.0)
    assert "shoebox models" in caught.value.hint
