from bot.grading import Grade, PointGrade, PointState
from bot.interview.comparison import Change, compare


def grade(**points: PointState) -> Grade:
    return Grade(
        50, points=tuple(PointGrade(name, f"Say {name}.", None, 1, state, 0.0) for name, state in points.items())
    )


def test_points_that_came_and_went():
    then = grade(one=PointState.MISSED, two=PointState.MADE, three=PointState.MADE, four=PointState.PARTIAL)
    now = grade(one=PointState.MADE, two=PointState.CONTRADICTED, three=PointState.MADE, four=PointState.MISSED)
    assert compare(then, now) == Change(gained=("Say one.",), lost=("Say two.",))
    assert compare(now, then) == Change(gained=("Say two.",), lost=("Say one.",))


def test_points_that_only_one_of_them_knows_are_left_out():
    assert compare(grade(old=PointState.MADE), grade(new=PointState.MADE)) == Change((), ())
