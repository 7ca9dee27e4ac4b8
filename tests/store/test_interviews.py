from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.bank import Level
from bot.interview import EndReason, Home, Mode
from bot.store import interviews
from bot.store.tables import interview as interview_table
from tests.store.making import ADA, BO, FULL_GRADE, GUILD, MINUTE, NOW, OTHER_GUILD, RULES, begun, over


async def kept(database, new):
    async with database.write() as connection:
        return await interviews.add(connection, new)


async def saved(database, before, after):
    async with database.write() as connection:
        await interviews.save(connection, before, after)


async def found(database, interview_id):
    async with database.read() as connection:
        return await interviews.get(connection, interview_id)


class TestRoundTrip:
    async def test_a_new_interview_comes_back_as_it_was_with_an_id(self, database):
        new = begun(
            home=Home.CHANNEL, mode=Mode.EXAM, topic="sky", level=Level.SENIOR, channel_id=2**62, message_id=2**62 + 1
        )
        one = await kept(database, new)
        assert one.id > 0
        assert one == replace(new, id=one.id)
        assert await found(database, one.id) == one

    async def test_every_interview_gets_its_own_id(self, database):
        ids = {(await kept(database, over(begun()))).id for _ in range(3)}
        assert len(ids) == 3

    async def test_a_whole_interview_is_kept_step_by_step(self, database):
        steps = [
            lambda i: i.hint(0, 2, now=NOW + MINUTE, rules=RULES),
            lambda i: i.answer(0, FULL_GRADE, counts=True, now=NOW + 2 * MINUTE, rules=RULES),
            lambda i: i.improve(0, replace(FULL_GRADE, mark=90), now=NOW + 3 * MINUTE, rules=RULES),
            lambda i: i.see_model_answer(0),
            lambda i: i.next(0, now=NOW + 4 * MINUTE),
            lambda i: replace(i, home=Home.PRIVATE, channel_id=5, message_id=None),
            lambda i: i.end(EndReason.SILENCE, now=NOW + 70 * MINUTE),
            lambda i: i.resume(now=NOW + 80 * MINUTE),
            lambda i: i.skip(1, gone=True, now=NOW + 81 * MINUTE),
        ]
        present = await kept(database, begun())
        for step in steps:
            after = step(present)
            await saved(database, present, after)
            present = await found(database, present.id)
            assert present == after
        assert present.end_reason is EndReason.DONE

    async def test_an_unknown_id_is_none(self, database):
        assert await found(database, 404) is None

    async def test_times_are_kept_to_the_millisecond(self, database):
        precise = NOW.replace(microsecond=123_456)
        one = await kept(database, begun(started_at=precise))
        assert one.started_at == NOW.replace(microsecond=123_000)


class TestSave:
    async def test_changes_only_what_changed(self, database):
        """A card's place is noted after Discord has shown it: its owner may have pressed something meanwhile."""
        old = await kept(database, begun())
        ended = over(old, NOW + MINUTE)
        await saved(database, old, ended)
        await saved(database, old, replace(old, channel_id=5, message_id=6))
        assert await found(database, old.id) == replace(ended, channel_id=5, message_id=6)

    async def test_an_answer_that_came_meanwhile_is_not_undone(self, database):
        old = await kept(database, begun())
        answered = old.answer(0, FULL_GRADE, counts=True, now=NOW + MINUTE, rules=RULES)
        await saved(database, old, answered)
        await saved(database, old, replace(old, message_id=6))
        assert await found(database, old.id) == replace(answered, message_id=6)

    async def test_leaves_other_interviews_alone(self, database):
        mine, other = await kept(database, begun()), await kept(database, begun(BO))
        await saved(database, mine, mine.skip(0, gone=False, now=NOW + MINUTE))
        assert await found(database, other.id) == other


class TestOneOpenInAPlace:
    async def test_is_found_by_member_and_place(self, database):
        here = await kept(database, begun())
        there = await kept(database, begun(guild_id=OTHER_GUILD))
        direct = await kept(database, begun(guild_id=None))
        async with database.read() as connection:
            assert await interviews.open_of(connection, ADA, GUILD) == here
            assert await interviews.open_of(connection, ADA, OTHER_GUILD) == there
            assert await interviews.open_of(connection, ADA, None) == direct
            assert await interviews.open_of(connection, BO, GUILD) is None

    async def test_a_second_one_is_impossible(self, database):
        one = await kept(database, begun())
        with pytest.raises(sa.exc.IntegrityError):
            await kept(database, begun())
        async with database.read() as connection:
            assert await interviews.open_of(connection, ADA, GUILD) == one
            assert len((await connection.execute(sa.select(interview_table))).all()) == 1

    async def test_a_second_one_outside_servers_is_impossible_too(self, database):
        await kept(database, begun(guild_id=None))
        with pytest.raises(sa.exc.IntegrityError):
            await kept(database, begun(guild_id=None))

    async def test_after_the_end_there_is_room_for_the_next(self, database):
        one = await kept(database, begun())
        await saved(database, one, over(one))
        async with database.read() as connection:
            assert await interviews.open_of(connection, ADA, GUILD) is None
        next_one = await kept(database, begun())
        async with database.read() as connection:
            assert await interviews.open_of(connection, ADA, GUILD) == next_one

    async def test_what_silence_ended_cannot_be_reopened_beside_another(self, database):
        one = await kept(database, begun())
        silent = one.end(EndReason.SILENCE, now=NOW)
        await saved(database, one, silent)
        await kept(database, begun())
        with pytest.raises(sa.exc.IntegrityError):
            await saved(database, silent, silent.resume(now=NOW + MINUTE))


class TestUntouched:
    async def test_gives_the_open_ones_the_longest_silent_first(self, database):
        late = await kept(database, begun(1, touched_at=NOW - 60 * MINUTE))
        early = await kept(database, begun(2, touched_at=NOW - 90 * MINUTE))
        await kept(database, begun(3, touched_at=NOW - 59 * MINUTE))
        await kept(database, over(begun(4, touched_at=NOW - 99 * MINUTE)))
        async with database.read() as connection:
            assert await interviews.untouched_since(connection, NOW - 60 * MINUTE) == [early, late]
            assert await interviews.untouched_since(connection, NOW - 60 * MINUTE, limit=1) == [early]


class TestLastAsked:
    async def test_is_the_latest_time_of_each_question_that_was_put(self, database):
        await kept(database, over(begun(turns=begun().ask(NOW).turns)))
        await kept(database, over(begun(guild_id=None).ask(NOW + MINUTE)))
        await kept(database, begun(BO).ask(NOW + 9 * MINUTE))
        async with database.read() as connection:
            assert await interviews.last_asked(connection, ADA) == {("sky", "q0"): NOW + MINUTE}
            assert await interviews.last_asked(connection, 404) == {}
