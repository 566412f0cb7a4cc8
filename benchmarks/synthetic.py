"""Makes photo-like pictures from numbers alone: gradients, octaves of noise, edges; nothing flat, nothing personal."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

_D50_WHITE = (0.9642, 1.0, 0.8249)
# Red, green and blue primaries adapted to D50, as in the published profiles.
_COLOURANTS = {
    "Display P3": ((0.5151, 0.2412, -0.0011), (0.2919, 0.6922, 0.0419), (0.1572, 0.0666, 0.7841)),
    "Adobe RGB (1998)": ((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446)),
}
_GAMMA = {"Display P3": 2.2, "Adobe RGB (1998)": 2.19921875}


def pixels(width: int, height: int, seed: int = 1) -> NDArray[np.uint8]:
    """A picture with a sky-like gradient, seven octaves of noise and some hard edges."""
    random = np.random.default_rng(seed)
    vertical = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    picture = 90 + 110 * vertical * np.array([0.5, 0.8, 1.2], np.float32) + np.zeros((1, width, 1), "f4")
    for octave in range(7):
        cells = 4 << octave
        grid = random.normal(0, 38 / 1.6**octave, (cells * height // width + 1, cells, 3)).astype(np.float32)
        for channel in range(3):
            layer = Image.fromarray(grid[:, :, channel]).resize((width, height), Image.Resampling.BICUBIC)
            picture[:, :, channel] += np.asarray(layer)
    for _ in range(60):
        left, top = random.integers(0, width), random.integers(0, height)
        right, bottom = left + random.integers(20, width // 6), top + random.integers(20, height // 6)
        picture[top:bottom, left:right] += random.normal(0, 25, 3)
    picture += random.normal(0, 3, picture.shape).astype(np.float32)  # the sensor's own noise
    return picture.clip(0, 255).astype(np.uint8)


def profile(name: str) -> bytes:
    """An ICC profile (version 2, matrix and gamma) with the primaries of `name`, or Pillow's sRGB."""
    if name == "sRGB":
        return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    text = name.encode() + b"\x00"
    description = b"desc" + bytes(4) + len(text).to_bytes(4, "big") + text + bytes(78)
    curve = b"curv" + bytes(4) + (1).to_bytes(4, "big") + round(_GAMMA[name] * 256).to_bytes(2, "big")
    tags = {b"desc": description, b"cprt": b"text" + bytes(4) + b"none\x00", b"wtpt": _xyz(_D50_WHITE)}
    tags |= dict(zip((b"rXYZ", b"gXYZ", b"bXYZ"), map(_xyz, _COLOURANTS[name]), strict=True))
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    return _assemble(tags)


def write_jpeg(path: Path, picture: NDArray[np.uint8], *, profile_name: str, orientation: int, quality: int) -> None:
    """A JPEG as a camera writes it: with a profile and an EXIF orientation."""
    image = Image.fromarray(picture)
    exif = image.getexif()
    exif[0x0112] = orientation
    exif[0x010F] = "Synthetic"
    image.save(path, "JPEG", quality=quality, subsampling="4:2:2", icc_profile=profile(profile_name), exif=exif)


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(round(value * 65536).to_bytes(4, "big", signed=True) for value in values)


def _assemble(tags: dict[bytes, bytes]) -> bytes:
    place = 132 + 12 * len(tags)
    table, body = len(tags).to_bytes(4, "big"), b""
    for name, content in tags.items():
        table += name + (place + len(body)).to_bytes(4, "big") + len(content).to_bytes(4, "big")
        body += content + bytes(-len(content) % 4)
    size = 128 + len(table) + len(body)
    head = size.to_bytes(4, "big") + bytes(4) + bytes.fromhex("02100000") + b"mntrRGB XYZ " + bytes(12) + b"acsp"
    return (head + bytes(28) + _xyz(_D50_WHITE)[8:]).ljust(128, b"\x00") + table + body
