"""A Gazetteer over a few settlements held in memory: for tests, and where the real table has not been fetched."""

from collections.abc import Iterable

from shoebox.domain.places import Settlement, place_at, place_table

SOME_SETTLEMENTS = (
    Settlement("London", 51.50853, -0.12574, 8_961_989, "Greater London", "England", "United Kingdom"),
    Settlement("Chelsea", 51.48755, -0.16936, 60_000, "Greater London", "England", "United Kingdom"),
    Settlement("Paris", 48.85341, 2.3488, 2_138_551, "", "Île-de-France", "France"),
    Settlement("New York City", 40.71427, -74.00597, 8_804_190, "", "New York", "United States"),
    Settlement("Reykjavík", 64.13548, -21.89541, 118_918, "", "Capital Region", "Iceland"),
    Settlement("Suva", -18.14161, 178.44149, 77_366, "", "Central", "Fiji"),
)
"""Enough for every continent's sign of latitude and longitude."""


class MemoryGazetteer:
    """A Gazetteer over given settlements."""

    def __init__(self, settlements: Iterable[Settlement] = SOME_SETTLEMENTS) -> None:
        """Build the table."""
        self._table = place_table(settlements)

    def place(self, latitude: float, longitude: float) -> tuple[str, ...]:
        """See Gazetteer."""
        return place_at(self._table, latitude, longitude)
