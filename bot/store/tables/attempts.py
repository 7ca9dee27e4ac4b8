from __future__ import annotations

import sqlalchemy as sa

from bot.store.tables.base import Id, Moment, Number, table

attempt = table(
    "attempt",
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("source_id", Id, primary_key=True, autoincrement=False),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("guild_id", Id),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("mark", sa.Integer, nullable=False),
    sa.Column("counts", sa.Integer, nullable=False),
    sa.Column("sure", sa.Integer),
    sa.Column("answered_at", Moment, nullable=False),
    sa.Column("marked_at", Moment, nullable=False),
    sa.CheckConstraint("mark BETWEEN 0 AND 100", name="mark"),
    sa.CheckConstraint("counts IN (0, 1)", name="counts"),
)
"""Every marked answer. Only ``bot.store.attempts`` writes it, and keeps ``standing`` and ``card`` true to it."""

counted = attempt.c.counts == sa.literal_column("1")
"""The 1 is written out, not bound: a plan made before values are known could not use the partial index."""

sa.Index(
    "ix_attempt_counted",
    attempt.c.guild_id,
    attempt.c.member_id,
    attempt.c.topic,
    attempt.c.question,
    attempt.c.mark.desc(),
    attempt.c.marked_at,
    attempt.c.level,
    attempt.c.answered_at,
    attempt.c.counts,
    sqlite_where=counted,
    postgresql_where=counted,
)
sa.Index("ix_attempt_member", attempt.c.member_id, attempt.c.topic, attempt.c.question, attempt.c.answered_at)

standing = table(
    "standing",
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("span", sa.Text, primary_key=True),
    sa.Column("topic", sa.Text, primary_key=True),
    sa.Column("points", Number, nullable=False),
    sa.Column("marks", sa.Integer, nullable=False),
    sa.Column("questions", sa.Integer, nullable=False),
    sa.Column("average", Number, nullable=False),
    sa.Column("reached_at", Moment, nullable=False),
)
"""What a member's best counting attempts come to in one server, span and topic (the empty one: all topics together).

A span is a week ("2026-W10"), a month ("2026-03") or "all". All of it follows from ``attempt``."""

sa.Index(
    "ix_standing_board",
    standing.c.guild_id,
    standing.c.span,
    standing.c.topic,
    standing.c.points.desc(),
    standing.c.average.desc(),
    standing.c.reached_at,
    standing.c.member_id,
)

hidden = table(
    "hidden",
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
)
"""Who wants to be on no board of a server; ``guild_id`` 0 stands for all servers."""

card = table(
    "card",
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("topic", sa.Text, primary_key=True),
    sa.Column("question", sa.Text, primary_key=True),
    sa.Column("stability", Number, nullable=False),
    sa.Column("difficulty", Number, nullable=False),
    sa.Column("mark", sa.Integer, nullable=False),
    sa.Column("reviewed_at", Moment, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Index("ix_card_due", "member_id", "due_at"),
)
"""When a member should get a question again, by FSRS. All of it follows from ``attempt``; ``mark`` is the last one."""

nudge = table(
    "nudge",
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("hour", sa.Integer, nullable=False),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("next_at", Moment, nullable=False, index=True),
    sa.Column("told_at", Moment),
    sa.CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
)
"""Who asked to be told about due questions, when next and when last; ``hour`` is that of the day in ``zone``."""
