"""Settings to Library: the only module that knows which adapters exist; heavy ones are imported when needed."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from shoebox.adapters import model_files
from shoebox.adapters.index_sqlite import SqliteIndex
from shoebox.adapters.known_files_sqlite import SqliteKnownFiles
from shoebox.adapters.objects_folder import FolderObjectStore, clear_abandoned
from shoebox.adapters.records_sqlite import SqliteRecordStore
from shoebox.adapters.renderer_process import ProcessRenderer
from shoebox.application.create import Identity, create_library, find_identity
from shoebox.application.library import Library
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.codec import from_json, to_json
from shoebox.domain.errors import NotFoundError, UsageError
from shoebox.domain.model_catalogue import CLASSIFIER, FACE_DETECTOR, FACE_EMBEDDER, MODEL_FILES
from shoebox.ports import Gazetteer, KnownFiles, ObjectStore, Recognizer
from shoebox.settings import Settings

_RECOGNITION = (FACE_DETECTOR, FACE_EMBEDDER, CLASSIFIER)

_KNOWN_FILES = "known-files.sqlite"


@contextmanager
def open_library(settings: Settings, *, create: bool = False, recognizing: bool = False) -> Iterator[Library]:
    """The library that the settings name; `create` makes one where there is none.

    `recognizing` is for commands that may ingest; the others need no models.
    Raises NotFoundError where there is no library, UsageError where the place holds something else.
    """
    objects = _objects(settings)
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
    identity = find_identity(_objects(settings))
    file = settings.state_folder / identity.id / _KNOWN_FILES if identity else None
    return SqliteKnownFiles(file if file and file.exists() else ":memory:")


def missing_models(settings: Settings) -> tuple[str, ...]:
    """The purposes for which model files are missing, in words."""
    return tuple(dict.fromkeys(model.purpose for model in model_files.missing(settings.models_folder)))


def fetch_models(settings: Settings, progress: Callable[[str], None]) -> None:
    """Fetch the model files that are missing. Raises UnavailableError, IntegrityError."""
    model_files.fetch(MODEL_FILES, settings.models_folder, progress)


def _library(settings: Settings, objects: ObjectStore, identity: Identity, *, recognizing: bool) -> Library:
    state = settings.state_folder / identity.id
    state.mkdir(parents=True, exist_ok=True)
    return Library(
        objects=objects,
        records=SqliteRecordStore(state / "records.sqlite"),
        index=SqliteIndex(state / "index.sqlite"),
        renderer=ProcessRenderer(workers=settings.worker_count),
        recognizer=_recognizer(settings) if recognizing else None,
        gazetteer=_gazetteer(settings),
        known_files=SqliteKnownFiles(state / _KNOWN_FILES),
        clock=_now,
    )


def _recognizer(settings: Settings) -> Recognizer | None:
    if not settings.recognition or model_files.missing(settings.models_folder, _RECOGNITION):
        return None
    from shoebox.adapters.recognizer_local import LocalRecognizer  # noqa: PLC0415 its runtimes are large

    return LocalRecognizer(settings.models_folder)


def _gazetteer(settings: Settings) -> Gazetteer:
    from shoebox.adapters.gazetteer_geonames import GeonamesGazetteer  # noqa: PLC0415 its table is large

    return GeonamesGazetteer(settings.models_folder)


def _objects(settings: Settings) -> ObjectStore:
    folder = settings.library_folder
    if folder is None:
        return _bucket(settings)
    clear_abandoned(folder)
    return FolderObjectStore(folder)


def _bucket(settings: Settings) -> ObjectStore:
    try:
        from shoebox.adapters import objects_s3  # noqa: PLC0415 boto3 is large, and an extra
    except ModuleNotFoundError:
        raise UsageError(
            f"{settings.library} needs the package boto3.", hint="Install it with: pip install 'shoebox[aws]'"
        ) from None
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


def _now() -> datetime:
    return datetime.now(UTC)
