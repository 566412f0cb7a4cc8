"""The shared development set of queries is understood at least as well as it was before."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from shoebox.query.evaluation import evaluate

SHARED = Path(__file__).resolve().parents[3] / "shared" / "queries"
REACHED = 100
"""How many of the hundred queries were understood exactly when this was written."""


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared development set of queries is not here")
def test_development_set(tmp_path: Path) -> None:
    """As many queries as before are parsed into exactly what is expected."""
    gold = SHARED / "queries-dev.jsonl"
    lines = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    libraries = json.loads((SHARED / "queries-dev.libraries.json").read_text(encoding="utf-8"))
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text("".join(json.dumps(one) + "\n" for one in evaluate(lines, libraries)), encoding="utf-8")
    command = [sys.executable, str(SHARED / "score_queries.py"), str(gold), str(predictions), "--json"]
    scored = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert scored["exact"] >= REACHED
