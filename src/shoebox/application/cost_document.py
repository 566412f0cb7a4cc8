"""The JSON object of a forecast: what `shoebox cost --json` prints and a web page draws."""

from dataclasses import asdict, fields

from shoebox.application.cost import Answer
from shoebox.domain.cost import Bill, Line
from shoebox.domain.json_value import JsonObject, JsonValue
from shoebox.domain.ownership import Way


def document(answer: Answer) -> JsonObject:
    """Everything in `answer`, each line with its price, and where and when that was read."""
    verdict = answer.verdict
    wins: list[JsonValue] = [asdict(found) for found in verdict.wins]
    return {
        "collection": asdict(answer.collection),
        "region": answer.prices.region,
        "currency": answer.prices.currency,
        "prices_read": {"oldest": answer.prices.oldest.isoformat(), "newest": answer.prices.newest.isoformat()},
        "assumptions": [*_assumptions(answer.assumptions), *_assumptions(answer.ownership)],
        "one_off": _bill(answer.forecast.one_off),
        "monthly": _bill(answer.forecast.monthly),
        "restore": _bill(answer.forecast.restore),
        "analysis_months": answer.forecast.analysis_months,
        "ways": [_way(way) for way in answer.ways],
        "verdict": {
            "cheapest": verdict.cheapest.name,
            "cheapest_off_site": verdict.cheapest_off_site.name,
            "subscriptions_win": wins,
        },
    }


def _assumptions(instance: object) -> list[JsonValue]:
    return [
        {"name": item.name, "value": getattr(instance, item.name), **item.metadata}
        for item in fields(instance)  # type: ignore[arg-type]  # a dataclass, of which mypy has no name
    ]


def _bill(bill: Bill) -> JsonObject:
    return {"total": bill.total, "lines": [_line(line) for line in bill.lines]}


def _line(line: Line) -> JsonObject:
    price = line.price
    return {
        "group": line.group,
        "what": line.what,
        "amount": line.amount,
        "free": min(line.free, line.amount),
        "unit": price.unit,
        "price": price.value,
        "per": price.per,
        "cost": line.cost,
        "source": price.source,
        "read": price.read.isoformat(),
        "evidence": price.evidence.value,
    }


def _way(way: Way) -> JsonObject:
    return {
        "name": way.name,
        "kind": way.kind,
        "cost": _bill(way.bill),
        "off_site": way.off_site,
        "recognises": way.recognises,
        "loss": way.loss,
        "unreadable": way.unreadable,
        "memory": way.memory,
        "note": way.note,
    }
