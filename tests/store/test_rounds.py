"""Rounds as they are kept, and which of several processes carries one on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from bot.bank import Level
from bot.grading import Grade
from bot.interview import Confidence
from bot.interview.daily import Daily
from bot.interview.podium import Entry
from bot.interview.round import Round, RoundEnd, RoundKind, RoundQuestion, RoundStage
from bot.store import dailies, entries, rounds, standings
from tests.store.conftest import opened
from tests.store.making import ADA, BO, FULL_GRADE, GUILD, MINUTE, NOW, OTHER_GUILD

CHANNEL, OTHER_CHANNEL = 2**60 + 1, 2**60 + 2
LEASE = timedelta(seconds=60)


def begun(channel_id: int = CHANNEL, guild_id: int = GUILD, questions: int = 2, **changed) -> Round:
    new = Round(
        id=0,
        kind=RoundKind.ROUND,
        guild_id=guild_id,
        channel_id=channel_id,
        host_id=ADA,
        topic="sky",
        time=3 * MINUTE,
        questions=tuple(RoundQuestion("sky", f"q{number}", Level.MID) for number in range(questions)),
        started_at=NOW,
        due_at=NOW,
    )
    return replace(new, **changed)


def daily_round(day: date, guild_id: int = GUILD) -> Round:
    return begun(guild_id=guild_id, questions=1, kind=RoundKind.DAILY, host_id=None, day=day)


def written(of: Round, member_id: int = ADA, origin_id: int = 1, **changed) -> Entry:
    new = Entry(
        origin_id=origin_id,
        round_id=of.id,
        position=0,
        member_id=member_id,
        body="Äir\nscatters ☂",
        sure=Confidence.UNSURE,
        quotable=True,
        grade=FULL_GRADE,
        counts=True,
        written_at=NOW,
    )
    return replace(new, **changed)


async def add(database, new: Round) -> Round:
    async with database.write() as connection:
        return await rounds.add(connection, new)


async def put(database, new: Entry) -> bool:
    async with database.write() as connection:
        return await entries.put(connection, new)


async def test_a_round_is_read_as_it_was_kept(database):
    kept = await add(database, begun())
    assert kept == replace(begun(), id=kept.id)
    after = kept.ask(NOW).posted(2**60).close(NOW + 3 * MINUTE, answers=1, by_host=True).shown_in(2**60 + 1)
    over = after.end(NOW + 4 * MINUTE, answers=1).lost(NOW + 5 * MINUTE)
    for one in (after, over):
        async with database.write() as connection:
            await rounds.save(connection, one)
        async with database.read() as connection:
            assert await rounds.get(connection, kept.id) == one


async def test_the_question_of_a_day_is_read_as_it_was_kept(database):
    new = daily_round(date(2026, 3, 29))
    kept = await add(database, new)
    assert kept == replace(new, id=kept.id)
    async with database.read() as connection:
        assert await rounds.last_day(connection, GUILD) == date(2026, 3, 29)
        assert await rounds.last_day(connection, OTHER_GUILD) is None
        assert await rounds.last_daily(connection, GUILD) == kept
        assert await rounds.last_daily(connection, OTHER_GUILD) is None


async def test_a_channel_has_one_round(database):
    first = await add(database, begun())
    with pytest.raises(sa.exc.IntegrityError):
        await add(database, begun())
    await add(database, begun(OTHER_CHANNEL))
    await add(database, daily_round(date(2026, 3, 4)))
    async with database.read() as connection:
        assert (await rounds.running_in(connection, CHANNEL)).id == first.id
    async with database.write() as connection:
        await rounds.save(connection, first.lost(NOW))
    async with database.read() as connection:
        assert await rounds.running_in(connection, CHANNEL) is None
    await add(database, begun())


async def test_a_server_has_one_question_of_a_day(database):
    await add(database, daily_round(date(2026, 3, 4)))
    with pytest.raises(sa.exc.IntegrityError):
        await add(database, daily_round(date(2026, 3, 4)))
    await add(database, daily_round(date(2026, 3, 5)))
    await add(database, daily_round(date(2026, 3, 4), OTHER_GUILD))


async def test_what_is_due_and_what_comes_next(database):
    late, soon = await add(database, begun()), await add(database, begun(OTHER_CHANNEL, due_at=NOW + MINUTE))
    over = await add(database, begun(CHANNEL + 9).lost(NOW))
    async with database.read() as connection:
        assert await rounds.due(connection, NOW, 10) == [late.id]
        assert await rounds.due(connection, NOW + MINUTE, 10) == [late.id, soon.id]
        assert await rounds.due(connection, NOW + MINUTE, 1) == [late.id]
        assert await rounds.next_due(connection) == NOW
        assert over.id not in await rounds.due(connection, NOW + 9 * MINUTE, 10)


@pytest.mark.postgres
async def test_of_two_processes_one_carries_a_round_on(postgres):
    async with opened(postgres) as one, opened(postgres) as other:
        kept = await add(one, begun())
        async with one.write() as connection:
            assert await rounds.claim(connection, kept.id, NOW, LEASE) == kept
        async with other.write() as connection:
            assert await rounds.claim(connection, kept.id, NOW, LEASE) is None
        async with other.read() as connection:
            assert await rounds.due(connection, NOW, 10) == []


async def test_a_claim_runs_out(database):
    """The process that had it has ended; another one, or the same after its restart, goes on."""
    kept = await add(database, begun())
    async with database.write() as connection:
        assert await rounds.claim(connection, kept.id, NOW, LEASE)
        assert await rounds.claim(connection, kept.id, NOW + LEASE - timedelta(milliseconds=1), LEASE) is None
        assert await rounds.claim(connection, kept.id, NOW + LEASE, LEASE)


async def test_a_claim_ends_when_the_round_has_gone_on(database):
    kept = await add(database, begun())
    async with database.write() as connection:
        await rounds.claim(connection, kept.id, NOW, LEASE)
        await rounds.save(connection, kept, keep_claim=True)
        assert await rounds.claim(connection, kept.id, NOW, LEASE) is None
        await rounds.save(connection, kept)
        assert await rounds.claim(connection, kept.id, NOW, LEASE)


async def test_nothing_is_claimed_before_it_is_due_or_after_the_end(database):
    early, over = await add(database, begun(due_at=NOW + MINUTE)), await add(database, begun(OTHER_CHANNEL).lost(NOW))
    async with database.write() as connection:
        assert await rounds.claim(connection, early.id, NOW, LEASE) is None
        assert await rounds.claim(connection, over.id, NOW + 9 * MINUTE, LEASE) is None
        assert await rounds.claim(connection, 10**9, NOW, LEASE) is None


async def test_when_a_server_was_last_asked_what(database):
    asked = await add(database, begun().ask(NOW))
    daily = await add(database, daily_round(date(2026, 3, 4)).ask(NOW + MINUTE))
    await add(database, begun(OTHER_CHANNEL, OTHER_GUILD).ask(NOW + 9 * MINUTE))
    assert (asked.guild_id, daily.guild_id) == (GUILD, GUILD)
    async with database.read() as connection:
        assert await rounds.last_asked(connection, GUILD) == {("sky", "q0"): NOW + MINUTE}
        assert await rounds.last_asked(connection, GUILD, RoundKind.ROUND) == {("sky", "q0"): NOW}


async def test_an_entry_is_read_as_it_was_kept(database):
    kept = await add(database, begun())
    new = written(kept)
    bare = written(kept, BO, 2, sure=None, quotable=False, counts=False, grade=Grade(0), body="")
    assert await put(database, new)
    assert await put(database, bare)
    async with database.read() as connection:
        assert await entries.get(connection, kept.id, 0, ADA) == new
        assert await entries.get(connection, kept.id, 1, ADA) is None
        assert await entries.of(connection, kept.id, 0) == [new, bare]
        assert await entries.of(connection, kept.id) == [new, bare]
        assert await entries.of(connection, kept.id, 1) == []
        assert (await entries.count(connection, kept.id, 0), await entries.count(connection, kept.id, 1)) == (2, 0)


async def test_a_later_text_takes_the_place_of_the_earlier_whatever_order_they_come_in(database):
    kept = await add(database, begun())
    first, second = written(kept, origin_id=10, body="first"), written(kept, origin_id=20, body="second")
    assert await put(database, second)
    assert not await put(database, first), "held up on the way"
    assert not await put(database, second), "delivered again"
    async with database.read() as connection:
        assert await entries.of(connection, kept.id) == [second]
    third = written(kept, origin_id=30, body="third")
    assert await put(database, third)
    async with database.read() as connection:
        assert await entries.of(connection, kept.id) == [third]


async def test_who_does_not_want_to_be_named(database):
    kept = await add(database, begun())
    for number, member in enumerate((ADA, BO, 5, 6)):
        await put(database, written(kept, member, number + 1))
    async with database.write() as connection:
        await standings.hide(connection, ADA, GUILD)
        await standings.hide(connection, BO, None)
        await standings.hide(connection, 5, OTHER_GUILD)
        assert await entries.hidden(connection, kept.id, GUILD) == {ADA, BO}


async def test_a_round_goes_with_all_that_hangs_on_it(database):
    kept = await add(database, begun())
    await put(database, written(kept))
    async with database.write() as connection:
        await rounds.remove(connection, kept.id)
        assert await rounds.get(connection, kept.id) is None
        assert await entries.of(connection, kept.id) == []


async def test_open_questions_are_found_again_after_a_restart(database):
    asking = await add(database, begun())
    open_one = await add(database, begun(OTHER_CHANNEL).ask(NOW).posted(1))
    await add(database, daily_round(date(2026, 3, 4)).ask(NOW).posted(2))
    assert asking.stage is RoundStage.ASKING
    async with database.read() as connection:
        assert await rounds.taking_answers(connection) == [open_one.id]


def choice(guild_id: int = GUILD, **changed) -> Daily:
    return replace(Daily(guild_id, CHANNEL, time(23, 59), "Europe/Berlin", None, NOW), **changed)


async def test_a_choice_is_read_as_it_was_kept(database):
    async with database.write() as connection:
        for one in (choice(), choice(topic="sky", at=time(0, 0)), choice(OTHER_GUILD)):
            await dailies.put(connection, one)
            assert await dailies.get(connection, one.guild_id) == one
        assert await dailies.remove(connection, GUILD)
        assert not await dailies.remove(connection, GUILD)
        assert await dailies.get(connection, GUILD) is None
        assert await dailies.get(connection, OTHER_GUILD) == choice(OTHER_GUILD)


async def test_which_servers_are_due(database):
    soon = choice(OTHER_GUILD, next_at=NOW + MINUTE)
    async with database.write() as connection:
        assert await dailies.next_due(connection) is None
        await dailies.put(connection, soon)
        await dailies.put(connection, choice())
        assert await dailies.due(connection, NOW, 10) == [choice()]
        assert await dailies.due(connection, NOW + MINUTE, 10) == [choice(), soon]
        assert await dailies.next_due(connection) == NOW


@pytest.mark.postgres
async def test_of_two_processes_one_asks(postgres):
    async with opened(postgres) as one, opened(postgres) as other:
        async with one.write() as connection:
            await dailies.put(connection, choice())
        async with one.read() as first, other.read() as second:
            (seen,) = await dailies.due(first, NOW, 10)
            assert await dailies.due(second, NOW, 10) == [seen]
        async with one.write() as connection:
            assert await dailies.move(connection, seen, NOW + MINUTE)
        async with other.write() as connection:
            assert not await dailies.move(connection, seen, NOW + MINUTE)


async def test_a_choice_that_was_changed_meanwhile_is_not_moved(database):
    async with database.write() as connection:
        await dailies.put(connection, choice(next_at=NOW + MINUTE))
        assert not await dailies.move(connection, choice(), NOW + 9 * MINUTE)
        assert (await dailies.get(connection, GUILD)).next_at == NOW + MINUTE


async def test_why_a_round_ended_is_kept(database):
    kept = await add(database, begun().lost(NOW))
    assert kept.end_reason is RoundEnd.UNREACHABLE
