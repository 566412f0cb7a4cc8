"""Counts the capacity that requests consume: what DynamoDB's on-demand price is charged for."""

import threading
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

READS = frozenset({"get_item", "query"})


class CapacityMeter:
    """Adds up request units by operation. Any number of threads may use it."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._lock = threading.Lock()
        self._units: Counter[str] = Counter()

    def add(self, operation: str, units: float) -> None:
        """Count `units` of an operation, named as the client's method is (`get_item`)."""
        with self._lock:
            self._units[operation] += units  # type: ignore[assignment]  # Counter is typed for whole numbers

    def units(self) -> Mapping[str, float]:
        """Request units by operation."""
        with self._lock:
            return MappingProxyType(dict(self._units))

    @property
    def read_units(self) -> float:
        """Read request units: one for 4 KB read strongly consistent."""
        return sum(units for operation, units in self.units().items() if operation in READS)

    @property
    def write_units(self) -> float:
        """Write request units: one for 1 KB written, in the table and again in each index."""
        return sum(units for operation, units in self.units().items() if operation not in READS)
