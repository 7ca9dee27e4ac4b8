from __future__ import annotations

import sqlalchemy as sa

from bot.store.tables.base import Id, Moment, Prose, table

interview = table(
    "interview",
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("member_id", Id, nullable=False),
    sa.Column("place_id", Id, nullable=False),
    sa.Column("guild_id", Id),
    sa.Column("channel_id", Id),
    sa.Column("message_id", Id),
    sa.Column("home", sa.Text, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    sa.Column("topic", sa.Text),
    sa.Column("level", sa.Text),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("touched_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
    sa.Column("end_reason", sa.Text),
    sa.Column("review", sa.Integer, nullable=False, server_default=sa.text("0")),
    unique_for_ever=True,
)

"""``place_id`` is the server, or 0 outside servers: a member has one open interview in each place."""

is_open = interview.c.ended_at.is_(None)
sa.Index(
    "uq_interview_open",
    interview.c.member_id,
    interview.c.place_id,
    unique=True,
    sqlite_where=is_open,
    postgresql_where=is_open,
)
sa.Index("ix_interview_touched", interview.c.touched_at, sqlite_where=is_open, postgresql_where=is_open)

turn = table(
    "turn",
    sa.Column("interview_id", Id, sa.ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("member_id", Id, nullable=False),
    sa.Column("guild_id", Id),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("asked_at", Moment),
    sa.Column("answered_at", Moment),
    sa.Column("marked_at", Moment),
    sa.Column("hints", sa.Integer, nullable=False),
    sa.Column("grade", sa.Text),
    sa.Column("mark", sa.Integer, nullable=False),
    sa.Column("counts", sa.Integer, nullable=False),
    sa.Column("model_seen", sa.Integer, nullable=False),
    sa.CheckConstraint("mark BETWEEN 0 AND 100", name="mark"),
    sa.CheckConstraint("counts IN (0, 1)", name="counts"),
    sa.CheckConstraint("model_seen IN (0, 1)", name="model_seen"),
)
"""One question of an interview."""

sa.Index("ix_turn_member", turn.c.member_id, turn.c.asked_at)

answer = table(
    "answer",
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("origin_id", Id, nullable=False, unique=True),
    sa.Column("interview_id", Id, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("member_id", Id, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("point", sa.Text),
    sa.Column("body", Prose, nullable=False),
    sa.Column("sure", sa.Integer),
    sa.Column("door", sa.Text, nullable=False),
    sa.Column("written_at", Moment, nullable=False),
    sa.ForeignKeyConstraint(["interview_id", "position"], ["turn.interview_id", "turn.position"], ondelete="CASCADE"),
    sa.Index("ix_answer_turn", "interview_id", "position"),
)
"""Every text that was handed in. ``origin_id`` is the interaction or message that brought it: a second delivery of the
same one changes nothing."""

seen = table(
    "seen",
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("topic", sa.Text, primary_key=True),
    sa.Column("question", sa.Text, primary_key=True),
    sa.Column("seen_at", Moment, nullable=False),
)
"""When a member last saw a question's model answer."""
