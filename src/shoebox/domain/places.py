"""Place names for coordinates, from a table of settlements with their populations.

A settlement is taken to reach as far as its population suggests. The place of a photo is the nearest settlement that
reaches it, inside the largest one that does: a photo taken in Chelsea is from Chelsea, London, England, United Kingdom.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

EARTH_RADIUS = 6371.0088
"""Mean radius in kilometres (IUGG)."""
NEAR = 50.0
"""Kilometres up to which a photo is said to be from a settlement."""
SAME_COUNTRY = 200.0
"""Kilometres up to which a photo is said to be from the settlement's country."""
LEAST_REACH = 1.5
"""Kilometres that any settlement reaches."""
REACH_PER_ROOT = 1 / 120
"""Kilometres per square root of the population: 25 for nine million, 2 for sixty thousand."""

Numbers = npt.NDArray[np.float64]


class Settlement(NamedTuple):
    """A city, town, village or part of one; the names of what it lies in are empty where they are not known."""

    name: str
    latitude: float
    longitude: float
    population: int
    county: str
    state: str
    country: str


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Settlements in order of latitude, with the same facts as arrays (degrees, kilometres)."""

    settlements: tuple[Settlement, ...]
    latitudes: Numbers
    longitudes: Numbers
    reaches: Numbers


def place_table(settlements: Iterable[Settlement]) -> PlaceTable:
    """A table for `place_at`."""
    rows = tuple(sorted(settlements, key=attrgetter("latitude")))
    populations = np.array([row.population for row in rows], dtype=np.float64)
    return PlaceTable(
        rows,
        np.array([row.latitude for row in rows], dtype=np.float64),
        np.array([row.longitude for row in rows], dtype=np.float64),
        np.maximum(LEAST_REACH, np.sqrt(populations) * REACH_PER_ROOT),
    )


def place_at(table: PlaceTable, latitude: float, longitude: float) -> tuple[str, ...]:
    """The names of the place at a point (degrees WGS 84), narrow to broad.

    Only the country where the nearest settlement is over 50 km away, nothing where it is over 200 km away.
    """
    rows, distances = _around(table, latitude, longitude, NEAR)
    if len(rows) == 0:
        rows, distances = _around(table, latitude, longitude, SAME_COUNTRY)
        return (table.settlements[rows[0]].country,) if len(rows) else ()
    nearest = table.settlements[rows[0]]
    reached = [table.settlements[row] for row in rows[distances <= table.reaches[rows]]]
    reached = [row for row in reached if row.country == nearest.country]
    return _names(reached[0], _city(reached)) if reached else _names(nearest, nearest)


def _around(table: PlaceTable, latitude: float, longitude: float, limit: float) -> tuple[npt.NDArray[np.intp], Numbers]:
    """Rows within `limit` kilometres, nearest first, and their distances."""
    margin = np.degrees(limit / EARTH_RADIUS)
    first, last = np.searchsorted(table.latitudes, [latitude - margin, latitude + margin])
    window = slice(int(first), int(last))
    distances = great_circle(latitude, longitude, table.latitudes[window], table.longitudes[window])
    inside = np.flatnonzero(distances <= limit)
    ordered = inside[np.argsort(distances[inside], kind="stable")]
    return ordered + int(first), distances[ordered]


def great_circle(latitude: float, longitude: float, latitudes: Numbers, longitudes: Numbers) -> Numbers:
    """Kilometres from a point to each of many, by the haversine formula."""
    phi, phis = np.radians(latitude), np.radians(latitudes)
    half_height = np.sin((phis - phi) / 2) ** 2
    half_width = np.sin(np.radians(longitudes - longitude) / 2) ** 2
    chord = half_height + np.cos(phi) * np.cos(phis) * half_width
    distances: Numbers = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return distances


def _city(reached: list[Settlement]) -> Settlement:
    """The largest settlement that can hold the nearest one: in its state, and in no county but its own."""
    nearest = reached[0]
    holders = [
        row
        for row in reached
        if row.state == nearest.state and (row.county == nearest.county or not row.county or not nearest.county)
    ]
    return max(holders, key=lambda row: row.population)


def _names(place: Settlement, city: Settlement) -> tuple[str, ...]:
    above = place.county if place == city else city.name
    broad_to_narrow = (place.country, place.state, above, place.name)
    return tuple(reversed(dict.fromkeys(name for name in broad_to_narrow if name)))
