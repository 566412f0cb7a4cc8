"""The web application: the API, the pictures, and the front-end that Vite built into web/static/."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from shoebox.domain.errors import ShoeboxError
from shoebox.web import cost, people, photos, pictures, queries
from shoebox.web.answers import error_answer
from shoebox.web.gallery import Gallery
from shoebox.web.security import SameOriginWrites, SecurityHeaders

STATIC = Path(__file__).parent / "static"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_SCREENS = ("/", "/search", "/photo/{photo}", "/people", "/labels", "/set-aside", "/cost")


def create_app(gallery: Gallery, *, hosts: tuple[str, ...] = LOOPBACK) -> Starlette:
    """The ASGI application for a gallery, answering only requests addressed to `hosts` (DNS rebinding)."""
    app = Starlette(
        routes=[*_api(), *_pictures(), *_screens()],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(SameOriginWrites),
            Middleware(GZipMiddleware, minimum_size=2000, compresslevel=4),
        ],
        exception_handlers={ShoeboxError: error_answer},
    )
    app.state.gallery = gallery
    return app


def _api() -> list[Route]:
    return [
        Route("/api/parse", queries.parse),
        Route("/api/chips", queries.chips),
        Route("/api/status", queries.status),
        Route("/api/set-aside", queries.set_aside),
        Route("/api/cost", cost.cost),
        Route("/api/timeline", photos.timeline),
        Route("/api/photos", photos.photos),
        Route("/api/photos/{photo}", photos.photo),
        Route("/api/photos/{photo}/favourite", photos.favourite, methods=["POST"]),
        Route("/api/people", people.people),
        Route("/api/people/{cluster}", people.name, methods=["POST"]),
        Route("/api/labels", people.labels),
    ]


def _pictures() -> list[Route]:
    return [
        Route("/thumbnails/{photo}", pictures.thumbnail),
        Route("/previews/{photo}", pictures.preview),
        Route("/originals/{photo}", pictures.original),
    ]


def _screens() -> list[Route | Mount]:
    assets = StaticFiles(directory=STATIC / "assets", check_dir=False)
    return [Mount("/assets", assets), *(Route(path, _index) for path in _SCREENS)]


def _index(_request: Request) -> Response:
    page = STATIC / "index.html"
    if not page.is_file():
        return PlainTextResponse("The front-end is not built. Run 'make frontend'.", status_code=503)
    return FileResponse(page, headers={"cache-control": "no-cache"})
