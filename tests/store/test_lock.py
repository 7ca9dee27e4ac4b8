"""One bot to a file, and never a lock that nobody holds any more."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import Database, backup, export, facts, glance, identity
from bot.store.lock import Lock
from tests.loopback.process import CONTEXT
from tests.store.conftest import opened


async def refusal(path) -> str:
    with pytest.raises(StoreError) as caught:
        await Database.open(path)
    return str(caught.value)


def hold(path: Path, opened) -> None:
    """What another process does: open the file, say so, and stay."""

    async def stay():
        await Database.open(path)
        opened.set()
        await asyncio.sleep(60)

    asyncio.run(stay())


@pytest.fixture
async def holder(made):
    """Another process that has the file open."""
    ready = CONTEXT.Event()
    process = CONTEXT.Process(target=hold, args=(made, ready), daemon=True)
    await asyncio.to_thread(process.start)
    assert await asyncio.to_thread(ready.wait, 30)
    yield process
    process.kill()
    await asyncio.to_thread(process.join)


async def test_the_second_process_is_told_what_to_do(holder, made):
    assert await refusal(made) == (
        f"The database {made} is in use by another bot process. Stop that one first, or give this one a file of its own "
        "in config.toml; only on PostgreSQL may several share one."
    )


async def test_a_killed_process_leaves_no_lock(holder, made):
    await refusal(made)
    holder.kill()
    await asyncio.to_thread(holder.join)
    async with opened(made):
        pass


async def test_who_only_reads_may(holder, made, tmp_path):
    assert backup(made, tmp_path / "copy.db") > 0
    assert (await glance.examine(made)).trouble == ""
    assert [line async for line in export.lines(made)] == []


async def test_the_first_is_unharmed(made):
    async with opened(made) as database:
        for _ in range(2):
            await refusal(made)
            async with database.write() as connection:
                await facts.put(connection, "one", "1")
        async with database.read() as connection:
            assert await facts.get(connection, "one") == "1"
    async with opened(made):
        pass


async def test_the_file_is_not_brought_up_to_date_while_another_has_it(made):
    async with opened(made):
        with closing(sqlite3.connect(made)) as other, other:
            other.execute("PRAGMA application_id = 0")
        await refusal(made)
        with closing(sqlite3.connect(made)) as other:
            assert other.execute("PRAGMA application_id").fetchone() == (0,)


async def test_by_another_name_it_is_the_same_file(made, tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.db"
    link.symlink_to(made)
    monkeypatch.chdir(tmp_path)
    async with opened(made):
        assert "another bot process" in await refusal(link)
        assert "another bot process" in await refusal(Path(made.name))
    async with opened(link):
        assert "another bot process" in await refusal(made)


async def test_a_start_that_fails_leaves_no_lock(made):
    def mark(revision):
        with closing(sqlite3.connect(made)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))

    with closing(sqlite3.connect(made)) as connection:
        (head,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    mark("9999")
    assert "newer version" in await refusal(made)
    mark(head)
    async with opened(made):
        pass


def as_nobody(path: Path, told) -> None:
    """What another process does that is not root: try the lock, and say what came of it."""
    os.setgid(65534)
    os.setuid(65534)
    try:
        told.put(Lock(path).take())
    except StoreError as error:
        told.put(str(error))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be somebody else")
async def test_a_lock_of_another_user_is_refused(tmp_path):
    """SQLite would open it for reading, and lock out nobody."""
    for folder in (tmp_path, *tmp_path.parents[:-2]):
        folder.chmod(0o755)
    path, told = tmp_path / "hotseat.db", CONTEXT.Queue()
    lock = Lock(path)
    assert lock.take()
    lock.release()
    (tmp_path / "hotseat.db-lock").chmod(0o644)
    process = CONTEXT.Process(target=as_nobody, args=(path, told), daemon=True)
    await asyncio.to_thread(process.start)
    said = await asyncio.to_thread(told.get, timeout=30)
    await asyncio.to_thread(process.join)
    assert said == f"The bot may not write to {path}-lock. Give that file to the user that runs the bot."


async def test_opening_that_is_cancelled_leaves_the_lock_to_the_next(made, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()
    check = identity.check

    def slow(raw, path):
        begun.set()
        assert go_on.wait(30)
        check(raw, path)

    with monkeypatch.context() as held:
        held.setattr(identity, "check", slow)
        opening = asyncio.create_task(Database.open(made))
        assert await asyncio.to_thread(begun.wait, 30)
        opening.cancel()
        asyncio.get_running_loop().call_later(0.05, go_on.set)
        with pytest.raises(asyncio.CancelledError):
            await opening
    async with opened(made):
        pass
