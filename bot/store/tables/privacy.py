from __future__ import annotations

import sqlalchemy as sa

from bot.store.tables.base import Id, Moment, table

language = table(
    "language",
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("locale", sa.Text, nullable=False),
)
"""The language of a member who has set another one than English, for direct messages, which do not say it."""

presence = table(
    "presence",
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("left_at", Moment),
    sa.Index("ix_presence_left_at", "left_at"),
)
"""The servers that the bot is in, and those that it was removed from, with the time when."""
