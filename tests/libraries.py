"""A library of in-memory adapters, and pictures made by code."""

import io
from datetime import UTC, datetime

from PIL import Image

from shoebox.adapters.gazetteer_memory import MemoryGazetteer
from shoebox.adapters.index_memory import MemoryIndex
from shoebox.adapters.known_files_sqlite import SqliteKnownFiles
from shoebox.adapters.objects_memory import MemoryObjectStore
from shoebox.adapters.recognizer_memory import MemoryRecognizer
from shoebox.adapters.records_memory import MemoryRecordStore
from shoebox.adapters.renderer_inline import InlineRenderer
from shoebox.application.library import Library, photo_of
from shoebox.domain.photo import Photo
from shoebox.ports import RecordKind

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def library_in_memory() -> Library:
    """An empty library in memory."""
    return Library(
        objects=MemoryObjectStore(),
        records=MemoryRecordStore(),
        index=MemoryIndex(),
        renderer=InlineRenderer(),
        recognizer=MemoryRecognizer(),
        gazetteer=MemoryGazetteer(),
        known_files=SqliteKnownFiles(":memory:"),
        clock=lambda: NOW,
    )


def photos_of(library: Library) -> list[Photo]:
    """Every photo that has a record."""
    return [photo_of(record) for record in library.records.scan(RecordKind.PHOTO)]


def portrait(shade: int, background: str = "gray") -> bytes:
    """A picture with a face that the memory recogniser sees: equal shades (160 to 255) are one person."""
    picture = Image.new("RGB", (640, 640), background)
    picture.paste((shade, 0, shade), (160, 160, 240, 240))
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=95, subsampling=0)
    return target.getvalue()


def jpeg(colour: str = "red", taken: str | None = "2007:07:04 12:30:00", size: tuple[int, int] = (60, 40)) -> bytes:
    """A small picture of one colour, taken at a time."""
    picture = Image.new("RGB", size, colour)
    exif = Image.Exif()
    if taken is not None:
        exif.get_ifd(0x8769)[0x9003] = taken
    target = io.BytesIO()
    picture.save(target, "JPEG", exif=exif)
    return target.getvalue()
