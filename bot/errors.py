"""Every error of ours. Each message is a sentence for its reader, who may be a member, an author or the host.

::

    HotseatError
    ├── BankError           a question file that cannot be used (file, line, what was expected)
    ├── ConfigError         config.toml or the environment cannot be used
    ├── StoreError          the database cannot be opened or written
    │   └── UnsavedTextError  a member's text could not be stored; carries the text
    ├── StartError          the bot cannot start; carries the exit code
    └── RefusedError        a member asked for what the rules do not allow (said to the member)
        ├── StaleError      … because the card is not the present one any more
        └── RefusedTextError  … and wrote something for it; carries the text
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path


class ExitCode(IntEnum):
    """What the process ends with, for scripts and supervisors to tell the cases apart; from 64 on as in sysexits.h.

    Restarting mends ``UNAVAILABLE`` and ``PORT_TAKEN`` at most; the others need a person.
    """

    OK = 0
    FINDINGS = 1
    """The check found something that must be mended."""
    USAGE = 2
    """The command line is wrong."""
    DATA = 65
    """A file of questions or of answers cannot be used."""
    UNAVAILABLE = 69
    """Something that is needed is missing: Discord cannot be reached, or a package is not installed."""
    STORE = 74
    """The database cannot be opened, written or copied."""
    PORT_TAKEN = 75
    """Another program listens on the port."""
    INTENT_REFUSED = 76
    """Discord refuses an intent (close code 4014)."""
    TOKEN_REJECTED = 77
    """Discord does not accept the bot token."""
    CONFIG = 78
    """config.toml or a HOTSEAT_ environment variable cannot be used."""
    INTERRUPTED = 130
    """Ctrl-C."""


class Translatable(str):
    """An English sentence, or a part of one, that is translated where it is said."""

    __slots__ = ()


class HotseatError(Exception):
    """The root: catch this to tell a person in one sentence what went wrong.

    ``sentence`` is English, with ``fields`` for its named variable parts (errors and ``Translatable`` ones among them
    are translated as well); ``str`` gives it filled in. ``exit_code`` is what the process ends with when nobody
    catches it.
    """

    exit_code: int = ExitCode.UNAVAILABLE

    def __init__(self, sentence: str, **fields: object) -> None:
        self.sentence = sentence
        self.fields = fields
        super().__init__(sentence.format(**fields) if fields else sentence)


class Severity(StrEnum):
    """How much a finding matters: an error must be mended, advice would make the bank better."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a question file, placed where its author can mend it.

    ``line`` counts from 1; it is 0 when the finding is about the whole file.
    """

    file: Path
    line: int
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        return f"{place}: {'advice: ' if self.severity is Severity.ADVICE else ''}{self.message}"


class BankError(HotseatError):
    """One or more question files cannot be used; ``findings`` says where and why, in file order."""

    exit_code = ExitCode.DATA

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, findings)))


class ConfigError(HotseatError):
    """The configuration cannot be used. The message names the key and what was expected, never a secret."""

    exit_code = ExitCode.CONFIG


class StoreError(HotseatError):
    """The database cannot be opened, migrated, written or copied."""

    exit_code = ExitCode.STORE


class UnsavedTextError(StoreError):
    """A member's text could not be stored. ``text`` goes back to its writer, so that it is not lost."""

    def __init__(self, sentence: str, text: str, **fields: object) -> None:
        self.text = text
        super().__init__(sentence, **fields)


class StartError(HotseatError):
    """The bot cannot start. ``exit_code`` is what the process ends with, for a supervisor to tell the cases apart."""

    def __init__(self, sentence: str, exit_code: int) -> None:
        self.exit_code = exit_code
        super().__init__(sentence)


class RefusedError(HotseatError):
    """A member asked for something that the rules do not allow now. It is said to them in their language."""


class StaleError(RefusedError):
    """A member pressed something on a card that is not the present one of its interview any more."""


class RefusedTextError(RefusedError):
    """A member's text came where it is not taken. ``text`` goes back to its writer, so that it is not lost."""

    def __init__(self, sentence: str, text: str, **fields: object) -> None:
        self.text = text
        super().__init__(sentence, **fields)
