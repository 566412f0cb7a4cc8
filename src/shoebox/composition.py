"""Settings to Library: the only module that knows which adapters exist; heavy ones are imported when needed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from shoebox.adapters import model_files
from shoebox.adapters.index_sqlite import SqliteIndex
from shoebox.adapters.known_files_sqlite import SqliteKnownFiles
from shoebox.adapters.objects_folder import FolderObjectStore, clear_abandoned
from shoebox.adapters.records_sqlite import SqliteRecordStore
from shoebox.adapters.renderer_process import ProcessRenderer
from shoebox.application.create import Identity, create_library, find_identity
from shoebox.application.library import Library
from shoebox.domain.errors import NotFoundError, UsageError
from shoebox.domain.model_catalogue import CLASSIFIER, FACE_DETECTOR, FACE_EMBEDDER, MODEL_FILES
from shoebox.ports import Gazetteer, KnownFiles, Recognizer
from shoebox.settings import Settings

_RECOGNITION = (FACE_DETECTOR, FACE_EMBEDDER, CLASSIFIER)

_KNOWN_FILES = "known-files.sqlite"


@contextmanager
def open_library(settings: Settings, *, create: bool = False, recognizing: bool = False) -> Iterator[Library]:
    """The library that the settings name; `create` makes one where there is none.

    `recognizing` is for commands that may ingest; the others need no models.
    Raises NotFoundError where there is no library, UsageError where the folder holds something else.
    """
    folder = _folder(settings)
    objects = FolderObjectStore(folder)
    identity = find_identity(objects)
    if identity is None:
        if not create:
            raise NotFoundError(
                f"There is no library at {folder}.",
                hint="Back up a folder with 'shoebox sync FOLDER', or name another library with --library.",
            )
        identity = create_library(objects, _now)
    clear_abandoned(folder)
    library = _library(settings, objects, identity, recognizing=recognizing)
    try:
        yield library
    finally:
        library.renderer.close()


def known_files(settings: Settings) -> KnownFiles:
    """What is known of the owner's folders; nothing where there is no library yet. Nothing is made or changed."""
    identity = find_identity(FolderObjectStore(_folder(settings)))
    file = settings.state_folder / identity.id / _KNOWN_FILES if identity else None
    return SqliteKnownFiles(file if file and file.exists() else ":memory:")


def missing_models(settings: Settings) -> tuple[str, ...]:
    """The purposes for which model files are missing, in words."""
    return tuple(dict.fromkeys(model.purpose for model in model_files.missing(settings.models_folder)))


def fetch_models(settings: Settings, progress: Callable[[str], None]) -> None:
    """Fetch the model files that are missing. Raises UnavailableError, IntegrityError."""
    model_files.fetch(MODEL_FILES, settings.models_folder, progress)


def _library(settings: Settings, objects: FolderObjectStore, identity: Identity, *, recognizing: bool) -> Library:
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


def _folder(settings: Settings) -> Path:
    if "://" in settings.library:
        raise UsageError(
            f"{settings.library} is not a folder.", hint="Libraries in object stores come with a later version."
        )
    return settings.library_folder


def _now() -> datetime:
    return datetime.now(UTC)
