"""Place names from GeoNames' table of populated places (https://www.geonames.org, CC BY 4.0)."""

import csv
import gzip
import json
import threading
from pathlib import Path
from typing import Any

from shoebox.domain.errors import UnavailableError
from shoebox.domain.model_catalogue import COUNTRIES, PLACES
from shoebox.domain.places import PlaceTable, Settlement, place_at, place_table


class GeonamesGazetteer:
    """A Gazetteer over the files fetched into `folder`, which are read when first asked."""

    def __init__(self, folder: Path) -> None:
        """Remember where the files are."""
        self._folder = folder
        self._loading = threading.Lock()
        self._table: PlaceTable | None = None

    def place(self, latitude: float, longitude: float) -> tuple[str, ...]:
        """See Gazetteer. Raises UnavailableError while the files have not been fetched."""
        with self._loading:
            if self._table is None:
                self._table = self._load()
        return place_at(self._table, latitude, longitude)

    def _load(self) -> PlaceTable:
        try:
            with (self._folder / COUNTRIES.name).open(encoding="utf-8", newline="") as source:
                countries = {row[0]: row[1] for row in csv.reader(source) if row}
            with gzip.open(self._folder / PLACES.name) as source:
                rows = json.load(source)
        except (OSError, EOFError, ValueError) as error:
            message = f"The place names in {self._folder} cannot be read: {error}"
            raise UnavailableError(message, hint="Run `shoebox models` to fetch them.") from None
        return place_table(_settlement(row, countries) for row in rows)


def _settlement(row: dict[str, Any], countries: dict[str, str]) -> Settlement:
    code = row["country_code"]
    return Settlement(
        name=row["city"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        population=row["population"],
        county=row.get("county", ""),
        state=row.get("state", ""),
        country=countries.get(code, code),
    )
