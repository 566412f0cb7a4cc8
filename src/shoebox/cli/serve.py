"""`shoebox serve`: the gallery."""

import errno
import socket

import click
import uvicorn

from shoebox.application.library import Library
from shoebox.cli.catch_up import reading_library
from shoebox.cli.options import example, language_of, with_settings
from shoebox.composition import missing_models
from shoebox.domain.errors import UnavailableError
from shoebox.settings import Settings
from shoebox.web.app import LOOPBACK, create_app
from shoebox.web.gallery import Gallery


@click.command(epilog=example("shoebox serve --port 9000"))
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen at; 0 takes a free one.")
@with_settings
def serve(settings: Settings, *, port: int | None) -> None:
    """Serve the gallery until Ctrl-C. It listens on this computer only."""
    with reading_library(settings) as library:
        listener = _listen(settings.host, settings.port if port is None else port)
        address = f"http://{settings.host}:{listener.getsockname()[1]}"
        click.echo(f"Your photos are at {address} (Ctrl-C ends it).")
        app = create_app(_gallery(settings, library), hosts=tuple(dict.fromkeys((*LOOPBACK, settings.host))))
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
        )
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            click.echo("Stopped.")


def _gallery(settings: Settings, library: Library) -> Gallery:
    missing = missing_models(settings) if settings.recognition else ()
    return Gallery(
        library=library,
        language=lambda: language_of(settings),
        place=settings.library_place,
        missing=tuple(f"{purpose}: run 'shoebox models'" for purpose in missing),
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # before the address is told: who follows it at once waits instead of being refused
    except OSError as error:
        listener.close()
        busy = error.errno == errno.EADDRINUSE
        hint = "Another program, perhaps another Shoebox, uses the port. Choose one with --port." if busy else ""
        raise UnavailableError(f"Cannot listen at {host}:{port}: {error.strerror}.", hint=hint) from error
    return listener
