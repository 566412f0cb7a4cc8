"""Finds faces with YuNet and describes them with SFace, both run by onnxruntime.

SFace: Y. Zhong et al., "SFace: Sigmoid-Constrained Hypersphere Loss for Robust Face Recognition", IEEE TIP 2021.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from shoebox.domain.face_geometry import TEMPLATE_SIDE, FoundFaces, merged, read_yunet, upright
from shoebox.domain.photo import Box, Face
from shoebox.imaging.model_input import Pixels, boxed, warped

INPUT_SIDE = 640
"""The detection model takes squares of this many pixels only."""
LEAST_SCORE = 0.8
SURE_SCORE = 0.9
MOST_OVERLAP = 0.3


class FaceModels:
    """Both networks, loaded; may be used by many threads at once."""

    def __init__(self, detector: Path, embedder: Path) -> None:
        """Load the networks."""
        self._detector = _session(detector)
        self._embedder = _session(embedder)
        self._outputs = [output.name for output in self._detector.get_outputs()]

    def faces(self, picture: Image.Image) -> tuple[Face, ...]:
        """The faces on a picture, surest first, each with its embedding."""
        found = self._find(picture, INPUT_SIDE)
        if not (found.scores >= SURE_SCORE).any():  # a face that fills the picture is too large for YuNet's grids
            found = merged(found, self._find(picture, INPUT_SIDE // 2), MOST_OVERLAP)
        return tuple(
            Face(
                box=_fractions(box, picture.width, picture.height),
                confidence=round(float(score), 3),
                embedding=self._embedding(picture, landmarks),
            )
            for box, landmarks, score in zip(found.boxes, found.landmarks, found.scores, strict=True)
        )

    def _find(self, picture: Image.Image, side: int) -> FoundFaces:
        pixels, scale = boxed(picture, side, fill=0)
        margin = (INPUT_SIDE - side) // 2
        square = np.pad(pixels, ((margin, margin), (margin, margin), (0, 0)))
        answers = self._detector.run(self._outputs, {"input": _planes(square[:, :, ::-1])})
        outputs: Mapping[str, Any] = dict(zip(self._outputs, answers, strict=True))
        return read_yunet(outputs, INPUT_SIDE, LEAST_SCORE, MOST_OVERLAP).placed(margin, scale)

    def _embedding(self, picture: Image.Image, landmarks: npt.NDArray[np.float32]) -> bytes:
        pixels = warped(picture, upright(landmarks), TEMPLATE_SIDE)
        vector = self._embedder.run(None, {"data": _planes(pixels)})[0][0]
        unit = vector / max(float(np.linalg.norm(vector)), 1e-12)
        return bytes(unit.astype("<f2").tobytes())


def _session(model: Path) -> Any:
    import onnxruntime  # noqa: PLC0415  # half a second and 80 MB that only recognition needs

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # several pictures are analyzed at a time
    options.log_severity_level = 3  # SFace's graph is written in an old style, which is told in 250 warnings
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _planes(pixels: Pixels) -> npt.NDArray[np.float32]:
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)[None], dtype=np.float32)


def _fractions(box: npt.NDArray[np.float32], width: int, height: int) -> Box:
    left, right = (round(float(x), 5) for x in np.clip([box[0] / width, (box[0] + box[2]) / width], 0.0, 1.0))
    upper, lower = (round(float(y), 5) for y in np.clip([box[1] / height, (box[1] + box[3]) / height], 0.0, 1.0))
    return Box(left, upper, round(right - left, 5), round(lower - upper, 5))
