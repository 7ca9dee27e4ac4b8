"""The board that SQL sums must be the board that the rules describe."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from fractions import Fraction
from itertools import count
from random import Random

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from bot.bank import Level
from bot.interview import Interview, Stage
from bot.interview.standings import Period, Standing
from bot.store import interviews, standings
from tests.store.making import ADA, BO, DAY, GUILD, MINUTE, NOW, OTHER_GUILD, RULES, attempt, begun, over

WEIGHT = {Level.JUNIOR: Fraction(1), Level.MID: Fraction(3, 2), Level.SENIOR: Fraction(2)}
MEMBERS = range(1, 15)
THIS_WEEK = NOW.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=NOW.weekday())
TIMES = [
    NOW,
    NOW - MINUTE,
    THIS_WEEK,
    THIS_WEEK - timedelta(milliseconds=1),
    THIS_WEEK - DAY,
    THIS_WEEK.replace(day=1),
    THIS_WEEK.replace(day=1) - timedelta(milliseconds=1),
    NOW - 400 * DAY,
]
LEVEL_OF = {"red": Level.JUNIOR, "green": Level.MID, "blue": Level.SENIOR}

attempts = st.builds(
    lambda mark, member_id, topic, question, counts, at, later: {
        "mark": mark,
        "member_id": member_id,
        "topic": topic,
        "question": question,
        "level": LEVEL_OF[question],
        "counts": counts,
        "at": at,
        "marked_at": at + later * MINUTE,
    },
    # Few different values, so that there are ties and repetitions.
    mark=st.sampled_from([0, 30, 50, 60, 75, 100]),
    member_id=st.sampled_from(MEMBERS),
    topic=st.sampled_from(["sky", "sea"]),
    question=st.sampled_from(sorted(LEVEL_OF)),
    counts=st.sampled_from([True, True, True, False]),
    at=st.sampled_from(TIMES),
    later=st.sampled_from([0, 0, 3]),
)


def expected(given, since, topic) -> list[Standing]:
    """All rows of a board, from the rules as members read them."""
    best = defaultdict(dict)
    for one in given:
        if not one["counts"] or (since and one["at"] < since) or (topic and one["topic"] != topic):
            continue
        mine, question = best[one["member_id"]], (one["topic"], one["question"])
        if question not in mine or (-one["mark"], one["marked_at"]) < (
            -mine[question]["mark"],
            mine[question]["marked_at"],
        ):
            mine[question] = one
    order = []
    for member_id, mine in best.items():
        tries = list(mine.values())
        points = sum(one["mark"] * WEIGHT[one["level"]] for one in tries)
        average = Fraction(sum(one["mark"] for one in tries), len(tries))
        reached = max(one["marked_at"] for one in tries)
        order.append((-points, -average, reached, member_id, len(tries)))
    return [
        Standing(rank, member_id, float(-points), questions, pytest.approx(float(-average)))
        for rank, (points, average, _, member_id, questions) in enumerate(sorted(order), 1)
    ]


async def board(database, guild_id=GUILD, period=Period.ALL, topic=None, page=0, member_id=ADA, now=NOW):
    async with database.read() as connection:
        return await standings.board(
            connection, guild_id=guild_id, period=period, topic=topic, page=page, member_id=member_id, now=now
        )


async def kept(database, *those: Interview) -> None:
    async with database.write() as connection:
        for one in those:
            await interviews.add(connection, one)


_guilds = count(1000)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    given_attempts=st.lists(attempts, max_size=40),
    period=st.sampled_from(Period),
    topic=st.sampled_from([None, "sky", "nowhere"]),
    page=st.integers(-1, 3),
    asking=st.sampled_from([*MEMBERS, 99]),
    seed=st.integers(0, 9),
)
async def test_the_board_follows_the_rules(database, given_attempts, period, topic, page, asking, seed):
    guild_id = next(_guilds)  # a server of its own for each example: boards do not see each other
    shuffled = list(given_attempts)
    Random(seed).shuffle(shuffled)
    await kept(database, *(attempt(**one, guild_id=guild_id) for one in shuffled))

    rows = expected(given_attempts, period.start(NOW), topic)
    pages = max(1, -(-len(rows) // 10))
    shown = min(max(page, 0), pages - 1)
    found = await board(database, guild_id, period, topic, page, asking)

    assert (found.members, found.pages, found.page) == (len(rows), pages, shown)
    assert list(found.rows) == rows[shown * 10 : shown * 10 + 10]
    assert found.own == next((row for row in rows if row.member_id == asking), None)
    assert (found.period, found.topic) == (period, topic)


def ranking(found) -> list[tuple[int, float]]:
    return [(row.member_id, row.points) for row in found.rows]


class TestRules:
    """The same rules one by one, in numbers that a person can check."""

    async def test_an_empty_board_has_one_page_and_no_rows(self, database):
        found = await board(database, page=4)
        assert (found.rows, found.own, found.members, found.page, found.pages) == ((), None, 0, 0, 1)

    async def test_points_are_mark_times_level(self, database):
        await kept(
            database,
            *(attempt(80, question=f"q-{level}", level=level) for level in Level),
        )
        (row,) = (await board(database)).rows
        assert row == Standing(rank=1, member_id=ADA, points=80 + 120 + 160, questions=3, average=80)

    async def test_repeating_a_question_earns_nothing(self, database):
        await kept(database, attempt(80), attempt(80, at=NOW + MINUTE), attempt(30, at=NOW + DAY))
        (row,) = (await board(database)).rows
        assert (row.points, row.questions, row.average) == (80, 1, 80)

    async def test_a_better_attempt_takes_the_place_of_a_worse(self, database):
        await kept(database, attempt(30), attempt(80, at=NOW + MINUTE))
        assert ranking(await board(database)) == [(ADA, 80)]

    async def test_an_attempt_that_does_not_count_is_not_there(self, database):
        await kept(database, attempt(30), attempt(100, counts=False), attempt(90, member_id=BO, counts=False))
        assert ranking(await board(database)) == [(ADA, 30)]

    async def test_questions_of_the_same_name_in_two_topics_are_two(self, database):
        await kept(database, attempt(50, topic="sky"), attempt(50, topic="sea"))
        assert ranking(await board(database)) == [(ADA, 100)]

    async def test_a_tie_goes_to_the_higher_average(self, database):
        await kept(
            database,
            attempt(50, question="one"),
            attempt(50, question="two"),
            attempt(100, member_id=BO, at=NOW + DAY),
        )
        assert ranking(await board(database)) == [(BO, 100), (ADA, 100)]

    async def test_then_to_whoever_got_there_first(self, database):
        await kept(database, attempt(50, at=NOW + MINUTE), attempt(50, member_id=BO))
        assert ranking(await board(database)) == [(BO, 50), (ADA, 50)]

    async def test_getting_there_is_when_the_mark_was_reached_not_when_it_was_repeated(self, database):
        await kept(database, attempt(50), attempt(50, at=NOW + DAY), attempt(50, member_id=BO, at=NOW + MINUTE))
        assert ranking(await board(database)) == [(ADA, 50), (BO, 50)]

    async def test_a_second_try_gets_there_when_it_is_made(self, database):
        await kept(database, attempt(50, marked_at=NOW + DAY), attempt(50, member_id=BO, at=NOW + MINUTE))
        assert ranking(await board(database)) == [(BO, 50), (ADA, 50)]

    async def test_the_period_asks_when_the_answer_was_given(self, database):
        await kept(
            database,
            attempt(50, at=THIS_WEEK - timedelta(milliseconds=1), marked_at=NOW),
            attempt(40, member_id=BO, at=THIS_WEEK),
        )
        assert ranking(await board(database, period=Period.WEEK)) == [(BO, 40)]
        assert ranking(await board(database)) == [(ADA, 50), (BO, 40)]

    async def test_a_better_attempt_of_an_earlier_week_does_not_hide_this_weeks(self, database):
        await kept(database, attempt(90, at=NOW - 30 * DAY), attempt(50))
        assert ranking(await board(database, period=Period.WEEK)) == [(ADA, 50)]

    async def test_servers_and_direct_messages_are_apart(self, database):
        await kept(database, attempt(50), attempt(60, guild_id=OTHER_GUILD), attempt(70, guild_id=None))
        assert ranking(await board(database)) == [(ADA, 50)]
        assert ranking(await board(database, OTHER_GUILD)) == [(ADA, 60)]

    async def test_an_exam_that_still_runs_and_a_skipped_question_earn_nothing(self, database):
        skipped = begun(BO).skip(0, gone=False, now=NOW)
        await kept(database, begun(), over(skipped))
        assert (await board(database)).members == 0

    async def test_an_answer_of_nothing_stands_on_the_board_with_nothing(self, database):
        turn = begun().answer(0, attempt(0).turn.grade, counts=True, now=NOW, rules=RULES)
        assert turn.turn.stage is Stage.ANSWERED
        await kept(database, turn)
        assert ranking(await board(database)) == [(ADA, 0)]

    async def test_ones_own_row_is_found_on_another_page(self, database):
        await kept(database, *(attempt(100 - number, member_id=number + 1) for number in range(23)))
        found = await board(database, page=1, member_id=23)
        assert [row.rank for row in found.rows] == list(range(11, 21))
        assert (found.own.rank, found.own.points) == (23, 78)
        last = await board(database, page=99, member_id=404)
        assert ([row.rank for row in last.rows], last.page, last.own) == ([21, 22, 23], 2, None)

    async def test_the_same_mark_at_the_same_moment_at_two_levels_is_summed_the_same_way_always(self, database):
        """Authors may move a question to another level between two attempts."""
        both = [attempt(50, level=Level.JUNIOR), attempt(50, level=Level.SENIOR)]
        await kept(database, *both)
        await kept(database, *(attempt(50, level=one.turn.level, guild_id=OTHER_GUILD) for one in reversed(both)))
        assert ranking(await board(database)) == ranking(await board(database, OTHER_GUILD))
