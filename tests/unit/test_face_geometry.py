"""Where faces are."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoebox.domain.face_geometry import STRIDES, TEMPLATE, FoundFaces, Numbers, merged, overlaps, read_yunet, upright

SIDE = 64


def silence() -> dict[str, Numbers]:
    """The outputs of a network that sees no face on a square of 64 pixels."""
    outputs: dict[str, Numbers] = {}
    for stride in STRIDES:
        cells = (SIDE // stride) ** 2
        for name, width in {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}.items():
            outputs[f"{name}_{stride}"] = np.zeros((1, cells, width), np.float32)
    return outputs


def test_no_cell_sure_is_no_face() -> None:
    """Nothing is found where nothing is said."""
    assert len(read_yunet(silence(), SIDE, 0.5, 0.3).scores) == 0


def test_a_cell_tells_centre_size_landmarks_and_score() -> None:
    """Offsets count in cells from the cell's corner, sizes are logarithms, the score is a geometric mean."""
    outputs = silence()
    cell = 3 * 8 + 5  # fourth row, sixth column of the grid with 8 pixels a cell
    outputs["cls_8"][0, cell], outputs["obj_8"][0, cell] = 0.81, 1.0
    outputs["bbox_8"][0, cell] = [0.5, 0.25, math.log(2), math.log(3)]
    outputs["kps_8"][0, cell, :2] = [1.0, 2.0]
    found = read_yunet(outputs, SIDE, 0.5, 0.3)
    assert found.boxes.tolist() == [pytest.approx([44 - 8, 26 - 12, 16, 24], abs=1e-4)]
    assert found.landmarks[0, 0].tolist() == [48, 40]
    assert found.scores.tolist() == pytest.approx([0.9])


def faces(*rows: tuple[float, float, float, float, float]) -> FoundFaces:
    """Faces from (x, y, width, height, score)."""
    table = np.array(rows, np.float32).reshape(-1, 5)
    return FoundFaces(table[:, :4], np.zeros((len(table), 5, 2), np.float32), table[:, 4])


def test_of_two_findings_of_one_face_the_better_stays() -> None:
    """Two searches of one picture find a face once; what lies elsewhere stays."""
    found = merged(faces((10, 10, 20, 20, 0.8)), faces((11, 10, 20, 20, 0.9), (50, 50, 9, 9, 0.7)), 0.3)
    assert found.scores.tolist() == pytest.approx([0.9, 0.7])


def test_faces_are_placed_back_on_the_picture() -> None:
    """A margin of 16 on a picture scaled to a half is taken off, then the scale."""
    placed = faces((20, 24, 10, 12, 0.9)).placed(16, 0.5)
    assert placed.boxes.tolist() == [[8, 16, 20, 24]]


def test_overlap_is_intersection_over_union() -> None:
    """Half of a box shared with an equal one is a third of both."""
    box = np.array([0, 0, 2, 2], np.float32)
    others = np.array([[0, 0, 2, 2], [1, 0, 2, 2], [5, 5, 2, 2]], np.float32)
    assert overlaps(box, others).tolist() == pytest.approx([1, 1 / 3, 0])


@given(st.floats(-3.1, 3.1), st.floats(0.05, 20), st.floats(-500, 500), st.floats(-500, 500))
def test_a_turned_scaled_and_shifted_template_is_undone(angle: float, scale: float, right: float, down: float) -> None:
    """The map from the template to landmarks that are a similarity of it is that similarity."""
    turn = scale * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    landmarks = (TEMPLATE @ turn.T + [right, down]).astype(np.float32)
    expected = np.hstack([turn, [[right], [down]]])
    assert np.allclose(upright(landmarks), expected, rtol=1e-3, atol=1e-2)


def test_a_mirrored_face_is_not_mirrored_back() -> None:
    """A similarity turns but never mirrors: its determinant is positive."""
    mirrored = (TEMPLATE * [-1, 1]).astype(np.float32)
    assert np.linalg.det(upright(mirrored)[:, :2]) > 0
