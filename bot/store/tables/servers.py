from __future__ import annotations

import sqlalchemy as sa

from bot.store.tables.base import Id, table

fact = table(
    "fact",
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
"""Single values that outlive a start, such as the hash of the commands that Discord has."""

server = table(
    "server",
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("held_in", sa.Text),
    sa.Column("topic", sa.Text),
    sa.Column("questions", sa.Integer),
    sa.Column("moderator_role_id", Id),
    sa.Column("language", sa.Text),
)
"""A server's own settings; NULL means the host's default."""
