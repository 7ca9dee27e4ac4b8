"""One member's progress as a picture: strength by topic, marks over time, confidence against marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from typing import TYPE_CHECKING

from bot.charts.canvas import (
    ACCENT,
    FAINT,
    GRID,
    GROUND,
    INK,
    LARGE,
    MEDIUM,
    SECOND,
    SMALL,
    TRACK,
    panel,
    png,
    sheet,
    write,
)
from bot.interview import Confidence
from bot.interview.progress import Calibration, Progress, Strength

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BARS = 6
"""So many topics are drawn, the weakest; the text names the others."""
AVERAGED = 10
"""The line through the marks is the mean of so many."""

MARGIN, TILES, HEADING, BAR, TIME, SURE = 0.22, 0.85, 0.42, 0.44, 1.55, 0.4
"""Heights in inches."""


@dataclass(frozen=True, slots=True)
class ProgressWords:
    """What stands in the picture, in the reader's language. ``names`` are titles of topics or questions."""

    streak: str
    due: str
    answers: str
    strength: str
    marks: str
    calibration: str
    said: str
    came_to: str
    names: Mapping[str, str]
    sure: Mapping[Confidence, str]


def draw_progress(progress: Progress, words: ProgressWords) -> bytes:
    """A PNG, 1,000 pixels wide. What there is no data for is left out."""
    bars, sure = progress.strengths[:BARS], progress.calibration
    height = 2 * MARGIN + TILES + HEADING + len(bars) * BAR
    height += HEADING + TIME if progress.marks else 0
    height += HEADING + len(sure) * SURE + 0.3 if sure else 0
    figure = sheet(height)
    top = MARGIN
    _tiles(figure, top, [(progress.streak, words.streak), (progress.due, words.due), (progress.answers, words.answers)])
    top = _heading(figure, top + TILES, words.strength)
    _strengths(panel(figure, top, len(bars) * BAR), bars, words.names)
    top += len(bars) * BAR
    if progress.marks:
        top = _heading(figure, top, words.marks)
        _marks(panel(figure, top, TIME - 0.35, left=0.6), progress.marks)
        top += TIME
    if sure:
        top = _heading(figure, top, words.calibration)
        _calibration(panel(figure, top, len(sure) * SURE + 0.3, left=1.5), sure, words)
    return png(figure)


def _tiles(figure: Figure, top: float, tiles: Sequence[tuple[int, str]]) -> None:
    axes = panel(figure, top, TILES)
    axes.set(xlim=(0, len(tiles)), ylim=(0, 1))
    for place, (number, what) in enumerate(tiles):
        write(axes, place + 0.5, 0.55, f"{number}", size=LARGE, weight="bold", ha="center")
        write(axes, place + 0.5, 0.18, what, size=SMALL, colour=FAINT, ha="center")


def _heading(figure: Figure, top: float, text: str) -> float:
    axes = panel(figure, top, HEADING)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.axhline(0.98, color=GRID, linewidth=1)
    write(axes, 0, 0.28, text, size=MEDIUM, weight="bold")
    return top + HEADING


def _strengths(axes: Axes, strengths: Sequence[Strength], names: Mapping[str, str]) -> None:
    axes.set(xlim=(0, 100), ylim=(len(strengths), 0))
    for row, one in enumerate(strengths):
        write(axes, 0, row + 0.42, names.get(one.name, one.name)[:34], size=SMALL)
        if one.questions > 1:
            write(axes, 88, row + 0.42, f"{one.tried}/{one.questions}", size=SMALL, colour=FAINT, ha="right")
        write(axes, 100, row + 0.42, f"{one.mark:.0f}", size=SMALL, weight="bold", ha="right")
        axes.barh(row + 0.68, 100, height=0.2, color=TRACK)
        axes.barh(row + 0.68, one.mark, height=0.2, color=ACCENT)


def _marks(axes: Axes, marks: Sequence[tuple[datetime, int]]) -> None:
    start, end = marks[0][0], marks[-1][0]
    days = [(moment - start).total_seconds() / 86_400 for moment, _ in marks]
    reach = max(days[-1], 1.0)
    axes.set(xlim=(-0.02 * reach, 1.02 * reach), ylim=(-4, 104), yticks=[0, 50, 100])
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(b=True)
    values = [mark for _, mark in marks]
    means = [fmean(values[max(0, end - AVERAGED) : end]) for end in range(1, len(values) + 1)]
    axes.plot(days, values, "o", color=FAINT, markersize=3, alpha=0.55, markeredgewidth=0)
    axes.plot(days, means, color=ACCENT, linewidth=2.2, solid_joinstyle="round")
    axes.plot(days[-1], means[-1], "o", color=ACCENT, markersize=6, markeredgecolor=GROUND)
    if end.date() == start.date():
        axes.set(xticks=[0.5 * reach], xticklabels=[f"{start:%Y-%m-%d}"])
        return
    axes.set(xticks=[0, days[-1]], xticklabels=[f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}"])
    first, last = axes.get_xticklabels()
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")


def _calibration(axes: Axes, those: Sequence[Calibration], words: ProgressWords) -> None:
    rows = len(those)
    axes.set(xlim=(-3, 103), ylim=(rows + 0.75, 0))
    for row, one in enumerate(those):
        said = int(one.sure)
        write(axes, -8, row + 0.5, words.sure[one.sure], size=SMALL, ha="right", va="center")
        axes.plot([0, 100], [row + 0.5] * 2, color=TRACK, linewidth=3, solid_capstyle="round", zorder=1)
        axes.plot([said, one.mark], [row + 0.5] * 2, color=INK, linewidth=3, zorder=2)
        axes.plot(said, row + 0.5, "D", color=SECOND, markersize=7, zorder=3)
        axes.plot(one.mark, row + 0.5, "o", color=ACCENT, markersize=9, zorder=4)
    for x, marker, colour, text in ((-41, "D", SECOND, words.said), (32, "o", ACCENT, words.came_to)):
        axes.plot(x + 2, rows + 0.42, marker, color=colour, markersize=7, clip_on=False)
        write(axes, x + 8, rows + 0.42, text, size=SMALL, colour=FAINT, va="center")
