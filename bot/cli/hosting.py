"""The commands for whoever hosts the bot: whether it is well, and what it holds."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from bot.errors import ExitCode

if TYPE_CHECKING:
    from bot.operation.doctor import Finding

_COLOURS = {"well": "green", "advice": "yellow", "error": "red"}


def doctor(
    context: typer.Context,
    offline: Annotated[bool, typer.Option("--offline", help="Leave out what only Discord can tell.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Say whether the bot can run here, and how to mend what is wrong."""
    import asyncio
    from datetime import UTC, datetime

    from bot.operation.doctor import examine, exit_code

    config = context.find_root().obj.config
    findings = asyncio.run(examine(config, offline=offline, clock=lambda: datetime.now(UTC)))
    code = exit_code(findings)
    if as_json:
        rows = [{name: value for name, value in asdict(each).items() if name != "code"} for each in findings]
        typer.echo(json.dumps({"ok": code is ExitCode.OK, "findings": rows}, ensure_ascii=False, indent=2))
    else:
        _show(findings)
    raise typer.Exit(code)


def export(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="A new file; standard output without it.")] = None,
) -> None:
    """Write all that the database holds as JSON Lines, also while the bot runs."""
    import asyncio
    import contextlib

    from bot.config import load_settings
    from bot.errors import StoreError

    place = load_settings(context.find_root().obj.config).store.place
    if file is None:
        asyncio.run(_write(place, sys.stdout))
        return
    try:
        file.touch(mode=0o600, exist_ok=False)  # for the host's eyes alone, from the first line on
    except OSError as error:
        raise StoreError(f"{file} cannot be made: {(error.strerror or '').lower()}.") from None
    with contextlib.ExitStack() as failed:
        failed.callback(file.unlink)
        with file.open("w", encoding="utf-8") as target:
            count = asyncio.run(_write(place, target))
        failed.pop_all()
    typer.echo(f"{file}: {count:,} rows.")


async def _write(place: Path | str, target: TextIO) -> int:
    from bot.store.export import lines

    count = 0
    async for line in lines(place):
        target.write(line + "\n")
        count += 1
    return count


def _show(findings: list[Finding]) -> None:
    from rich.text import Text

    from bot.cli import show
    from bot.operation.doctor import Level

    for each in findings:
        text = Text(f"{each.check}: ", "bold").append(each.says, _COLOURS[each.level])
        show.out.print(text)
        if each.cure:
            show.out.print(Text(f"  → {each.cure}"))
    errors = sum(each.level is Level.ERROR for each in findings)
    advice = sum(each.level is Level.ADVICE for each in findings)
    verdict = f"{show.counted(errors, 'thing')} to mend" if errors else "nothing to mend"
    show.out.print(Text(verdict + (f", {advice} with advice" if advice else "") + ".", "bold"))
