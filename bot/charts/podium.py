"""The first three of a board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.charts.canvas import FAINT, GROUND, INK, MEDIUM, SMALL, drawable, panel, png, sheet, write

HEIGHT = 2.3
NAME = 14
"""Characters of a name."""

_COLOURS = ("#e3b341", "#b8bfca", "#c9885a")
_HEIGHTS = (1.0, 0.74, 0.56)
_PLACES = (1, 0, 2)
"""Where the first, the second and the third stand, counted from the left."""


@dataclass(frozen=True, slots=True)
class Step:
    """Who stands there, if a name is known, and the points in words."""

    name: str | None
    points: str


def draw_podium(steps: Sequence[Step]) -> bytes:
    """A PNG, 1,000 pixels wide, of up to three steps, the first being the winner.

    Who has no name, or one that cannot be drawn, is shown by rank alone.
    """
    figure = sheet(HEIGHT)
    axes = panel(figure, 0.1, HEIGHT - 0.1)
    axes.set(xlim=(-0.55, 2.55), ylim=(0, 1.62))
    for rank, step in enumerate(steps[: len(_PLACES)]):
        x, top = _PLACES[rank], _HEIGHTS[rank]
        axes.bar(x, top, width=0.94, color=_COLOURS[rank])
        write(axes, x, top - 0.12, f"{rank + 1}", size=24, colour=GROUND, weight="bold", ha="center", va="top")
        name = drawable(step.name or "")
        shown = name if len(name) <= NAME else name[: NAME - 1].rstrip() + "…"
        if shown:
            write(axes, x, top + 0.24, shown, size=MEDIUM, colour=INK, weight="bold", ha="center")
        write(axes, x, top + 0.07, step.points, size=SMALL, colour=FAINT, ha="center")
    return png(figure)
