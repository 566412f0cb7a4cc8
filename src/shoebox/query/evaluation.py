"""Many queries at once, for measuring how well they are understood."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from time import perf_counter
from typing import Any

from shoebox.domain.json_value import JsonObject
from shoebox.query.codec import to_json
from shoebox.query.context import Names, Context, from_json
from shoebox.query.parse import parse


def evaluate(lines: Iterable[Mapping[str, Any]], libraries: Mapping[str, Mapping[str, Any]]) -> Iterator[JsonObject]:
    """One prediction per line: id, parsed, elapsed_ms."""
    contexts: dict[tuple[str, str], Context] = {}
    for line in lines:
        key = line["library"], line["reference_date"]
        if key not in contexts:
            contexts[key] = from_json(libraries[key[0]], date.fromisoformat(key[1]))
        begin = perf_counter()
        text = line["query"] * line.get("repeat", 1)
        parsed = parse(text, contexts[key], mode=line.get("mode", "search"))
        yield {"id": line["id"], "parsed": to_json(parsed.query), "elapsed_ms": round((perf_counter() - begin) * 1000, 3)}
