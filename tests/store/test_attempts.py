"""Attempts are kept once each; standings and reviews are always what follows from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from bot.bank import Level
from bot.interview import Confidence
from bot.interview.attempt import Attempt, Source
from bot.interview.review import Review, schedule
from bot.interview.standings import Period
from bot.store import attempts, interviews, reviews, standings
from bot.store.tables import attempt as attempt_table
from bot.store.tables import card, standing
from tests.store.making import ADA, BO, DAY, FULL_GRADE, GUILD, MINUTE, NOW, OTHER_GUILD, RULES, begun

ONE = Attempt(ADA, GUILD, "sky", "blue", Level.MID, Source.ROUND, 7, 0, 60, counts=True, marked_at=NOW)
_guilds = count(5000)

made = st.builds(
    lambda member_id, question, source_id, mark, counts, days: replace(
        ONE,
        member_id=member_id,
        topic=question[:3],
        question=question,
        source_id=source_id,
        mark=mark,
        counts=counts,
        marked_at=NOW - timedelta(days=days),
    ),
    member_id=st.integers(1, 3),
    question=st.sampled_from(["sky-blue", "sky-red", "sea-deep"]),
    source_id=st.integers(1, 6),
    mark=st.sampled_from([0, 30, 50, 80, 100]),
    counts=st.sampled_from([True, True, False]),
    days=st.sampled_from([0, 3, 20, 200]),
)
"""Few different places, so that the same attempt is often made again with another mark, or at another question."""


async def sums(connection, guild_id) -> list[tuple]:
    query = standing.select().where(standing.c.guild_id == guild_id)
    return sorted(tuple(row)[1:] for row in await connection.execute(query))


async def clear(connection) -> None:
    for table in (attempt_table, standing, card):
        await connection.execute(table.delete())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(made, st.booleans()), max_size=25), st.randoms(use_true_random=False))
async def test_whatever_happens_the_sums_are_those_of_what_is_left(database, steps, random):
    """Recording, changing and withdrawing one by one comes to what summing up everything at once comes to."""
    guild_id, other = next(_guilds), next(_guilds)
    left: dict[tuple, Attempt] = {}
    async with database.write() as connection:
        await clear(connection)
        for one, withdrawn in steps:
            key = (one.source, one.source_id, one.position, one.member_id)
            if withdrawn:
                await attempts.withdraw(connection, *key)
                left.pop(key, None)
            else:
                await attempts.record(connection, replace(one, guild_id=guild_id))
                left[key] = one
        kept = await sums(connection, guild_id)
        cards = {member_id: await reviews.of_member(connection, member_id) for member_id in (1, 2, 3)}

        await standings.refresh_server(connection, guild_id, [one.marked_at for one in left.values()])
        assert await sums(connection, guild_id) == kept

        again = list(left.values())
        random.shuffle(again)
        for one in again:
            await attempts.record(connection, replace(one, guild_id=other, source_id=one.source_id + 100))
        assert await sums(connection, other) == kept
    for member_id, found in cards.items():
        tried: dict[tuple[str, str], list[Review]] = {}
        for one in left.values():
            if one.member_id == member_id:
                tried.setdefault((one.topic, one.question), []).append(Review(one.mark, one.counts, one.marked_at))
        assert found == {key: schedule(those) for key, those in tried.items()}


one_question = st.lists(
    st.builds(
        lambda one, sure: replace(one, topic="sky", question="sky-blue", source_id=1, sure=sure),
        made,
        st.sampled_from([None, *Confidence]),
    ),
    max_size=3,
    unique_by=lambda one: one.member_id,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(made, max_size=6), one_question)
async def test_all_at_once_comes_to_the_same_as_one_by_one(database, earlier, those):
    async def kept(connection, record):
        await clear(connection)
        for one in earlier:
            await attempts.record(connection, one)
        await record(connection)
        rows = {table.name: (await connection.execute(table.select())).all() for table in (attempt_table, card)}
        return {name: sorted(map(repr, found)) for name, found in rows.items()} | {
            "sums": await sums(connection, GUILD)
        }

    async def one_by_one(connection):
        for one in those:
            await attempts.record(connection, one)

    async with database.write() as connection:
        at_once = await kept(connection, lambda connection: attempts.record_all(connection, those))
        assert at_once == await kept(connection, one_by_one)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(made, max_size=15), st.integers(1, 3), st.integers(0, 100), st.sampled_from(Period))
async def test_repeating_a_question_earns_nothing(database, those, times, percent, period):
    """Whoever answers the same questions again, as well as before or worse, stands where they stood."""
    guild_id = next(_guilds)
    asked = {"guild_id": guild_id, "period": period, "topic": None, "page": 0, "member_id": 1, "now": NOW}
    async with database.write() as connection:
        await clear(connection)
        for number, one in enumerate(those):
            await attempts.record(connection, replace(one, guild_id=guild_id, source_id=number))
        before = await standings.board(connection, **asked)
        for number, one in enumerate(those):
            for again in range(1, times + 1):
                later = replace(one, guild_id=guild_id, source_id=1000 * again + number, mark=one.mark * percent // 100)
                await attempts.record(
                    connection, replace(later, marked_at=one.marked_at + again * timedelta(seconds=1))
                )
        assert await standings.board(connection, **asked) == before


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(made, max_size=25), st.sets(st.integers(1, 3)), st.sampled_from(Period))
async def test_a_board_shows_nothing_of_who_is_hidden(database, those, away, period):
    """It is the board of a server in which they never answered."""
    guild_id, other = next(_guilds), next(_guilds)
    async with database.write() as connection:
        await clear(connection)
        for member_id in away:
            await standings.hide(connection, member_id, guild_id)
        for one in those:
            await attempts.record(connection, replace(one, guild_id=guild_id))
        for one in those:
            if one.member_id not in away:
                await attempts.record(connection, replace(one, guild_id=other, source_id=one.source_id + 100))
        for asking in (1, 2, 3, 404):
            asked = {"period": period, "topic": None, "page": 0, "member_id": asking, "now": NOW}
            shown = await standings.board(connection, guild_id=guild_id, **asked)
            assert shown.hidden is (asking in away)
            assert replace(shown, hidden=False) == await standings.board(connection, guild_id=other, **asked)


@pytest.fixture
async def connection(database):
    async with database.write() as connection:
        yield connection


async def points(connection, guild_id=GUILD, period=Period.ALL, topic=None, now=NOW):
    board = await standings.board(
        connection, guild_id=guild_id, period=period, topic=topic, page=0, member_id=ADA, now=now
    )
    return [(row.member_id, row.points) for row in board.rows]


async def test_an_attempt_comes_back_as_it_was_recorded(connection):
    whole = replace(ONE, sure=Confidence.CERTAIN, answered_at=NOW - MINUTE)
    await attempts.record(connection, whole)
    assert await attempts.get(connection, Source.ROUND, 7, 0, ADA) == whole
    assert await attempts.get(connection, Source.INTERVIEW, 7, 0, ADA) is None
    assert await attempts.get(connection, Source.ROUND, 7, 0, BO) is None


async def test_without_a_time_of_its_own_it_was_answered_when_it_was_marked(connection):
    await attempts.record(connection, ONE)
    found = await attempts.get(connection, Source.ROUND, 7, 0, ADA)
    assert found.answered_at == NOW


async def test_a_raised_mark_takes_the_place_of_the_first(connection):
    await attempts.record(connection, ONE)
    await attempts.record(connection, replace(ONE, mark=80))
    assert await points(connection) == [(ADA, 120)]


async def test_a_lowered_mark_does_too(connection):
    await attempts.record(connection, ONE)
    await attempts.record(connection, replace(ONE, mark=20))
    assert await points(connection) == [(ADA, 30)]


async def test_an_attempt_that_no_longer_counts_leaves_the_board(connection):
    await attempts.record(connection, ONE)
    await attempts.record(connection, replace(ONE, counts=False))
    assert await points(connection) == []


async def test_a_withdrawn_attempt_uncovers_the_one_before(connection):
    await attempts.record(connection, ONE)
    await attempts.record(connection, replace(ONE, source_id=8, mark=100))
    assert await points(connection) == [(ADA, 150)]
    withdrawn = await attempts.withdraw(connection, Source.ROUND, 8, 0, ADA)
    assert withdrawn.mark == 100
    assert await points(connection) == [(ADA, 90)]
    assert await attempts.withdraw(connection, Source.ROUND, 8, 0, ADA) is None


async def test_a_mark_raised_later_counts_for_the_week_of_the_answer(connection):
    await attempts.record(connection, ONE)
    known = await attempts.get(connection, Source.ROUND, 7, 0, ADA)
    await attempts.record(connection, replace(known, mark=100, marked_at=NOW + 30 * DAY))
    assert await points(connection, period=Period.WEEK) == [(ADA, 150)]
    assert await points(connection, period=Period.WEEK, now=NOW + 30 * DAY) == []


async def test_how_sure_stays_when_it_is_not_said_again(connection):
    await attempts.record(connection, replace(ONE, sure=Confidence.UNSURE))
    await attempts.record(connection, replace(ONE, mark=90))
    assert (await attempts.get(connection, Source.ROUND, 7, 0, ADA)).sure is Confidence.UNSURE


async def test_outside_servers_there_is_a_review_and_no_standing(connection):
    await attempts.record(connection, replace(ONE, guild_id=None))
    assert list(await reviews.of_member(connection, ADA)) == [("sky", "blue")]
    assert (await connection.execute(standing.select())).all() == []


async def test_past_weeks_and_months_are_dropped(connection):
    await attempts.record(connection, ONE)
    await attempts.record(connection, replace(ONE, source_id=8, marked_at=NOW - 60 * DAY))
    await standings.forget_past(connection, NOW)
    await attempts.record(connection, replace(ONE, source_id=9, marked_at=NOW + 7 * DAY))
    await standings.forget_past(connection, NOW)
    spans = {row.span for row in await connection.execute(standing.select())}
    assert spans == {"all", "2026-W10", "2026-W11", "2026-03"}
    assert await points(connection, period=Period.WEEK) == [(ADA, 90)]


class TestHidden:
    """Who is hidden is nowhere, and nobody can tell from the ranks."""

    async def board(self, connection, member_id, guild_id=GUILD):
        return await standings.board(
            connection, guild_id=guild_id, period=Period.ALL, topic=None, page=0, member_id=member_id, now=NOW
        )

    @pytest.mark.parametrize("where", [GUILD, None])
    async def test_the_board_is_as_if_they_had_never_answered(self, connection, where):
        for member_id, mark in ((BO, 50), (3, 40)):
            await attempts.record(connection, replace(ONE, member_id=member_id, mark=mark))
        without = {member_id: await self.board(connection, member_id) for member_id in (BO, 3, 404)}
        await attempts.record(connection, ONE)
        await standings.hide(connection, ADA, where)
        for member_id, board in without.items():
            assert await self.board(connection, member_id) == board
        own = await self.board(connection, ADA)
        assert (own.own, own.hidden, own.members) == (None, True, 2)

    async def test_showing_brings_everything_back(self, connection):
        await attempts.record(connection, ONE)
        await standings.hide(connection, ADA, GUILD)
        await attempts.record(connection, replace(ONE, mark=100))
        assert await points(connection) == []
        await standings.show(connection, ADA, GUILD)
        assert await points(connection) == [(ADA, 150)]

    async def test_hiding_in_one_server_is_not_hiding_in_another(self, connection):
        await attempts.record(connection, ONE)
        await attempts.record(connection, replace(ONE, guild_id=OTHER_GUILD, source_id=8))
        await standings.hide(connection, ADA, GUILD)
        await standings.hide(connection, ADA, GUILD)
        assert await points(connection) == []
        assert await points(connection, OTHER_GUILD) == [(ADA, 90)]
        assert await standings.is_hidden(connection, GUILD, ADA)
        assert not await standings.is_hidden(connection, OTHER_GUILD, ADA)
        assert not await standings.is_hidden(connection, None, ADA)


async def test_an_interviews_answer_is_an_attempt_with_all_its_later_tries(connection):
    before = await interviews.add(connection, begun())
    answered = before.answer(0, FULL_GRADE, counts=True, now=NOW, rules=RULES)
    await interviews.save(connection, before, answered, sure=Confidence.FAIRLY_SURE)
    first = await attempts.get(connection, Source.INTERVIEW, before.id, 0, ADA)
    assert (first.mark, first.sure, first.since) == (62, Confidence.FAIRLY_SURE, NOW)
    better = answered.improve(0, replace(FULL_GRADE, mark=81), now=NOW + MINUTE, rules=RULES)
    await interviews.save(connection, answered, better)
    second = await attempts.get(connection, Source.INTERVIEW, before.id, 0, ADA)
    assert second == replace(first, mark=81, marked_at=NOW + MINUTE)
    assert await points(connection) == [(ADA, 81 * 1.5)]
