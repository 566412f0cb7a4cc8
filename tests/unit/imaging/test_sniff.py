"""Types are told by content."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from shoebox.imaging.sniff import UNKNOWN, content_type, is_picture, is_raw, is_sidecar_name, is_video


@pytest.mark.parametrize(
    ("format_name", "kind"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
        ("TIFF", "image/tiff"),
        ("BMP", "image/bmp"),
        ("AVIF", "image/avif"),
        ("JPEG2000", "image/jp2"),
        ("PDF", "application/pdf"),
    ],
)
def test_content_decides_whatever_the_name_says(format_name: str, kind: str) -> None:
    """A picture called .txt or .nef is what its bytes are."""
    data = io.BytesIO()
    Image.new("RGB", (32, 32), "green").save(data, format_name)
    assert content_type(data.getvalue(), "notes.txt") == kind
    assert is_picture(kind) == (format_name != "PDF")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "image/heic"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1avif", "image/avif"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "video/quicktime"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42", "video/mp4"),
        (b"\x00\x00\x00\x14ftyp3gp4\x00\x00\x00\x003gp4", "video/3gpp"),
        (b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom", "image/x-raw-cr3"),
        (b"\x00\x00\x00\x14ftypM4A \x00\x00\x00\x00M4A ", "audio/mp4"),
        (b"\x00\x00\x00\x14ftypxxxx\x00\x00\x00\x00yyyy", UNKNOWN),
        (b"\x1aE\xdf\xa3" + bytes(20) + b"webm", "video/webm"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "video/x-msvideo"),
        (b"G" + bytes(187) + b"G" + bytes(187) + b"G", "video/mp2t"),
        (b"II*\x00\x10\x00\x00\x00CR\x02\x00", "image/x-raw-cr2"),
        (b"FUJIFILMCCD-RAW 0201", "image/x-raw-raf"),
        (b"<?xml version='1.0'?><svg onload='x'/>", "image/svg+xml"),
        (b"hello there", "text/plain"),
        (b"PK\x03\x04", "application/zip"),
        (b"", UNKNOWN),
    ],
)
def test_magic_numbers(head: bytes, kind: str) -> None:
    """The formats that Pillow cannot write."""
    assert content_type(head, "IMG_0001.JPG") == kind


def test_names_tell_raw_formats_apart_that_begin_alike() -> None:
    """A NEF begins like any TIFF; a DNG has a tag of its own."""
    plain = b"II*\x00\x08\x00\x00\x00\x00\x00"
    dng = b"II*\x00\x08\x00\x00\x00\x01\x00\x12\xc6\x01\x00\x04\x00\x00\x00\x01\x04\x00\x00"
    assert content_type(plain, "DSC_0001.NEF") == "image/x-raw-nef"
    assert content_type(plain, "scan.tif") == "image/tiff"
    assert content_type(dng, "scan.tif") == "image/x-raw-dng"
    assert is_raw("image/x-raw-nef")


@given(st.binary(max_size=600), st.text(max_size=20))
def test_anything_has_a_type(head: bytes, name: str) -> None:
    """Never raises, and a file is not both a picture and a video."""
    kind = content_type(head, name)
    assert not (is_picture(kind) and is_video(kind))


def test_sidecar_names() -> None:
    """XMP and JSON describe others."""
    assert is_sidecar_name("a.jpg.XMP")
    assert is_sidecar_name("a.jpg.supplemental-metadata.json")
    assert not is_sidecar_name("xmp.jpg")
