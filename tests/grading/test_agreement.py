import math

import pytest

from bot.grading.agreement import (
    Pair,
    agreement,
    bootstrap,
    by_kind,
    compare,
    kappa,
    passed,
    pearson,
    precision,
    recall,
    rmse,
    worst,
)


def pair(mark, ours, *, false=False, flagged=False, kind="a"):
    return Pair("q", f"answer {mark} {ours}", mark, ours, false, flagged, kind)


PERFECT = [pair(m, 20 * m) for m in (0, 1, 2.5, 4, 5)]


def test_perfect_agreement():
    assert pearson(PERFECT) == pytest.approx(1)
    assert rmse(PERFECT) == 0
    assert kappa(PERFECT) == pytest.approx(1)
    assert passed(PERFECT) == 1


def test_known_values():
    pairs = [pair(0, 20), pair(2, 40), pair(4, 60)]
    assert pearson(pairs) == pytest.approx(1)
    assert rmse(pairs) == pytest.approx(math.sqrt(2 / 3))
    assert kappa(pairs) == pytest.approx(1 - (2 / 3) / (8 / 3 + 2 / 3))
    assert passed(pairs) == 1
    assert kappa(pairs * 30) == pytest.approx(kappa(pairs))


def test_flags():
    pairs = [pair(0, 0, false=True, flagged=True), pair(5, 100, flagged=True), pair(1, 9, false=True)]
    assert precision(pairs) == 0.5
    assert recall(pairs) == 0.5
    assert math.isnan(precision(PERFECT))


def test_intervals_hold_the_value_and_repeat():
    pairs = [pair(m, min(100, 17 * m + 10 * (m % 2))) for m in (0, 1, 2, 3, 4, 5)] * 4
    figure = bootstrap(pairs, pearson, 200)
    assert figure.low <= figure.value <= figure.high
    assert figure == bootstrap(pairs, pearson, 200)


def test_groups_and_the_worst():
    pairs = [pair(0, 100, kind="b"), *PERFECT]
    groups = by_kind(pairs)
    assert list(groups) == ["a", "b"]
    assert groups["a"].count == 5
    assert worst(pairs, 1) == [pairs[0]]
    assert agreement(pairs, 0).rmse.value > 0


def test_two_runs_are_compared():
    better = compare([pair(m, 50) for m in (0, 5)], [Pair("q", f"answer {m} 50", m, 20 * m, kind="a") for m in (0, 5)])
    assert better.rmse.value == pytest.approx(-2.5)
    assert len(better.moved) == 2
    with pytest.raises(ValueError, match="same answers"):
        compare(PERFECT, PERFECT[:2])


def test_nothing_to_compare_is_refused():
    with pytest.raises(ValueError, match="no marked answers"):
        agreement([])
