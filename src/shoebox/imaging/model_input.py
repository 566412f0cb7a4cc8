"""Pictures as networks want them: square arrays of 8-bit RGB."""

import io

import numpy as np
import numpy.typing as npt
from PIL import Image

from shoebox.domain.errors import IntegrityError

Pixels = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]


def open_picture(jpeg: bytes) -> Image.Image:
    """The decoded picture in RGB. Raises IntegrityError for bytes that are no picture."""
    try:
        with Image.open(io.BytesIO(jpeg)) as picture:
            return picture.convert("RGB")
    except (OSError, SyntaxError, ValueError) as error:
        raise IntegrityError(f"A preview cannot be decoded: {error}", hint="Run `shoebox rebuild`.") from None


def boxed(picture: Image.Image, side: int, fill: int) -> tuple[Pixels, float]:
    """The whole picture in the upper left of a square, the rest filled, and by what it was scaled."""
    scale = side / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    square = np.full((side, side, 3), fill, np.uint8)
    square[: size[1], : size[0]] = np.asarray(picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0))
    return square, scale


def stretched(picture: Image.Image, side: int, box: tuple[float, float, float, float] | None = None) -> Pixels:
    """The picture, or a `box` of it (left, upper, right, lower in pixels), made square without regard to its shape."""
    return np.asarray(picture.resize((side, side), Image.Resampling.BICUBIC, box=box, reducing_gap=2.0))


def averaged(picture: Image.Image, side: int) -> Pixels:
    """The picture in `side` x `side` cells, each the mean of its own pixels alone."""
    return np.asarray(picture.resize((side, side), Image.Resampling.BOX))


def warped(picture: Image.Image, matrix: Matrix, side: int) -> Pixels:
    """A square cut from the picture: `matrix` (2 x 3) maps its pixels to pixels of the picture.

    What lies outside the picture is black. Large cuts are reduced first, so that no pixel is left out.
    """
    step = max(1, int(np.sqrt(abs(np.linalg.det(matrix[:, :2])))))
    if step > 1:
        corners = matrix @ np.array([[0, side, 0, side], [0, 0, side, side], [1, 1, 1, 1]])
        left, upper = np.clip(np.floor(corners.min(axis=1)), 0, None).astype(int)
        right, lower = np.ceil(corners.max(axis=1)).astype(int)
        right, lower = min(int(right), picture.width), min(int(lower), picture.height)
        picture = picture.reduce(step, box=(int(left), int(upper), right, lower))
        matrix = (matrix - np.array([[0, 0, left], [0, 0, upper]])) / step
    coefficients = tuple(float(value) for value in matrix.reshape(-1))
    cut = picture.transform((side, side), Image.Transform.AFFINE, coefficients, Image.Resampling.BILINEAR)
    return np.asarray(cut)
