"""A Recognizer for tests and demonstrations: it sees colours, and faces where a picture has saturated squares.

Its rules are plain enough to paint a picture for any answer. The picture is reduced to 8 x 8 cells; a cell's colour is
its mean. A label is given for each colour that fills at least a quarter of the cells, with that share as confidence.
A cell of the face colour (magenta) is a face; its embedding follows from the shade of that magenta alone, so that
two cells of the same shade are one person and two of clearly different shades are two.
"""

from collections import Counter

import numpy as np
import numpy.typing as npt

from shoebox.domain.labels import ancestors
from shoebox.domain.photo import Analysis, Box, Face, Label, ToolVersion
from shoebox.imaging.model_input import averaged, open_picture

CELLS = 8
LEAST_SHARE = 0.25
COLOURS = {
    "Lake": (0, 0, 255),
    "Daisy": (255, 255, 0),
    "Field": (0, 255, 0),
    "Strawberry": (255, 0, 0),
    "Snow": (255, 255, 255),
}
"""Labels and the colours they are given for."""
COLOUR_DISTANCE = 100.0
"""How far a cell may be from a colour, in steps of 8-bit RGB."""
FACE_SHADES = (160, 192, 224, 255)
"""Red and blue of the magentas that are faces, one a person."""
EMBEDDING_SIZE = 128


class MemoryRecognizer:
    """A Recognizer without models; the same bytes always get the same answer."""

    @property
    def identity(self) -> ToolVersion:
        """See Recognizer."""
        return ToolVersion("memory", "1")

    def analyze(self, preview: bytes) -> Analysis:
        """See Recognizer. Raises IntegrityError for bytes that are no picture."""
        cells = averaged(open_picture(preview), CELLS).reshape(-1, 3).astype(np.float64)
        return Analysis(tool=self.identity, labels=_labels(cells), faces=_faces(cells))


def _labels(cells: npt.NDArray[np.float64]) -> tuple[Label, ...]:
    counts: Counter[str] = Counter()
    for name, colour in COLOURS.items():
        counts[name] = int((np.linalg.norm(cells - np.array(colour), axis=1) < COLOUR_DISTANCE).sum())
    shares = [(name, count / len(cells)) for name, count in counts.most_common()]
    return tuple(Label(name, share, "memory", ancestors(name)) for name, share in shares if share >= LEAST_SHARE)


def _faces(cells: npt.NDArray[np.float64]) -> tuple[Face, ...]:
    faces = []
    for position, (red, green, blue) in enumerate(cells):
        if green < min(red, blue) / 4 and min(red, blue) > FACE_SHADES[0] - 16:
            row, column = divmod(position, CELLS)
            box = Box(column / CELLS, row / CELLS, 1 / CELLS, 1 / CELLS)
            shade = int(np.argmin([abs((red + blue) / 2 - known) for known in FACE_SHADES]))
            faces.append(Face(box=box, confidence=0.95, embedding=_embedding(shade)))
    return tuple(faces)


def _embedding(shade: int) -> bytes:
    """One of some unit vectors at right angles to each other."""
    return bytes(np.eye(len(FACE_SHADES), EMBEDDING_SIZE, dtype="<f2")[shade].tobytes())
