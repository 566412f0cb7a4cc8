"""The price table: every figure with its unit, where it was read and when.

`prices.json` is our own transcription; docs/cost.md says how far each kind of source can be trusted. Prices change
and differ between regions, so an owner's own file may replace any figure.
"""

import difflib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from shoebox.domain.errors import UsageError


class Evidence(StrEnum):
    """How far a figure can be trusted."""

    OFFICIAL = "official"
    """AWS's own price list or page, as a dated public text repeats it."""
    GENERATED = "generated"
    """Made by a program that asked AWS's price interface, on a date."""
    REPORTED = "reported"
    """Said by somebody else."""
    ESTIMATED = "estimated"
    """Our own guess."""
    OWN = "own"
    """From the owner's file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A price: `value` units of currency for `per` units. For a free allowance `value` is the amount itself."""

    name: str
    value: float
    per: int
    unit: str
    read: date
    source: str
    evidence: Evidence

    def cost(self, amount: float) -> float:
        """What `amount` units cost."""
        return amount / self.per * self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """All figures a forecast needs, for one region; first tier of each, without taxes."""

    region: str
    currency: str
    standard_storage: Figure
    intelligent_frequent_storage: Figure
    intelligent_infrequent_storage: Figure
    intelligent_archive_storage: Figure
    intelligent_monitoring: Figure
    glacier_instant_storage: Figure
    deep_archive_storage: Figure
    standard_put: Figure
    standard_get: Figure
    glacier_instant_get: Figure
    deep_archive_bulk_request: Figure
    intelligent_transition: Figure
    glacier_instant_transition: Figure
    deep_archive_transition: Figure
    glacier_instant_retrieval: Figure
    deep_archive_bulk_retrieval: Figure
    s3_egress: Figure
    cloudfront_egress: Figure
    cloudfront_request: Figure
    rekognition_label_image: Figure
    rekognition_face_image: Figure
    rekognition_face_storage: Figure
    cloudfront_function: Figure
    table_write: Figure
    table_read: Figure
    table_storage: Figure
    table_recovery: Figure
    function_time: Figure
    function_request: Figure
    queue_request: Figure
    log_ingestion: Figure
    alarm: Figure
    free_s3_egress: Figure
    free_cloudfront_egress: Figure
    free_cloudfront_requests: Figure
    free_cloudfront_functions: Figure
    free_table_storage: Figure
    free_function_time: Figure
    free_function_requests: Figure
    free_queue_requests: Figure
    free_log_ingestion: Figure
    free_alarms: Figure
    google_one_200_gb: Figure
    google_one_2_tb: Figure
    icloud_200_gb: Figure
    icloud_2_tb: Figure
    amazon_photos_1_tb: Figure
    amazon_photos_2_tb: Figure
    amazon_prime: Figure
    portable_drive_2_tb: Figure
    nas_enclosure: Figure
    nas_drive_4_tb: Figure
    electricity: Figure

    def figures(self) -> tuple[Figure, ...]:
        """Every figure, in the order of the table."""
        return tuple(getattr(self, name) for name in FIGURE_NAMES)

    @property
    def oldest(self) -> date:
        """The day on which the oldest figure was read."""
        return min(figure.read for figure in self.figures())

    @property
    def newest(self) -> date:
        """The day on which the newest figure was read."""
        return max(figure.read for figure in self.figures())


FIGURE_NAMES = tuple(field.name for field in fields(Prices) if field.type is Figure)


@cache
def standard_prices() -> Prices:
    """The price table that comes with Shoebox."""
    table = json.loads(files("shoebox.domain").joinpath("prices.json").read_text("utf-8"))
    sources = table["sources"]
    figures = {name: _figure(name, entry, sources[entry["source"]]) for name, entry in table["figures"].items()}
    return Prices(region=table["region"], currency=table["currency"], **figures)


def replaced_prices(prices: Prices, text: str) -> Prices:
    """`prices` with the figures of an owner's JSON file in place of its own.

    The file is an object: `read` (the day, YYYY-MM-DD), `source` (where), `figures` (name to number, in the unit of
    the standard table), and perhaps `region`. Raises UsageError for anything else, unknown names included.
    """
    document = _document(text)
    read, source = _date(document), document["source"]
    figures = {
        name: replace(
            getattr(prices, name), value=_number(name, value), read=read, source=source, evidence=Evidence.OWN
        )
        for name, value in document["figures"].items()
        if _known(name)
    }
    return replace(prices, region=document.get("region", prices.region), **figures)


_HINT = 'It looks like this: {"read": "2026-11-23", "source": "AWS price list", "figures": {"standard_put": 0.0054}}'
_MEMBERS = {"read": str, "source": str, "figures": dict, "region": str}


def _figure(name: str, entry: Mapping[str, Any], source: Mapping[str, str]) -> Figure:
    return Figure(
        name=name,
        value=float(entry["value"]),
        per=entry["per"],
        unit=entry["unit"],
        read=date.fromisoformat(source["read"]),
        source=source["name"],
        evidence=Evidence(source["evidence"]),
    )


def _document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise UsageError(f"The price file is not JSON: {error}.", hint=_HINT) from error
    if not isinstance(document, dict) or not {"read", "source", "figures"} <= document.keys() <= _MEMBERS.keys():
        raise UsageError("The price file is an object of read, source and figures, and perhaps region.", hint=_HINT)
    for name, value in document.items():
        if not isinstance(value, _MEMBERS[name]):
            raise UsageError(f"{name!r} in the price file has the wrong type.", hint=_HINT)
    return document


def _date(document: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(document["read"])
    except ValueError as error:
        raise UsageError(f"{document['read']!r} in the price file is no date.", hint=_HINT) from error


def _known(name: str) -> bool:
    if name in FIGURE_NAMES:
        return True
    near = difflib.get_close_matches(name, FIGURE_NAMES, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"The names are: {', '.join(FIGURE_NAMES)}."
    raise UsageError(f"There is no price called {name!r}.", hint=hint)


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise UsageError(f"The price {name!r} is not a number of at least 0.", hint=_HINT)
    return float(value)
