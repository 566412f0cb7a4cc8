"""Placeholders are the bytes that the reference implementation makes."""

import numpy as np
import pytest

from shoebox.imaging.thumbhash import encode

# What npm's thumbhash 0.1.1 makes of the pictures that `painted` paints.
REFERENCE = {
@@REF@@
}


def painted(width: int, height: int) -> np.ndarray:
    """A picture from a formula."""
    row, column = np.mgrid[0:height, 0:width]
    channels = (37 * column + 11 * row, column * column + 5 * row, 29 * row + 3 * column)
    return (np.stack(channels, axis=-1) % 256).astype(np.uint8)


@pytest.mark.parametrize("size", REFERENCE)
def test_equals_the_reference(size: tuple[int, int]) -> None:
    """Byte by byte, for every shape."""
    assert encode(painted(*size)).hex() == REFERENCE[size]


def test_a_flat_picture_keeps_its_colour() -> None:
    """The first six bits are the lightness; the scales of what varies are nothing."""
    grey = encode(np.full((10, 20, 3), 128, np.uint8))
    assert grey[0] & 63 == round(63 * 128 / 255)
    assert int.from_bytes(grey[:3], "little") >> 18 & 31 == 0
