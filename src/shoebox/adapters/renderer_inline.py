"""Renders in this process: simple, but a file that crashes a decoder ends the program. For tests and trusted files."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from shoebox.domain.errors import UnavailableError
from shoebox.domain.photo import Rendering, ToolVersion
from shoebox.imaging import RENDERER
from shoebox.imaging.limits import Limits
from shoebox.imaging.render import least_facts, render


class InlineRenderer:
    """A Renderer without worker processes; of the limits only that of pixels holds."""

    def __init__(self, limits: Limits | None = None) -> None:
        """Take the limits; None: the usual ones."""
        self._limits = limits or Limits()

    @property
    def identity(self) -> ToolVersion:
        """See ports.Renderer."""
        return RENDERER

    def render(self, original: Path, *, path: str, modified: datetime, sidecars: Mapping[str, bytes]) -> Rendering:
        """See ports.Renderer. Raises UnavailableError where the file cannot be read at all."""
        try:
            return render(original, path=path, modified=modified, sidecars=sidecars, limits=self._limits)
        except OSError as error:
            raise UnavailableError(f"{original} cannot be read: {error.strerror}", hint="Is its disk there?") from error
        except MemoryError:
            return Rendering(facts=least_facts(path, modified), reason="Decoding the file takes too much memory.")

    def close(self) -> None:
        """Nothing to end."""
