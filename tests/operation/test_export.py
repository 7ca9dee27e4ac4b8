"""Everything that the database holds, as JSON Lines."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from bot.cli import main
from bot.errors import ExitCode
from bot.store import Database, export, facts
from bot.store.tables import daily, metadata, server
from tests.store.making import NOW


async def fill(place):
    database = await Database.open(place)
    async with database.write() as connection:
        await facts.put(connection, "b", "zwei\n“ü”")
        await facts.put(connection, "a", "1")
        await connection.execute(server.insert(), {"guild_id": 2**60, "held_in": "private", "language": None})
        row = {"guild_id": 1, "channel_id": 2, "minute": 3, "zone": "UTC", "topic": None, "next_at": NOW}
        await connection.execute(daily.insert(), row)
    return database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request, tmp_path):
    return tmp_path / "x.db" if request.param == "sqlite" else request.getfixturevalue("postgres")


async def test_every_row_is_a_line_also_while_the_bot_has_it_open(place):
    database = await fill(place)
    try:
        told = [json.loads(line) async for line in export.lines(place)]
    finally:
        await database.close()
    rows = [(each["table"], each["row"]) for each in told]
    assert [row for table, row in rows if table == "fact"] == [
        {"name": "a", "value": "1"},
        {"name": "b", "value": "zwei\n“ü”"},
    ]
    assert dict(rows)["server"]["guild_id"] == 2**60
    assert dict(rows)["daily"]["next_at"] == NOW.isoformat()
    assert len(rows) == 4


def test_no_table_holds_a_secret():
    names = {column.name for table in metadata.tables.values() for column in table.c}
    assert not [name for name in names if any(word in name for word in ("token", "secret", "password", "key"))]


@pytest.fixture
def hotseat(host, capsys):
    def run(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        return ended.value.code, *capsys.readouterr()

    return run


def test_the_command(hotseat):
    import asyncio

    async def make():
        await (await fill(Path("hotseat.db"))).close()

    asyncio.run(make())
    code, out, _ = hotseat("export")
    assert (code, len(out.splitlines())) == (0, 4)
    assert hotseat("export", "all.jsonl")[:2] == (0, "all.jsonl: 4 rows.\n")
    assert Path("all.jsonl").read_text() == out
    assert stat.S_IMODE(Path("all.jsonl").stat().st_mode) == 0o600
    code, _, err = hotseat("export", "all.jsonl")
    assert (code, err) == (ExitCode.STORE, "all.jsonl cannot be made: file exists.\n")


def test_no_database_leaves_no_file(hotseat, host):
    code, _, err = hotseat("export", "all.jsonl")
    assert (code, "There is no database" in err) == (ExitCode.STORE, True)
    assert list(host.iterdir()) == []
