"""Pictures of every kind become upright opaque sRGB JPEGs; all sources are weighed into facts."""

import io
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from shoebox.domain.photo import Kind, Rendering
from shoebox.imaging import colour, decode
from shoebox.imaging.limits import Limits
from shoebox.imaging.pixels import Pixels
from shoebox.imaging.render import facts_alone, render

MODIFIED = datetime(2020, 5, 6, 7, 8, 9, tzinfo=UTC)


def rendered(
    file: Path, *, path: str | None = None, sidecars: Mapping[str, bytes] | None = None, limits: Limits | None = None
) -> Rendering:
    """The usual call."""
    return render(file, path=path or file.name, modified=MODIFIED, sidecars=sidecars or {}, limits=limits or Limits())


def opened(data: bytes | None) -> Image.Image:
    """A JPEG that is there."""
    assert data is not None
    return Image.open(io.BytesIO(data))


def quarters(width: int = 64, height: int = 32) -> Image.Image:
    """Red, green, blue and white from the upper left to the lower right."""
    image = Image.new("RGB", (width, height), "white")
    image.paste("red", (0, 0, width // 2, height // 2))
    image.paste("lime", (width // 2, 0, width, height // 2))
    image.paste("blue", (0, height // 2, width // 2, height))
    return image


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    """The colours near the four corners, each channel rounded to none, half or full."""
    width, height = image.size
    places = [(width // 4, height // 4), (width * 3 // 4, height // 4), (width // 4, height * 3 // 4)]
    return [tuple(round(value / 127.5) for value in image.getpixel(place)) for place in places]  # type: ignore[union-attr]


UPRIGHT = [(2, 0, 0), (0, 2, 0), (0, 0, 2)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "JPEG2000", "AVIF"])
def test_formats(kind: str, tmp_path: Path) -> None:
    """All of them keep their colours and their size."""
    file = tmp_path / "picture"
    options = {"WEBP": {"lossless": True}, "JPEG": {"quality": 95}, "AVIF": {"quality": 95}}
    quarters().save(file, kind, **options.get(kind, {}))
    made = rendered(file)
    assert made.reason is None
    assert (made.facts.width, made.facts.height) == (64, 32)
    assert opened(made.preview).size == (64, 32)
    assert corners(opened(made.preview)) == UPRIGHT


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientations(orientation: int, tmp_path: Path) -> None:
    """All eight are upright afterwards, and the size is that of the upright picture."""
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's transpositions that make the stored picture
    stored = quarters() if orientation == 1 else quarters().transpose(Image.Transpose(undo[orientation]))
    exif = stored.getexif()
    exif[0x0112] = orientation
    stored.save(tmp_path / "a.jpg", "JPEG", quality=95, exif=exif)
    made = rendered(tmp_path / "a.jpg")
    assert (made.facts.width, made.facts.height) == (64, 32)
    assert corners(opened(made.thumbnail)) == UPRIGHT


def test_sizes_and_what_is_left_out(tmp_path: Path) -> None:
    """2048 and 480 px on the long side, no metadata, no profile."""
    image = Image.effect_noise((3001, 2000), 50).convert("RGB")
    exif = image.getexif()
    exif[0x010F] = "Maker"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image.save(tmp_path / "a.jpg", exif=exif, icc_profile=profile)
    made = rendered(tmp_path / "a.jpg")
    preview, thumbnail = opened(made.preview), opened(made.thumbnail)
    assert (preview.size, thumbnail.size) == ((2048, 1365), (480, 320))
    assert not {"exif", "icc_profile", "xmp"} & (preview.info.keys() | thumbnail.info.keys())
    assert (made.facts.width, made.facts.height) == (3001, 2000)


def test_small_pictures_stay_small(tmp_path: Path) -> None:
    """Nothing is enlarged, not even a single pixel or a line."""
    for size in ((1, 1), (500, 1), (1, 3000)):
        Image.new("RGB", size, "red").save(tmp_path / "a.png")
        made = rendered(tmp_path / "a.png")
        assert made.reason is None
        assert max(opened(made.preview).size) == min(2048, max(size))
        assert min(opened(made.thumbnail).size) == 1


def test_transparency_is_white(tmp_path: Path) -> None:
    """Black text on nothing would not be seen on black."""
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert opened(rendered(tmp_path / "a.png").preview).getpixel((20, 20)) == (255, 255, 255)


def test_sixteen_bits(tmp_path: Path) -> None:
    """A scan of 16-bit greys is neither black nor white."""
    Image.fromarray(np.full((30, 30), 0x8080, np.uint16)).save(tmp_path / "a.png")
    value = opened(rendered(tmp_path / "a.png").preview).getpixel((15, 15))
    assert isinstance(value, tuple)
    assert all(abs(channel - 128) < 4 for channel in value)


def test_cmyk(tmp_path: Path) -> None:
    """Full cyan and magenta are some blue."""
    Image.new("CMYK", (40, 40), (255, 255, 0, 0)).save(tmp_path / "a.jpg", quality=95)
    red, green, blue = opened(rendered(tmp_path / "a.jpg").preview).getpixel((20, 20))  # type: ignore[misc]
    assert blue > 90
    assert blue > red + 30
    assert blue > green + 30


def test_wide_colours_are_converted() -> None:
    """Through a profile whose red and green are swapped, red becomes green."""
    srgb = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    swapped = bytes(srgb).replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    assert colour.is_srgb(bytes(srgb))
    assert not colour.is_srgb(swapped)
    red = np.zeros((20, 20, 3), np.uint8)
    red[:, :, 0] = 255
    shown = opened(decode.from_pixels(Pixels(red, swapped), 1).preview).getpixel((10, 10))
    assert isinstance(shown, tuple)
    assert shown[1] > 240
    assert shown[0] < 40


def test_a_broken_profile_is_passed_over() -> None:
    """The picture is worth more than its profile."""
    grey = np.full((20, 20, 3), 99, np.uint8)
    assert opened(decode.from_pixels(Pixels(grey, b"broken" * 40), 1).preview).getpixel((5, 5)) == (99, 99, 99)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"just words", "The file is not a picture or video (text)."),
        (b"<svg xmlns='x'/>", "The file is not a picture or video (an SVG drawing)."),
        (b"PK\x03\x04" + bytes(30), "The file is not a picture or video (a ZIP archive)."),
        (
            b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ",
            "The video's index is missing; the file was probably cut off.",
        ),
    ],
)
def test_reasons(content: bytes, reason: str, tmp_path: Path) -> None:
    """What is no picture is said in plain words; a date there is all the same."""
    (tmp_path / "a.jpg").write_bytes(content)
    made = rendered(tmp_path / "a.jpg", path="2018/IMG_20180317_142233.jpg")
    assert made.reason == reason
    assert made.preview is None
    assert made.facts.taken is not None
    assert made.facts.taken.source == "filename"


def test_cut_off_pictures(tmp_path: Path) -> None:
    """Half a JPEG and half a PNG are set aside; a JPEG without its end marker is whole."""
    for kind in ("JPEG", "PNG"):
        data = io.BytesIO()
        Image.effect_noise((300, 200), 50).convert("RGB").save(data, kind)
        whole = data.getvalue()
        (tmp_path / "half").write_bytes(whole[: len(whole) // 2])
        assert rendered(tmp_path / "half").reason == "The file ends in the middle of the picture."
        (tmp_path / "nearly").write_bytes(whole[:-2])
        assert rendered(tmp_path / "nearly").reason is None


def test_too_many_pixels(tmp_path: Path) -> None:
    """Refused before anything is decoded, with the size told."""
    Image.new("1", (3000, 2000)).save(tmp_path / "a.png")
    made = rendered(tmp_path / "a.png", limits=Limits(pixels=5_000_000))
    assert made.reason == "The picture has 3,000 x 2,000 pixels; more than 5 megapixels are not decoded."
    assert (made.facts.width, made.facts.height) == (3000, 2000)


def test_the_file_time_is_the_last_resort(tmp_path: Path) -> None:
    """No date anywhere: the file's own, and it is said so."""
    quarters().save(tmp_path / "a.png")
    taken = rendered(tmp_path / "a.png").facts.taken
    assert taken is not None
    assert (taken.source, taken.utc) == ("mtime", MODIFIED)


def test_takeout_fills_what_is_missing(tmp_path: Path) -> None:
    """Its time is UTC; the place makes it local."""
    quarters().save(tmp_path / "a.png")
    said = b'{"photoTakenTime": {"timestamp": "1546344000"}, "geoData": {"latitude": 52.5, "longitude": 13.4}}'
    facts = rendered(tmp_path / "a.png", sidecars={"a.png.json": said}).facts
    assert facts.taken is not None
    assert (facts.taken.source, facts.taken.offset) == ("takeout", timedelta(hours=1))
    assert facts.location is not None


def test_media_words(tmp_path: Path) -> None:
    """Shape and name tell panoramas and screenshots."""
    quarters(300, 100).save(tmp_path / "a.png")
    assert rendered(tmp_path / "a.png", path="Screenshot_1.png").facts.media == ("panorama", "screenshot")
    quarters(200, 100).save(tmp_path / "b.png")
    assert rendered(tmp_path / "b.png").facts.media == ()


def test_facts_alone_need_no_decoder(tmp_path: Path) -> None:
    """Size and date are known from the header."""
    quarters().save(tmp_path / "a.png")
    facts = facts_alone(tmp_path / "a.png", path="a.png", modified=MODIFIED, sidecars={})
    assert (facts.kind, facts.width, facts.height) == (Kind.PHOTO, 64, 32)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Two seconds of a test picture, made by ffmpeg."""
    program = shutil.which("ffmpeg")
    if program is None:
        pytest.skip("ffmpeg is not installed: it makes the video of this test")
    file = tmp_path / "film.mp4"
    made = [
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=320x240:rate=10:duration=2",
        "-metadata",
        "creation_time=2020-06-01T10:00:00Z",
    ]
    subprocess.run([program, "-v", "error", *made, str(file)], check=True)
    return file


def test_videos(film: Path) -> None:
    """Kind, length, size, date and a frame."""
    made = rendered(film)
    assert (made.facts.kind, made.facts.width, made.facts.height) == (Kind.VIDEO, 320, 240)
    assert made.facts.duration == pytest.approx(2.0, abs=0.1)
    assert made.facts.taken is not None
    assert (made.facts.taken.source, made.facts.taken.utc) == ("container", datetime(2020, 6, 1, 10, tzinfo=UTC))
    assert opened(made.preview).size == (320, 240)
    assert made.reason is None


def test_a_local_time_in_a_videos_name_tells_its_zone(film: Path) -> None:
    """The container counts in UTC, the name in the phone's time."""
    taken = rendered(film, path="VID_20200601_120000.mp4").facts.taken
    assert taken is not None
    assert (taken.local.hour, taken.offset) == (12, timedelta(hours=2))


def test_a_video_without_ffmpeg_is_not_set_aside(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No frame, no reason."""
    monkeypatch.setenv("PATH", "")
    made = rendered(film)
    assert (made.thumbnail, made.reason) == (None, None)
    assert made.facts.width == 320
