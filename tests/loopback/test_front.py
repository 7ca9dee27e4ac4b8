"""The loopback itself: a whole answer, and what an interview costs in requests."""

from __future__ import annotations

import re

import pytest

from tests.loopback.conftest import GOOD
from tests.loopback.people import text_of


@pytest.mark.slow
async def test_one_answer_costs_one_request(started):
    """But for the first one to a question, which may take longer than Discord waits."""
    await started.ada.fill(await started.form(level="junior"), GOOD)
    bo = started.member("bo")
    form = await started.form(bo, level="junior")
    before = len(started.front.requests)
    await bo.fill(form, GOOD)
    assert "/ 100 · strong" in text_of(await bo.sees("Finish"))
    (sent,) = started.front.requests[before:]
    assert re.fullmatch(r"POST /interactions/\d+/\w+/callback", sent)
    assert await started.bot.stop() == 0
    assert started.front.gateway.closed_by_bot == [1000]
