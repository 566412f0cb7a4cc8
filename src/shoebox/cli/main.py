"""`shoebox`: the command line.

Exit codes: 0 done; 1 a fault of the program; 2 wrong usage; 3 not found; 4 somebody else was faster; 5 bytes differ
from their checksum; 6 a disk, a server or a model cannot be reached; 7 forbidden; 8 done, but some files could not
be backed up (they are listed); 130 interrupted (run it again: it goes on where it stopped).
"""

import sys
from importlib import import_module

import click

from shoebox import __version__
from shoebox.domain.errors import ShoeboxError

COMMANDS = {
    "init": "library_commands",
    "sync": "sync",
    "serve": "serve",
    "search": "search",
    "ls": "search",
    "people": "people",
    "rebuild": "library_commands",
    "models": "library_commands",
    "settings": "library_commands",
    "cost": "cost",
    "verify": "verify",
    "copy": "copy",
}
"""Each command's module, imported only when it is run: a sync of nothing is over before a web server is loaded."""

INTERRUPTED = 130


class _LateGroup(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 same
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"shoebox.cli.{COMMANDS[cmd_name]}"), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_LateGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="shoebox")
@click.option("--library", metavar="FOLDER", help="The library. Default: $SHOEBOX_LIBRARY, else ~/Shoebox.")
@click.pass_context
def cli(context: click.Context, library: str | None) -> None:
    """A photo library that you own: back up, see, find and share your photos.

    \b
    shoebox sync ~/Pictures      back up a folder
    shoebox serve                see the photos in a browser
    shoebox search "dogs at the beach in 2019"

    \b
    Exit codes: 0 done · 1 fault · 2 usage · 3 not found · 4 conflict · 5 checksum · 6 unavailable ·
    7 forbidden · 8 some files could not be backed up · 130 interrupted
    """  # noqa: D301 click's mark for "do not wrap"
    context.obj = {"library": library}


def main() -> None:
    """Run a command; tell errors in words, with what to do next."""
    try:
        code = cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nInterrupted. Run it again: it goes on where it stopped.", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader, `head` for one, has what it wanted
        sys.exit(0)
    except ShoeboxError as error:
        click.echo(f"{error.message}\n{error.hint}".strip(), err=True)
        sys.exit(error.exit_code)
    sys.exit(code if isinstance(code, int) else 0)
