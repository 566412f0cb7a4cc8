"""Many queries at once, for measuring how well they are understood."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from time import perf_counter
from typing import Any

from shoebox.domain.errors import UsageError
from shoebox.domain.json_value import JsonObject
from shoebox.query.codec import to_json
from shoebox.query.context import Context, from_json
from shoebox.query.parse import parse


def evaluate(lines: Iterable[Mapping[str, Any]], libraries: Mapping[str, Mapping[str, Any]]) -> Iterator[JsonObject]:
    """A prediction for each line: `id`, `parsed` (a query as JSON) and `elapsed_ms`.

    A line has `id`, `query`, `reference_date` (the present day), `library` (a key of `libraries`, whose values are as
    in `context.from_json`) and may have `mode` (search or prefix) and `repeat` (the query that often).
    Raises UsageError for other lines.
    """
    contexts = {name: from_json(library, date.min) for name, library in libraries.items()}
    for line in lines:
        try:
            context = _on(contexts[line["library"]], line["reference_date"])
            text = line["query"] * line.get("repeat", 1)
            mode = line.get("mode", "search")
            begin = perf_counter()
            query = parse(text, context, mode=mode).query
        except (KeyError, TypeError, ValueError) as error:
            hint = "Each line needs id, query, reference_date and library."
            raise UsageError(f"This is not a line of an evaluation: {error}", hint=hint) from error
        elapsed = round((perf_counter() - begin) * 1000, 3)
        yield {"id": line["id"], "parsed": to_json(query), "elapsed_ms": elapsed}


def _on(context: Context, today: str) -> Context:
    return replace(context, calendar=replace(context.calendar, today=date.fromisoformat(today)))
