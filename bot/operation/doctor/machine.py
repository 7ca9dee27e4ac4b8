"""What can be seen without a network."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.bank import load_bank
from bot.errors import BankError, ExitCode
from bot.operation.doctor.finding import Finding, better, well, wrong
from bot.store import glance
from bot.store.glance import Condition

if TYPE_CHECKING:
    from bot.config import Settings

MEGABYTE = 1_000_000
SCARCE = 100 * MEGABYTE
"""Bytes of a disk below which the bot's log of writing, backups and upgrades are in danger."""
COPIES = 2
"""An upgrade needs room for the database once more, and a backup as well."""

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")


def token(settings: Settings, file: Path) -> list[Finding]:
    """Whether there is one, and who can read the file that it may stand in."""
    value = settings.discord.token.get_secret_value()
    if not value:
        return [
            wrong(
                "token",
                "There is no token.",
                "Put it into the environment variable HOTSEAT_DISCORD__TOKEN, or under [discord] into config.toml",
                ExitCode.CONFIG,
            )
        ]
    found = []
    if any(character.isspace() for character in value):
        found.append(
            wrong(
                "token", "The token has a space in it.", "Copy it anew, and alone, without Bot", ExitCode.TOKEN_REJECTED
            )
        )
    if not os.environ.get("HOTSEAT_DISCORD__TOKEN") and (finding := _open_to_all("token", file, "the token")):
        found.append(finding)
    return found


def bank(settings: Settings) -> list[Finding]:
    """Whether every question file can be used."""
    try:
        questions = load_bank(settings.bank.folders)
    except BankError as error:
        cure = "hotseat check says more"
        return [wrong("questions", str(each), cure, ExitCode.DATA) for each in error.findings]
    count = sum(1 for _ in questions)
    if not count:
        return [better("questions", "There are no questions.", "Name a folder of question files in [bank] folders")]
    return [well("questions", f"{count:,} questions can be asked.")]


async def database(place: Path | str) -> tuple[Condition, list[Finding]]:
    """Whether it can be reached, is sound, can be written, and has the tables of this version."""
    condition = await glance.examine(place)
    name = condition.name
    if condition.trouble:
        return condition, [wrong("database", condition.trouble, condition.cure, ExitCode.STORE)]
    if not condition.made:
        return condition, [well("database", f"There is no database {name} yet; the first start makes it.")]
    found = []
    if condition.outdated:
        cure = "Take a backup; the next start brings it up to date"
        found.append(better("database", f"The database {name} has the tables of an older version.", cure))
    else:
        found.append(
            well("database", f"The database {name} is sound and can be written ({_megabytes(condition.size)}).")
        )
    if isinstance(place, Path) and (finding := _open_to_all("database", place, "everybody's answers")):
        found.append(finding)
    return condition, found


def disk(place: Path | str, condition: Condition) -> list[Finding]:
    """Whether there is room for the database file to grow, and for a copy of it. A server sees to its own disk."""
    if not isinstance(place, Path):
        return []
    folder = next(parent for parent in place.absolute().parents if parent.exists())
    free = shutil.disk_usage(folder).free
    says = f"The disk of {folder} has {_megabytes(free)} free."
    cure = "Make room there, or move the database to a larger disk"
    if free < SCARCE:
        return [wrong("disk", says, cure)]
    if free < COPIES * condition.size:
        return [better("disk", f"{says} That is not enough to copy the database.", cure)]
    return [well("disk", says)]


def log_and_health(settings: Settings) -> list[Finding]:
    """Whether the file of [health] can be touched."""
    file = settings.health.file
    if file is None or os.access(file if file.exists() else file.absolute().parent, os.W_OK):
        return []
    return [
        wrong("health", f"The file {file} of [health] cannot be written.", "Name one in a folder of the bot's user's")
    ]


def time_zones() -> list[Finding]:
    """Whether the time zones of reminders and of the question of the day are known."""
    try:
        for name in ZONES:
            ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError):
        cure = "Install them: pip install tzdata"
        return [wrong("time zones", "This machine does not know the time zones of the world.", cure)]
    return [well("time zones", "The time zones of the world are known.")]


def _open_to_all(check: str, file: Path, secret: str) -> Finding | None:
    """A finding where any user of this machine can read a file. Windows keeps that elsewhere."""
    if os.name != "posix" or not file.is_file() or not stat.S_IMODE(file.stat().st_mode) & stat.S_IROTH:
        return None
    return better(check, f"Every user of this machine can read {secret} in {file}.", f"chmod 600 {file}")


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:,.1f} MB"
