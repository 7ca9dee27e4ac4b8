from __future__ import annotations

import sqlalchemy as sa

from bot.store.tables.base import Id, Moment, Prose, table

appeal = table(
    "appeal",
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("guild_id", Id, nullable=False),
    sa.Column("member_id", Id, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("source_id", Id, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("point", sa.Text, nullable=False),
    sa.Column("why", Prose, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("mark_before", sa.Integer, nullable=False),
    sa.Column("mark_after", sa.Integer),
    sa.Column("phrase", Prose),
    sa.Column("word", Prose),
    sa.Column("decided_by", Id),
    sa.Column("decided_at", Moment),
    sa.Column("told", sa.Integer, nullable=False),
    sa.UniqueConstraint("source", "source_id", "position", "member_id", "point"),
    sa.CheckConstraint("told IN (0, 1)", name="told"),
    sa.Index("ix_appeal_queue", "guild_id", "verdict", "id"),
    sa.Index("ix_appeal_member", "member_id", "guild_id", "told"),
    unique_for_ever=True,
)
"""A member's claim that an answer makes a point, and what became of it. ``told``: the writer knows the verdict."""
