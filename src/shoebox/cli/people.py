"""`shoebox people`: who is on the photos."""

import json

import click

from shoebox.application.library import refresh_index
from shoebox.application.people import list_people, name_person
from shoebox.cli.catch_up import reading_library
from shoebox.cli.options import example, with_settings
from shoebox.domain.codec import to_json
from shoebox.settings import Settings


@click.group(invoke_without_command=True, epilog=example('shoebox people name 3f2a…@412,230 "Natalie"'))
@click.pass_context
def people(context: click.Context) -> None:
    """List the people on the photos, and say who they are."""
    if context.invoked_subcommand is None:
        context.invoke(list_command)


@people.command("list", epilog=example("shoebox people list --json"))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a person.")
@with_settings
def list_command(settings: Settings, *, as_json: bool = False) -> None:
    """List people: named ones first, then by number of photos."""
    with reading_library(settings) as library:
        for person in list_people(library):
            if as_json:
                click.echo(json.dumps(to_json(person), ensure_ascii=False))
            else:
                click.echo(f"{person.photos:6,} photos  {person.name or '(no name)':24}  {person.id}")


@people.command("name", epilog=example('shoebox people name 3f2a…@412,230 "Natalie"'))
@click.argument("cluster")
@click.argument("name")
@with_settings
def name_command(settings: Settings, cluster: str, name: str) -> None:
    """Say that the faces of CLUSTER (its id, or the first characters of it) are NAME; "" takes the name away."""
    with reading_library(settings) as library:
        found = [person.id for person in list_people(library) if person.id.startswith(cluster)]
        name_person(library, found[0] if len(found) == 1 else cluster, name)
        refresh_index(library)
    click.echo(f"Named {name}." if name else "The name is gone.")
