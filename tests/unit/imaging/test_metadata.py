"""What EXIF, XMP, IPTC and Takeout say, and that nothing in them can do harm."""

import io
import json
import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from shoebox.domain.photo import Camera, Location
from shoebox.imaging import boxes, chunks, ciff, exif, iptc, jpeg, metadata, takeout, tiff, xmp
from shoebox.imaging.described import NOTHING

GPS = {1: "S", 2: (33.0, 51.0, 30.0), 3: "E", 4: (151.0, 12.0, 0.0), 5: b"\x01", 6: 12.5}


def jpeg_with(gps: dict[int, object] | None = None, xmp_packet: bytes = b"") -> bytes:
    """A JPEG with a full set of EXIF."""
    image = Image.new("RGB", (40, 20), "teal")
    tags = image.getexif()
    tags[0x010F], tags[0x0110], tags[0x0112] = "Maker", "Model 1", 6
    exposure = tags.get_ifd(0x8769)
    exposure |= {0x9003: "2021:07:04 23:30:00", 0x9011: "+10:00", 0x9291: "25", 0x829D: 2.8, 0x8827: 400}
    exposure |= {0x829A: 0.008, 0x920A: 35.0, 0xA434: "Model 1 front camera 2.7mm f/2.2"}
    tags.get_ifd(0x8825).update(gps if gps is not None else GPS)
    data = io.BytesIO()
    image.save(data, "JPEG", exif=tags, xmp=xmp_packet)
    return data.getvalue()


def packet(inside: str) -> bytes:
    """An XMP packet around properties."""
    return (
        '<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" '
        'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/">'
        f'<rdf:Description rdf:about="">{inside}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>\0\0'
    ).encode()


def test_exif_of_a_jpeg() -> None:
    """Date with fraction and offset, place with altitude, camera, upright size."""
    found = metadata.read(jpeg_with(), "image/jpeg")
    assert found.exif.original is not None
    assert found.exif.original.local == datetime(2021, 7, 4, 23, 30, 0, 250_000)  # noqa: DTZ001 - local
    assert found.exif.original.offset == timedelta(hours=10)
    assert found.exif.location == Location(pytest.approx(-33.858333), pytest.approx(151.2), -12.5)
    assert found.exif.camera == Camera(
        make="Maker",
        model="Model 1",
        lens="Model 1 front camera 2.7mm f/2.2",
        exposure_time=pytest.approx(0.008),
        f_number=pytest.approx(2.8),
        iso=400,
        focal_length=35.0,
    )
    assert found.exif.words == {"selfie"}
    assert found.size == (20, 40)


@pytest.mark.parametrize(
    "gps",
    [
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (91.0, 0.0, 0.0), 3: "E", 4: (5.0, 0.0, 0.0)},
        {2: (48.0, 0.0, 0.0), 4: (5.0, 0.0, 0.0)},
        {},
    ],
)
def test_places_that_are_none(gps: dict[int, object]) -> None:
    """The origin, places off the globe, degrees without letters."""
    assert metadata.read(jpeg_with(gps), "image/jpeg").exif.location is None


def test_xmp() -> None:
    """Elements, attributes, lists and languages."""
    found = xmp.read(
        packet(
            "<dc:title><rdf:Alt><rdf:li xml:lang='de'>Titel</rdf:li><rdf:li xml:lang='x-default'>Title</rdf:li>"
            "</rdf:Alt></dc:title><dc:subject><rdf:Bag><rdf:li>dog</rdf:li><rdf:li>beach</rdf:li></rdf:Bag>"
            "</dc:subject><xmp:Rating>5</xmp:Rating><exif:GPSLatitude>37,52.2656N</exif:GPSLatitude>"
            "<exif:GPSLongitude>122,15.4068W</exif:GPSLongitude><exif:GPSAltitude>90/1</exif:GPSAltitude>"
            "<exif:DateTimeOriginal>2015-06-11T10:29:26+02:00</exif:DateTimeOriginal>"
            "<GCamera:MotionPhoto>1</GCamera:MotionPhoto>"
        )
    )
    assert (found.title, found.keywords, found.rating) == ("Title", ("dog", "beach"), 5)
    assert found.location == Location(pytest.approx(37.871093), pytest.approx(-122.25678), 90.0)
    assert found.original is not None
    assert found.original.utc == datetime(2015, 6, 11, 8, 29, 26, tzinfo=UTC)
    assert found.words == {"live"}


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"<x:xmpmeta",
        packet("<dc:title>"),
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        packet("<dc:title>" + " " * (5 << 20) + "</dc:title>"),
    ],
)
def test_broken_xmp_says_nothing(broken: bytes) -> None:
    """Cut off, not XML, with entities, too large."""
    assert xmp.read(broken) == NOTHING


def test_iptc() -> None:
    """Title, keywords, caption, date and time."""
    fields = {5: b"Title", 25: b"caf\xc3\xa9", 55: b"20120131", 60: b"142233+0100", 120: b"Caption"}
    block = b"".join(
        b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text)) + text for number, text in fields.items()
    )
    resources = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(block)) + block
    found = iptc.read(jpeg.iptc_of_resources(resources))
    assert (found.title, found.description, found.keywords) == ("Title", "Caption", ("café",))
    assert found.created is not None
    assert found.created.utc == datetime(2012, 1, 31, 13, 22, 33, tzinfo=UTC)


def test_takeout() -> None:
    """When, where, what; a title that is a file name is none."""
    document = {
        "title": "IMG_2000.jpg",
        "description": "At the lake",
        "photoTakenTime": {"timestamp": "1546344000"},
        "geoData": {"latitude": 0.0, "longitude": 0.0, "altitude": 0.0},
        "geoDataExif": {"latitude": 52.5163, "longitude": 13.3777, "altitude": 34.0},
    }
    found = takeout.read(json.dumps(document).encode())
    assert found.instant == datetime(2019, 1, 1, 12, tzinfo=UTC)
    assert found.location == Location(52.5163, 13.3777, 34.0)
    assert (found.title, found.name, found.description) == (None, "IMG_2000.jpg", "At the lake")


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"[" * 100_000, b'{"photoTakenTime": {"timestamp": "x"}}'])
def test_broken_takeout_says_nothing(data: bytes) -> None:
    """Cut off, nested without end, of other types."""
    assert takeout.read(data) == NOTHING


def test_a_directory_that_points_to_itself_ends() -> None:
    """Every directory is read once."""
    loop = b"II*\x00\x08\x00\x00\x00" + struct.pack("<HHHII", 1, 0x8769, 4, 1, 8) + bytes(4)
    assert tiff.read(loop).exposure == {}


def test_a_division_by_nothing_is_no_number() -> None:
    """0/0 in a coordinate makes the place unknown."""
    entry = struct.pack("<HHHII", 1, 0x829D, 5, 1, 26) + bytes(4) + struct.pack("<II", 0, 0)
    assert exif.read(b"II*\x00\x08\x00\x00\x00" + entry).camera.f_number is None


@given(st.binary(max_size=400), st.sampled_from([b"", b"II*\x00\x08\x00\x00\x00", b"MM\x00*\x00\x00\x00\x08"]))
def test_any_tiff_is_safe(data: bytes, header: bytes) -> None:
    """Whatever follows the header, reading ends without error."""
    tiff.read(header + data)
    exif.read(header + data)


@given(st.binary(max_size=400), st.sampled_from(["jpeg", "png", "webp", "heic", "jxl", "gif", "tiff"]))
def test_any_content_is_safe(data: bytes, kind: str) -> None:
    """So it is for every container."""
    assert metadata.read(data, f"image/{kind}").exif.orientation in range(1, 9)


@given(st.binary(max_size=300), st.sampled_from(["cr3", "crw", "mrw", "raf", "rw2", "x3f", "nef"]))
def test_any_raw_is_safe(data: bytes, kind: str) -> None:
    """And for every RAW."""
    assert metadata.read(data, f"image/x-raw-{kind}").exif.orientation in range(1, 9)


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=8))
def test_a_scratched_jpeg_is_safe(place: int, scratch: bytes) -> None:
    """Real structures with some bytes overwritten."""
    data = bytearray(SOUND)
    data[place : place + len(scratch)] = scratch
    metadata.read(bytes(data), "image/jpeg")


SOUND = jpeg_with(xmp_packet=packet("<xmp:Rating>3</xmp:Rating>"))


@given(st.binary(max_size=300))
def test_any_box_is_safe(data: bytes) -> None:
    """ISO boxes, PNG chunks, CIFF heaps."""
    boxes.read(b"\x00\x00\x00\x0cftypheic" + data)
    boxes.read((len(data) + 12).to_bytes(4, "big") + b"meta\x00\x00\x00\x00" + data)
    chunks.read_png(b"\x89PNG\r\n\x1a\n" + data)
    ciff.read(b"II\x1a\x00\x00\x00HEAPCCDR" + data)
