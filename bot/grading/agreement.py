"""How well our marks agree with people's, as plain statistics. Nothing here reads or writes."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

PASS = 2.5
"""A person's mark from which an answer passes, of 5; ours passes from the same share of 100."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One answer marked twice: by a person (``mark``, 0 to 5) and by us (``ours``, 0 to 100).

    ``false_claim``: the person says that it holds a false claim; ``flagged``: we named one.
    """

    question: str
    answer: str
    mark: float
    ours: float
    false_claim: bool = False
    flagged: bool = False
    kind: str | None = None

    @property
    def error(self) -> float:
        """Ours less the person's, on 0 to 5."""
        return self.ours / 20 - self.mark


@dataclass(frozen=True, slots=True)
class Figure:
    """A statistic with the ends of its 95 % bootstrap interval; all three are NaN where it is not defined."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """The figures over a set of pairs; ``rmse`` is on 0 to 5, the shares are 0 to 1."""

    count: int
    person: float
    ours: float
    pearson: Figure
    rmse: Figure
    kappa: Figure
    passed: Figure
    precision: Figure
    recall: Figure


Statistic = Callable[[Sequence[Pair]], float]


def pearson(pairs: Sequence[Pair]) -> float:
    """Pearson's product-moment correlation of the two marks; NaN when either never varies."""
    if len(pairs) < 2:
        return math.nan
    x, y = [p.mark for p in pairs], [p.ours for p in pairs]
    mx, my = fmean(x), fmean(y)
    sxx, syy = sum((a - mx) ** 2 for a in x), sum((b - my) ** 2 for b in y)
    if sxx <= 0 or syy <= 0:
        return math.nan
    return sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / math.sqrt(sxx * syy)


def rmse(pairs: Sequence[Pair]) -> float:
    """Root of the mean squared error on 0 to 5; NaN without pairs."""
    return math.sqrt(fmean(p.error**2 for p in pairs)) if pairs else math.nan


def kappa(pairs: Sequence[Pair]) -> float:
    """Cohen's kappa with quadratic weights on marks rounded to 0..5, halves up (Cohen 1968, Psychological Bulletin 70).

    1 less the ratio of the observed to the expected squared distance; NaN when no distance is expected.
    """
    if not pairs:
        return math.nan
    x = [math.floor(p.mark + 0.5) for p in pairs]
    y = [math.floor(p.ours / 20 + 0.5) for p in pairs]
    observed = fmean((a - b) ** 2 for a, b in zip(x, y, strict=True))
    expected = fmean((a - b) ** 2 for a in x for b in y) if len(x) <= 50 else _expected(x, y)
    return 1 - observed / expected if expected else math.nan


def _expected(x: list[int], y: list[int]) -> float:
    """The mean squared distance of all pairs of one of ``x`` and one of ``y``, from their means and variances."""
    mx, my = fmean(x), fmean(y)
    return fmean((a - mx) ** 2 for a in x) + fmean((b - my) ** 2 for b in y) + (mx - my) ** 2


def passed(pairs: Sequence[Pair]) -> float:
    """The share of answers on which both agree whether they pass; NaN without pairs."""
    return fmean((p.mark >= PASS) == (p.ours >= 20 * PASS) for p in pairs) if pairs else math.nan


def precision(pairs: Sequence[Pair]) -> float:
    """Of the answers that we flagged, the share that hold a false claim; NaN when none is flagged."""
    flagged = [p for p in pairs if p.flagged]
    return fmean(p.false_claim for p in flagged) if flagged else math.nan


def recall(pairs: Sequence[Pair]) -> float:
    """Of the answers that hold a false claim, the share that we flagged; NaN when there are none."""
    false = [p for p in pairs if p.false_claim]
    return fmean(p.flagged for p in false) if false else math.nan


def bootstrap(pairs: Sequence[Pair], statistic: Statistic, rounds: int = 400, seed: int = 0) -> Figure:
    """``statistic`` with its 95 % percentile interval over ``rounds`` resamples (Efron 1979, Annals of Statistics 7).

    The same pairs and seed give the same figure.
    """
    value = statistic(pairs)
    chance = random.Random(seed)  # noqa: S311 - resampling, not a secret
    drawn = sorted(v for _ in range(rounds) if not math.isnan(v := statistic(chance.choices(pairs, k=len(pairs)))))
    if math.isnan(value) or not drawn:
        return Figure(value, math.nan, math.nan)
    return Figure(value, drawn[int(0.025 * (len(drawn) - 1))], drawn[math.ceil(0.975 * (len(drawn) - 1))])


def agreement(pairs: Sequence[Pair], rounds: int = 400, seed: int = 0) -> Agreement:
    """All figures over ``pairs``; with ``rounds=0`` without intervals. Raises ``ValueError`` without pairs."""
    if not pairs:
        raise ValueError("There are no marked answers to compare with.")
    figures = [bootstrap(pairs, s, rounds, seed) for s in (pearson, rmse, kappa, passed, precision, recall)]
    return Agreement(len(pairs), fmean(p.mark for p in pairs), fmean(p.ours for p in pairs) / 20, *figures)


def by(pairs: Sequence[Pair], key: Callable[[Pair], str | None], rounds: int = 0) -> dict[str, Agreement]:
    """The agreement within each group, such as ``by(pairs, lambda p: p.kind)``; sorted by name, None left out."""
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        name = key(pair)
        if name is not None:
            groups.setdefault(name, []).append(pair)
    return {name: agreement(groups[name], rounds) for name in sorted(groups)}


def by_kind(pairs: Sequence[Pair]) -> dict[str, Agreement]:
    """The agreement for each kind of answer."""
    return by(pairs, lambda p: p.kind)


def by_question(pairs: Sequence[Pair]) -> dict[str, Agreement]:
    """The agreement for each question."""
    return by(pairs, lambda p: p.question)


def worst(pairs: Sequence[Pair], count: int = 10) -> list[Pair]:
    """The ``count`` pairs that disagree most, worst first; equal ones in the order given."""
    return sorted(pairs, key=lambda p: -abs(p.error))[:count]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Run B less run A over the same answers, each difference with its paired 95 % bootstrap interval.

    ``moved`` lists the pairs ``(a, b)`` whose marks differ, the largest change first.
    """

    pearson: Figure
    rmse: Figure
    passed: Figure
    moved: tuple[tuple[Pair, Pair], ...]


def compare(a: Sequence[Pair], b: Sequence[Pair], rounds: int = 400, seed: int = 0) -> Comparison:
    """Is B better than A? Both runs hold the same answers in the same order, else ``ValueError``."""
    if [(p.question, p.answer, p.mark) for p in a] != [(p.question, p.answer, p.mark) for p in b]:
        raise ValueError("The two runs do not hold the same answers in the same order.")
    chance = random.Random(seed)  # noqa: S311 - resampling, not a secret
    draws = [chance.choices(range(len(a)), k=len(a)) for _ in range(rounds)]

    def difference(statistic: Statistic) -> Figure:
        values = sorted(
            v
            for draw in draws
            if not math.isnan(v := statistic([b[i] for i in draw]) - statistic([a[i] for i in draw]))
        )
        value = statistic(b) - statistic(a)
        if not values:
            return Figure(value, math.nan, math.nan)
        return Figure(value, values[int(0.025 * (len(values) - 1))], values[math.ceil(0.975 * (len(values) - 1))])

    moved = [(x, y) for x, y in zip(a, b, strict=True) if x.ours != y.ours]
    moved.sort(key=lambda pair: -abs(pair[1].ours - pair[0].ours))
    return Comparison(difference(pearson), difference(rmse), difference(passed), tuple(moved))
