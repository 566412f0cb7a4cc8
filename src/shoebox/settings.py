"""Settings: a TOML file, over it `SHOEBOX_*` in the environment, over that the flags of a command."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

from shoebox.domain.errors import UsageError

_PREFIX = "SHOEBOX_"


def _says(text: str, default: Any) -> Any:
    return field(default=default, metadata={"says": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the owner can choose; `says` in each field's metadata is its documentation."""

    library: str = _says("The archive: a folder, or s3://BUCKET/PREFIX?endpoint=URL&region=NAME.", "~/Shoebox")
    state: str = _says("Where records and index of all libraries are kept; they can be rebuilt.", "")
    records: str = _says(
        "Where records are kept: dynamodb://TABLE?region=NAME&endpoint=URL; empty: with the rest of the state.", ""
    )
    models: str = _says("Where recognition models and place names are kept.", "")
    recognition: bool = _says("Whether labels and faces are recognised.", True)
    recognizer: str = _says("Who recognises them: local (this computer), rekognition (Amazon) or none.", "local")
    host: str = _says("The address the gallery listens at.", "127.0.0.1")
    port: int = _says("The port the gallery listens at; 0 chooses a free one.", 8780)
    workers: int = _says("How many photos are worked on at once; 0: one for each processor.", 0)
    owner: str = _says('Your name among the people; "me" finds you.', "")
    hemisphere: str = _says("north or south: when summer is.", "north")
    week_start: str = _says("monday or sunday.", "monday")
    date_order: str = _says("dmy or mdy: how 3/4/2007 is read.", "dmy")

    @property
    def library_folder(self) -> Path | None:
        """The archive's folder; None where the archive lies in an object store."""
        return None if "://" in self.library else Path(self.library).expanduser().absolute()

    @property
    def library_place(self) -> str:
        """Where the archive lies, in words."""
        return str(self.library_folder or self.library)

    @property
    def state_folder(self) -> Path:
        """Where what can be rebuilt is kept."""
        return Path(self.state).expanduser().absolute() if self.state else _base("XDG_STATE_HOME", ".local/state")

    @property
    def models_folder(self) -> Path:
        """Where fetched models are kept."""
        return (
            Path(self.models).expanduser().absolute()
            if self.models
            else _base("XDG_DATA_HOME", ".local/share") / "models"
        )

    @property
    def worker_count(self) -> int:
        """How many photos are worked on at once."""
        return self.workers or os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting, its value and where it came from."""

    name: str
    value: Any
    origin: str
    says: str


_CHOICES = {
    "recognizer": {"local", "rekognition", "none"},
    "hemisphere": {"north", "south"},
    "week_start": {"monday", "sunday"},
    "date_order": {"dmy", "mdy"},
}


def settings_file(environment: Mapping[str, str]) -> Path:
    """Where the TOML file is looked for."""
    named = environment.get(f"{_PREFIX}SETTINGS")
    if named:
        return Path(named).expanduser()
    return Path(environment.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "shoebox" / "settings.toml"


def load(flags: Mapping[str, object], environment: Mapping[str, str]) -> tuple[Settings, tuple[Setting, ...]]:
    """The settings that hold, and each with its origin. Raises UsageError for unknown names and wrong values."""
    file = settings_file(environment)
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    given = {name: value for name, value in flags.items() if value is not None}
    for origin, layer in ((str(file), _read(file)), ("environment", _of_environment(environment)), ("flag", given)):
        for name, value in layer.items():
            values[name] = _checked(name, value, origin)
            origins[name] = origin
    settings = Settings(**values)
    told = (
        Setting(item.name, getattr(settings, item.name), origins.get(item.name, "default"), item.metadata["says"])
        for item in fields(Settings)
    )
    return settings, tuple(told)


def _read(file: Path) -> dict[str, object]:
    if not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} is not TOML: {error}.", hint="Correct the file or remove it.") from error


def _of_environment(environment: Mapping[str, str]) -> dict[str, object]:
    names = {item.name: item for item in fields(Settings)}
    given = {key[len(_PREFIX) :].lower(): value for key, value in environment.items() if key.startswith(_PREFIX)}
    return {name: value for name, value in given.items() if name in names and value != ""}


def _checked(name: str, value: object, origin: str) -> object:
    hints = get_type_hints(Settings)
    if name not in hints:
        raise UsageError(f"There is no setting {name!r} ({origin}).", hint="'shoebox settings' lists them.")
    wanted = hints[name]
    if isinstance(value, str) and wanted is not str:
        value = _parsed(wanted, value)
    if type(value) is not wanted or value not in _CHOICES.get(name, {value}):
        allowed = " or ".join(sorted(_CHOICES.get(name, {wanted.__name__})))
        raise UsageError(f"{value!r} cannot be the setting {name!r} ({origin}).", hint=f"It takes {allowed}.")
    return value


def _parsed(wanted: type, text: str) -> object:
    if wanted is bool:
        return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(text.lower(), text)
    try:
        return int(text)
    except ValueError:
        return text


def _base(variable: str, default: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / default) / "shoebox"
