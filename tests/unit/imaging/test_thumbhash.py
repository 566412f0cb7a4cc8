"""Placeholders are the bytes that the reference implementation makes."""

import numpy as np
import pytest

from shoebox.imaging.thumbhash import encode

# What npm's thumbhash 0.1.1 makes of the pictures that `painted` paints.
REFERENCE = {
    (100, 75): "1f0802058025655585677633301445a8f385d5cbf7",
    (60, 100): "1ff801040076574374760221a1697f3069f77f",
    (32, 32): "1f08020f042121b60144ba438637574885747250a0dcfe07",
    (100, 7): "de1706118237423555907895b0dcf79d99",
    (1, 1): "000802070000000000000000000000000000000000000000",
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
