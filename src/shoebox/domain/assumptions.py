"""What a forecast assumes: every number has a unit, a default and a reason, and can be changed by its name."""

import difflib
import math
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

from shoebox.domain.errors import UsageError

T = TypeVar("T")

SHARE = "share"
"""The unit of what lies between 0 and 1."""


MOST = 1e9
"""More of anything than anybody has; products of such numbers are still numbers."""


def assumed(default: Any, unit: str, says: str) -> Any:
    """A field with a default, its unit and its documentation."""
    return field(default=default, metadata={"unit": unit, "says": says})


class ArchiveClass(StrEnum):
    """The S3 storage class that originals go to after some days, by S3's own names."""

    STANDARD = "STANDARD"
    INTELLIGENT_TIERING = "INTELLIGENT_TIERING"
    GLACIER_IR = "GLACIER_IR"
    DEEP_ARCHIVE = "DEEP_ARCHIVE"


class Recognition(StrEnum):
    """Who recognises things and faces in the cloud."""

    NONE = "none"
    LOCAL = "local"
    REKOGNITION = "rekognition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """How a library in AWS is set up and used."""

    archive_class: ArchiveClass = assumed(  # noqa: RUF009 it makes a field
        ArchiveClass.GLACIER_IR, "class", "Where originals of over 512 KiB go; smaller ones stay in Standard."
    )
    archive_after: float = assumed(7.0, "days", "How long originals stay in Standard first.")
    recognition: Recognition = assumed(  # noqa: RUF009 same
        Recognition.REKOGNITION, "kind", "Rekognition, the local models inside the function, or none."
    )
    free_tier: bool = assumed(True, "yes or no", "Whether AWS's always-free monthly allowances are counted.")
    import_months: float = assumed(1.0, "months", "How long the import takes: each month has its free allowance.")
    labelled_share: float = assumed(1.0, SHARE, "Pictures whose things Rekognition labels.")
    text_share: float = assumed(0.05, SHARE, "Pictures with labels like Text or Sign, which are read for text.")
    searches_per_face: float = assumed(0.15, SHARE, "Face searches that grouping needs for each face.")
    kept_face_share: float = assumed(1.0, SHARE, "Faces kept in Rekognition; fewer after those of strangers go.")
    preview_kib: float = assumed(320.0, "KiB", "The mean size of a 2048 px preview.")
    thumbnail_kib: float = assumed(33.0, "KiB", "The mean size of a thumbnail.")
    metadata_kib: float = assumed(2.0, "KiB", "The mean size of a metadata document, Rekognition's answer included.")
    index_kib: float = assumed(1.0, "KiB a picture", "The published search index, three generations of it.")
    index_builds: float = assumed(30.0, "a month", "How often the search index is published.")
    index_seconds: float = assumed(0.3, "s per 1,000 pictures", "How long one index takes, with 1 GB.")
    table_writes: float = assumed(4.0, "write units a picture", "What ingesting one picture writes, of 1 KB each.")
    table_kib: float = assumed(4.0, "KiB a picture", "What the table keeps of a picture.")
    analysis_cap: float = assumed(1000.0, "pictures a month", "What Rekognition may see in a month; the rest waits.")
    function_gb: float = assumed(1.73, "GB", "The worker's memory: 1,769 MB is one processor.")
    local_gb: float = assumed(2.94, "GB", "The same where the local models recognise, which use two.")
    photo_seconds: float = assumed(1.5, "s", "The worker's time for a photo, without recognition.")
    raw_seconds: float = assumed(2.5, "s", "The same for a RAW file, which is larger.")
    video_seconds: float = assumed(2.5, "s", "The same for a video, of which only the beginning is read.")
    rekognition_seconds: float = assumed(1.5, "s", "What waiting for Rekognition adds to each picture.")
    local_seconds: float = assumed(0.5, "s", "What the local models add; 0.19 s of an x86 core were measured.")
    queue_requests: float = assumed(3.0, "requests a file", "Send, receive and delete a message.")
    queue_polls: float = assumed(657_000.0, "requests a month", "Five pollers of Lambda, asking every 20 seconds.")
    log_kib: float = assumed(2.0, "KiB a file or page", "What is logged.")
    alarms: float = assumed(3.0, "alarms", "Dead letters, failing worker, old messages.")
    pages_viewed: float = assumed(2_000.0, "a month", "Pages of the gallery.")
    page_seconds: float = assumed(0.3, "s", "What a page takes, with 1 GB.")
    table_reads: float = assumed(2.0, "read units a page", "What a page of the gallery reads; 10 in an import.")
    thumbnails_viewed: float = assumed(20_000.0, "a month", "Thumbnails that the browser does not have yet.")
    previews_viewed: float = assumed(2_000.0, "a month", "Previews looked at.")
    opened_share: float = assumed(0.0005, SHARE, "Originals opened in full size or downloaded each month.")
    verified_share: float = assumed(0.0, SHARE, "Originals read back each month by 'verify'; 0.01 is a good habit.")
    replaced_share: float = assumed(0.001, SHARE, "Originals replaced or deleted each month.")
    noncurrent_days: float = assumed(90.0, "days", "How long an earlier version is kept.")


def assume(instance: T, values: Mapping[str, str]) -> T:
    """A dataclass of `assumed` fields with some changed, given as text.

    Raises UsageError for unknown names and for values that cannot be, with a hint.
    """
    known: dict[str, Field[Any]] = {item.name: item for item in fields(instance)}  # type: ignore[arg-type]  # any dataclass
    unknown = [name for name in values if name not in known]
    if unknown:
        raise unknown_assumption(unknown[0], tuple(known))
    changed = {name: _parsed(known[name], getattr(instance, name), text) for name, text in values.items()}
    return replace(instance, **changed)  # type: ignore[type-var]  # same


def unknown_assumption(name: str, names: tuple[str, ...]) -> UsageError:
    """The error for a name that no assumption has, with the one that was perhaps meant."""
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"The names are: {', '.join(names)}."
    return UsageError(f"There is no assumption called {name!r}.", hint=hint)


def _parsed(item: "Field[Any]", old: object, text: str) -> object:
    if isinstance(old, bool):
        choices: dict[str, object] = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
        return _chosen(item.name, choices, text)
    if isinstance(old, StrEnum):
        return _chosen(item.name, {member.value.lower(): member for member in type(old)}, text)
    return _number(item, old, text)


def _chosen(name: str, choices: Mapping[str, object], text: str) -> object:
    if text.lower() not in choices:
        raise UsageError(f"{text!r} cannot be {name}.", hint=f"It takes {', '.join(choices)}.")
    return choices[text.lower()]


def _number(item: "Field[Any]", old: object, text: str) -> float:
    most = 1.0 if item.metadata["unit"] == SHARE else MOST
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        number = math.nan
    if not 0 <= number <= most:  # a number that is none is not, either
        wanted = "a number from 0 to 1" if most == 1.0 else "a number from 0 to 1,000,000,000"
        raise UsageError(f"{text!r} cannot be {item.name}.", hint=f"It takes {wanted} ({item.metadata['unit']}).")
    return int(number) if isinstance(old, int) else number
