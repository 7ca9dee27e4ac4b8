"""A group's round: one question after another, answered by everybody at once and hidden until the reveal.

A round goes on by itself at ``due_at``. Whoever carries that out (the bot, at the right time or after an absence) asks
the stage what is to be done, does it, and writes the next stage::

    ASKING ──posted──▸ OPEN ──close──▸ CLOSED ──revealed──▸ REVEALED ──next──▸ ASKING …
                                          └───────────────▸ FINISHING ──finished──▸ OVER

A question of the day is a round of one question that is open for a day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.bank import Level
from bot.errors import RefusedError, StaleError

GRACE = timedelta(seconds=5)
"""How long after the closing time an answer is still taken: the network is not the writer's fault."""
STALE = timedelta(minutes=15)
"""How late a round may be carried on after an absence of the bot; later it ends with what there is."""
MORE_TIME = timedelta(minutes=5)


class RoundKind(StrEnum):
    """What a round was begun by: a host, or the calendar."""

    ROUND = "round"
    DAILY = "daily"


class RoundStage(StrEnum):
    """What happens in a round now. The comment says what is done when it is due."""

    ASKING = "asking"  # the question is posted
    OPEN = "open"  # the answers are closed
    CLOSED = "closed"  # the reveal is posted
    REVEALED = "revealed"  # the next question follows
    FINISHING = "finishing"  # the podium is posted
    OVER = "over"


class RoundEnd(StrEnum):
    """Why a round is over."""

    DONE = "done"
    BY_HOST = "by host"
    NOBODY = "nobody"
    AWAY = "away"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class RoundQuestion:
    """One question of a round. ``message_id`` is the message that asks it, ``reveal_id`` the one that reveals."""

    topic: str
    question: str
    level: Level
    asked_at: datetime | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    message_id: int | None = None
    reveal_id: int | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A round at one moment. Every change gives a new one; ``position`` counts from 0.

    ``time`` is how long each question is open, unless its ``closes_at`` was set beforehand. ``end_reason`` may be there
    before the end: then the round ends after the reveal that is under way. ``day`` is that of a question of the day.
    """

    id: int
    kind: RoundKind
    guild_id: int
    channel_id: int
    host_id: int | None
    topic: str | None
    time: timedelta
    questions: tuple[RoundQuestion, ...]
    started_at: datetime
    stage: RoundStage = RoundStage.ASKING
    position: int = 0
    due_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: RoundEnd | None = None
    day: date | None = None

    # ---------------------------------------------------------------- what it is now

    @property
    def question(self) -> RoundQuestion:
        return self.questions[self.position]

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_last(self) -> bool:
        """No question follows the present one."""
        return self.position == len(self.questions) - 1

    @property
    def asked(self) -> int:
        """How many questions were put."""
        return sum(question.asked_at is not None for question in self.questions)

    def is_revealed(self, position: int) -> bool:
        """The answers to question ``position`` are no secret any more."""
        return 0 <= position < len(self.questions) and self.questions[position].closed_at is not None

    def late_by(self, now: datetime) -> timedelta:
        """For how long something has been due, at least 0."""
        return max(timedelta(0), now - self.due_at) if self.due_at else timedelta(0)

    # ---------------------------------------------------------------- who may do what

    def check_host(self, member_id: int, *, moderator: bool) -> None:
        """Refuse whoever neither began the round nor moderates the server."""
        if member_id != self.host_id and not moderator:
            raise RefusedError("Only the host of the round, or who moderates this server, can do that.")

    def check_answerable(self, position: int, now: datetime) -> None:
        """Refuse unless answers to question ``position`` are taken at ``now``."""
        here = position == self.position and self.is_open
        if not here or self.stage not in (RoundStage.ASKING, RoundStage.OPEN):
            raise RefusedError("This question is closed.")
        if self.question.closes_at is not None and now > self.question.closes_at + GRACE:
            raise RefusedError("Time is up for this question. The answers are about to be revealed.")

    # ---------------------------------------------------------------- what happens

    def ask(self, now: datetime) -> Round:
        """Put the present question: its time runs from now, unless its end was set beforehand."""
        question = self.question
        return self._with(replace(question, asked_at=now, closes_at=question.closes_at or now + self.time))

    def skip(self, now: datetime) -> Round:
        """Pass over the present question, which the bank does not have any more."""
        if self.is_last:
            return self.wind_up(now)
        return replace(self, position=self.position + 1)

    def give_up(self, now: datetime) -> Round:
        """The present question could not be put for so long that nobody waits for it any more."""
        return self.wind_up(now, RoundEnd.AWAY)

    def posted(self, message_id: int) -> Round:
        """The question stands in the channel."""
        closes_at = self.question.closes_at
        assert closes_at is not None
        # The question of a day gives way to the next one to the minute.
        due = closes_at if self.kind is RoundKind.DAILY else closes_at + GRACE
        return replace(self._with(replace(self.question, message_id=message_id)), stage=RoundStage.OPEN, due_at=due)

    def close(self, now: datetime, *, answers: int, by_host: bool) -> Round:
        """Take no more answers. ``answers`` is how many there are.

        A round in which nobody answers stops by itself, and so does one whose reveal comes very late; the host's own
        reveal lets it go on.
        """
        if self.stage is not RoundStage.OPEN:
            raise StaleError("This question is closed already.")
        reason = self.end_reason
        if self.kind is RoundKind.ROUND and not by_host and not self.is_last:
            if not answers:
                reason = reason or RoundEnd.NOBODY
            elif self.late_by(now) > STALE:
                reason = reason or RoundEnd.AWAY
        closed = self._with(replace(self.question, closed_at=now))
        return replace(closed, stage=RoundStage.CLOSED, due_at=now, end_reason=reason)

    def revealed(self, now: datetime, pause: timedelta) -> Round:
        """The answers have been shown. The next question comes after ``pause``; after the last one the round ends."""
        if self.is_last or self.end_reason is not None:
            return self.wind_up(now)
        return replace(self, stage=RoundStage.REVEALED, due_at=now + pause)

    def shown_in(self, message_id: int | None) -> Round:
        """Remember which message reveals the present question."""
        return self._with(replace(self.question, reveal_id=message_id))

    def next(self, position: int, now: datetime, *, by_host: bool) -> Round:
        """Go on from question ``position`` to the next one; very late, end instead."""
        self._check_talking(position)
        if not by_host and self.late_by(now) > STALE:
            return self.wind_up(now, RoundEnd.AWAY)
        return replace(self, stage=RoundStage.ASKING, position=self.position + 1, due_at=now)

    def wait(self, position: int, now: datetime) -> Round:
        """Give the group more time to talk before the next question."""
        self._check_talking(position)
        assert self.due_at is not None
        return replace(self, due_at=max(self.due_at, now) + MORE_TIME)

    def finished(self, now: datetime) -> Round:
        """The podium has been shown."""
        return self._over(now, self.end_reason or RoundEnd.DONE)

    def end(self, now: datetime, *, answers: int) -> Round:
        """Stop at the host's wish. What has been written for the present question is revealed first."""
        if not self.is_open:
            raise StaleError("This round is over.")
        reason = self.end_reason or RoundEnd.BY_HOST
        match self.stage:
            case RoundStage.OPEN if answers:
                return replace(self.close(now, answers=answers, by_host=True), end_reason=reason)
            case RoundStage.CLOSED | RoundStage.FINISHING:
                return replace(self, end_reason=reason)
            case RoundStage.REVEALED:
                return self.wind_up(now, reason)
            case _:
                # Nobody answered the present question: as if it had not been put.
                return self.withdrawn().wind_up(now, reason)

    def withdrawn(self) -> Round:
        """The present question was not put after all."""
        return self._with(replace(self.question, asked_at=None))

    def lost(self, now: datetime) -> Round:
        """The channel is gone, or the bot may not write there any more."""
        return self._over(now, RoundEnd.UNREACHABLE)

    # ---------------------------------------------------------------- parts

    def _check_talking(self, position: int) -> None:
        if not self.is_open:
            raise StaleError("This round is over.")
        if self.stage is not RoundStage.REVEALED or position != self.position:
            raise StaleError("The round has gone on since.")

    def wind_up(self, now: datetime, reason: RoundEnd | None = None) -> Round:
        """End, after a podium if two questions or more were put; one alone is its own."""
        reason = reason or self.end_reason
        if self.asked >= 2:  # noqa: PLR2004 - the least there can be a podium of
            return replace(self, stage=RoundStage.FINISHING, due_at=now, end_reason=reason)
        return self._over(now, reason or RoundEnd.DONE)

    def _over(self, now: datetime, reason: RoundEnd) -> Round:
        return replace(self, stage=RoundStage.OVER, due_at=None, ended_at=now, end_reason=reason)

    def _with(self, question: RoundQuestion) -> Round:
        questions = (*self.questions[: self.position], question, *self.questions[self.position + 1 :])
        return replace(self, questions=questions)
