"""The tables of `shoebox cost`, as text in aligned columns."""

from collections.abc import Sequence
from dataclasses import fields

from shoebox.application.cost import Answer, Question
from shoebox.domain.cost import Bill, Line
from shoebox.domain.ownership import Way
from shoebox.domain.prices import Figure
from shoebox.domain.verdict import PlanWins

_RARE = 0.01
_SUBSCRIPTION_HINT = "A subscription that you pay for anyway (a family's plan, Amazon Prime) costs you nothing more."


def forecast_table(answer: Answer) -> str:
    """What the forecast is about, its three bills line by line, and how old the prices are."""
    collection, prices, told = answer.collection, answer.prices, answer.forecast
    head = (
        f"{collection.photos:,} photos ({collection.raw_share:.0%} RAW), {collection.videos:,} videos: "
        f"{collection.files.number:,} files, {collection.files.bytes / 10**9:,.1f} GB = {collection.files.gib:,.1f} GiB"
    )
    currency = prices.currency
    return "\n".join(
        (
            head,
            "",
            *_bill("The import, once", told.one_off, currency),
            *_cap(answer),
            "",
            *_bill("Each month afterwards", told.monthly, currency),
            "",
            *_bill("Reading every original back, if you ever must", told.restore, currency),
            "",
            f"Prices: {prices.region}, {currency} without taxes, read between {prices.oldest} and {prices.newest}.",
            "Each figure's source and day: --json. What is assumed: --assumptions. How it is computed: docs/cost.md.",
        )
    )


def comparison_table(answer: Answer) -> str:
    """Every way to keep the collection, cheapest first, with the chances of losing it, and who wins."""
    currency, years, verdict = answer.prices.currency, answer.ownership.years, answer.verdict
    rows = [
        (
            way.name,
            _money(way.bill.total, currency),
            "yes" if way.off_site else "no",
            _chance(way.loss),
            _chance(way.unreadable),
            _chance(way.memory),
            way.note,
        )
        for way in answer.ways
    ]
    head = ("way", "cost", "off-site", "loss", "unreadable", "memory", "")
    return "\n".join(
        (
            f"Kept for {years:g} years",
            *_aligned([head, *rows], right=(1, 3, 4, 5)),
            "loss: failing hardware takes originals, all copies included. unreadable: one full read of a drive meets",
            "a bad sector. memory: errors in memory without ECC. Deleting by mistake and losing an account or a house",
            "key are in no figure: keep a bucket and a drive. -: nobody publishes it.",
            "",
            f"Cheapest: {_named(verdict.cheapest, currency)}.",
            f"Cheapest with a copy elsewhere: {_named(verdict.cheapest_off_site, currency)}.",
            *(_wins(found) for found in verdict.wins),
            _SUBSCRIPTION_HINT,
        )
    )


def assumption_table(asked: Question) -> str:
    """Every name that `--assume` takes, its value, unit and meaning."""
    rows = [
        (item.name, _value(getattr(instance, item.name)), item.metadata["unit"], item.metadata["says"])
        for instance in (asked.imagined, asked.assumptions, asked.ownership)
        for item in fields(instance)
    ]
    return "\n".join(_aligned([("name", "value", "unit", ""), *rows], right=(1,)))


def _cap(answer: Answer) -> tuple[str, ...]:
    months, cap = answer.forecast.analysis_months, answer.assumptions.analysis_cap
    if months is not None and months <= 1:
        return ()
    lasts = "Rekognition never sees them all" if months is None else f"Rekognition takes {months:,} months over them"
    return (f"At {cap:,.0f} pictures a month (MonthlyAnalysisCap) {lasts}; backup does not wait.",)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def _bill(title: str, bill: Bill, currency: str) -> list[str]:
    lines = [line for line in bill.lines if line.amount > 0]
    rows = [("", *_cells(line, currency)) for line in lines]
    head = (title, "amount", "free", "unit", "price", "cost")
    total = ("", "total", "", "", "", "", _money(bill.total, currency))
    table = [("", *head), *rows, total]
    return _aligned([row[1:] for row in table], right=(1, 2, 4, 5))


def _cells(line: Line, currency: str) -> tuple[str, ...]:
    free = _amount(min(line.free, line.amount)) if line.free else ""
    name = f"  {line.what}"
    return (
        name,
        _amount(line.amount),
        free,
        line.price.unit,
        _unit_price(line.price, currency),
        _money(line.cost, currency),
    )


def _named(way: Way, currency: str) -> str:
    return f"{way.name}, {_money(way.bill.total, currency)}"


def _wins(found: PlanWins) -> str:
    starts = (("with Rekognition", found.from_with_rekognition), ("with its own models", found.from_with_own_models))
    where = ", ".join(f"from {start:,.0f} GB {recognition}" for recognition, start in starts if start is not None)
    end = "" if found.to_gigabytes is None else f"; it holds {found.to_gigabytes:,.0f} GB"
    return f"{found.plan} is cheaper than Shoebox on AWS {where}{end}."


def _unit_price(price: Figure, currency: str) -> str:
    exact = f"{price.value:.10f}".rstrip("0")
    value = exact if len(exact.partition(".")[2]) > 1 else f"{price.value:.2f}"
    per = "" if price.per == 1 else f" per {price.per:,}"
    return f"{_sign(currency)}{value}{per}"


def _amount(amount: float) -> str:
    return f"{amount:,.0f}" if amount >= 100 or amount == int(amount) else f"{amount:,.2f}"


def _money(amount: float, currency: str) -> str:
    return f"{_sign(currency)}{amount:,.2f}"


def _sign(currency: str) -> str:
    return "$" if currency == "USD" else f"{currency} "


def _chance(chance: float | None) -> str:
    if chance is None:
        return "-"
    if chance >= _RARE:
        return f"{chance:.1%}"
    return f"1 in {float(f'{1 / chance:.1e}'):,.0f}" if chance > 0 else "0"


def _aligned(rows: Sequence[Sequence[str]], *, right: Sequence[int]) -> list[str]:
    """Rows in columns as wide as their widest cell."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]

    def cell(place: int, text: str) -> str:
        return text.rjust(widths[place]) if place in right else text.ljust(widths[place])

    return ["  ".join(cell(place, text) for place, text in enumerate(row)).rstrip() for row in rows]
