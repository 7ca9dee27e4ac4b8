"""The queries of rounds read an index, not whole tables; most are asked every few seconds."""

from __future__ import annotations

import pytest

from bot.store import dailies, entries, rounds
from tests.store.making import ADA, GUILD, NOW
from tests.store.test_plans import plans

__all__ = ["plans"]


@pytest.mark.parametrize(
    ("work", "index"),
    [
        (lambda c: rounds.due(c, NOW, 10), "SEARCH round USING INDEX ix_round_due (due_at>? AND due_at<?)"),
        (rounds.next_due, "SEARCH round USING COVERING INDEX ix_round_due (due_at>?)"),
        (rounds.taking_answers, "SEARCH round USING INDEX ix_round_due (due_at>?)"),
        (lambda c: rounds.running_in(c, 1), "SEARCH round USING INDEX uq_round_channel (channel_id=?)"),
        (lambda c: rounds.last_day(c, GUILD), "sqlite_autoindex_round_1 (guild_id=?"),
        (lambda c: rounds.last_daily(c, GUILD), "sqlite_autoindex_round_1 (guild_id=?"),
        (lambda c: rounds.last_asked(c, GUILD), "sqlite_autoindex_round_1 (guild_id=?"),
        (lambda c: entries.get(c, 1, 0, ADA), "(round_id=? AND position=? AND member_id=?)"),
        (lambda c: entries.of(c, 1, 0), "(round_id=? AND position=?)"),
        (lambda c: entries.of(c, 1), "(round_id=?)"),
        (lambda c: entries.count(c, 1, 0), "(round_id=? AND position=?)"),
        (lambda c: dailies.due(c, NOW, 10), "SEARCH daily USING INDEX ix_daily_next_at (next_at<?)"),
        (dailies.next_due, "SEARCH daily USING COVERING INDEX ix_daily_next_at"),
    ],
)
async def test_a_query_reads_an_index(plans, work, index):
    (plan,) = await plans(work)
    assert index in plan
    assert "SCAN" not in plan
