"""Every error of ours. Each message is a sentence for its reader, who may be a member, an author or the host.

::

    HotseatError
    ├── BankError           a question file that cannot be used (file, line, what was expected)
    ├── ConfigError         config.toml or the environment cannot be used
    ├── StoreError          the database cannot be opened or written
    ├── StartError          the bot cannot start; carries the exit code
    └── RefusedError        a member asked for what the rules do not allow (shown to the member as it is)
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class HotseatError(Exception):
    """The root: catch this to tell a person in one sentence what went wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a question file, placed where its author can mend it.

    ``line`` counts from 1; it is 0 when the finding is about the whole file.
    """

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        return f"{place}: {self.message}"


class BankError(HotseatError):
    """One or more question files cannot be used; ``findings`` says where and why, in file order."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, findings)))


class ConfigError(HotseatError):
    """The configuration cannot be used. The message names the key and what was expected, never a secret."""


class StoreError(HotseatError):
    """The database cannot be opened, migrated, written or copied."""


class StartError(HotseatError):
    """The bot cannot start. ``exit_code`` is what the process ends with, so that a supervisor can tell the cases apart."""

    def __init__(self, message: str, exit_code: int) -> None:
        self.exit_code = exit_code
        super().__init__(message)


class RefusedError(HotseatError):
    """A member asked for something that the rules do not allow now. The message is shown to them as it is."""
