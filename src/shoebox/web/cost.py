"""What the library would cost in AWS, over HTTP (docs/api.md)."""

from starlette.requests import Request
from starlette.responses import Response

from shoebox.application.cost import answer, measure_library, question
from shoebox.application.cost_document import document
from shoebox.domain.prices import standard_prices
from shoebox.web.answers import json_answer
from shoebox.web.gallery import gallery_of


def cost(request: Request) -> Response:
    """A forecast and a comparison; the parameters are assumptions by name. Raises UsageError."""
    library = gallery_of(request).library
    asked = question(request.query_params)
    return json_answer(request, document(answer(asked, standard_prices(), lambda: measure_library(library))))
