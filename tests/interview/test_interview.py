from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import RefusedError, StaleError
from bot.interview import EndReason, Mode, Rules, Stage
from tests.interview.making import NOW, RULES, SECOND, answered, begun, graded

LATER = NOW + timedelta(minutes=1)


class TestStart:
    def test_puts_the_first_question_only(self):
        interview = begun(3)
        assert [turn.stage for turn in interview.turns] == [Stage.ASKED, Stage.WAITING, Stage.WAITING]
        assert interview.turn.asked_at == NOW
        assert (interview.is_open, interview.is_last, interview.total) == (True, False, 0)

    def test_one_question_is_the_last_at_once(self):
        assert begun(1).is_last


class TestAnswer:
    def test_keeps_the_grade_and_stays_for_the_feedback(self):
        grade = graded(64, 1, 0.5)
        after = begun().answer(0, grade, counts=True, now=LATER, rules=RULES)
        turn = after.turn
        assert (after.position, turn.stage, turn.grade, turn.mark, turn.counts) == (0, Stage.ANSWERED, grade, 64, True)
        assert turn.answered_at == turn.marked_at == after.touched_at == LATER

    def test_an_attempt_that_does_not_count_is_marked_all_the_same(self):
        turn = answered(64, counts=False).turn
        assert (turn.mark, turn.counts) == (64, False)

    def test_each_hint_costs_its_price(self):
        hinted = begun().hint(0, 2, now=NOW, rules=RULES).hint(0, 2, now=NOW, rules=RULES)
        assert hinted.answer(0, graded(64), counts=True, now=LATER, rules=RULES).turn.mark == 54

    def test_hints_never_make_a_mark_negative(self):
        hinted = begun().hint(0, 1, now=NOW, rules=RULES)
        assert hinted.answer(0, graded(3), counts=True, now=LATER, rules=RULES).turn.mark == 0

    def test_a_second_answer_is_stale(self):
        with pytest.raises(StaleError, match="answered this question already"):
            answered(50).answer(0, graded(100), counts=True, now=LATER, rules=RULES)

    @pytest.mark.parametrize("position", [-1, 1, 5])
    def test_a_card_of_another_question_is_stale_and_says_where_the_interview_is(self, position):
        with pytest.raises(StaleError, match="you are at question 1"):
            begun().answer(position, graded(50), counts=True, now=LATER, rules=RULES)

    def test_an_interview_that_is_over_takes_none(self):
        over = begun().end(EndReason.BY_MEMBER, now=NOW)
        with pytest.raises(RefusedError, match="over"):
            over.answer(0, graded(50), counts=True, now=LATER, rules=RULES)


class TestExam:
    def test_the_next_question_follows_at_once(self):
        after = begun(2, Mode.EXAM).answer(0, graded(70), counts=True, now=LATER, rules=RULES)
        assert (after.position, after.turn.stage, after.turn.asked_at) == (1, Stage.ASKED, LATER)
        assert after.turns[0].stage is Stage.ANSWERED

    def test_the_last_answer_ends_it(self):
        after = begun(1, Mode.EXAM).answer(0, graded(70), counts=True, now=LATER, rules=RULES)
        assert (after.end_reason, after.ended_at, after.total) == (EndReason.DONE, LATER, 70)

    def test_the_clock_runs_from_when_the_question_was_put(self):
        exam = begun(2, Mode.EXAM)
        assert exam.deadline(RULES) == NOW + RULES.exam_time
        assert begun(2).deadline(RULES) is None

    @pytest.mark.parametrize(
        ("over", "stage", "mark", "counts"),
        [(timedelta(0), Stage.ANSWERED, 70, True), (timedelta(milliseconds=1), Stage.LATE, 0, False)],
    )
    def test_an_answer_after_the_grace_is_kept_but_earns_nothing(self, over, stage, mark, counts):
        now = NOW + RULES.exam_time + RULES.grace + over
        turn = begun(2, Mode.EXAM).answer(0, graded(70), counts=True, now=now, rules=RULES).turns[0]
        assert (turn.stage, turn.mark, turn.counts) == (stage, mark, counts)
        assert (turn.grade, turn.answered_at) == (graded(70), now)

    def test_there_are_no_hints(self):
        with pytest.raises(RefusedError, match="no hints in an exam"):
            begun(2, Mode.EXAM).hint(0, 2, now=NOW, rules=RULES)

    def test_the_model_answer_is_shown_at_the_end_only(self):
        exam = begun(2, Mode.EXAM).answer(0, graded(70), counts=True, now=LATER, rules=RULES)
        with pytest.raises(RefusedError, match="at the end"):
            exam.see_model_answer(0)
        assert exam.end(EndReason.BY_MEMBER, now=LATER).see_model_answer(0).turns[0].model_seen

    def test_an_answer_cannot_be_improved(self):
        exam = begun(2, Mode.EXAM).answer(0, graded(70, 0), counts=True, now=LATER, rules=RULES)
        for position in (0, 1):
            with pytest.raises(StaleError):
                exam.improve(position, graded(100, 1), now=LATER, rules=RULES)


class TestImprove:
    def test_raises_the_mark_and_moves_its_time(self):
        after = answered(40, 0.0).improve(0, graded(70, 0.5), now=LATER, rules=RULES)
        assert (after.turn.mark, after.turn.marked_at, after.turn.answered_at) == (70, LATER, NOW + SECOND)

    def test_never_lowers_the_mark(self):
        after = answered(40, 0.0).improve(0, graded(30, 0.0), now=LATER, rules=RULES)
        assert (after.turn.mark, after.turn.marked_at) == (40, NOW + SECOND)

    def test_the_hints_of_the_first_try_stay_paid(self):
        first = begun().hint(0, 1, now=NOW, rules=RULES).answer(0, graded(40, 0), counts=True, now=NOW, rules=RULES)
        assert first.improve(0, graded(70, 0.5), now=LATER, rules=RULES).turn.mark == 65

    def test_does_not_make_an_attempt_count(self):
        after = answered(40, 0.0, counts=False).improve(0, graded(70, 0.5), now=LATER, rules=RULES)
        assert not after.turn.counts

    def test_not_before_the_answer(self):
        with pytest.raises(StaleError, match="Answer this question first"):
            begun().improve(0, graded(70, 0), now=LATER, rules=RULES)

    def test_not_after_the_model_answer(self):
        with pytest.raises(RefusedError, match="opened the model answer"):
            answered(40, 0.0).see_model_answer(0).improve(0, graded(70, 1), now=LATER, rules=RULES)

    def test_not_when_every_point_is_made(self):
        with pytest.raises(RefusedError, match="made every point"):
            answered(100, 1.0, 1.0).improve(0, graded(100, 1, 1), now=LATER, rules=RULES)

    def test_what_is_missing_comes_in_the_order_of_what_it_would_earn(self):
        # Weights 1 to 5: a half of 3 is less than the whole of 2. What is made well enough is not missing.
        assert answered(40, 0.0, 0.0, 0.5, 0.75, 1.0).missing() == ("p1", "p2", "p0")
        assert begun().missing() == ()


class TestHint:
    def test_no_more_than_the_rules_allow(self):
        hinted = begun().hint(0, 9, now=NOW, rules=RULES).hint(0, 9, now=NOW, rules=RULES)
        with pytest.raises(RefusedError, match="last hint"):
            hinted.hint(0, 9, now=NOW, rules=RULES)

    def test_no_more_than_the_question_has(self):
        hinted = begun().hint(0, 1, now=NOW, rules=RULES)
        with pytest.raises(RefusedError, match="last hint"):
            hinted.hint(0, 1, now=NOW, rules=RULES)

    @pytest.mark.parametrize(("available", "rules"), [(0, RULES), (3, Rules(hints=0))])
    def test_none_at_all_says_so(self, available, rules):
        with pytest.raises(RefusedError, match="There is no hint for this question"):
            begun().hint(0, available, now=NOW, rules=rules)

    def test_not_after_the_answer(self):
        with pytest.raises(StaleError):
            answered(40).hint(0, 2, now=LATER, rules=RULES)


class TestOn:
    def test_next_puts_the_next_question(self):
        after = answered(40).next(0, now=LATER)
        assert (after.position, after.turn.stage, after.turn.asked_at) == (1, Stage.ASKED, LATER)

    def test_next_after_the_last_ends(self):
        after = answered(40, questions=1).next(0, now=LATER)
        assert (after.is_open, after.end_reason, after.total) == (False, EndReason.DONE, 40)

    def test_next_before_the_answer_is_stale(self):
        with pytest.raises(StaleError, match="or press Skip"):
            begun().next(0, now=LATER)

    def test_pressing_next_twice_goes_one_question_on(self):
        once = answered(40, questions=3).next(0, now=LATER)
        with pytest.raises(StaleError, match="you are at question 2"):
            once.next(0, now=LATER)

    @pytest.mark.parametrize(("gone", "stage"), [(False, Stage.SKIPPED), (True, Stage.GONE)])
    def test_skip_leaves_the_question(self, gone, stage):
        after = begun().skip(0, gone=gone, now=LATER)
        assert (after.turns[0].stage, after.turns[0].mark, after.position) == (stage, 0, 1)

    def test_skip_after_the_answer_is_stale(self):
        with pytest.raises(StaleError):
            answered(40).skip(0, gone=False, now=LATER)


class TestTotal:
    def test_a_skipped_question_counts_as_nothing(self):
        after = answered(80).next(0, now=LATER).skip(1, gone=False, now=LATER)
        assert after.total == 40

    def test_a_question_that_left_the_bank_does_not_count(self):
        after = answered(80).next(0, now=LATER).skip(1, gone=True, now=LATER)
        assert after.total == 80

    def test_questions_not_reached_do_not_count(self):
        assert answered(80, questions=5).end(EndReason.BY_MEMBER, now=LATER).total == 80


class TestModelAnswer:
    def test_not_before_ones_own(self):
        for position in (-1, 0, 1, 2):
            with pytest.raises(RefusedError, match="after your own"):
                begun().see_model_answer(position)

    def test_is_remembered_of_an_earlier_question_and_after_the_end(self):
        interview = answered(80).next(0, now=LATER)
        assert [turn.model_seen for turn in interview.see_model_answer(0).turns] == [True, False]
        over = interview.end(EndReason.BY_MEMBER, now=LATER)
        assert [turn.model_seen for turn in over.see_model_answer(0).turns] == [True, False]

    def test_a_skipped_question_shows_it_too(self):
        assert begun().skip(0, gone=False, now=LATER).see_model_answer(0).turns[0].model_seen


class TestEnd:
    def test_ending_twice_keeps_the_first_end(self):
        once = begun().end(EndReason.BY_MEMBER, now=NOW)
        assert once.end(EndReason.SILENCE, now=LATER) is once

    def test_silence_is_measured_from_the_last_thing_that_happened(self):
        interview = begun()
        assert not interview.is_silent(NOW + RULES.silence - SECOND, RULES)
        assert interview.is_silent(NOW + RULES.silence, RULES)
        assert not interview.hint(0, 1, now=LATER, rules=RULES).is_silent(NOW + RULES.silence, RULES)
        assert not interview.end(EndReason.BY_MEMBER, now=NOW).is_silent(NOW + RULES.silence, RULES)

    def test_what_silence_ended_is_taken_up_where_it_was(self):
        before = answered(80)
        after = before.end(EndReason.SILENCE, now=LATER).resume(now=LATER + SECOND)
        assert after == replace(before, touched_at=LATER + SECOND)
        assert not after.is_silent(LATER + RULES.silence, RULES)

    def test_resuming_what_is_open_changes_nothing(self):
        interview = begun()
        assert interview.resume(now=LATER) is interview

    @pytest.mark.parametrize("reason", [reason for reason in EndReason if reason is not EndReason.SILENCE])
    def test_nothing_else_is_taken_up(self, reason):
        with pytest.raises(RefusedError, match="is over"):
            begun().end(reason, now=NOW).resume(now=LATER)

    def test_an_exam_is_not_taken_up(self):
        with pytest.raises(RefusedError, match="clock of this exam has run out"):
            begun(2, Mode.EXAM).end(EndReason.SILENCE, now=NOW).resume(now=LATER)
