"""Pictures come out whole whatever is to be drawn. Warnings are errors, so that a missing glyph would fail."""

from __future__ import annotations

import asyncio
import struct
import threading
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image

from bot.charts import Step, draw_podium, draw_progress, in_thread
from bot.charts.canvas import FAINT, GROUND, INK, drawable
from bot.interview.progress import Progress, Strength
from tests.charts.making import NOW, WORDS, busy

ONE = Progress(None, 1, (Strength("topic-1", 50.0, 1, 9),), ((NOW, 50),), 1, 1, (), 0, None)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def pixels(png: bytes):
    return Image.open(BytesIO(png)).convert("RGB")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ink", [INK, FAINT])
def test_text_stands_out_from_the_ground(ink):
    """The picture brings its own ground, so that a light client and a dark one show the same contrast."""
    assert (luminance(ink) + 0.05) / (luminance(GROUND) + 0.05) > 7
    assert pixels(draw_progress(ONE, WORDS)).getpixel((2, 2)) == tuple(bytes.fromhex(GROUND[1:]))


def test_progress_is_as_wide_as_a_phone_and_has_the_height_that_its_parts_need():
    width, height = size(draw_progress(busy(), WORDS))
    assert width == 1000
    assert 1500 < height < 2200
    assert size(draw_progress(replace(busy(), calibration=()), WORDS))[1] < height
    assert size(draw_progress(replace(busy(), calibration=(), marks=()), WORDS))[1] < height - 500


@pytest.mark.parametrize(
    "marks",
    [
        (),
        ((NOW, 0),),
        ((NOW, 100), (NOW, 0)),
        ((NOW - timedelta(seconds=1), 40), (NOW, 60)),
        ((NOW - timedelta(days=89), 40), (NOW, 60)),
    ],
)
def test_few_marks(marks):
    assert size(draw_progress(replace(ONE, marks=marks), WORDS))[0] == 1000


def test_more_progress_is_more_ink():
    """The bars are as long as the marks say."""
    weak, strong = (replace(ONE, strengths=(Strength("topic-1", mark, 1, 1),)) for mark in (10.0, 90.0))
    blue = (0x6E, 0xA8, 0xFE)

    def drawn(progress):
        return sum(count for count, colour in pixels(draw_progress(progress, WORDS)).getcolors(2**24) if colour == blue)

    assert drawn(strong) > 3 * drawn(weak)


@pytest.mark.parametrize("places", range(5))
def test_a_podium_of_any_number(places):
    width, height = size(draw_podium([Step(f"Member {n}", "90 points") for n in range(places)]))
    assert (width, height) == (1000, 460)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=40), min_size=1, max_size=3))
def test_any_name_can_be_drawn(names):
    draw_podium([Step(name, "90 points") for name in names])


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Ada", "Ada"),
        ("Ada 🦊 Lovelace", "Ada Lovelace"),
        ("🦊🐍", ""),
        ("𝔸𝕕𝕒 ⓑ", "Ada b"),
        ("Łukasz Ђорђе Ωmega", "Łukasz Ђорђе Ωmega"),
        ("a\u202eb\u200bc\n\x00d", "abcd"),
        ("$x^2$ \\frac", "$x^2$ \\frac"),
    ],
)
def test_what_no_font_has_is_left_out(name, drawn):
    assert drawable(name) == drawn


def test_names_in_the_picture_of_progress_are_just_as_harmless():
    odd = replace(WORDS, names={"topic-1": "$\\frac{1}{0}$ 🐍 " * 9}, streak="🦊 %s {0}")
    assert draw_progress(ONE, odd)


async def test_drawing_happens_in_a_thread_of_its_own_one_at_a_time():
    seen: list[str] = []

    def draw(number: int) -> bytes:
        seen.append(threading.current_thread().name)
        return draw_podium([Step(str(number), "")])

    await asyncio.gather(*(in_thread(draw, number) for number in range(4)))
    assert len(set(seen)) == 1
    assert seen[0].startswith("charts")
