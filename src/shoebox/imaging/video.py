"""Videos: what their container says (MediaInfo), and a frame (ffmpeg, where it is installed)."""

import contextlib
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from shoebox.domain.photo import Camera, Location
from shoebox.imaging import dates
from shoebox.imaging.described import NOTHING, Described
from shoebox.imaging.exif import location
from shoebox.imaging.pixels import Pixels

FRAME_SECONDS = 20.0
"""How long ffmpeg may look for a frame."""

_ISO_6709 = re.compile(r"([+-]\d{1,3}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?")
_DEMUXERS = "mov,matroska,avi,mpeg,mpegts,asf,flv,ogg,mpegvideo"
_SLOW_MOTION_RATE = 100.0
_LONG_SIDE = 2048


@dataclass(frozen=True, slots=True)
class Movie:
    """What a video's container says; `size` is upright, None without a video track."""

    described: Described = NOTHING
    size: tuple[int, int] | None = None
    duration: float | None = None


def read(original: Path) -> Movie:
    """What MediaInfo finds. Never raises for bad content."""
    from pymediainfo import MediaInfo  # noqa: PLC0415 - loads a large library

    tracks: list[Any] = MediaInfo.parse(original).tracks
    general: dict[str, Any] = next((track.to_data() for track in tracks if track.track_type == "General"), {})
    video = next((track.to_data() for track in tracks if track.track_type == "Video"), None)
    if video is None:
        return Movie()
    milliseconds = general.get("duration") or video.get("duration")
    return Movie(
        described=_described(general, video),
        size=_upright_size(video),
        duration=float(milliseconds) / 1000 if milliseconds else None,
    )


def frame(original: Path, duration: float | None) -> Pixels | None:
    """A frame from the first seconds, upright; None without ffmpeg and where it finds none in 20 seconds."""
    program = shutil.which("ffmpeg")
    if program is None:
        return None
    at = min(1.0, (duration or 0.0) / 3)
    for start in dict.fromkeys((at, 0.0)):
        with contextlib.suppress(subprocess.TimeoutExpired, OSError):
            ended = subprocess.run(
                _command(program, original, start), capture_output=True, timeout=FRAME_SECONDS / 2, check=False
            )
            found = _portable_pixmap(ended.stdout)
            if found is not None:
                return found
    return None


def _command(program: str, original: Path, start: float) -> list[str]:
    """Reads the one file and nothing else: no network, no playlists that name other files."""
    shrink = f"scale=w='min({_LONG_SIDE},iw*sar)':h=-2,setsar=1"
    reading = ["-protocol_whitelist", "file", "-format_whitelist", _DEMUXERS, "-threads", "1", "-ss", f"{start:.3f}"]
    writing = ["-frames:v", "1", "-an", "-sn", "-dn", "-vf", shrink, "-pix_fmt", "rgb24", "-c:v", "ppm"]
    limits = ["-timelimit", f"{FRAME_SECONDS:.0f}"]  # of processor time: it holds when this process was killed
    return [
        program,
        "-v",
        "error",
        "-nostdin",
        *limits,
        *reading,
        "-i",
        f"file:{original}",
        *writing,
        "-f",
        "image2pipe",
        "-",
    ]


def _portable_pixmap(data: bytes) -> Pixels | None:
    match = re.match(rb"P6\s(\d+)\s(\d+)\s255\s", data)
    if match is None:
        return None
    width, height = int(match[1]), int(match[2])
    samples = np.frombuffer(data, np.uint8, offset=match.end())
    if samples.size < width * height * 3:
        return None
    return Pixels(samples[: width * height * 3].reshape(height, width, 3), upright=True)


def _described(general: dict[str, Any], video: dict[str, Any]) -> Described:
    words = set()
    if general.get("comapplequicktimecontentidentifier"):
        words.add("live")
    rate = _number(video.get("frame_rate"))
    if rate is not None and rate >= _SLOW_MOTION_RATE:
        words.add("slow_motion")
    place = general.get("comapplequicktimelocationiso6709") or general.get("xyz") or general.get("recorded_location")
    return Described(
        original=dates.parse(general.get("comapplequicktimecreationdate"), "container"),
        instant=_instant(general.get("encoded_date") or video.get("encoded_date")),
        location=_location(str(place or "")),
        camera=Camera(
            make=general.get("comapplequicktimemake") or general.get("comandroidmanufacturer"),
            model=general.get("comapplequicktimemodel") or general.get("comandroidmodel"),
        ),
        title=general.get("title"),
        description=general.get("comapplequicktimedescription"),
        words=frozenset(words),
    )


def _instant(text: str | None) -> datetime | None:
    """`2023-09-22 16:35:02 UTC`; containers count from 1904, which is what a clock that was never set says."""
    taken = dates.parse(text, "container")
    return taken.local.replace(tzinfo=UTC) if taken and taken.local.year > 1970 else None


def _location(text: str) -> Location | None:
    match = _ISO_6709.match(text)
    if match is None:
        return None
    altitude = float(match[3]) if match[3] else None
    return location(float(match[1]), float(match[2]), altitude or None)


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _upright_size(video: dict[str, Any]) -> tuple[int, int] | None:
    """As a player shows it: pixels that are not square are widened, and the rotation is done."""
    width, height = video.get("width"), video.get("height")
    if not width or not height:
        return None
    aspect = _number(video.get("pixel_aspect_ratio")) or 1.0
    size = round(width * aspect), height
    return (size[1], size[0]) if round(_number(video.get("rotation")) or 0) % 180 == 90 else size
