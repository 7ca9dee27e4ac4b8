"""How a round goes from question to question, by its host's hand and by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank import Level
from bot.errors import RefusedError, StaleError
from bot.interview.round import GRACE, MORE_TIME, STALE, Round, RoundEnd, RoundKind, RoundQuestion, RoundStage
from tests.interview.making import NOW, SECOND

TIME = timedelta(minutes=3)
PAUSE = timedelta(minutes=2)
CLOSING = NOW + TIME
HOST, OTHER = 7, 8


def begun(questions: int = 2, kind: RoundKind = RoundKind.ROUND, **changed) -> Round:
    new = Round(
        id=1,
        kind=kind,
        guild_id=70,
        channel_id=700,
        host_id=HOST,
        topic=None,
        time=TIME,
        questions=tuple(RoundQuestion("sky", f"q{number}", Level.MID) for number in range(questions)),
        started_at=NOW,
        due_at=NOW,
    )
    return replace(new, **changed)


def opened(questions: int = 2, **changed) -> Round:
    return begun(questions, **changed).ask(NOW).posted(1001)


def revealed(questions: int = 2, answers: int = 1) -> Round:
    closed = opened(questions).close(CLOSING + GRACE, answers=answers, by_host=False)
    return closed.revealed(CLOSING + GRACE, PAUSE)


def second(questions: int = 2) -> Round:
    """The second question is open."""
    after = revealed(questions).next(0, CLOSING + PAUSE, by_host=True)
    return after.ask(CLOSING + PAUSE).posted(1002)


def test_a_question_is_open_for_its_time():
    question = opened().question
    assert (question.asked_at, question.closes_at, question.message_id) == (NOW, CLOSING, 1001)
    assert opened().due_at == CLOSING + GRACE


@pytest.mark.parametrize("late", [timedelta(0), GRACE])
def test_answers_are_taken_until_the_end_of_the_grace(late):
    opened().check_answerable(0, CLOSING + late)


def test_answers_are_refused_after_it_even_before_the_reveal():
    with pytest.raises(RefusedError, match="Time is up"):
        opened().check_answerable(0, CLOSING + GRACE + SECOND)


@pytest.mark.parametrize(
    "present",
    [
        opened().close(NOW, answers=1, by_host=True),
        revealed(),
        second(),
        revealed().end(NOW, answers=1),
        opened(1).close(NOW, answers=1, by_host=True).revealed(NOW, PAUSE),
    ],
    ids=lambda one: one.stage,
)
def test_answers_are_refused_once_the_question_is_closed(present):
    with pytest.raises(RefusedError, match="closed"):
        present.check_answerable(0, NOW)


def test_an_answer_to_a_question_that_comes_later_is_refused():
    with pytest.raises(RefusedError):
        opened().check_answerable(1, NOW)


def test_an_answer_is_taken_while_the_question_is_being_posted():
    """The message is there a moment before we know its id."""
    begun().check_answerable(0, NOW)


def test_the_next_question_comes_after_the_pause():
    talking = revealed()
    assert (talking.stage, talking.due_at) == (RoundStage.REVEALED, CLOSING + GRACE + PAUSE)
    asking = talking.next(0, talking.due_at, by_host=False)
    assert (asking.stage, asking.position, asking.due_at) == (RoundStage.ASKING, 1, talking.due_at)


def test_more_time_to_talk():
    talking = revealed()
    assert talking.wait(0, NOW).due_at == talking.due_at + MORE_TIME
    late = talking.due_at + SECOND
    assert talking.wait(0, late).due_at == late + MORE_TIME


@pytest.mark.parametrize("act", [lambda r: r.wait(0, NOW), lambda r: r.next(0, NOW, by_host=True)])
@pytest.mark.parametrize("present", [begun(), opened(), second(), opened().end(NOW, answers=0)])
def test_going_on_is_refused_where_nothing_is_talked_about(act, present):
    with pytest.raises(StaleError):
        act(present)


def test_a_question_is_closed_once():
    with pytest.raises(StaleError):
        revealed().close(NOW, answers=1, by_host=True)


def test_after_the_last_of_several_comes_the_podium():
    last = second().close(NOW, answers=1, by_host=True).revealed(NOW, PAUSE)
    assert (last.stage, last.due_at) == (RoundStage.FINISHING, NOW)
    over = last.finished(NOW)
    assert (over.stage, over.due_at, over.ended_at, over.end_reason) == (RoundStage.OVER, None, NOW, RoundEnd.DONE)


def test_one_question_has_no_podium():
    over = revealed(questions=1)
    assert (over.stage, over.end_reason, over.due_at) == (RoundStage.OVER, RoundEnd.DONE, None)


def test_a_round_that_nobody_answers_ends_by_itself():
    closed = opened(3).close(CLOSING + GRACE, answers=0, by_host=False)
    assert closed.stage is RoundStage.CLOSED, "the answer is shown all the same"
    assert closed.revealed(NOW, PAUSE).end_reason is RoundEnd.NOBODY


def test_a_host_who_reveals_is_there_and_goes_on_without_answers():
    assert opened(3).close(NOW, answers=0, by_host=True).revealed(NOW, PAUSE).stage is RoundStage.REVEALED


def test_a_round_whose_reveal_comes_very_late_ends_after_it():
    closed = opened(3).close(CLOSING + GRACE + STALE + SECOND, answers=1, by_host=False)
    assert closed.revealed(NOW, PAUSE).end_reason is RoundEnd.AWAY


def test_a_little_late_does_not_matter():
    closed = opened(3).close(CLOSING + GRACE + STALE, answers=1, by_host=False)
    assert closed.revealed(NOW, PAUSE).stage is RoundStage.REVEALED


def test_the_next_question_is_not_put_hours_later():
    talking = revealed(3)
    assert talking.next(0, talking.due_at + timedelta(hours=5), by_host=False).end_reason is RoundEnd.AWAY
    assert talking.next(0, talking.due_at + timedelta(hours=5), by_host=True).stage is RoundStage.ASKING


def test_the_question_of_a_day_closes_to_the_minute_that_was_set():
    daily = begun(1, RoundKind.DAILY)
    end = NOW + timedelta(hours=23)
    preset = replace(daily, questions=(replace(daily.question, closes_at=end),))
    present = preset.ask(NOW).posted(1)
    assert (present.question.closes_at, present.due_at) == (end, end)
    late = present.close(end + timedelta(days=3), answers=0, by_host=False).revealed(NOW, PAUSE)
    assert late.end_reason is RoundEnd.DONE


class TestEnd:
    """The host ends the round."""

    def test_what_was_written_is_revealed_first(self):
        ending = opened(3).end(NOW, answers=2)
        assert ending.stage is RoundStage.CLOSED
        assert ending.revealed(NOW, PAUSE).end_reason is RoundEnd.BY_HOST

    def test_a_question_without_answers_is_as_if_it_had_not_been_put(self):
        over = opened(3).end(NOW, answers=0)
        assert (over.stage, over.end_reason, over.asked) == (RoundStage.OVER, RoundEnd.BY_HOST, 0)

    def test_between_two_questions(self):
        assert revealed(3).end(NOW, answers=1).stage is RoundStage.OVER
        after_two = second(3).close(NOW, answers=1, by_host=True).revealed(NOW, PAUSE)
        ending = after_two.end(NOW, answers=1)
        assert (ending.stage, ending.end_reason) == (RoundStage.FINISHING, RoundEnd.BY_HOST)

    def test_while_the_reveal_is_posted_it_ends_after_it(self):
        ending = opened(3).close(NOW, answers=1, by_host=False).end(NOW, answers=1)
        assert (ending.stage, ending.revealed(NOW, PAUSE).stage) == (RoundStage.CLOSED, RoundStage.OVER)

    def test_it_ends_once(self):
        with pytest.raises(StaleError):
            opened().end(NOW, answers=0).end(NOW, answers=0)


def test_only_host_and_moderators_lead():
    opened().check_host(HOST, moderator=False)
    opened().check_host(OTHER, moderator=True)
    with pytest.raises(RefusedError, match="Only the host"):
        opened().check_host(OTHER, moderator=False)
    with pytest.raises(RefusedError):
        replace(opened(), host_id=None).check_host(OTHER, moderator=False)


def test_a_question_that_left_the_bank_is_passed_over():
    assert begun(3).skip(NOW).position == 1
    assert begun(1).skip(NOW).stage is RoundStage.OVER


STEPS = st.lists(st.sampled_from(["time", "reveal", "next", "wait", "end", "lost"]), max_size=30)


@given(steps=STEPS, answers=st.lists(st.integers(0, 3), min_size=40, max_size=40), questions=st.integers(1, 4))
def test_whatever_happens_a_round_stays_sound(steps, answers, questions):
    """It never goes back, never shows a question's answers before it is closed, and always has something due until it
    is over."""
    present, now = begun(questions), NOW
    written = iter(answers)
    for step in steps:
        before = present
        now += timedelta(minutes=1)
        try:
            match step:
                case "time":
                    now = max(now, present.due_at or now)
                    present = by_time(present, now, next(written))
                case "reveal":
                    present = present.close(now, answers=next(written), by_host=True)
                case "next":
                    present = present.next(present.position, now, by_host=True)
                case "wait":
                    present = present.wait(present.position, now)
                case "end":
                    present = present.end(now, answers=next(written))
                case "lost":
                    present = present.lost(now) if present.is_open else present
        except RefusedError:
            assert present is before
        assert present.position >= before.position
        assert present.is_open == (present.due_at is not None) == (present.stage is not RoundStage.OVER)
        assert present.is_open or present.end_reason is not None
        assert not any(present.is_revealed(later) for later in range(present.position + 1, questions))
        assert not (present.stage is RoundStage.OPEN and present.is_revealed(present.position))


def by_time(present: Round, now, answers: int) -> Round:
    match present.stage:
        case RoundStage.ASKING:
            return present.ask(now).posted(1)
        case RoundStage.OPEN:
            return present.close(now, answers=answers, by_host=False)
        case RoundStage.CLOSED:
            return present.shown_in(2).revealed(now, PAUSE)
        case RoundStage.REVEALED:
            return present.next(present.position, now, by_host=False)
        case RoundStage.FINISHING:
            return present.finished(now)
        case _:
            return present


@given(questions=st.integers(1, 10))
def test_left_alone_a_round_comes_to_its_end(questions):
    present, now = begun(questions), NOW
    for _ in range(100):
        if not present.is_open:
            break
        now = max(now, present.due_at)
        present = by_time(present, now, 1)
    assert (present.end_reason, present.asked) == (RoundEnd.DONE, questions)
