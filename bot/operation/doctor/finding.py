from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import ExitCode


class Level(StrEnum):
    """Whether what was looked at is well, could be better, or must be mended."""

    WELL = "well"
    ADVICE = "advice"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look has shown. ``check`` is its subject in a word; ``cure`` is there for all but what is well.

    ``code`` is what ``hotseat run`` would end with because of an error; ``FINDINGS`` where it would run all the same.
    """

    check: str
    level: Level
    says: str
    cure: str = ""
    code: ExitCode = ExitCode.FINDINGS


def well(check: str, says: str) -> Finding:
    return Finding(check, Level.WELL, says)


def better(check: str, says: str, cure: str) -> Finding:
    return Finding(check, Level.ADVICE, says, cure)


def wrong(check: str, says: str, cure: str, code: ExitCode = ExitCode.FINDINGS) -> Finding:
    return Finding(check, Level.ERROR, says, cure, code)


def exit_code(findings: Iterable[Finding]) -> ExitCode:
    """That of the first error which keeps the bot from running, else that of any error, else ``OK``."""
    codes = [finding.code for finding in findings if finding.level is Level.ERROR]
    return next((code for code in codes if code is not ExitCode.FINDINGS), codes[0] if codes else ExitCode.OK)
