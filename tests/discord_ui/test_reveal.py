"""The reveal of a round fits on a card, however many took part."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.bank import Bank, Level, Point, Question, Topic
from bot.discord_ui.actions import Press
from bot.discord_ui.cards.reveal import reveal_card
from bot.discord_ui.cards.round import podium_card, round_feedback_card, round_question_card
from bot.discord_ui.layout import CARD_TEXT
from bot.grading import Evidence, Grade, PointGrade, PointState
from bot.interview.podium import Entry, podium
from bot.interview.round import Round, RoundKind, RoundQuestion, RoundStage

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
MEMBER = 10**18

POINTS = tuple(Point(id=f"p{n}", say=f"Point {n}. " + "It is so, and it is long. " * 40) for n in range(7))
QUESTION = Question(
    id="q", ask="Why? " * 400, answer="Because. " * 400, points=POINTS, sources=("https://example.org/" + "a" * 400,)
)
BANK = Bank([Topic(topic="sky", title="The sky", questions=(QUESTION,))])
ROUND = Round(
    id=10**12,
    kind=RoundKind.ROUND,
    guild_id=MEMBER,
    channel_id=MEMBER,
    host_id=MEMBER,
    topic="sky",
    time=timedelta(minutes=3),
    questions=(RoundQuestion("sky", "q", Level.MID, asked_at=NOW, closed_at=NOW, closes_at=NOW),) * 2,
    started_at=NOW,
    stage=RoundStage.REVEALED,
    due_at=NOW,
)


def entry(number: int, mark: int, state: PointState, *, quotable: bool = True) -> Entry:
    evidence = (Evidence(0, 200, "*words* " * 25),) * 3
    points = tuple(PointGrade(p.id, p.say, "What? " * 50, 1, state, 1.0, evidence) for p in POINTS)
    body = "\n".join(["*_~`|<[ " * 40] * 50)
    return Entry(
        number, ROUND.id, 0, MEMBER + number, body, None, quotable, Grade(mark, points), counts=True, written_at=NOW
    )


def text(view) -> str:
    return "\n".join(item.content for item in view.walk_children() if hasattr(item, "content"))


def entries(count: int) -> list[Entry]:
    states = (PointState.MADE, PointState.PARTIAL)
    return [entry(number, 100 - number % 100, states[number % 2]) for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, 2, 50, 1000])
def test_it_fits(count):
    view = reveal_card(ROUND, 0, BANK, QUESTION, entries(count))
    assert len(text(view)) <= CARD_TEXT
    assert len(list(view.walk_children())) <= 40
    assert "Because." in text(view)
    assert "The next question comes" in text(view)
    if count:
        assert f"🥇 <@{MEMBER}> · **100** · strong" in text(view)


def test_many_names_are_counted():
    short = replace(ROUND, position=0)
    question = QUESTION.model_copy(update={"points": POINTS[:1], "ask": "Why?", "answer": "So."})
    written = [entry(number, 50, PointState.MADE, quotable=False) for number in range(30)]
    shown = text(reveal_card(short, 0, BANK, question, written))
    assert f"<@{MEMBER + 4}> and 25 more" in shown
    assert "and 20 more · 30 answered · average 50 (partial)" in shown


def test_who_is_hidden_is_counted_but_not_named():
    question = QUESTION.model_copy(update={"points": POINTS[:1], "ask": "Why?", "answer": "So."})
    written = [entry(number, 90, PointState.MADE) for number in range(3)]
    hidden = frozenset({MEMBER, MEMBER + 1})
    shown = text(reveal_card(ROUND, 0, BANK, question, written, hidden))
    assert f"<@{MEMBER}>" not in shown.replace(f"Round by <@{MEMBER}>", "")
    assert f"-# <@{MEMBER + 2}> and 2 more" in shown
    assert shown.count("somebody") == 3, "two marks and a quotation"
    nobody = text(reveal_card(ROUND, 0, BANK, question, written[:2], hidden))
    assert "-# 2 members" in nobody


def test_equal_marks_share_a_place():
    written = [entry(number, mark, PointState.MADE, quotable=False) for number, mark in enumerate((70, 70, 20, 0))]
    question = QUESTION.model_copy(update={"points": (), "ask": "Why?", "answer": "So."})
    shown = text(reveal_card(ROUND, 0, BANK, question, written))
    assert f"🥇 <@{MEMBER}> · **70**" in shown
    assert f"🥇 <@{MEMBER + 1}> · **70**" in shown
    assert f"🥉 <@{MEMBER + 2}> · **20**" in shown
    assert f"– <@{MEMBER + 3}> · **0** · not yet" in shown


def test_the_other_cards_fit():
    places = podium(entries(1000), 2)
    for view in (
        podium_card(ROUND, places, BANK),
        round_question_card(ROUND, BANK, QUESTION, 10**6),
        round_feedback_card(ROUND, entry(1, 40, PointState.PARTIAL), BANK, QUESTION),
    ):
        assert 0 < len(text(view)) <= CARD_TEXT
        assert len(list(view.walk_children())) <= 40
    assert "and 985 more" in text(podium_card(ROUND, places, BANK))


def buttons(view) -> list[str]:
    return [item.item.label for item in view.walk_children() if isinstance(item, Press)]


def test_the_whole_model_answer_is_offered_where_it_does_not_fit():
    short = QUESTION.model_copy(update={"answer": "So."})
    assert "Model answer" in buttons(reveal_card(ROUND, 0, BANK, QUESTION, entries(1)))
    assert "Model answer" not in buttons(reveal_card(ROUND, 0, BANK, short, entries(1)))
