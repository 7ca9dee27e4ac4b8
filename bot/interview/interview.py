"""One person's interview: which question is on, what may be done with it, what it is worth."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.bank import Level
from bot.errors import RefusedError, StaleError
from bot.grading import Grade, PointState
from bot.interview.model import EndReason, Home, Mode, Rules, Stage


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of an interview. ``grade`` is what the answer and all later tries come to, before hints.

    ``back_at`` is when the question comes back to its writer, as far as that was known when the turn was read.
    """

    topic: str
    question: str
    level: Level
    stage: Stage = Stage.WAITING
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    marked_at: datetime | None = None
    hints: int = 0
    grade: Grade | None = None
    mark: int = 0
    counts: bool = False
    model_seen: bool = False
    back_at: datetime | None = field(default=None, compare=False)

    @property
    def closed(self) -> bool:
        """Nothing more is waited for: answered, skipped or out of time."""
        return self.stage not in (Stage.WAITING, Stage.ASKED)


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview at one moment. Every change gives a new one; ``position`` counts from 0.

    ``review`` tells that it was made of questions that were due.
    """

    id: int
    member_id: int
    guild_id: int | None
    home: Home
    mode: Mode
    turns: tuple[Turn, ...]
    started_at: datetime
    touched_at: datetime
    topic: str | None = None
    level: Level | None = None
    position: int = 0
    channel_id: int | None = None
    message_id: int | None = None
    ended_at: datetime | None = None
    end_reason: EndReason | None = None
    review: bool = False

    # ---------------------------------------------------------------- what it is now

    @property
    def turn(self) -> Turn:
        return self.turns[self.position]

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_last(self) -> bool:
        return self.position == len(self.turns) - 1

    @property
    def total(self) -> int:
        """The mean mark of the questions that were reached, 0–100.

        Skipped and late ones count as 0; those that left the bank meanwhile do not count.
        """
        reached = [turn.mark for turn in self.turns if turn.closed and turn.stage is not Stage.GONE]
        return round(sum(reached) / len(reached)) if reached else 0

    def deadline(self, rules: Rules) -> datetime | None:
        """When the clock of the present question runs out; None in practice."""
        if self.mode is Mode.PRACTICE or self.turn.asked_at is None:
            return None
        return self.turn.asked_at + rules.exam_time

    # ---------------------------------------------------------------- what may be done

    def check_place(self, position: int) -> None:
        """Refuse unless the interview has a question ``position``."""
        if not 0 <= position < len(self.turns):
            raise StaleError("This card is out of date: you are at question {number}.", number=self.position + 1)

    def check_waiting(self, position: int) -> None:
        """Refuse unless question ``position`` is the one on and still waits for its answer."""
        self._check_at(position)
        if self.turn.stage is not Stage.ASKED:
            raise StaleError("You have answered this question already.")

    def check_answered(self, position: int) -> None:
        """Refuse unless question ``position`` is the one on and its feedback is being read."""
        self._check_at(position)
        if self.turn.stage is not Stage.ANSWERED:
            raise StaleError("Answer this question first.")

    def check_improvable(self, position: int) -> None:
        """Refuse unless a second try at question ``position`` can still earn something."""
        self.check_answered(position)
        if self.turn.model_seen:
            raise RefusedError(
                "You have opened the model answer, so a second try no longer earns anything. Press Next or Finish."
            )
        if not self.missing():
            raise RefusedError("You made every point. There is nothing left to try.")

    def missing(self) -> tuple[str, ...]:
        """The ids of the points that are not made at the present question, those that would earn most first."""
        grade = self.turn.grade
        if grade is None:
            return ()
        points = [point for point in grade.points if point.state is not PointState.MADE]
        return tuple(point.id for point in sorted(points, key=lambda point: point.weight * (point.credit - 1)))

    def answer(self, position: int, grade: Grade, *, counts: bool, now: datetime, rules: Rules) -> Interview:
        """Take the answer to the question that is on.

        ``counts`` says whether it may count for the standings. In an exam the next question is put at once, and an
        answer after the deadline (plus a little grace for the network) is kept but earns nothing.
        """
        self.check_waiting(position)
        deadline = self.deadline(rules)
        late = deadline is not None and now > deadline + rules.grace
        turn = replace(
            self.turn,
            stage=Stage.LATE if late else Stage.ANSWERED,
            answered_at=now,
            marked_at=now,
            grade=grade,
            mark=0 if late else max(0, grade.mark - rules.hint_price * self.turn.hints),
            counts=counts and not late,
        )
        after = self._with_turn(turn, now)
        return after.advance(now) if self.mode is Mode.EXAM else after

    def improve(self, position: int, grade: Grade, *, now: datetime, rules: Rules) -> Interview:
        """Take a second try or the answer to a follow-up; ``grade`` is what all tries come to together."""
        self.check_improvable(position)
        mark = max(self.turn.mark, grade.mark - rules.hint_price * self.turn.hints)
        marked_at = now if mark > self.turn.mark else self.turn.marked_at
        return self._with_turn(replace(self.turn, grade=grade, mark=mark, marked_at=marked_at), now)

    def regrade(self, position: int, grade: Grade, *, rules: Rules) -> Interview:
        """Take the grade that an appeal won for question ``position``. The times stay: the answer was right then."""
        turn = self.turns[position]
        mark = max(turn.mark, grade.mark - rules.hint_price * turn.hints)
        turns = list(self.turns)
        turns[position] = replace(turn, grade=grade, mark=mark)
        return replace(self, turns=tuple(turns))

    def hint(self, position: int, available: int, *, now: datetime, rules: Rules) -> Interview:
        """Give one more hint for its price. ``available`` is how many the question has."""
        self.check_waiting(position)
        if self.mode is Mode.EXAM:
            raise RefusedError("There are no hints in an exam.")
        most = min(available, rules.hints)
        if self.turn.hints >= most:
            raise RefusedError(
                "That was the last hint for this question." if most else "There is no hint for this question."
            )
        return self._with_turn(replace(self.turn, hints=self.turn.hints + 1), now)

    def skip(self, position: int, *, gone: bool, now: datetime) -> Interview:
        """Leave the question that is on; it earns nothing. ``gone``: the bank does not have it any more."""
        self.check_waiting(position)
        stage = Stage.GONE if gone else Stage.SKIPPED
        return self._with_turn(replace(self.turn, stage=stage), now).advance(now)

    def next(self, position: int, *, now: datetime) -> Interview:
        """Go on to the next question, or to the end after the last."""
        self._check_at(position)
        if not self.turn.closed:
            raise StaleError("Answer this question first, or press Skip.")
        return self.advance(now)

    def see_model_answer(self, position: int) -> Interview:
        """Remember that the writer has seen the model answer of question ``position``."""
        if not 0 <= position < len(self.turns) or not self.turns[position].closed:
            raise RefusedError("The model answer is shown after your own.")
        if self.mode is Mode.EXAM and self.is_open:
            raise RefusedError("In an exam the model answers are shown at the end.")
        turns = list(self.turns)
        turns[position] = replace(turns[position], model_seen=True)
        return replace(self, turns=tuple(turns))

    def end(self, reason: EndReason, *, now: datetime) -> Interview:
        """Close it. Ending what is over changes nothing."""
        return replace(self, ended_at=now, end_reason=reason) if self.is_open else self

    def resume(self, *, now: datetime) -> Interview:
        """Take up again what silence ended."""
        if self.is_open:
            return self
        if self.end_reason is not EndReason.SILENCE:
            raise RefusedError("This interview is over. Type /interview for a new one.")
        if self.mode is Mode.EXAM:
            raise RefusedError("The clock of this exam has run out. Type /interview for a new one.")
        return replace(self, ended_at=None, end_reason=None, touched_at=now)

    def is_silent(self, now: datetime, rules: Rules) -> bool:
        """It is open and nothing has happened for as long as the rules allow."""
        return self.is_open and now - self.touched_at >= rules.silence

    def ask(self, now: datetime) -> Interview:
        """Put the question at ``position`` and start its clock."""
        return self._with_turn(replace(self.turn, stage=Stage.ASKED, asked_at=now), now)

    def advance(self, now: datetime) -> Interview:
        """Put the next question, or end after the last."""
        if self.is_last:
            return self.end(EndReason.DONE, now=now)
        return replace(self, position=self.position + 1).ask(now)

    # ---------------------------------------------------------------- parts

    def _check_at(self, position: int) -> None:
        if not self.is_open:
            raise RefusedError("This interview is over. Type /interview for a new one.")
        if position != self.position:
            raise StaleError("This card is out of date: you are at question {number}.", number=self.position + 1)

    def _with_turn(self, turn: Turn, now: datetime) -> Interview:
        turns = (*self.turns[: self.position], turn, *self.turns[self.position + 1 :])
        return replace(self, turns=turns, touched_at=now)
