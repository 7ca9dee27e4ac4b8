"""How long a picture takes: half a second at most, and none of it on the event loop."""

from __future__ import annotations

import asyncio

import pytest

from bot.charts import Step, draw_podium, draw_progress, in_thread
from tests.charts.making import WORDS, busy

pytestmark = pytest.mark.bench


def test_progress_of_a_busy_member(benchmark):
    picture = busy()
    draw_progress(picture, WORDS)  # the first one of a process loads matplotlib and its fonts
    assert benchmark.pedantic(draw_progress, (picture, WORDS), rounds=10)


def test_a_podium(benchmark):
    steps = [Step("A name that is long enough", "12,345 points")] * 3
    draw_podium(steps)
    assert benchmark.pedantic(draw_podium, (steps,), rounds=10)


def test_progress_drawn_beside_the_loop(benchmark):
    """The longest that the event loop had to wait meanwhile is in the extra information (``--benchmark-json``)."""
    picture, waits = busy(), []

    async def draw() -> None:
        loop = asyncio.get_running_loop()
        drawing = asyncio.ensure_future(in_thread(draw_progress, picture, WORDS))
        before = loop.time()
        while not drawing.done():
            await asyncio.sleep(0.001)
            waits.append(loop.time() - before)
            before = loop.time()
        await drawing

    draw_progress(picture, WORDS)
    benchmark.pedantic(lambda: asyncio.run(draw()), rounds=5)
    benchmark.extra_info["longest wait, ms"] = round(max(waits) * 1000, 1)
    assert len(waits) > 5, "the loop went on while the picture was drawn"
