"""`shoebox cost`, as a person or a script uses it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from shoebox.cli.cost import cost
from shoebox.domain.errors import NotFoundError, ShoeboxError, UsageError
from shoebox.domain.prices import standard_prices

PRICES = standard_prices()
IMAGINED = ("--assume", "photos=50000", "--assume", "gigabytes=200")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the command for somebody with an empty home; gives its output, raises its errors."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, "")
    monkeypatch.delenv("SHOEBOX_LIBRARY", raising=False)

    def invoke(*arguments: str) -> str:
        result = CliRunner().invoke(cost, arguments)
        if isinstance(result.exception, ShoeboxError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.output

    return invoke


def test_a_folder_is_forecast_before_its_import(run: Any, tmp_path: Path) -> None:
    """Counts, three bills with totals, and the age of the prices are printed; no library is made."""
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.jpg").write_bytes(b"x" * 1000)
    output = run(str(tmp_path / "pictures"))
    assert "1 photos (0% RAW), 0 videos: 1 files" in output
    assert output.count("\ntotal") == 3
    assert f"us-east-1, USD without taxes, read between {PRICES.oldest} and {PRICES.newest}." in output
    assert not (tmp_path / "Shoebox").exists()


def test_lines_say_amount_times_price(run: Any) -> None:
    """50,000 labels at $0.001 are $50."""
    lines = {" ".join(line.split()) for line in run(*IMAGINED).splitlines()}
    assert "Rekognition labels 50,000 image $0.001 $50.00" in lines
    assert "worker calls 10,000 10,000 request $0.20 per 1,000,000 $0.00" in lines


def test_the_monthly_cap_is_told(run: Any) -> None:
    """At 1,000 pictures a month 50,000 take 50 months; the models of one's own do not wait."""
    assert "Rekognition takes 50 months over them" in run(*IMAGINED)
    assert "Rekognition never sees them all" in run(*IMAGINED, "--assume", "analysis_cap=0")
    assert "MonthlyAnalysisCap" not in run(*IMAGINED, "--assume", "recognition=local")


def test_columns_are_aligned(run: Any) -> None:
    """The costs of one bill end in one column."""
    bill = run(*IMAGINED).split("\n\n")[1].splitlines()
    assert len({len(line) for line in bill if "MonthlyAnalysisCap" not in line}) == 1


def test_the_comparison_is_printed_when_asked_for(run: Any) -> None:
    """The cheapest way is named even though it is not ours."""
    assert "Cheapest" not in run(*IMAGINED)
    output = run(*IMAGINED, "--compare", "--assume", "years=10")
    assert "Kept for 10 years" in output
    assert "Cheapest: one portable drive on a shelf, $79.52." in output
    assert "is cheaper than Shoebox on AWS from" in output


def test_json_is_one_object(run: Any) -> None:
    """A script finds bills, ways and verdict."""
    told = json.loads(run(*IMAGINED, "--json"))
    assert told["one_off"]["total"] > told["monthly"]["total"] > 0
    assert told["prices_read"] == {"oldest": str(PRICES.oldest), "newest": str(PRICES.newest)}
    assert {way["kind"] for way in told["ways"]} == {"aws", "drives", "subscription"}
    assert told["verdict"]["cheapest"]


def test_own_prices_hold(run: Any, tmp_path: Path) -> None:
    """A file of one's own replaces a figure, and the source is told."""
    file = tmp_path / "prices.json"
    file.write_text('{"read": "2026-11-20", "source": "my bill", "figures": {"rekognition_label_image": 0.002}}')
    told = json.loads(run(*IMAGINED, "--json", "--prices", str(file)))
    (labels,) = (line for line in told["one_off"]["lines"] if line["what"] == "Rekognition labels")
    assert (labels["cost"], labels["source"], labels["read"]) == (100.0, "my bill", "2026-11-20")


def test_assumptions_are_listed(run: Any) -> None:
    """Each has a value, a unit and a meaning, as they were set; no library is needed."""
    output = run("--assumptions", "--assume", "years=7")
    assert any(line.split()[:3] == ["years", "7.0", "years"] for line in output.splitlines())
    assert "archive_class" in output


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--assume", "years"), UsageError),
        (("--assume", "yeers=5"), UsageError),
        (("--prices", "missing.json", *IMAGINED), UsageError),
        (("missing-folder",), NotFoundError),
        ((), NotFoundError),
    ],
)
def test_mistakes_are_told_with_a_hint(run: Any, arguments: tuple[str, ...], error: type[ShoeboxError]) -> None:
    """A wrong assumption, a missing file, folder or library."""
    with pytest.raises(error) as caught:
        run(*arguments)
    assert caught.value.hint


def test_help_has_an_example(run: Any) -> None:
    """`--help` shows a line to copy."""
    assert "shoebox cost ~/Pictures" in run("--help")
