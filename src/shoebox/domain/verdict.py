"""Which way to keep a collection is cheapest, and from which size on a subscription is: said whoever wins."""

import math
from dataclasses import dataclass, replace

from shoebox.domain.assumptions import Assumptions, Recognition
from shoebox.domain.collection import Collection, scaled
from shoebox.domain.cost import forecast
from shoebox.domain.ownership import PLANS, Ownership, Plan, Way
from shoebox.domain.prices import Prices

_HALVINGS = 30
_LARGEST = 100_000.0
"""GB; libraries of over 100 TB are not looked at."""


@dataclass(frozen=True, slots=True)
class PlanWins:
    """The sizes, in 10^9 bytes, from which a subscription is cheaper than Shoebox on AWS, up to what it holds.

    `to_gigabytes` is None for a plan without a limit; a `from` is None where Shoebox is cheaper at every size.
    """

    plan: str
    from_with_rekognition: float | None
    from_with_own_models: float | None
    to_gigabytes: float | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The cheapest way of all, the cheapest with a copy elsewhere, and where subscriptions win."""

    cheapest: Way
    cheapest_off_site: Way
    wins: tuple[PlanWins, ...]


def judge(
    ways: tuple[Way, ...], collection: Collection, assumptions: Assumptions, ownership: Ownership, prices: Prices
) -> Verdict:
    """The verdict on what `ownership.compare` gave for the same collection."""

    def cost(way: Way) -> float:
        return way.bill.total

    def wins_from(plan: Plan, recognition: Recognition) -> float | None:
        return _wins_from(plan, collection, replace(assumptions, recognition=recognition), ownership, prices)

    found = (
        PlanWins(
            plan.name,
            wins_from(plan, Recognition.REKOGNITION),
            wins_from(plan, Recognition.LOCAL),
            None if plan.gigabytes == math.inf else plan.gigabytes,
        )
        for plan in PLANS
    )
    return Verdict(
        cheapest=min(ways, key=cost),
        cheapest_off_site=min((way for way in ways if way.off_site), key=cost),
        wins=tuple(plan for plan in found if plan.from_with_rekognition or plan.from_with_own_models),
    )


def _wins_from(
    plan: Plan, collection: Collection, assumptions: Assumptions, ownership: Ownership, prices: Prices
) -> float | None:
    """From which size the plan wins, for a library like `collection`; cost grows with size, so halving finds it."""
    gigabytes = collection.files.bytes / 10**9
    if gigabytes == 0:
        return None
    subscription = 12 * ownership.years * plan.price(prices).value
    low, high = 0.0, min(plan.gigabytes, _LARGEST)

    def dearer(size: float) -> bool:
        told = forecast(scaled(collection, size / gigabytes), assumptions, prices)
        return told.over(ownership.years) > subscription

    if not dearer(high):
        return None
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if dearer(middle) else (middle, high)
    return high
