from __future__ import annotations

import sqlalchemy as sa

from bot.store.tables.base import Id, Moment, Prose, table

bank = table(
    "bank",
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("version", Id, nullable=False),
)
"""Each change to what a server knows beside the built-in questions gives ``version`` a value it never had."""

topic = table(
    "topic",
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("topic", sa.Text, primary_key=True),
    sa.Column("source", Prose, nullable=False),
    sa.Column("parsed", sa.Text, nullable=False),
    sa.Column("uploaded_at", Moment, nullable=False),
)
"""A server's own questions: the file as it was uploaded, and what it says as JSON, which is quicker to read."""

phrasing = table(
    "phrasing",
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("guild_id", Id, nullable=False),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("point", sa.Text, nullable=False),
    sa.Column("phrase", Prose, nullable=False),
    sa.Column("appeal_id", Id, sa.ForeignKey("appeal.id", ondelete="CASCADE"), index=True),
    sa.UniqueConstraint("guild_id", "topic", "question", "point", "phrase"),
)
"""What a server has learnt from appeals: one more way to put a point, of a built-in question or of its own.

``appeal_id`` is set where it is somebody's whole answer, which goes with its appeal; a phrase of a few words stays.
"""

sample = table(
    "sample",
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("appeal_id", Id, sa.ForeignKey("appeal.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("guild_id", Id, nullable=False),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("body", Prose, nullable=False),
    sa.Column("mark", sa.Integer, nullable=False),
    sa.Column("false_claim", sa.Integer, nullable=False),
    sa.CheckConstraint("mark BETWEEN 0 AND 100", name="mark"),
    sa.CheckConstraint("false_claim IN (0, 1)", name="false_claim"),
    sa.Index("ix_sample_topic", "guild_id", "topic"),
)
"""An answer that a moderator has marked by accepting an appeal. It goes when its appeal goes."""
