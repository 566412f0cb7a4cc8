"""What keeping a collection costs for some years, and how it can be lost: AWS, drives at home, subscriptions.

The question as owners ask it: 1 TB for 5 years. Chances are computed from the assumptions, never made up: a drive
fails within T years with 1 - (1 - AFR)^T; two copies are lost when the second fails while the first is replaced.
Nobody's chances cover what loses most photos: deleting them, losing the account, not paying the bill.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from shoebox.domain.assumptions import SHARE, Assumptions, Recognition, assumed
from shoebox.domain.collection import Collection
from shoebox.domain.cost import Bill, Forecast, Line, forecast
from shoebox.domain.prices import Evidence, Figure, Prices

_HOURS_PER_YEAR = 8766
_DAYS_PER_YEAR = 365.25
_TERABYTE = 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """What the comparison assumes beyond the forecast and the prices."""

    years: float = assumed(5.0, "years", "How long the photos are kept.")
    drive_failures: float = assumed(
        0.0136, SHARE, "Drives that fail in a year: Backblaze Drive Stats for 2025; kept cool, so a lower bound."
    )
    unreadable_bits: float = assumed(
        1e-14, "errors a bit read", "Unreadable sectors, as data sheets of consumer drives bound them."
    )
    memory_errors: float = assumed(
        0.08, SHARE, "Memory modules with errors in a year: Schroeder, Pinheiro, Weber, SIGMETRICS 2009."
    )
    site_losses: float = assumed(0.003, SHARE, "Homes that lose all drives in a year: fire, flood, theft; a guess.")
    rotation_days: float = assumed(90.0, "days", "Between visits to the off-site drive.")
    rebuild_days: float = assumed(7.0, "days", "From the failure of a NAS drive to the mirror's being whole again.")
    nas_watts: float = assumed(25.0, "W", "What a NAS with two drives draws, always on.")
    nas_offsite_drives: float = assumed(1.0, "0 or 1", "Whether the NAS is copied to portable drives kept elsewhere.")
    durability: float = assumed(
        0.99999999999, SHARE, "Objects that S3 is designed to keep for a year: a design target, not a promise."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to keep the collection; chances are over all years, None where nobody publishes what is needed.

    `loss` is the chance that failing hardware takes originals, all their copies included. `unreadable` is the chance
    that reading everything from one drive once meets an unreadable sector. `memory` is the chance that memory
    without error correction sees errors.
    """

    name: str
    kind: str
    bill: Bill
    off_site: bool
    recognises: bool
    loss: float | None = None
    unreadable: float | None = None
    memory: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A subscription; `gigabytes` is what it holds, in 10^9 bytes."""

    vendor: str
    name: str
    gigabytes: float
    price: Callable[[Prices], Figure]
    note: str = ""


PLANS = (
    Plan("Google", "Google One 200 GB", 200, lambda prices: prices.google_one_200_gb),
    Plan("Google", "Google One 2 TB", 2000, lambda prices: prices.google_one_2_tb),
    Plan("Apple", "iCloud+ 200 GB", 200, lambda prices: prices.icloud_200_gb),
    Plan("Apple", "iCloud+ 2 TB", 2000, lambda prices: prices.icloud_2_tb),
    Plan("Amazon", "Amazon Photos 1 TB", 1000, lambda prices: prices.amazon_photos_1_tb),
    Plan("Amazon", "Amazon Photos 2 TB", 2000, lambda prices: prices.amazon_photos_2_tb),
    Plan(
        "Amazon Prime",
        "Amazon Prime",
        math.inf,
        lambda prices: prices.amazon_prime,
        "photos without limit, 5 GB of videos",
    ),
)


def fitting_plans(size: int) -> tuple[Plan, ...]:
    """Of each vendor the smallest plan that holds `size` bytes."""
    by_vendor: dict[str, Plan] = {}
    for plan in sorted(PLANS, key=lambda plan: plan.gigabytes):
        if plan.gigabytes * 10**9 >= size:
            by_vendor.setdefault(plan.vendor, plan)
    return tuple(by_vendor.values())


def compare(collection: Collection, assumptions: Assumptions, ownership: Ownership, prices: Prices) -> tuple[Way, ...]:
    """Every way to keep `collection`, cheapest first. Of each vendor only the smallest plan that holds it."""
    ways = (
        *_clouds(collection, assumptions, ownership, prices),
        *_drives(collection, ownership, prices),
        *_subscriptions(collection, ownership, prices),
    )
    return tuple(sorted(ways, key=lambda way: way.bill.total))


def drive_failure(yearly: float, years: float) -> float:
    """The chance that a drive fails within `years`, from its annual failure rate."""
    return 1 - math.pow(1 - yearly, years)


def pair_failure(yearly: float, years: float, window_days: float) -> float:
    """The chance that, within `years`, one of two drives fails while the other, failed before, is not yet replaced.

    Independent drives with a constant failure rate: each first failure opens a window in which the other must live.
    """
    if yearly >= 1 or years == 0:
        return float(years > 0)  # at once, or never
    rate = -math.log1p(-yearly)
    return -math.expm1(-2 * rate * years * -math.expm1(-rate * window_days / _DAYS_PER_YEAR))


def unreadable_sector(bits: float, size: int) -> float:
    """The chance that reading `size` bytes once meets an error, at `bits` errors a bit."""
    return 1.0 if bits >= 1 else -math.expm1(8 * size * math.log1p(-bits))


def _clouds(collection: Collection, assumptions: Assumptions, ownership: Ownership, prices: Prices) -> tuple[Way, ...]:
    names = {
        Recognition.NONE: "Shoebox on AWS, nothing recognised in the cloud",
        Recognition.LOCAL: "Shoebox on AWS, its own models recognise",
        Recognition.REKOGNITION: "Shoebox on AWS, Rekognition recognises",
    }
    objects = collection.files.number * (1 - ownership.durability) * ownership.years
    ways = []
    for recognition, name in names.items():
        told = forecast(collection, replace(assumptions, recognition=recognition), prices)
        ways.append(
            Way(
                name=name,
                kind="aws",
                bill=_cloud_bill(told, ownership.years, prices),
                off_site=True,
                recognises=recognition is not Recognition.NONE,
                loss=_any_lost(objects),
                note="any original; what S3 is designed for, not a promise",
            )
        )
    return tuple(ways)


def _any_lost(objects: float) -> float:
    """The chance that at least one object is lost where so many are expected to be (Poisson)."""
    return -math.expm1(-objects)


def _cloud_bill(told: Forecast, years: float, prices: Prices) -> Bill:
    def figure(name: str, value: float, unit: str) -> Figure:
        return Figure(
            name=name,
            value=value,
            per=1,
            unit=unit,
            read=prices.oldest,
            source="the forecast",
            evidence=Evidence.ESTIMATED,
        )

    return Bill(
        (
            Line("aws", "import", 1, figure("import", told.one_off.total, "import")),
            Line("aws", "keeping", 12 * years, figure("keeping", told.monthly.total, "month")),
        )
    )


def _drives(collection: Collection, ownership: Ownership, prices: Prices) -> tuple[Way, ...]:
    size, yearly, years = collection.files.bytes, ownership.drive_failures, ownership.years
    portable, site = _drives_for(size, 2), drive_failure(ownership.site_losses, years)
    unreadable = unreadable_sector(ownership.unreadable_bits, size)
    drive = prices.portable_drive_2_tb
    one, pair = drive_failure(yearly, years), pair_failure(yearly, years, ownership.rotation_days)
    return (
        Way(
            name="one portable drive on a shelf",
            kind="drives",
            bill=Bill(_purchase("drives", portable, drive, ownership)),
            off_site=False,
            recognises=False,
            loss=_either(_any_of(one, portable), site),
            unreadable=unreadable,
            note="no copy if it is dropped, stolen or burnt",
        ),
        Way(
            name="two portable drives, one off-site in turn",
            kind="drives",
            bill=Bill(_purchase("drives", 2 * portable, drive, ownership)),
            off_site=True,
            recognises=False,
            loss=_any_of(pair, portable),
            unreadable=unreadable,
            note=f"your own work; the newest {ownership.rotation_days:.0f} days have one copy",
        ),
        _nas(collection, ownership, prices),
    )


def _nas(collection: Collection, ownership: Ownership, prices: Prices) -> Way:
    size, yearly, years = collection.files.bytes, ownership.drive_failures, ownership.years
    boxes = _drives_for(size, 4)
    offsite = _drives_for(size, 2) if ownership.nas_offsite_drives else 0
    mirror = _any_of(pair_failure(yearly, years, ownership.rebuild_days), boxes)
    house = _either(mirror, drive_failure(ownership.site_losses, years))
    away = _any_of(drive_failure(yearly, ownership.rotation_days / _DAYS_PER_YEAR), offsite)
    kilowatt_hours = boxes * ownership.nas_watts / 1000 * _HOURS_PER_YEAR * years
    return Way(
        name="2-bay NAS, mirrored" + (", and a drive off-site" if offsite else ""),
        kind="drives",
        bill=Bill(
            (
                Line("purchase", "enclosure", boxes, prices.nas_enclosure),
                *_purchase("drives", 2 * boxes, prices.nas_drive_4_tb, ownership),
                *(_purchase("off-site drives", offsite, prices.portable_drive_2_tb, ownership) if offsite else ()),
                Line("electricity", "electricity", kilowatt_hours, prices.electricity),
            )
        ),
        off_site=bool(offsite),
        recognises=False,
        loss=house * away if offsite else house,
        unreadable=unreadable_sector(ownership.unreadable_bits, size),
        memory=drive_failure(ownership.memory_errors, years),
        note="Shoebox runs on it or beside it; memory errors matter where it has no ECC",
    )


def _purchase(what: str, number: int, price: Figure, ownership: Ownership) -> tuple[Line, Line]:
    """Drives, and those that will have to be bought again."""
    failing = number * ownership.drive_failures * ownership.years
    return Line("purchase", what, number, price), Line("purchase", f"{what} bought again", failing, price)


def _subscriptions(collection: Collection, ownership: Ownership, prices: Prices) -> tuple[Way, ...]:
    return tuple(
        Way(
            name=plan.name,
            kind="subscription",
            bill=Bill((Line("subscription", plan.name, 12 * ownership.years, plan.price(prices)),)),
            off_site=True,
            recognises=True,
            note=plan.note or "a company's promise; its price may change",
        )
        for plan in fitting_plans(collection.files.bytes)
    )


def _drives_for(size: int, terabytes: int) -> int:
    return max(1, math.ceil(size / (terabytes * _TERABYTE)))


def _any_of(chance: float, number: int) -> float:
    """The chance that at least one of `number` independent things happens."""
    return 1 - (1 - chance) ** number


def _either(first: float, second: float) -> float:
    return 1 - (1 - first) * (1 - second)
