"""Where faces are: reading YuNet's answer, and the map that turns a face upright for an embedding network.

YuNet: W. Wu, H. Peng, S. Yu, "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence Research 2023.
The upright template is that of ArcFace (J. Deng et al., CVPR 2019), which SFace was trained with.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float32]

STRIDES = (8, 16, 32)
"""Pixels between the cells of YuNet's three grids."""
TEMPLATE_SIDE = 112
TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]],
    dtype=np.float64,
)
"""Where both eyes, the nose and the corners of the mouth belong in a picture of 112 x 112 pixels."""


@dataclass(frozen=True, slots=True)
class FoundFaces:
    """Faces in pixels of one picture, best first: n boxes (x, y, width, height), n x 5 landmarks (x, y), n scores."""

    boxes: Numbers
    landmarks: Numbers
    scores: Numbers

    def placed(self, margin: float, scale: float) -> "FoundFaces":
        """The same faces on the picture that was scaled and then given a margin."""
        factor = np.float32(1 / scale)
        boxes: Numbers = np.hstack([self.boxes[:, :2] - np.float32(margin), self.boxes[:, 2:]]) * factor
        landmarks: Numbers = (self.landmarks - np.float32(margin)) * factor
        return FoundFaces(boxes, landmarks, self.scores)


def read_yunet(outputs: Mapping[str, Numbers], side: int, least_score: float, most_overlap: float) -> FoundFaces:
    """Faces from the twelve named outputs of YuNet for a square picture of `side` pixels.

    Of faces that overlap by more than `most_overlap` (intersection over union) the best stays.
    """
    grids = [_read_grid(outputs, side, stride) for stride in STRIDES]
    boxes, landmarks, scores = (np.concatenate(part) for part in zip(*grids, strict=True))
    sure = scores >= least_score
    return _best(FoundFaces(boxes[sure], landmarks[sure], scores[sure]), most_overlap)


def merged(some: FoundFaces, more: FoundFaces, most_overlap: float) -> FoundFaces:
    """The faces of two searches of one picture; of those that overlap by more than a share the best stays."""
    boxes = np.concatenate([some.boxes, more.boxes])
    landmarks = np.concatenate([some.landmarks, more.landmarks])
    return _best(FoundFaces(boxes, landmarks, np.concatenate([some.scores, more.scores])), most_overlap)


def _best(faces: FoundFaces, most_overlap: float) -> FoundFaces:
    order = np.argsort(-faces.scores, kind="stable")
    kept = order[without_overlaps(faces.boxes[order], most_overlap)]
    return FoundFaces(faces.boxes[kept], faces.landmarks[kept], faces.scores[kept])


def _read_grid(outputs: Mapping[str, Numbers], side: int, stride: int) -> tuple[Numbers, Numbers, Numbers]:
    cells = side // stride
    rows, columns = np.divmod(np.arange(cells * cells, dtype=np.float32), np.float32(cells))
    corner = np.stack([columns, rows], axis=1)
    box = outputs[f"bbox_{stride}"].reshape(-1, 4)
    centre = (corner + box[:, :2]) * stride
    size = np.exp(box[:, 2:]) * stride
    points = (outputs[f"kps_{stride}"].reshape(-1, 5, 2) + corner[:, None, :]) * stride
    chance = np.clip(outputs[f"cls_{stride}"], 0, 1) * np.clip(outputs[f"obj_{stride}"], 0, 1)
    return np.concatenate([centre - size / 2, size], axis=1), points, np.sqrt(chance).reshape(-1)


def without_overlaps(boxes: Numbers, most_overlap: float) -> list[int]:
    """Positions of the boxes (x, y, width, height; best first) that overlap no better box by more than a share."""
    kept: list[int] = []
    for position in range(len(boxes)):
        if not kept or overlaps(boxes[position], boxes[kept]).max() <= most_overlap:
            kept.append(position)
    return kept


def overlaps(box: Numbers, boxes: Numbers) -> Numbers:
    """Intersection over union of one box with each of many."""
    upper_left = np.maximum(box[:2], boxes[:, :2])
    lower_right = np.minimum(box[:2] + box[2:], boxes[:, :2] + boxes[:, 2:])
    shared = np.prod(np.clip(lower_right - upper_left, 0, None), axis=1)
    total = np.prod(box[2:]) + np.prod(boxes[:, 2:], axis=1) - shared
    result: Numbers = shared / np.maximum(total, np.float32(1e-9))
    return result


def upright(landmarks: Numbers) -> npt.NDArray[np.float64]:
    """The 2 x 3 matrix that maps pixels of the upright 112 x 112 template to pixels of the picture.

    It is the similarity (turn, scale, shift) with the least squared error: S. Umeyama, "Least-squares estimation of
    transformation parameters between two point patterns", IEEE PAMI 13(4), 1991.
    """
    source, target = TEMPLATE, landmarks.astype(np.float64)
    source_mean, target_mean = source.mean(axis=0), target.mean(axis=0)
    centred = source - source_mean
    left, strengths, right = np.linalg.svd((target - target_mean).T @ centred / len(source))
    signs = np.array([1.0, np.sign(np.linalg.det(left @ right)) or 1.0])
    turn = left @ np.diag(signs) @ right
    scale = (strengths @ signs) / centred.var(axis=0).sum()
    shift = target_mean - scale * turn @ source_mean
    return np.hstack([scale * turn, shift[:, None]])
