"""What all pictures share: the sheet, the colours, which characters can be drawn, and the thread that draws."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 5.0
"""Inches of 72 points. A phone is about as wide, so that sizes of type here are nearly those that are seen."""
DPI = 200
GROUND, TRACK, GRID = "#1e1f26", "#34363f", "#3d404a"
INK, FAINT = "#f2f3f5", "#b5bac4"
ACCENT, SECOND = "#6ea8fe", "#f5b759"
LARGE, MEDIUM, SMALL = 20.0, 12.0, 10.5
"""Sizes of type, in points."""

_ALSO = ("Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans CJK KR", "WenQuanYi Zen Hei", "IPAGothic")
"""Fonts for names in other scripts, used where the machine has them."""

_PEN = ThreadPoolExecutor(max_workers=1, thread_name_prefix="charts")
"""One thread: matplotlib's fonts may not be used by two at once."""


async def in_thread(draw: Callable[..., bytes], *arguments: Any) -> bytes:
    """What ``draw`` gives for ``arguments``; the event loop goes on meanwhile."""
    return await asyncio.get_running_loop().run_in_executor(_PEN, draw, *arguments)


def sheet(height: float) -> Figure:
    """An empty picture of ``height`` inches."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor=GROUND)
    FigureCanvasAgg(figure)
    return figure


def panel(figure: Figure, top: float, height: float, *, left: float = 0.25, right: float = 0.25) -> Axes:
    """A bare area ``top`` inches below the upper edge."""
    total = figure.get_figheight()
    width = WIDTH - left - right
    axes = figure.add_axes((left / WIDTH, 1 - (top + height) / total, width / WIDTH, height / total))
    axes.set_facecolor(GROUND)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, labelsize=SMALL, labelcolor=FAINT, labelfontfamily=families()[0])
    axes.set(xticks=[], yticks=[])
    return axes


def write(axes: Axes, x: float, y: float, text: str, *, size: float = MEDIUM, colour: str = INK, **how: Any) -> None:
    """Put ``text`` at a place of the axes' own scale; a $ is a dollar, not a formula."""
    axes.text(x, y, _known(text), size=size, color=colour, family=families(), parse_math=False, **how)


def png(figure: Figure) -> bytes:
    """The finished picture."""
    file = BytesIO()
    figure.savefig(file, format="png", facecolor=GROUND, metadata={"Software": None})
    return file.getvalue()


def drawable(text: str) -> str:
    """``text`` without the characters that no font here has, such as most emoji; it may be empty then.

    Letters in disguise (𝔸, ⓑ) become plain ones.
    """
    return " ".join(_known(unicodedata.normalize("NFKC", text)).split())


def _known(text: str) -> str:
    known = _characters()
    return "".join(char for char in text if ord(char) in known and unicodedata.category(char)[0] != "C")


@cache
def families() -> list[str]:
    """The fonts that are used, the first one first."""
    from matplotlib.font_manager import fontManager

    installed = set(fontManager.get_font_names())
    return ["DejaVu Sans", *(name for name in _ALSO if name in installed)]


@cache
def _characters() -> frozenset[int]:
    """What the fonts can draw, as code points."""
    from matplotlib.font_manager import FontProperties, fontManager, get_font

    return frozenset(
        code
        for name in families()
        for code in get_font(fontManager.findfont(FontProperties(family=[name]))).get_charmap()
    )
