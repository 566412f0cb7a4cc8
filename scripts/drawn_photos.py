"""Draws landscapes that look enough like holiday photos for screenshots and tests, dated over some years.

python scripts/drawn_photos.py FOLDER [NUMBER]
"""

import colorsys
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

SIZES = ((1500, 1000), (1000, 1500), (1600, 900), (1200, 1200), (1500, 1000), (1400, 1050))
FIRST = datetime(2007, 6, 30, 18, 0)  # noqa: DTZ001 a camera's clock
_PLACES = ((64.15, -21.94), (48.86, 2.35), (46.02, 7.75), (38.72, -9.14), (-33.86, 151.21))

Colours = npt.NDArray[np.float64]


def main() -> None:
    """Draw into the folder that is named."""
    folder = Path(sys.argv[1])
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    for place in range(number):
        draw(folder, place)


def draw(folder: Path, number: int) -> Path:
    """One photo, the same for the same number; several fall on each day of a trip."""
    chance = random.Random(number)  # noqa: S311 the same number draws the same picture
    trip = number // 9
    taken = FIRST + timedelta(days=trip * 211 + number % 9 // 4, minutes=37 * (number % 9))
    file = folder / f"{taken:%Y}" / f"{taken:%Y-%m}" / f"IMG_{4000 + number}.JPG"
    file.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.fromarray(landscape(chance, *SIZES[chance.randrange(len(SIZES))]))
    picture.save(file, quality=88, exif=_exif(taken, _PLACES[trip % len(_PLACES)]))
    return file


def landscape(chance: random.Random, width: int, height: int) -> npt.NDArray[np.uint8]:
    """A sky with a sun, ridges that fade with distance, and water that mirrors them."""
    hue = chance.choice((0.02, 0.06, 0.55, 0.6, 0.9, 0.5))
    horizon = int(height * chance.uniform(0.55, 0.75))
    top, low = _colour(hue + 0.08, 0.55, chance.uniform(0.35, 0.8)), _colour(hue, 0.35, 0.98)
    picture = _gradient(top, low, horizon, width)
    sun = chance.uniform(0.15, 0.85) * width, horizon * chance.uniform(0.35, 0.9)
    _shine(picture, *sun, chance.uniform(0.03, 0.06) * height)
    ground = chance.uniform(0.25, 0.6)
    for layer in range(4):
        nearness = (layer + 1) / 4
        colour = _colour(hue + chance.choice((0.0, 0.3, 0.55)), 0.2 + 0.4 * nearness, 0.75 - ground * nearness)
        _ridge(picture, chance, horizon * (0.55 + 0.14 * layer), height * 0.1 * (1.2 - nearness), colour)
    water = picture[::-1][: height - horizon] * 0.72
    ripples = 1 + 0.06 * np.sin(np.arange(len(water)) ** 1.25 * 0.9)[:, None, None]
    whole = np.concatenate([picture, np.resize(water * ripples, (height - horizon, width, 3))])
    noise = np.random.default_rng(chance.randrange(1 << 30)).normal(0, 2.5, whole.shape)
    return np.clip(whole * 255 + noise, 0, 255).astype(np.uint8)


def _colour(hue: float, saturation: float, value: float) -> Colours:
    return np.array(colorsys.hsv_to_rgb(hue % 1, saturation, max(value, 0.05)))


def _gradient(top: Colours, low: Colours, height: int, width: int) -> Colours:
    share = np.linspace(0, 1, height)[:, None, None] ** 1.4
    return np.broadcast_to(top * (1 - share) + low * share, (height, width, 3)).copy()


def _shine(picture: Colours, x: float, y: float, radius: float) -> None:
    rows, columns = np.ogrid[: picture.shape[0], : picture.shape[1]]
    distance = np.sqrt((columns - x) ** 2 + (rows - y) ** 2)
    glow = np.clip(np.exp(-distance / (radius * 4)) * 0.6 + (distance < radius), 0, 1)[:, :, None]
    picture += glow * (np.array([1.0, 0.95, 0.8]) - picture)


def _ridge(picture: Colours, chance: random.Random, level: float, relief: float, colour: Colours) -> None:
    across = np.linspace(0, 1, picture.shape[1])
    line = np.full_like(across, level)
    for octave in range(1, 7):
        line += relief / octave * np.sin(across * 2.4 * octave**1.6 + chance.uniform(0, 6.3))
    below = np.arange(picture.shape[0])[:, None] > line
    picture[below] = colour


def _exif(taken: datetime, place: tuple[float, float]) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "NIKON CORPORATION", "NIKON D750"
    details = exif.get_ifd(0x8769)
    details[0x9003], details[0x9011] = f"{taken:%Y:%m:%d %H:%M:%S}", "+02:00"
    details[0x829A], details[0x829D], details[0x8827], details[0x920A] = 0.004, 8.0, 200, 35.0
    latitude, longitude = place
    exif.get_ifd(0x8825).update(
        {
            1: "N" if latitude > 0 else "S",
            2: _degrees(latitude),
            3: "E" if longitude > 0 else "W",
            4: _degrees(longitude),
        }
    )
    return exif


def _degrees(angle: float) -> tuple[float, float, float]:
    minutes, seconds = divmod(abs(angle) * 3600, 60)
    return minutes // 60, minutes % 60, seconds


if __name__ == "__main__":
    main()
