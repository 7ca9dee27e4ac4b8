from __future__ import annotations

import sqlalchemy as sa

from bot.store.tables.base import Id, Moment, Prose, table

round_ = table(
    "round",
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("guild_id", Id, nullable=False),
    sa.Column("channel_id", Id, nullable=False),
    sa.Column("host_id", Id),
    sa.Column("topic", sa.Text),
    sa.Column("day", sa.Text),
    sa.Column("seconds", sa.Integer, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("due_at", Moment),
    sa.Column("claimed_until", Moment),
    sa.Column("ended_at", Moment),
    sa.Column("end_reason", sa.Text),
    sa.UniqueConstraint("guild_id", "day"),
    unique_for_ever=True,
)
"""A group's round, or the question of a day. ``day`` (ISO) is set for the latter alone: a server has one for each day.

``due_at`` is when the round goes on by itself; ``claimed_until`` keeps other processes from doing that as well.
``seconds`` is the time for each question.
"""

is_running = round_.c.ended_at.is_(None)
is_due = round_.c.due_at.is_not(None)
holds_channel = is_running & (round_.c.kind == sa.literal_column("'round'"))
"""A round keeps its channel to itself; the question of a day does not.

The kind is written out, not bound: a plan made before values are known could not use the partial index.
"""

sa.Index(
    "uq_round_channel", round_.c.channel_id, unique=True, sqlite_where=holds_channel, postgresql_where=holds_channel
)
sa.Index("ix_round_due", round_.c.due_at, sqlite_where=is_due, postgresql_where=is_due)

round_question = table(
    "round_question",
    sa.Column("round_id", Id, sa.ForeignKey("round.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("asked_at", Moment),
    sa.Column("closes_at", Moment),
    sa.Column("closed_at", Moment),
    sa.Column("message_id", Id),
    sa.Column("reveal_id", Id),
)
"""One question of a round, with the message that asks it and the one that reveals."""

entry = table(
    "entry",
    sa.Column("round_id", Id, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("origin_id", Id, nullable=False, unique=True),
    sa.Column("body", Prose, nullable=False),
    sa.Column("sure", sa.Integer),
    sa.Column("quotable", sa.Integer, nullable=False),
    sa.Column("grade", sa.Text, nullable=False),
    sa.Column("mark", sa.Integer, nullable=False),
    sa.Column("counts", sa.Integer, nullable=False),
    sa.Column("written_at", Moment, nullable=False),
    sa.CheckConstraint("quotable IN (0, 1)", name="quotable"),
    sa.CheckConstraint("mark BETWEEN 0 AND 100", name="mark"),
    sa.CheckConstraint("counts IN (0, 1)", name="counts"),
    sa.ForeignKeyConstraint(
        ["round_id", "position"], ["round_question.round_id", "round_question.position"], ondelete="CASCADE"
    ),
    sa.Index("ix_entry_member_id", "member_id"),
)
"""What a member wrote in a round, as it is now. ``origin_id`` is the interaction that brought it."""

daily = table(
    "daily",
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("channel_id", Id, nullable=False),
    sa.Column("minute", sa.Integer, nullable=False),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("topic", sa.Text),
    sa.Column("next_at", Moment, nullable=False, index=True),
    sa.CheckConstraint("minute BETWEEN 0 AND 1439", name="minute"),
)
"""When and where a server is asked its question of the day; ``minute`` counts from midnight in ``zone``."""
