from datetime import UTC, datetime, timedelta
from random import Random

import hypothesis.strategies as st
import pytest
from hypothesis import given

from bot.bank import Bank, Level, Point, Question, Topic
from bot.errors import RefusedError
from bot.interview import Stage
from bot.interview.choice import choose, hints

T0 = datetime(2026, 1, 1, tzinfo=UTC)


def bank_of(**topics: list[Level]) -> Bank:
    """A bank with one question q0, q1 … for each level of each topic."""
    return Bank(
        Topic(
            topic=slug,
            title=slug.title(),
            questions=tuple(
                Question(id=f"q{number}", level=level, ask="Why?", answer="Because.")
                for number, level in enumerate(levels)
            ),
        )
        for slug, levels in topics.items()
    )


TWO = bank_of(
    flask=[Level.JUNIOR, Level.MID, Level.SENIOR, Level.MID],
    sql=[Level.JUNIOR, Level.JUNIOR, Level.SENIOR],
)
KEYS = [(topic.topic, question.id) for topic, question in TWO]

last_asked = st.dictionaries(
    st.sampled_from(KEYS), st.integers(0, 3).map(lambda days: T0 + timedelta(days=days)), max_size=len(KEYS)
)
topics = st.sampled_from([None, "flask", "sql"])
levels = st.sampled_from([None, Level.JUNIOR, Level.SENIOR])


@given(topic=topics, level=levels, count=st.integers(1, 20), seed=st.integers(0, 99), asked=last_asked)
def test_gives_different_fitting_questions_those_longest_ago_first(topic, level, count, seed, asked):
    turns = choose(TWO, topic=topic, level=level, count=count, last_asked=asked, random=Random(seed))
    keys = [(turn.topic, turn.question) for turn in turns]
    fitting = {
        (t.topic, q.id) for t, q in TWO if (topic is None or t.topic == topic) and (level is None or q.level is level)
    }
    assert len(keys) == len(set(keys)) == min(count, len(fitting))
    assert set(keys) <= fitting

    def age(key):
        return (key in asked, asked.get(key, T0))

    assert [age(key) for key in keys] == sorted(age(key) for key in keys)
    assert all(age(left) >= age(keys[-1]) for left in fitting - set(keys))


@given(topic=topics, level=levels, count=st.integers(1, 20), seed=st.integers(0, 99), asked=last_asked)
def test_the_same_seed_chooses_the_same(topic, level, count, seed, asked):
    first, second = (
        choose(TWO, topic=topic, level=level, count=count, last_asked=asked, random=Random(seed)) for _ in range(2)
    )
    assert first == second


def test_chance_decides_between_equals():
    firsts = {
        choose(TWO, topic=None, level=None, count=1, last_asked={}, random=Random(seed))[0].question
        for seed in range(40)
    }
    assert len(firsts) > 1


def test_a_question_of_the_same_name_in_another_topic_is_another_question():
    bank = bank_of(flask=[Level.MID], sql=[Level.MID])
    turns = choose(bank, topic=None, level=None, count=1, last_asked={("flask", "q0"): T0}, random=Random(1))
    assert (turns[0].topic, turns[0].question) == ("sql", "q0")


def test_the_turns_wait_and_know_their_level():
    (turn,) = choose(TWO, topic="sql", level=Level.SENIOR, count=5, last_asked={}, random=Random(1))
    assert (turn.topic, turn.question, turn.level, turn.stage) == ("sql", "q2", Level.SENIOR, Stage.WAITING)


def test_an_unknown_topic_is_refused_with_those_there_are():
    with pytest.raises(RefusedError, match=r"Choose one of: flask, sql\."):
        choose(TWO, topic="cobol", level=None, count=5, last_asked={}, random=Random(1))


def test_a_level_that_the_topic_lacks_is_refused():
    with pytest.raises(RefusedError, match="no mid question in this topic"):
        choose(TWO, topic="sql", level=Level.MID, count=5, last_asked={}, random=Random(1))


def test_a_level_that_the_bank_lacks_is_refused_without_naming_a_topic():
    with pytest.raises(RefusedError, match="no senior question in the bank"):
        choose(bank_of(sql=[Level.MID]), topic=None, level=Level.SENIOR, count=5, last_asked={}, random=Random(1))


def test_an_empty_bank_is_refused_in_words():
    with pytest.raises(RefusedError, match="no question in the bank"):
        choose(Bank([]), topic=None, level=None, count=5, last_asked={}, random=Random(1))


def test_hints_come_from_the_points_the_heaviest_first():
    question = Question(
        id="q",
        ask="Why?",
        answer="Because.",
        points=(
            Point(id="light", weight=1, say="Light.", ask="Light?"),
            Point(id="mute", weight=9, say="Mute."),
            Point(id="heavy", weight=3, say="Heavy.", ask="Heavy?"),
        ),
    )
    assert hints(question) == ["Heavy?", "Light?"]
    assert hints(Question(id="q", ask="Why?", answer="Because.")) == []
