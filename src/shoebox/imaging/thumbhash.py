"""Encodes placeholders: ThumbHash (https://evanw.github.io/thumbhash/), some 25 bytes that show a blurred picture."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

MAXIMUM_SIDE = 100
"""The format allows no larger pictures."""

_Floats = NDArray[np.float64]


def encode(pixels: NDArray[np.uint8]) -> bytes:
    """The ThumbHash of an opaque picture: rows, columns, red-green-blue; at most 100 pixels a side."""
    height, width = pixels.shape[:2]
    rgb = pixels.reshape(-1, 3) / 255
    red, green, blue = rgb[:, 0], rgb[:, 1], rgb[:, 2]
    luminance, warmth, tint = (red + green + blue) / 3, (red + green) / 2 - blue, red - green
    longest = max(width, height)
    across, down = max(1, _round(7 * width / longest)), max(1, _round(7 * height / longest))
    channels = [
        _channel(values.reshape(height, width), *counts)
        for values, counts in ((luminance, (max(3, across), max(3, down))), (warmth, (3, 3)), (tint, (3, 3)))
    ]
    (l_dc, l_scale, l_ac), (p_dc, p_scale, p_ac), (q_dc, q_scale, q_ac) = channels
    is_landscape = width > height
    header = _round(63 * l_dc) | _round(31.5 + 31.5 * p_dc) << 6 | _round(31.5 + 31.5 * q_dc) << 12
    header |= _round(31 * l_scale) << 18
    shape = (down if is_landscape else across) | _round(63 * p_scale) << 3 | _round(63 * q_scale) << 9
    shape |= int(is_landscape) << 15
    return header.to_bytes(3, "little") + shape.to_bytes(2, "little") + _nibbles([*l_ac, *p_ac, *q_ac])


def _channel(values: _Floats, across: int, down: int) -> tuple[float, float, list[float]]:
    """The constant part, the scale and the scaled lower triangle of a cosine transform."""
    height, width = values.shape
    coefficients = _cosines(down, height) @ values @ _cosines(across, width).T / (width * height)
    kept = [
        float(coefficients[row, column])
        for row in range(down)
        for column in range(0 if row else 1, across)
        if column * down < across * (down - row)
    ]
    scale = max(map(abs, kept), default=0.0)
    return float(coefficients[0, 0]), scale, [0.5 + 0.5 / scale * value if scale else value for value in kept]


@lru_cache(maxsize=64)
def _cosines(count: int, length: int) -> _Floats:
    return np.cos(np.pi / length * np.outer(np.arange(count), np.arange(length) + 0.5))


def _round(value: float) -> int:
    """Half up, as JavaScript rounds."""
    return int(np.floor(value + 0.5))


def _nibbles(values: list[float]) -> bytes:
    """Two values of four bits a byte, the first in the lower half."""
    bits = [_round(15 * value) for value in values]
    bits += [0] * (len(bits) % 2)
    return bytes(low | high << 4 for low, high in zip(bits[::2], bits[1::2], strict=True))
