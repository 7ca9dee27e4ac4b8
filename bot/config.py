"""``config.toml`` and the environment in, settings out. The environment wins; unknown keys are errors.

The variable of ``questions`` in section ``[interviews]`` is ``HOTSEAT_INTERVIEWS__QUESTIONS``.
No message of this module shows a value, so that a token in the wrong place stays secret as well.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import ConfigError

DEFAULT_PATH = Path("config.toml")
PREFIX = "HOTSEAT_"


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _split(value: object) -> object:
    """A list in one environment variable: JSON, or paths joined as in ``PATH``."""
    if not isinstance(value, str):
        return value
    return json.loads(value) if value.lstrip().startswith("[") else [part for part in value.split(os.pathsep) if part]


def _numbers(value: object) -> object:
    """A list in one environment variable: JSON, or numbers with commas between them."""
    if not isinstance(value, str):
        return value
    return json.loads(value) if value.lstrip().startswith("[") else value.split(",")


def _file_or_server(value: object) -> object:
    """The address of a server, which may hold a password, as a secret; what else has a scheme is refused."""
    if not isinstance(value, str) or "://" not in value:
        return value
    if not value.startswith(SERVERS):
        raise ValueError
    return SecretStr(value)


def _no_address(value: object) -> object:
    if isinstance(value, str) and "://" in value:
        raise ValueError
    return value


File = Annotated[Path, AfterValidator(Path.expanduser)]
"""A path; ``~`` is the home folder, and a relative one counts from where ``hotseat`` is started."""

SERVERS = ("postgresql://", "postgres://")
FileOrServer = Annotated[File | SecretStr, Field(union_mode="left_to_right"), BeforeValidator(_file_or_server)]
"""A path, or the address of a database on a PostgreSQL server."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class DiscordSettings(_Section):
    """``[discord]``: who the bot is. ``development_guild`` is a server's id, where commands appear at once.

    ``shard_count`` is None where Discord says how many there are to be, and ``shard_ids`` where one process has all.
    """

    token: Annotated[SecretStr, BeforeValidator(_stripped)] = SecretStr("")
    message_content: bool = False
    development_guild: Annotated[int, Field(gt=0, lt=2**63)] | None = None
    shard_count: Annotated[int, Field(ge=1, le=16_000)] | None = None
    shard_ids: Annotated[tuple[int, ...] | None, NoDecode, BeforeValidator(_numbers)] = None


class BankSettings(_Section):
    """``[bank]``: folders of question files beside the built-in ones."""

    folders: Annotated[tuple[File, ...], NoDecode, BeforeValidator(_split)] = ()


class StoreSettings(_Section):
    """``[store]``: where answers and marks are kept, and how many days. ``retention_days`` 0 is for ever."""

    database: FileOrServer = Path("hotseat.db")
    retention_days: int = Field(default=0, ge=0, le=36_500)
    departure_days: int = Field(default=30, ge=1, le=3_650)

    @property
    def place(self) -> Path | str:
        """``database`` for whoever opens it: a path, or an address with its password."""
        return self.database if isinstance(self.database, Path) else self.database.get_secret_value()


class InterviewSettings(_Section):
    """``[interviews]``: what holds until a server or a member chooses otherwise. ``hint_price`` is in marks of 100."""

    held_in: Annotated[Literal["thread", "channel", "private"], BeforeValidator(_lower)] = "thread"
    questions: int = Field(default=5, ge=1, le=20)
    silence_minutes: int = Field(default=60, ge=1, le=10_080)
    exam_minutes: int = Field(default=5, ge=1, le=60)
    hint_price: int = Field(default=5, ge=0, le=100)


class RoundSettings(_Section):
    """``[rounds]``: what holds when a host names no number, and the talk between two questions."""

    questions: int = Field(default=3, ge=1, le=10)
    minutes: int = Field(default=3, ge=1, le=30)
    pause_minutes: int = Field(default=2, ge=1, le=60)


class DailySettings(_Section):
    """``[daily]``: how late a question of the day is still asked after an absence of the bot."""

    late_hours: int = Field(default=6, ge=0, le=23)


class GradingSettings(_Section):
    """``[grading]``: how close an answer's words must come to those of the bank."""

    profile: Annotated[Literal["strict", "normal", "lenient"], BeforeValidator(_lower)] = "normal"


class DemoSettings(_Section):
    """``[demo]``: the bot in a browser. Port 0 takes any that is free."""

    port: int = Field(default=0, ge=0, le=65_535)
    database: Annotated[File, BeforeValidator(_no_address)] = Path("hotseat-demo.db")


class LogSettings(_Section):
    """``[log]``: the least urgent records that are written, and whether for people or for programs."""

    level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = "info"
    format: Annotated[Literal["text", "json"], BeforeValidator(_lower)] = "text"


class HealthSettings(_Section):
    """``[health]``: the file that is touched every so many ``seconds`` while all is well; None is no file."""

    file: File | None = None
    seconds: int = Field(default=15, ge=1, le=300)


class Settings(BaseSettings):
    """Everything the host can choose. Frozen; the token shows as asterisks in every text form."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    discord: DiscordSettings = DiscordSettings()
    bank: BankSettings = BankSettings()
    store: StoreSettings = StoreSettings()
    interviews: InterviewSettings = InterviewSettings()
    rounds: RoundSettings = RoundSettings()
    daily: DailySettings = DailySettings()
    grading: GradingSettings = GradingSettings()
    demo: DemoSettings = DemoSettings()
    log: LogSettings = LogSettings()
    health: HealthSettings = HealthSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is pydantic's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings


def keys() -> dict[str, tuple[str, ...]]:
    """Every section and its keys, in the order of ``config.example.toml``."""
    return {name: tuple(_section(name).model_fields) for name in Settings.model_fields}


def load_settings(path: Path | None = None) -> Settings:
    """The settings of ``path``, or of ``./config.toml`` where there is one, or the defaults; then the environment.

    Raises ConfigError, one line a problem, naming the file or the variable, the key and what was expected.
    """
    file = path or DEFAULT_PATH
    written = _read(file) if path or file.exists() else {}
    if problems := list(_unknown_variables(os.environ)):
        raise ConfigError("\n".join(problems))
    try:
        settings = Settings(**written)
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False, include_context=False)
    else:
        if contradiction := _contradiction(settings):
            raise ConfigError(f"{file}: {contradiction}" if file.exists() else contradiction)
        return settings
    places = [(tuple(str(part) for part in detail["loc"]), detail["type"]) for detail in details]
    raise ConfigError("\n".join(dict.fromkeys(_problem(place, kind, file) for place, kind in places)))


def _contradiction(settings: Settings) -> str | None:
    """What is wrong with keys that are right each for itself."""
    count, ids = settings.discord.shard_count, settings.discord.shard_ids
    if ids is None:
        return None
    if count is None:
        return "[discord] shard_ids needs shard_count, the number of all shards of all processes."
    if not ids or len(set(ids)) < len(ids):
        return "[discord] shard_ids must name at least one shard, and none twice."
    if out := [number for number in ids if not 0 <= number < count]:
        return f"[discord] shard_ids has {out[0]}, but the {count} shards of shard_count are 0 to {count - 1}."
    if len(ids) < count and isinstance(settings.store.database, Path):
        return (
            "[discord] shard_ids leaves shards to other processes, which needs a PostgreSQL database: a SQLite file is "
            "for one process. Set [store] database to its address."
        )
    return None


def _section(name: str) -> type[BaseModel]:
    section = Settings.model_fields[name].annotation
    assert isinstance(section, type)
    assert issubclass(section, BaseModel)
    return section


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"There is no file {file}; copy config.example.toml to it and fill it in.") from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{file} is not UTF-8 text; save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} is not valid TOML: {error}. See config.example.toml.") from None
    except RecursionError:
        raise ConfigError(f"The lists in {file} are nested too deeply. See config.example.toml.") from None


def _names(environ: Mapping[str, str]) -> set[str]:
    """The variables that are set; empty ones count as not set."""
    return {name.upper() for name, value in environ.items() if value}


def _variable(place: tuple[str, ...]) -> str:
    """The environment variable of a key: ``("log", "level")`` has ``HOTSEAT_LOG__LEVEL``."""
    return PREFIX + "__".join(place[:2]).upper()


def _unknown_variables(environ: Mapping[str, str]) -> Iterator[str]:
    known = {_variable((section, key)) for section, names in keys().items() for key in names}
    single = {name.replace("__", "_"): name for name in known}
    sections = {_variable((section,)) for section in keys()}
    for name in sorted(_names(environ) - known):
        if not name.startswith(PREFIX):
            continue
        if name in sections:
            yield f"The environment variable {name} sets a whole section; set its keys one by one, as in {name}__KEY."
        elif name.replace("__", "_") in single:
            yield (
                f"The environment variable {name} is unknown; write {single[name.replace('__', '_')]}, "
                "with two underscores between section and key."
            )
        elif "__" in name:
            near = get_close_matches(name.removeprefix(PREFIX), sorted(one.removeprefix(PREFIX) for one in known), n=1)
            hint = f"did you mean {PREFIX}{near[0]}?" if near else "config.example.toml lists the keys."
            yield f"The environment variable {name} is unknown; {hint}"


def _problem(place: tuple[str, ...], kind: str, file: Path) -> str:
    section, *rest = place
    if kind == "extra_forbidden":
        return f"{file}: {_unknown(section, *rest)}"
    if not rest:
        return f"{file}: [{section}] must be a section with keys of its own, not a single value."
    variable = _variable(place)
    from_environment = variable in _names(os.environ)
    where = f"The environment variable {variable}" if from_environment else f"{file}: [{section}] {rest[0]}"
    return f"{where} must be {_expected(section, rest[0])}."


def _unknown(section: str, key: str | None = None) -> str:
    name, of, rivals = (section, "", list(keys())) if key is None else (key, f" in [{section}]", list(keys()[section]))
    sentence = f'there is no {"section" if key is None else "key"} "{name}"{of}; '
    if homes := [other for other, names in keys().items() if name in names]:
        return sentence + f"{name} belongs to [{homes[0]}]."
    if near := get_close_matches(name, rivals, n=1):
        return sentence + f'did you mean "{near[0]}"?'
    return sentence + f"{'the sections' if key is None else 'its keys'} are {_listed(rivals, 'and')}."


_EXPECTED = {
    ("discord", "development_guild"): "the id of a server, a whole number of about 18 digits",
    ("discord", "shard_ids"): "a list of whole numbers, such as [0, 1]",
    ("store", "database"): (
        "the path of a file, or an address such as postgresql://user:password@host:5432/hotseat, in quotes"
    ),
    ("demo", "database"): (
        "the path of a file, in quotes: the demo keeps what is done in it in a file of its own, not on a server"
    ),
}


def _expected(section: str, key: str) -> str:
    schema = _section(section).model_json_schema()["properties"][key]
    schema = next((one for one in schema.get("anyOf", []) if one["type"] != "null"), schema)
    if "enum" in schema:
        return "one of " + _listed([f'"{value}"' for value in schema["enum"]], "or")
    if said := _EXPECTED.get((section, key)):
        return said
    if schema["type"] == "integer":
        return f"a whole number from {schema['minimum']:,} to {schema['maximum']:,}"
    return {"boolean": "true or false", "array": "a list of folders", "string": "text in quotes"}[schema["type"]]


def _listed(words: list[str], last: str) -> str:
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
