"""Settings to Library: the only module that knows which adapters exist; heavy ones are imported when needed."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from shoebox.adapters import model_files
from shoebox.adapters.index_sqlite import SqliteIndex
from shoebox.adapters.known_files_sqlite import SqliteKnownFiles
from shoebox.adapters.objects_folder import FolderObjectStore, clear_abandoned
from shoebox.adapters.records_sqlite import SqliteRecordStore
from shoebox.application.create import Identity, create_library, find_identity
from shoebox.application.library import Library
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.codec import from_json, to_json
from shoebox.domain.errors import NotFoundError, UsageError
from shoebox.domain.model_catalogue import CLASSIFIER, FACE_DETECTOR, FACE_EMBEDDER, MODEL_FILES
from shoebox.ports import Gazetteer, KnownFiles, ObjectStore, Recognizer, RecordStore, Renderer
from shoebox.settings import Settings

_RECOGNITION = (FACE_DETECTOR, FACE_EMBEDDER, CLASSIFIER)

_KNOWN_FILES = "known-files.sqlite"


@contextmanager
def open_library(settings: Settings, *, create: bool = False, recognizing: bool = False) -> Iterator[Library]:
    """The library that the settings name; `create` makes one where there is none.

    `recognizing` is for commands that may ingest; the others need no models.
    Raises NotFoundError where there is no library, UsageError where the place holds something else.
    """
    objects = open_objects(settings)
    identity = find_identity(objects)
    if identity is None:
        if not create:
            raise NotFoundError(
                f"There is no library at {settings.library_place}.",
                hint="Back up a folder with 'shoebox sync FOLDER', or name another library with --library.",
            )
        identity = create_library(objects, _now)
    library = _library(settings, objects, identity, recognizing=recognizing)
    try:
        yield library
    finally:
        library.renderer.close()


def known_files(settings: Settings) -> KnownFiles:
    """What is known of the owner's folders; nothing where there is no library yet. Nothing is made or changed."""
    identity = find_identity(open_objects(settings))
    file = _state(settings, identity) / _KNOWN_FILES if identity else None
    return SqliteKnownFiles(file if file and file.exists() else ":memory:")


def bucket_and_prefix(settings: Settings) -> tuple[str, str]:
    """The bucket of a library in an object store, and what its keys begin with. Raises UsageError for a folder."""
    from shoebox.adapters import objects_s3  # noqa: PLC0415 boto3 is large, and an extra

    location = objects_s3.parse_location(settings.library)
    return location.bucket, location.prefix


def missing_models(settings: Settings) -> tuple[str, ...]:
    """The purposes for which model files are missing, in words."""
    return tuple(dict.fromkeys(model.purpose for model in model_files.missing(settings.models_folder)))


def fetch_models(settings: Settings, progress: Callable[[str], None]) -> None:
    """Fetch the model files that are missing. Raises UnavailableError, IntegrityError."""
    model_files.fetch(MODEL_FILES, settings.models_folder, progress)


def _library(settings: Settings, objects: ObjectStore, identity: Identity, *, recognizing: bool) -> Library:
    state = _state(settings, identity)
    state.mkdir(parents=True, exist_ok=True)
    return Library(
        objects=objects,
        records=_records(settings, state),
        index=SqliteIndex(state / "index.sqlite"),
        renderer=_renderer(settings),
        recognizer=_recognizer(settings) if recognizing else None,
        gazetteer=_gazetteer(settings),
        known_files=SqliteKnownFiles(state / _KNOWN_FILES),
        clock=_now,
    )


def _state(settings: Settings, identity: Identity) -> Path:
    """Of this library at this place: a copy of it elsewhere has the same id, but may lack what this one has."""
    folder = settings.library_folder
    place = str(folder.resolve()) if folder else settings.library
    return settings.state_folder / f"{identity.id}-{checksum_of_bytes(os.fsencode(place))[:8]}"


def _records(settings: Settings, state: Path) -> RecordStore:
    if not settings.records:
        return SqliteRecordStore(state / "records.sqlite")
    try:
        from shoebox.adapters import records_dynamodb  # noqa: PLC0415 boto3 is large, and an extra
    except ModuleNotFoundError:
        raise _needs_boto3(settings.records) from None
    location = records_dynamodb.parse_table(settings.records)
    client = records_dynamodb.connect(location.region, location.endpoint)
    return records_dynamodb.DynamoRecordStore(client, location.table)


def _renderer(settings: Settings) -> Renderer:
    if "AWS_LAMBDA_RUNTIME_API" in os.environ:  # there is no shared memory, which multiprocessing's locks lie in
        from shoebox.adapters.renderer_subprocess import SubprocessRenderer  # noqa: PLC0415 POSIX only

        return SubprocessRenderer(workers=settings.worker_count)
    from shoebox.adapters.renderer_process import ProcessRenderer  # noqa: PLC0415 pebble is not in Lambda's package

    return ProcessRenderer(workers=settings.worker_count)


def _recognizer(settings: Settings) -> Recognizer | None:
    if not settings.recognition or settings.recognizer != "local":
        return None  # not by Rekognition either, as long as nothing counts what it has seen in a month
    if model_files.missing(settings.models_folder, _RECOGNITION):
        return None
    from shoebox.adapters.recognizer_local import LocalRecognizer  # noqa: PLC0415 its runtimes are large

    return LocalRecognizer(settings.models_folder)


def _gazetteer(settings: Settings) -> Gazetteer:
    from shoebox.adapters.gazetteer_geonames import GeonamesGazetteer  # noqa: PLC0415 its table is large

    return GeonamesGazetteer(settings.models_folder)


def open_objects(settings: Settings) -> ObjectStore:
    """The store of the archive that the settings name, whether or not a library is there."""
    folder = settings.library_folder
    if folder is None:
        return _bucket(settings)
    clear_abandoned(folder)
    return FolderObjectStore(folder)


def _bucket(settings: Settings) -> ObjectStore:
    try:
        from shoebox.adapters import objects_s3  # noqa: PLC0415 boto3 is large, and an extra
    except ModuleNotFoundError:
        raise _needs_boto3(settings.library) from None
    location = objects_s3.parse_location(settings.library)
    client = objects_s3.connect(location)
    if location.endpoint is None:
        return objects_s3.S3ObjectStore(client, location, objects_s3.AMAZON)
    seen = settings.state_folder / "stores" / f"{checksum_of_bytes(settings.library.encode())[:16]}.json"
    if seen.is_file():
        abilities = from_json(objects_s3.Abilities, json.loads(seen.read_bytes()))
    else:  # servers differ from Amazon in what they silently ignore: look once, and remember
        abilities = objects_s3.probe(client, location.bucket, location.prefix)
        seen.parent.mkdir(parents=True, exist_ok=True)
        seen.write_text(json.dumps(to_json(abilities)), encoding="utf-8")
    return objects_s3.S3ObjectStore(client, location, abilities)


def _needs_boto3(url: str) -> UsageError:
    return UsageError(f"{url} needs the package boto3.", hint="Install it with: pip install 'shoebox[aws]'")


def _now() -> datetime:
    return datetime.now(UTC)
