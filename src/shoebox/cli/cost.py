"""`shoebox cost`: what a library costs in AWS, and what keeping it elsewhere would."""

import json
from pathlib import Path

import click

from shoebox.application.cost import answer, measure_folder, measure_library, question
from shoebox.application.cost_document import document
from shoebox.cli.catch_up import reading_library
from shoebox.cli.cost_tables import assumption_table, comparison_table, forecast_table
from shoebox.cli.options import example, with_settings
from shoebox.domain.collection import Collection
from shoebox.domain.errors import UsageError
from shoebox.domain.prices import Prices, replaced_prices, standard_prices
from shoebox.settings import Settings


@click.command(epilog=example("shoebox cost ~/Pictures --compare --assume recognition=local"))
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with every line and its source.")
@click.option("--prices", "price_file", metavar="FILE", type=click.Path(path_type=Path), help="Your own prices, JSON.")
@click.option("--assume", "assumed", metavar="NAME=VALUE", multiple=True, help="Change an assumption; may be repeated.")
@click.option("--assumptions", "explain", is_flag=True, help="List the assumptions with their units, and stop.")
@click.option("--compare", "comparing", is_flag=True, help="Compare with drives and subscriptions over 5 years.")
@with_settings
def cost(
    settings: Settings,
    folder: Path | None,
    *,
    as_json: bool,
    price_file: Path | None,
    assumed: tuple[str, ...],
    explain: bool,
    comparing: bool,
) -> None:
    """Forecast what a library costs in your own AWS account: the import, each month, and a full restore.

    Measures FOLDER by names and sizes before an import, else the library. With
    --assume photos=50000 --assume gigabytes=200 neither is needed. Asks nothing of AWS.
    """
    asked = question(_named(assumed))
    if explain:
        click.echo(assumption_table(asked))
        return

    def measure() -> Collection:
        if folder is not None:
            return measure_folder(folder, without=settings.library_folder)
        with reading_library(settings) as library:
            return measure_library(library)

    found = answer(asked, _prices(price_file), measure)
    if as_json:
        click.echo(json.dumps(document(found)))
        return
    click.echo(forecast_table(found))
    if comparing:
        click.echo(f"\n{comparison_table(found)}")


def _named(assumed: tuple[str, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    for text in assumed:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"{text!r} is not NAME=VALUE.", hint="'shoebox cost --assumptions' lists the names.")
        values[name.strip()] = value.strip()
    return values


def _prices(file: Path | None) -> Prices:
    if file is None:
        return standard_prices()
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}.", hint="docs/cost.md shows what it holds.") from error
    return replaced_prices(standard_prices(), text)
