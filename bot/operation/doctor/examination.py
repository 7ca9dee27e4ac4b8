from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.config import DEFAULT_PATH, load_settings
from bot.errors import ConfigError, ExitCode
from bot.operation.doctor import machine, platform
from bot.operation.doctor.finding import Finding, well, wrong


async def examine(config: Path | None, *, offline: bool, clock: Callable[[], datetime]) -> list[Finding]:
    """Look at everything that the bot needs, in the order in which a start needs it. Nothing is changed.

    ``config`` is the file that the host has named; ``offline`` leaves out what only Discord can tell. ``clock`` gives
    this machine's time, aware.
    """
    try:
        settings = load_settings(config)
    except ConfigError as error:
        cure = "config.example.toml lists every key with its default"
        return [wrong("configuration", line, cure, ExitCode.CONFIG) for line in str(error).splitlines()]
    findings = [_file(config), *machine.token(settings, config or DEFAULT_PATH), *machine.bank(settings)]
    condition, looked = await machine.database(settings.store.place)
    findings += [*looked, *machine.disk(settings.store.place, condition), *machine.log_and_health(settings)]
    findings += machine.time_zones()
    if not offline and settings.discord.token.get_secret_value():
        findings += await platform.examine(settings, await platform.wishes(settings, condition), clock)
    return findings


def _file(config: Path | None) -> Finding:
    path = config or DEFAULT_PATH
    if path.exists():
        return well("configuration", f"The settings are those of {path.absolute()} and of the environment.")
    return well("configuration", f"There is no {path.absolute()}: the settings are the defaults and the environment's.")
