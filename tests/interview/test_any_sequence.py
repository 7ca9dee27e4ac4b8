"""Whatever is pressed, in whatever order, on whatever card: the rules hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.errors import RefusedError
from bot.grading import Grade
from bot.interview import EndReason, Interview, Mode, Rules, Stage
from tests.interview.making import NOW, begun, graded

grades = st.builds(
    lambda mark, shares: graded(mark, *shares),
    st.integers(0, 100),
    st.lists(st.sampled_from([0.0, 0.5, 1.0]), max_size=4),
)
rules = st.builds(
    Rules,
    silence=st.just(timedelta(hours=1)),
    exam_time=st.sampled_from([timedelta(minutes=1), timedelta(minutes=30)]),
    hint_price=st.integers(0, 40),
    hints=st.integers(0, 3),
    grace=st.just(timedelta(seconds=15)),
)
# Mostly the card that is on, sometimes one that is not.
offsets = st.sampled_from([0, 0, 0, 0, 0, 0, -1, 1, 7])


class AnySequence(RuleBasedStateMachine):
    interview: Interview
    before: Interview
    refusal: str | None = None

    @initialize(questions=st.integers(1, 4), mode=st.sampled_from(Mode), rules=rules, hints=st.integers(0, 4))
    def begin(self, questions: int, mode: Mode, rules: Rules, hints: int) -> None:
        self.now = NOW
        self.rules = rules
        self.hints = hints
        self.interview = self.before = begun(questions, mode)

    def act(self, change: Callable[[Interview], Interview]) -> bool:
        """Whether the rules allowed it."""
        self.before = self.interview
        try:
            self.interview = change(self.interview)
        except RefusedError as refusal:
            self.refusal = str(refusal)
            return False
        return True

    @rule(seconds=st.sampled_from([1, 50, 400, 3600]))
    def wait(self, seconds: int) -> None:
        self.before = self.interview
        self.now += timedelta(seconds=seconds)

    @rule(offset=offsets, grade=grades, counts=st.booleans())
    def answer(self, offset: int, grade: Grade, counts: bool) -> None:
        at = self.interview.position + offset
        if self.act(lambda i: i.answer(at, grade, counts=counts, now=self.now, rules=self.rules)):
            turn = self.interview.turns[at]
            assert turn.mark <= grade.mark
            assert turn.counts == (counts and turn.stage is Stage.ANSWERED)

    @rule(offset=offsets, grade=grades)
    def improve(self, offset: int, grade: Grade) -> None:
        at = self.interview.position + offset
        if self.act(lambda i: i.improve(at, grade, now=self.now, rules=self.rules)):
            old, new = self.before.turns[at], self.interview.turns[at]
            assert new.mark >= old.mark
            assert (new.marked_at != old.marked_at) <= (new.mark > old.mark)
            assert (new.counts, new.answered_at, new.stage) == (old.counts, old.answered_at, Stage.ANSWERED)
            assert not old.model_seen

    @rule(offset=offsets)
    def hint(self, offset: int) -> None:
        at = self.interview.position + offset
        if self.act(lambda i: i.hint(at, self.hints, now=self.now, rules=self.rules)):
            assert self.interview.mode is Mode.PRACTICE

    @rule(offset=offsets, gone=st.booleans())
    def skip(self, offset: int, gone: bool) -> None:
        at = self.interview.position + offset
        self.act(lambda i: i.skip(at, gone=gone, now=self.now))

    @rule(offset=offsets)
    def next(self, offset: int) -> None:
        at = self.interview.position + offset
        self.act(lambda i: i.next(at, now=self.now))

    @rule(offset=st.integers(-4, 4))
    def see_model_answer(self, offset: int) -> None:
        at = self.interview.position + offset
        if self.act(lambda i: i.see_model_answer(at)):
            assert self.interview.turns[at].model_seen
            assert self.interview.total == self.before.total

    @rule(reason=st.sampled_from([EndReason.BY_MEMBER, EndReason.SILENCE, EndReason.SILENCE]))
    def end(self, reason: EndReason) -> None:
        assert self.act(lambda i: i.end(reason, now=self.now))
        assert not self.interview.is_open

    @rule()
    def resume(self) -> None:
        if self.act(lambda i: i.resume(now=self.now)):
            assert self.interview.is_open
            assert self.before.is_open or self.before.end_reason is EndReason.SILENCE

    # ---------------------------------------------------------------- what holds always

    @invariant()
    def a_refusal_is_a_sentence(self) -> None:
        assert self.refusal is None or self.refusal.endswith(".")

    @invariant()
    def the_questions_stay_the_same(self) -> None:
        assert [t.question for t in self.interview.turns] == [t.question for t in self.before.turns]

    @invariant()
    def what_is_behind_is_closed_and_what_is_ahead_waits(self) -> None:
        one = self.interview
        assert 0 <= one.position < len(one.turns)
        assert all(turn.closed for turn in one.turns[: one.position])
        assert all(turn.stage is Stage.WAITING and turn.asked_at is None for turn in one.turns[one.position + 1 :])

    @invariant()
    def at_most_one_question_is_on(self) -> None:
        one = self.interview
        assert sum(turn.stage is Stage.ASKED for turn in one.turns) <= 1
        if one.is_open:
            waits = {Stage.ASKED} if one.mode is Mode.EXAM else {Stage.ASKED, Stage.ANSWERED}
            assert one.turn.stage in waits

    @invariant()
    def marks_are_marks(self) -> None:
        assert 0 <= self.interview.total <= 100
        for turn in self.interview.turns:
            assert 0 <= turn.mark <= 100
            assert (turn.grade is not None) == (turn.stage in (Stage.ANSWERED, Stage.LATE))
            assert turn.stage is Stage.ANSWERED or (turn.mark == 0 and not turn.counts)
            assert 0 <= turn.hints <= min(self.hints, self.rules.hints)
            assert turn.closed or not turn.model_seen

    @invariant()
    def what_is_closed_stays_closed(self) -> None:
        for old, new in zip(self.before.turns, self.interview.turns, strict=True):
            assert not old.closed or new.stage is old.stage
            assert new.mark >= old.mark
            assert new.model_seen >= old.model_seen

    @invariant()
    def what_has_ended_stays_ended(self) -> None:
        before, one = self.before, self.interview
        assert (one.ended_at is None) == (one.end_reason is None)
        if not before.is_open and not one.is_open:
            assert (one.ended_at, one.end_reason) == (before.ended_at, before.end_reason)
        if one.end_reason is EndReason.DONE:
            assert all(turn.closed for turn in one.turns)

    @invariant()
    def time_runs_forward(self) -> None:
        assert self.before.touched_at <= self.interview.touched_at <= self.now


AnySequence.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestAnySequence = AnySequence.TestCase
