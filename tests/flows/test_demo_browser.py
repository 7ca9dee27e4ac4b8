"""``hotseat demo`` from outside: the program, and its page in a browser."""

from __future__ import annotations

from importlib.util import find_spec
from urllib.request import urlopen

import pytest

from tests.flows.demo_page import BROWSERS, a_good_answer, browser_path, demo_page, demo_program

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(180),
    pytest.mark.skipif(not find_spec("playwright"), reason="playwright is not installed: pip install -e '.[browser]'"),
    pytest.mark.skipif(browser_path() is None, reason=f"there is no browser here, none of {', '.join(BROWSERS)}"),
]


def test_from_the_command_to_the_board(tmp_path):
    """One answers in the form, finds the marks on the board, and finds them again after the next start."""
    with demo_program(tmp_path) as program, demo_page(program.url) as page:
        offered = page.commands()
        assert {"/interview", "/leaderboard", "/help"} <= set(offered)
        page.pick_command("interview", topic="flask", questions=2)
        question = page.cards()[-1]
        assert "Ada used /interview" in question
        assert "question 1 of 2" in question
        page.click_button("Answer")
        page.fill_form({"Your answer": a_good_answer(question), "How sure": "Fairly sure"})
        (feedback,) = page.cards()
        assert "✅" in feedback
        page.view_as("Bo")
        page.pick_command("leaderboard")
        board = page.cards()[-1]
        assert "@Ada" in board
        page.end()
        assert program.ended() == 0
    assert "Traceback" not in program.said

    with demo_program(tmp_path) as program:
        with demo_page(program.url, width=390, height=844) as page:
            assert page.cards() == []
            assert page.commands() == offered
            page.view_as("Bo")
            page.pick_command("leaderboard")
            standings = [line for line in board.splitlines() if "points" in line]
            assert [line for line in page.cards()[-1].splitlines() if "points" in line] == standings
        assert program.stop() == 0
    assert "Traceback" not in program.said
    with pytest.raises(OSError, match="refused"):
        urlopen(program.url, timeout=2)
