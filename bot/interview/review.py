"""When a question comes back. FSRS schedules it (package ``fsrs``); every attempt is a review.

The rating is the mark's band: not yet is *again*, partial *hard*, solid *good*, strong *easy*. An attempt that copies
the model answer, or follows it within a day, shows little about memory: *hard* at most. Days are those of UTC, as for
the standings: a question comes back when its day begins, not at the minute at which it was answered. The chance that
FSRS can add to intervals is off, so that the same answers always come to the same day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fsrs import Card as FsrsCard
from fsrs import Rating, Scheduler

from bot.grading import Band

LONGEST_DAYS = 365
"""However well it is known, a question comes back within a year."""

RATING = {Band.NOT_YET: Rating.Again, Band.PARTIAL: Rating.Hard, Band.SOLID: Rating.Good, Band.STRONG: Rating.Easy}

_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=LONGEST_DAYS, enable_fuzzing=False)


@dataclass(frozen=True, slots=True)
class Review:
    """One attempt as FSRS sees it. ``mark`` is 0–100; ``own`` is whether it was written without help."""

    mark: int
    own: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """What the reviews of one question come to. ``stability`` is in days, ``difficulty`` from 1 to 10.

    ``mark`` is that of the last review.
    """

    stability: float
    difficulty: float
    mark: int
    reviewed_at: datetime
    due_at: datetime


def rating(review: Review) -> Rating:
    """How well the question was remembered."""
    given = RATING[Band.of(review.mark)]
    return given if review.own else min(given, Rating.Hard)


def schedule(reviews: Iterable[Review]) -> Schedule | None:
    """When the question of these reviews is due; None without any. Their order does not matter."""
    ordered = sorted(reviews, key=lambda review: (review.at, review.mark, review.own))
    if not ordered:
        return None
    # Given neither, FSRS would look at the clock for both.
    card = FsrsCard(card_id=0, due=ordered[0].at)
    for review in ordered:
        day = review.at.replace(hour=0, minute=0, second=0, microsecond=0)
        card, _ = _SCHEDULER.review_card(card, rating(review), day)
    last = ordered[-1]
    assert card.stability is not None
    assert card.difficulty is not None
    return Schedule(card.stability, card.difficulty, last.mark, last.at, card.due)
