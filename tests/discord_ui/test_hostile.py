"""Whatever a member wrote, each card that shows it is one that Discord takes, and in which nothing of it works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank import WHOLE, Bank, Level, Misconception, Point, Question, Topic
from bot.discord_ui.appeal_forms import AcceptForm, AppealForm
from bot.discord_ui.cards import end_card, feedback_card, model_answer_card, question_card
from bot.discord_ui.cards.appeals import own_appeals_card, queue_card, verdicts_card
from bot.discord_ui.cards.history import history_card, past_card
from bot.discord_ui.cards.reveal import reveal_card
from bot.discord_ui.cards.round import round_feedback_card
from bot.discord_ui.forms import AnswerForm
from bot.discord_ui.text import literal, quote, quoted_lines
from bot.grading import Grade, grade
from bot.interview import EndReason, Home, Interview, Mode, Rules, Stage, Turn
from bot.interview.appeal import Appeal, Verdict
from bot.interview.attempt import Attempt, Source
from bot.interview.podium import Entry
from bot.interview.round import Round, RoundKind, RoundQuestion, RoundStage
from bot.store.disputes import Disputed
from bot.store.history import Past
from tests.hostile import ANSWERS, HOURS, SOUND, trying

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
MEMBER = 10**18
POINTS = (
    Point(
        id="air", say="The air scatters the light.", accept=("air molecules scatter it",), ask="What does the air do?"
    ),
    Point(
        id="short-waves", say="Short waves are scattered more.", accept=("blue is scattered more",), ask="Which waves?"
    ),
)
QUESTION = Question(
    id="blue",
    ask="Why is the sky blue?",
    answer="Air molecules scatter the light, and short waves are scattered far more than long ones.",
    points=POINTS,
    misconceptions=(
        Misconception(say="It mirrors the sea.", match=("reflects the sea",), correct="It scatters light."),
    ),
)
WHOLE_QUESTION = Question(id="sea", ask="Why is the sea blue?", answer="Water absorbs red light more than blue light.")
BANK = Bank([Topic(topic="sky", title="The sky", questions=(QUESTION, WHOLE_QUESTION))])
RULES = Rules()

# What Discord's client would turn into something else, where no backslash stands in front of it.
WORKS = re.compile(
    r"(?<!\\)(?:\\\\)*(?:[*_~`|]|<[@#:/a-z]|\[[^\]]*\]\()|@(?:everyone|here)|(?i:https?)://|[\u202a-\u202e\u2066-\u2069\u200e\u200f]"
)


def interview(question: Question, marked: Grade, *, ended: bool) -> Interview:
    turn = Turn("sky", question.id, Level.MID, Stage.ANSWERED, NOW, NOW, NOW, 1, marked, marked.mark, counts=True)
    return Interview(
        id=10**12,
        member_id=MEMBER,
        guild_id=MEMBER,
        home=Home.THREAD,
        mode=Mode.PRACTICE,
        turns=(turn,),
        started_at=NOW,
        touched_at=NOW,
        topic="sky",
        ended_at=NOW if ended else None,
        end_reason=EndReason.DONE if ended else None,
    )


def round_of(question: Question) -> Round:
    return Round(
        id=10**12,
        kind=RoundKind.ROUND,
        guild_id=MEMBER,
        channel_id=MEMBER,
        host_id=MEMBER,
        topic="sky",
        time=timedelta(minutes=3),
        questions=(RoundQuestion("sky", question.id, question.level, asked_at=NOW, closed_at=NOW, closes_at=NOW),),
        started_at=NOW,
        stage=RoundStage.REVEALED,
        due_at=NOW,
    )


def shown(question: Question, text: str) -> Iterator[tuple[str, Any]]:
    """Every card and form that shows what somebody wrote, by name."""
    marked = grade(question, text)
    for ended in (False, True):
        held = interview(question, marked, ended=ended)
        yield "feedback", feedback_card(held, 0, BANK, RULES, closed=ended, note=quote(text, 300))
        yield "end", end_card(held, BANK, quote(text, 300))
    yield "question", question_card(interview(question, marked, ended=False), BANK, RULES, literal(text, 200))
    yield "model answer", model_answer_card(held.turn, question)
    attempt = Attempt(
        MEMBER, MEMBER, "sky", question.id, Level.MID, Source.INTERVIEW, 1, 0, marked.mark, counts=True, marked_at=NOW
    )
    past = Past(attempt, marked, (text, text, text), 1)
    yield "history", history_card([attempt] * 30, 1, BANK, MEMBER, "sky")
    yield "past answer", past_card(past, past, BANK, RULES)
    point = question.points[0].id if question.points else WHOLE
    appeal = Appeal(
        1, MEMBER, MEMBER, Source.INTERVIEW, 1, 0, "sky", question.id, point, text[:200], NOW, 40,
        Verdict.ACCEPTED, 100, text[:300], text[:300], MEMBER, NOW,
    )  # fmt: skip
    disputed = Disputed(
        Source.INTERVIEW, 1, 0, MEMBER, MEMBER, "sky", question.id, text, marked, marked.mark, model_seen=False
    )
    yield "appeals", queue_card(appeal, disputed, BANK, 2, literal(text, 100))
    yield "own appeals", own_appeals_card([appeal] * 10, BANK)
    yield "verdicts", verdicts_card([appeal] * 10, BANK, text[:100])
    yield "accept form", AcceptForm(appeal, disputed, question)
    yield "appeal form", AppealForm(question, marked.points, True, Source.INTERVIEW, 1, 0, MEMBER)
    yield "answer form", AnswerForm("Question 1 of 1", question.ask, "first", 1, 0, MEMBER, ask_sure=True, text=text)
    of = round_of(question)
    entries = [
        Entry(n, of.id, 0, MEMBER + n, text, None, quotable=True, grade=marked, counts=True, written_at=NOW)
        for n in range(12)
    ]
    yield "reveal", reveal_card(of, 0, BANK, question, entries)
    yield "round feedback", round_feedback_card(of, entries[0], BANK, question)


def parts(node: Any) -> Iterator[dict[str, Any]]:
    for one in node if isinstance(node, list) else [node]:
        yield one
        yield from parts(one.get("components", []))
        if "component" in one:
            yield from parts(one["component"])


def too_much(wire: list[dict[str, Any]]) -> list[str]:
    """Which of Discord's limits a card or a form breaks."""
    everything = list(parts(wire))
    texts = [one["content"] for one in everything if one["type"] == 10]
    found = [f"{sum(map(len, texts))} characters"] if sum(map(len, texts)) > 4000 else []
    found += ["an empty text"] if any(not text.strip() for text in texts) else []
    found += [f"{len(everything)} components"] if len(everything) > 40 else []
    for one in everything:
        limits = {"label": 45 if one["type"] == 18 else 80, "placeholder": 150, "custom_id": 100, "description": 100}
        limits["value"] = one.get("max_length", 4000)
        found += [f"{key} of {len(one[key])}" for key, most in limits.items() if len(one.get(key) or "") > most]
        options = one.get("options", [])
        found += [f"{len(options)} options"] if len(options) > 25 else []
        for option in options:
            found += [
                f"an option's {key} of {len(option[key])}"
                for key in ("label", "value", "description")
                if key in option and option[key] is not None and not 1 <= len(option[key]) <= 100
            ]
    return found


@pytest.mark.hostile
@pytest.mark.timeout(HOURS)
@trying(ANSWERS // 10)
@given(text=SOUND, question=st.sampled_from([QUESTION, WHOLE_QUESTION]))
def test_each_card_is_one_that_discord_takes(text, question):
    """A tenth as many answers as are marked: each is drawn on fifteen cards."""
    for name, view in shown(question, text):
        wire = view.to_components()
        assert not too_much(wire), name
        "".join(one.get("content", "") for one in parts(wire)).encode()


@pytest.mark.parametrize(
    "text",
    [
        "**a**",
        "a_b",
        "`a",
        "<@1>",
        "<#1>",
        "<t:0:R>",
        "</a:1>",
        "<:a:1>",
        "[a](b)",
        "@everyone",
        "HTTPS://a.b",
        "a\u202eb",
        "\\\\*",
    ],
)
def test_the_search_finds_what_works(text):
    assert WORKS.search(text)
    assert not WORKS.search(literal(text, 100))


@pytest.mark.hostile
@pytest.mark.timeout(HOURS)
@trying(ANSWERS // 2)
@given(text=SOUND, limit=st.integers(10, 2000))
def test_nothing_works_in_what_somebody_wrote(text, limit):
    """No formatting, mention, link, token or mark that turns the writing around; and each limit is kept."""
    for say in (literal, quote, quoted_lines):
        made = say(text, limit)
        assert len(made) <= limit
        inside = "\n".join(line.removeprefix("> ") for line in made.split("\n")) if say is quoted_lines else made
        assert not WORKS.search(inside), inside
        if say is literal:
            assert "\n" not in made
            assert not re.match(r"(?:[-+#>]|\d+[.)])(?:\s|#|>|$)", made), made
