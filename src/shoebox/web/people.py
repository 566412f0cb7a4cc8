"""People and labels over HTTP (docs/api.md)."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from shoebox.application.library import refresh_index
from shoebox.application.people import Cluster, list_people, name_person
from shoebox.domain.errors import UsageError
from shoebox.domain.json_value import JsonObject
from shoebox.ports import Facet
from shoebox.query.model import EVERYTHING
from shoebox.web.answers import body_of, json_answer
from shoebox.web.gallery import gallery_of

MOST_NAME_CHARACTERS = 200


def people(request: Request) -> Response:
    """Everybody on the photos."""
    found = list_people(gallery_of(request).library)
    return json_answer(request, {"people": [_described(person) for person in found]})


async def name(request: Request) -> Response:
    """Say who a cluster's faces are; null takes the name away."""
    wanted = (await body_of(request)).get("name")
    if not (wanted is None or isinstance(wanted, str)) or len(wanted or "") > MOST_NAME_CHARACTERS:
        raise UsageError("That cannot be a name.", hint='Send {"name": "Natalie"}, or null to take it away.')
    await run_in_threadpool(_name, request, wanted)
    return Response(status_code=204)


def labels(request: Request) -> Response:
    """What is on the photos, most frequent first."""
    counts = gallery_of(request).library.index.count(EVERYTHING, Facet.LABEL)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return json_answer(request, {"labels": ordered})


def _name(request: Request, wanted: str | None) -> None:
    library = gallery_of(request).library
    name_person(library, request.path_params["cluster"], wanted)
    refresh_index(library)


def _described(person: Cluster) -> JsonObject:
    box = person.cover
    return {
        "cluster": person.id,
        "name": person.name,
        "photos": person.photos,
        "faces": len(person.faces),
        "cover": {"photo": person.cover_photo, "box": [box.x, box.y, box.width, box.height]},
    }
