from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.bank import Point, Question
from bot.errors import RefusedError
from bot.grading import Evidence, Grade, PointGrade, PointState
from bot.interview import Interview, Mode, Rules, Stage, Turn
from bot.interview.appeal import OPEN_AT_ONCE, Appeal, Verdict, check_appeal, disputable, is_disputable, likely_words
from bot.interview.attempt import Source
from bot.interview.health import ENOUGH, health
from tests.interview.making import NOW

ADA, BO = 1, 2
QUESTION = Question(
    id="sky",
    ask="Why is the sky blue?",
    answer="Air scatters blue light most.",
    points=(Point(id="air", say="Air scatters light."), Point(id="blue", say="Blue is scattered most.")),
)
PLAIN = Question(id="sea", ask="Why is the sea salty?", answer="Rivers bring salt.")


def point(name: str, state: PointState, *evidence: Evidence) -> PointGrade:
    return PointGrade(name, f"{name}.", None, 1, state, float(state is PointState.MADE), evidence)


HALF = Grade(50, (point("air", PointState.MADE), point("blue", PointState.MISSED)))


def appeal(**changed) -> Appeal:
    made = Appeal(
        id=1,
        guild_id=7,
        member_id=ADA,
        source=Source.INTERVIEW,
        source_id=3,
        position=0,
        topic="nature",
        question="sky",
        point="blue",
        why="so",
        made_at=NOW,
        mark_before=50,
    )
    return replace(made, **changed)


def test_only_points_that_are_not_made_and_still_exist():
    gone = replace(HALF, points=(*HALF.points, point("gone", PointState.MISSED), point("air", PointState.CONTRADICTED)))
    assert [one.id for one in disputable(QUESTION, gone)] == ["blue", "air"]
    assert disputable(QUESTION, HALF, ["blue"]) == ()


@pytest.mark.parametrize(
    ("grade", "there"),
    [
        (HALF, True),
        (Grade(100, HALF.points), False),
        (Grade(50, (point("air", PointState.MADE),)), False),
        (Grade(0), False),
    ],
)
def test_whether_a_card_offers_an_appeal(grade, there):
    assert is_disputable(grade) is there


def test_an_appeal_that_may_be_made():
    check_appeal(QUESTION, HALF, "blue", [], OPEN_AT_ONCE - 1)
    check_appeal(PLAIN, Grade(20), "", [], 0)


@pytest.mark.parametrize(
    ("question", "named", "here", "waiting", "told"),
    [
        (QUESTION, "blue", [appeal()], 0, "appealed that already"),
        (QUESTION, "blue", [appeal(verdict=Verdict.UPHELD)], 0, "appealed that already"),
        (QUESTION, "air", [], 0, "cannot be appealed"),
        (QUESTION, "", [], 0, "cannot be appealed"),
        (QUESTION, "forged", [], 0, "cannot be appealed"),
        (PLAIN, "key-1", [], 0, "cannot be appealed"),
        (QUESTION, "blue", [], OPEN_AT_ONCE, "5 appeals waiting"),
    ],
)
def test_an_appeal_that_may_not(question, named, here, waiting, told):
    with pytest.raises(RefusedError, match=told):
        check_appeal(question, HALF, named, here, waiting)


def test_verdicts():
    later = datetime(2027, 1, 1, tzinfo=UTC)
    won = appeal().accept(80, "most of the blue", None, judge_id=BO, now=later)
    assert (won.verdict, won.mark_after, won.phrase, won.decided_by, won.decided_at) == (
        Verdict.ACCEPTED, 80, "most of the blue", BO, later,
    )  # fmt: skip
    lost = appeal().uphold("Which colour?", judge_id=BO, now=later)
    assert (lost.verdict, lost.mark_after, lost.word) == (Verdict.UPHELD, None, "Which colour?")
    for decided in (won, lost):
        with pytest.raises(RefusedError, match="decided already"):
            decided.uphold(None, judge_id=BO, now=later)


def test_nobody_judges_their_own():
    with pytest.raises(RefusedError, match="your own"):
        appeal().accept(80, None, None, judge_id=ADA, now=NOW)


def test_the_words_that_a_moderator_may_want():
    text = "It is the air. Azure is scattered most of all!\nThat is it"
    blue = QUESTION.points[1]
    assert likely_words(text, blue, "", HALF) == "Azure is scattered most of all"
    assert likely_words(text, blue, "look at: it is the air", HALF) == "It is the air"
    own = replace(HALF, points=(point("blue", PointState.PARTIAL, Evidence(34, 38, "That")),))
    assert likely_words("Some of it is. Some of that was.\n\nThat is it", blue, "", own) == "That is it"
    assert likely_words("", blue, "why", HALF) == ""


def answered(**changed) -> Interview:
    turn = Turn(
        "nature", "sky", "mid", stage=Stage.ANSWERED, answered_at=NOW, marked_at=NOW, grade=HALF, mark=45, hints=1
    )
    return Interview(
        id=3, member_id=ADA, guild_id=7, home="thread", mode=Mode.PRACTICE, turns=(turn,), started_at=NOW, touched_at=NOW, **changed
    )  # fmt: skip


def test_a_higher_grade_after_the_end():
    """Hints go on costing, times stay, and the mark never falls."""
    over = answered(ended_at=NOW)
    after = over.regrade(0, Grade(90), rules=Rules(hint_price=5))
    assert after.turns[0] == replace(over.turns[0], grade=Grade(90), mark=85)
    assert over.regrade(0, Grade(20), rules=Rules()).turns[0].mark == 45
    assert (after.ended_at, after.touched_at) == (over.ended_at, over.touched_at)


# -------------------------------------------------------------------- health


def test_the_health_of_a_question():
    good = Grade(80, (point("air", PointState.MADE), point("blue", PointState.PARTIAL)))
    found = health(QUESTION, [good, good, good, HALF, HALF], 2)
    assert (found.answers, found.success, found.average, found.won) == (5, 60, 68, 2)
    assert found.never == ("Blue is scattered most.",)


def test_few_answers_say_nothing_about_a_point():
    assert health(QUESTION, [HALF] * (ENOUGH - 1), 0).never == ()
    nobody = health(QUESTION, [], 0)
    assert (nobody.answers, nobody.success, nobody.average, nobody.never) == (0, 0, 0, ())
