"""What goes wrong with the machine below the bot: its database, its disk, its clock."""

from __future__ import annotations

import asyncio
import multiprocessing
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from random import Random

import pytest

from bot.errors import ExitCode
from tests.loopback.conftest import GOOD
from tests.loopback.learner import Learner
from tests.loopback.ledger import acknowledged, image, wrong_with
from tests.loopback.people import buttons, text_of
from tests.loopback.process import CONTEXT, Bot
from tests.loopback.waiting import until

pytestmark = pytest.mark.slow


def kept(database) -> list[str]:
    """The texts that are kept."""
    with image(database) as connection:
        return [body for (body,) in connection.execute("SELECT body FROM answer ORDER BY id")]


def rows(world, query) -> list[tuple]:
    with image(world.bot.database) as connection:
        return connection.execute(query).fetchall()


async def begun_and_answered(world, who=None):
    """A whole interview works."""
    who = who or world.ada
    await who.fill(await world.form(who, level="junior"), GOOD)
    assert "/ 100 · strong" in text_of(await who.sees("Finish"))


async def refused_to_start(world) -> str:
    await world.bot.launch()
    assert await world.bot.ended() == ExitCode.STORE
    assert world.front.gateway.identifies == []
    said = world.bot.said()
    assert str(world.bot.database) in said
    assert "Traceback" not in said
    return said


# -------------------------------------------------------------------- locked and full


async def test_locked_for_a_while(started):
    """Another program holds the lock for longer than Discord waits: the answer comes when it lets go."""
    form = await started.form(level="junior")
    with closing(sqlite3.connect(started.bot.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        filling = asyncio.create_task(started.ada.fill(form, GOOD))
        await asyncio.sleep(3.2)
        assert kept(started.bot.database) == []
        other.execute("ROLLBACK")
    await filling
    assert "/ 100 · strong" in text_of(await started.ada.sees("Finish"))
    assert wrong_with(started.bot.database, {}) == []


async def test_locked_for_too_long(started):
    """The text comes back as a file, and the next try works."""
    form = await started.form(level="junior")
    with closing(sqlite3.connect(started.bot.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        sent = await started.ada.fill(form, GOOD)
        other.execute("ROLLBACK")
    messages = started.front.backend.messages[sent.channel_id].values()
    (reply,) = [message for message in messages if message.id in sent.followup_ids]
    assert "another program is writing to it" in reply.content
    assert reply.attachments[0]["filename"] == "your-answer.txt"
    assert kept(started.bot.database) == []
    again = await started.ada.press(await started.ada.sees("Answer"), "Answer")
    await started.ada.fill(again, GOOD)
    assert kept(started.bot.database) == [GOOD]


@pytest.fixture
def small_disk(tmp_path):
    """A disk of four megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "hotseat", disk], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


async def test_a_full_disk(world, small_disk):
    """Texts come back as files while it is full, nothing is half there, and there is no need to start again."""
    world.bot.database = small_disk / "hotseat.db"
    await world.bot.start()
    form = await world.form(level="junior")
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 1024)
    assert shutil.disk_usage(small_disk).free == 0
    sent = await world.ada.fill(form, GOOD * 30)
    replies = {sent.message_id, *sent.followup_ids}
    said = [text_of(one) for one in world.front.backend.messages[sent.channel_id].values() if one.id in replies]
    assert any("the disk is full" in text or "the disk does not answer" in text for text in said), said
    ballast.unlink()
    again = await world.ada.press(await world.ada.sees("Answer"), "Answer")
    await world.ada.fill(again, GOOD)
    assert kept(world.bot.database) == [GOOD]
    assert wrong_with(world.bot.database, {}) == []


# -------------------------------------------------------------------- at the start


async def test_a_corrupt_file(world):
    await world.bot.start()
    await world.bot.stop()
    with world.bot.database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * 4096 * 20)
    world.front.gateway.identifies.clear()
    assert "Restore the last backup" in await refused_to_start(world)


async def test_another_file(world):
    world.bot.database.write_text("topic: flask\n" * 500)
    assert "not a database" in await refused_to_start(world)
    assert world.bot.database.read_text().startswith("topic: flask")


async def test_a_file_that_somebody_else_writes_to(world):
    with closing(sqlite3.connect(world.bot.database, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        assert "another program" in await refused_to_start(world)


async def test_migrations_that_are_interrupted(world):
    """Killed again and again while the tables are being made; then they are made."""
    random = Random(20261122)
    for _ in range(6):
        await world.bot.launch()
        await until(lambda: world.bot.database.exists() or not world.bot.running)
        await asyncio.sleep(random.uniform(0, 0.15))
        await world.bot.kill()
        with image(world.bot.database) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert tables == set() or {"interview", "answer", "alembic_version"} <= tables
        if tables:
            for file in world.bot.folder.glob("hotseat.db*"):
                file.unlink()
    await world.bot.start()
    await begun_and_answered(world)


# -------------------------------------------------------------------- the clock


@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_clock_that_stays_wrong(world, hours):
    """By one clock alone everything is right: an interview and an exam go from their beginning to their end."""
    world.bot.environment["LOOPBACK_CLOCK"] = str(hours * 3600)
    await world.bot.start()
    await begun_and_answered(world)
    bo = world.member("bo")
    form = await world.form(bo, level="junior", mode="exam")
    await bo.fill(form, GOOD)
    card = await bo.sees("Another one")
    assert "/ 100" in text_of(card)
    assert rows(world, "SELECT stage FROM turn") == [("answered",)] * 2
    assert wrong_with(world.bot.database, {}) == []


@pytest.mark.parametrize(
    ("hours", "stage", "said"),
    [
        pytest.param(1, "answered", "/ 100", id="it was ahead, so there is an hour more"),
        pytest.param(-1, "late", "", id="it was behind, so time is up at once"),
    ],
)
async def test_a_clock_that_is_put_right_during_an_exam(world, hours, stage, said):
    """The text is kept in either case, once, and the member is answered."""
    world.bot.environment["LOOPBACK_CLOCK"] = str(hours * 3600)
    await world.bot.start()
    form = await world.form(level="junior", mode="exam")
    await world.bot.kill()
    del world.bot.environment["LOOPBACK_CLOCK"]
    await world.bot.start()
    await world.ada.fill(form, GOOD)
    card = await world.ada.sees("Another one")
    assert said in text_of(card)
    assert kept(world.bot.database) == [GOOD]
    assert rows(world, "SELECT stage FROM turn") == [(stage,)]
    assert wrong_with(world.bot.database, {}) == []


@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_clock_that_is_put_right_between_question_and_answer(world, hours):
    """An hour is longer than silence may last: what that ended is taken up again by the answer."""
    world.bot.environment["LOOPBACK_CLOCK"] = str(hours * 3600)
    await world.bot.start()
    form = await world.form(level="junior")
    await world.bot.kill()
    del world.bot.environment["LOOPBACK_CLOCK"]
    await world.bot.start()
    await world.ada.fill(form, GOOD)
    assert "/ 100 · strong" in text_of(await world.ada.sees("Finish"))
    assert kept(world.bot.database) == [GOOD]
    assert wrong_with(world.bot.database, {}) == []


@pytest.mark.parametrize("hours", [-48, 48])
async def test_a_wrong_clock_that_is_put_right(world, hours):
    """What was begun by the wrong time goes on by the right one."""
    world.bot.environment["LOOPBACK_CLOCK"] = str(hours * 3600)
    await world.bot.start()
    await begun_and_answered(world)
    bo = world.member("bo")
    form = await world.form(bo, level="junior")
    await world.bot.kill()
    del world.bot.environment["LOOPBACK_CLOCK"]
    await world.bot.start()
    await bo.fill(form, GOOD)
    assert "/ 100 · strong" in text_of(await bo.sees("Finish"))
    # By the right clock two days have passed since: silence has ended Ada's interview, and its card says so.
    if (card := world.ada.card("Finish", "Another one")) is not None and "Finish" in buttons(card):
        await world.ada.press(card, "Finish")
    await world.ada.press(await world.ada.sees("Another one"), "Another one")
    await world.ada.sees("Answer")
    assert wrong_with(world.bot.database, {}) == []
    assert len(kept(world.bot.database)) == 2


# -------------------------------------------------------------------- more than one


async def test_two_bots_on_one_file(world, tmp_path):
    """The second is refused before it comes near the gateway, the first goes on; when that is killed, there is room."""
    await world.bot.start()
    second = Bot(world.front, tmp_path)
    try:
        before = len(world.front.gateway.identifies)
        for number in range(2):
            await second.launch()
            assert await second.ended() == ExitCode.STORE
            await begun_and_answered(world, world.member(f"member-{number}"))
        assert len(world.front.gateway.identifies) == before
        assert f"{world.bot.database} is in use by another bot process. Stop that one first" in second.said()
        assert "Traceback" not in second.said()
        assert world.bot.running
        await world.bot.kill()
        await second.start()
        await begun_and_answered(world, world.member("late"))
    finally:
        await second.kill()
    assert wrong_with(world.bot.database, {}) == []
    assert kept(world.bot.database) == [GOOD] * 3


def back_up(source, target) -> None:
    from bot.store import backup

    backup(source, target)


async def test_a_backup_under_load_restores(world, tmp_path):
    """What was acknowledged before the backup began is in it, and a bot starts on it."""
    learners = [Learner(world.member(f"learner-{number}"), Random(number)) for number in range(3)]
    await world.bot.start()
    working = [asyncio.create_task(learner.go_on()) for learner in learners]
    await until(lambda: sum(len(learner.sent) for learner in learners) >= 4, 30)
    before = acknowledged(world.front, (pair for learner in learners for pair in learner.sent.values()))
    copy = tmp_path / "copy.db"
    process = CONTEXT.Process(target=back_up, args=(world.bot.database, copy), daemon=True)
    await asyncio.to_thread(process.start)
    await asyncio.to_thread(process.join, 30)
    assert process.exitcode == 0
    await world.bot.kill()
    for task in working:
        task.cancel()
    await asyncio.gather(*working, return_exceptions=True)
    assert before
    assert wrong_with(copy, before) == []
    for file in world.bot.folder.glob("hotseat.db*"):
        file.unlink()
    shutil.copy(copy, world.bot.database)
    await world.bot.start()
    await begun_and_answered(world)
    assert wrong_with(world.bot.database, before) == []


def test_processes_are_not_left_behind():
    assert not [child for child in multiprocessing.active_children() if child.is_alive()]
