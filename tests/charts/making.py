"""Progress of a busy member, to be drawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from bot.charts import ProgressWords
from bot.interview import Confidence
from bot.interview.progress import Calibration, Progress, Strength

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
WORDS = ProgressWords(
    streak="days in a row",
    due="due now",
    answers="answers",
    strength="Strength by topic",
    marks="Marks, last 90 days",
    calibration="How sure, and the mark",
    said="how sure you were",
    came_to="your mark",
    names={"topic-0": "A topic with a title that is far too long for any phone there is"},
    sure={
        Confidence.GUESSING: "guessing",
        Confidence.UNSURE: "unsure",
        Confidence.FAIRLY_SURE: "fairly sure",
        Confidence.CERTAIN: "certain",
    },
)


def busy(answers: int = 2000, topics: int = 30) -> Progress:
    """Somebody with many answers in many topics."""
    random = Random(1)
    marks = sorted((NOW - timedelta(days=90 * random.random()), random.randrange(101)) for _ in range(answers))
    return Progress(
        topic=None,
        answers=answers,
        strengths=tuple(Strength(f"topic-{n}", 100 * n / topics, n + 1, 40) for n in range(topics)),
        marks=tuple(marks),
        streak=365,
        longest_streak=400,
        calibration=tuple(Calibration(sure, random.randrange(101), 9) for sure in Confidence),
        due=12_345,
        next_due=None,
    )
