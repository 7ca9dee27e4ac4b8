"""The disk below a running bot fills up, breaks, or loses the file: no text is lost, and the file is not made worse."""

from __future__ import annotations

import resource
import shutil
import sys
from contextlib import contextmanager

import pytest

from bot.errors import ExitCode
from bot.store import backup
from tests.loopback.conftest import GOOD
from tests.loopback.ledger import image, wrong_with
from tests.loopback.people import text_of
from tests.loopback.waiting import until

pytestmark = pytest.mark.slow


def kept(database) -> list[str]:
    """The texts that are kept."""
    with image(database) as connection:
        return [body for (body,) in connection.execute("SELECT body FROM answer ORDER BY id")]


def given_back(world, sent, why: str) -> str:
    """The text that came back as a file to who sent it, with the reason."""
    backend = world.front.backend
    replies = {sent.message_id, *sent.followup_ids}
    (reply,) = [one for one in backend.messages[sent.channel_id].values() if one.id in replies and one.attachments]
    assert why in reply.content
    assert reply.visible_to(world.ada.id)
    (file,) = reply.attachments
    assert file["filename"] == "your-answer.txt"
    return backend.cdn.get(file["url"]).decode()


async def answer(world, text, who=None):
    """Go on on the newest card with a text, and be answered."""
    who = who or world.ada
    form = await who.press(await who.sees("Answer"), "Answer")
    return await who.fill(form, text)


@contextmanager
def no_room(bot):
    """No file of the bot's process may grow, as on a full disk; root or not, and on whatever disk."""
    if sys.platform != "linux":
        pytest.skip("only Linux limits the files of another process")
    wal = bot.database.with_name(f"{bot.database.name}-wal")
    limits = resource.prlimit(bot.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (wal.stat().st_size, limits[1]))
    try:
        yield
    finally:
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, limits)


async def test_no_room_for_an_answer(started):
    """It comes back whole, nothing of it is half there, and the same card works when there is room again."""
    await started.begin(level="junior")
    text = GOOD * 30
    with no_room(started.bot):
        for _ in range(2):
            assert given_back(started, await answer(started, text), "the disk") == text
            assert kept(started.bot.database) == []
            assert wrong_with(started.bot.database, {}) == []
    await answer(started, text)
    assert "/ 100" in text_of(await started.ada.sees("Finish"))
    assert kept(started.bot.database) == [text]
    assert wrong_with(started.bot.database, {}) == []


async def test_no_room_for_a_typed_answer(started):
    """What was typed stands in the thread; it is said that it was not taken, and the card goes on."""
    card = await started.begin(level="junior")
    bot_id = started.front.backend.bot_user.id
    with no_room(started.bot):
        before = set(started.front.backend.messages[card.channel_id])
        await started.ada.write(card.channel_id, f"<@{bot_id}> {GOOD * 10}")

        def told():
            found = started.front.backend.messages[card.channel_id].values()
            return [one for one in found if one.id not in before and "the disk" in text_of(one)]

        await until(told)
        assert kept(started.bot.database) == []
    await answer(started, GOOD)
    assert kept(started.bot.database) == [GOOD]


async def test_no_room_during_a_round(started):
    """Answers come back, the host's wish is refused; with room again the round goes on to its end."""
    await started.ada.slash("round", topic="sky", questions=1, minutes=30)
    card = await started.ada.sees("Reveal")
    text = GOOD * 30
    with no_room(started.bot):
        form = await started.ada.press(card, "Answer")
        assert given_back(started, await started.ada.fill(form, text), "the disk") == text
        await started.ada.press(card, "Reveal")
    with image(started.bot.database) as connection:
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (0,)
    await started.ada.fill(await started.ada.press(card, "Answer"), text)
    with image(started.bot.database) as connection:
        assert connection.execute("SELECT body FROM entry").fetchall() == [(text,)]
    with no_room(started.bot):
        await started.ada.press(card, "Reveal")
    await started.ada.press(card, "Reveal")
    await started.ada.sees("My feedback", seconds=30)
    await until(lambda: marks(started.bot.database) == [(started.ada.id, 1)])


def marks(database) -> list[tuple]:
    """Whose answers in rounds were recorded, and how often."""
    with image(database) as connection:
        return connection.execute(
            "SELECT member_id, count(*) FROM attempt WHERE source = 'round' GROUP BY member_id"
        ).fetchall()


def spoil(database) -> None:
    """Overwrite everything behind the first page with nonsense."""
    with database.open("r+b") as file:
        pages = database.stat().st_size // 4096 - 1
        file.seek(4096)
        file.write(b"\xa5" * 4096 * pages)


async def test_a_file_that_breaks_under_a_running_bot(started, tmp_path):
    """Texts come back, the bot stays up; each later start refuses the file and leaves it; the backup brings all back."""
    bot = started.bot
    await started.begin(level="junior")
    await answer(started, GOOD)
    copy = tmp_path / "copy.db"
    backup(bot.database, copy)
    await started.ada.press(await started.ada.sees("Finish"), "Finish")
    bo = started.member("bo")
    form = await started.form(bo, level="junior")
    spoil(bot.database)
    started.ada = bo
    assert given_back(started, await bo.fill(form, GOOD), "it is damaged") == GOOD
    assert bot.running
    await bot.kill()
    started.front.gateway.identifies.clear()
    seen = set()
    for _ in range(3):
        await bot.launch()
        assert await bot.ended() == ExitCode.STORE
        seen.add(bot.database.read_bytes())
    assert "Restore the last backup" in bot.said()
    assert started.front.gateway.identifies == []
    assert len(seen) == 1
    for file in bot.folder.glob("hotseat.db*"):
        file.unlink()
    shutil.copy(copy, bot.database)
    await bot.start()
    assert kept(bot.database) == [GOOD]
    cleo = started.member("cleo")
    await started.begin(cleo, level="junior")
    await answer(started, GOOD, cleo)
    assert kept(bot.database) == [GOOD, GOOD]


async def test_a_file_that_is_taken_away(started, tmp_path):
    """What is written to it would be gone with it: texts come back, until the file does."""
    await started.begin(level="junior")
    away = tmp_path / "away.db"
    started.bot.database.rename(away)
    assert given_back(started, await answer(started, GOOD), "moved, deleted or replaced") == GOOD
    assert not started.bot.database.exists()
    away.rename(started.bot.database)
    await answer(started, GOOD)
    assert kept(started.bot.database) == [GOOD]
