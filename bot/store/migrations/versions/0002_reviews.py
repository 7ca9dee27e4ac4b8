"""Attempts, with the standings and reviews that follow from them; who is hidden; reminders.

What was answered before becomes attempts, and counts where it counted.

Revises: 0001
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import groupby

import sqlalchemy as sa
from alembic import op
from fsrs import Card, Rating, Scheduler

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.drop_index("ix_turn_board", table_name="turn")
    op.create_table(
        "attempt",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", ID, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", ID, autoincrement=False, nullable=False),
        sa.Column("guild_id", ID, nullable=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Integer(), nullable=False),
        sa.Column("sure", sa.Integer(), nullable=True),
        sa.Column("answered_at", ID, nullable=False),
        sa.Column("marked_at", ID, nullable=False),
        sa.CheckConstraint("mark BETWEEN 0 AND 100", name=op.f("ck_attempt_mark")),
        sa.CheckConstraint("counts IN (0, 1)", name=op.f("ck_attempt_counts")),
        sa.PrimaryKeyConstraint("source", "source_id", "position", "member_id", name="pk_attempt"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_attempt_counted",
        "attempt",
        [
            "guild_id",
            "member_id",
            "topic",
            "question",
            sa.text("mark DESC"),
            "marked_at",
            "level",
            "answered_at",
            "counts",
        ],
        unique=False,
        sqlite_where=sa.text("counts = 1"),
        postgresql_where=sa.text("counts = 1"),
    )
    op.create_index("ix_attempt_member", "attempt", ["member_id", "topic", "question", "answered_at"], unique=False)
    op.create_table(
        "standing",
        sa.Column("guild_id", ID, autoincrement=False, nullable=False),
        sa.Column("member_id", ID, autoincrement=False, nullable=False),
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("points", NUMBER, nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("average", NUMBER, nullable=False),
        sa.Column("reached_at", ID, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", "span", "topic", name="pk_standing"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_standing_board",
        "standing",
        ["guild_id", "span", "topic", sa.text("points DESC"), sa.text("average DESC"), "reached_at", "member_id"],
        unique=False,
    )
    op.create_table(
        "hidden",
        sa.Column("guild_id", ID, autoincrement=False, nullable=False),
        sa.Column("member_id", ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name="pk_hidden"),
        sqlite_strict=True,
    )
    op.create_table(
        "card",
        sa.Column("member_id", ID, autoincrement=False, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("stability", NUMBER, nullable=False),
        sa.Column("difficulty", NUMBER, nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", ID, nullable=False),
        sa.Column("due_at", ID, nullable=False),
        sa.PrimaryKeyConstraint("member_id", "topic", "question", name="pk_card"),
        sqlite_strict=True,
    )
    op.create_index("ix_card_due", "card", ["member_id", "due_at"], unique=False)
    op.create_table(
        "nudge",
        sa.Column("member_id", ID, autoincrement=False, nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("next_at", ID, nullable=False),
        sa.Column("told_at", ID, nullable=True),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_nudge_hour")),
        sa.PrimaryKeyConstraint("member_id", name="pk_nudge"),
        sqlite_strict=True,
    )
    op.create_index("ix_nudge_next_at", "nudge", ["next_at"], unique=False)
    _carry_over(op.get_bind())


# ---------------------------------------------------------------- what was there before

# The rules of that day, written out: later changes of the rules must not change what this migration does.
_WEIGHT = {"junior": 1.0, "mid": 1.5, "senior": 2.0}
_RATINGS = ((80, Rating.Easy), (60, Rating.Good), (35, Rating.Hard), (0, Rating.Again))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _carry_over(connection: sa.Connection) -> None:
    connection.exec_driver_sql(
        "INSERT INTO attempt (source, source_id, position, member_id, guild_id, topic, question, level, mark, counts,"
        " sure, answered_at, marked_at)"
        " SELECT 'interview', turn.interview_id, turn.position, turn.member_id, turn.guild_id, turn.topic,"
        " turn.question, turn.level, turn.mark, turn.counts,"
        " (SELECT answer.sure FROM answer WHERE answer.interview_id = turn.interview_id"
        "  AND answer.position = turn.position AND answer.kind = 'first' ORDER BY answer.id LIMIT 1),"
        " turn.answered_at, turn.marked_at"
        " FROM turn WHERE turn.grade IS NOT NULL AND turn.answered_at IS NOT NULL AND turn.marked_at IS NOT NULL"
    )
    _carry_standings(connection)
    _carry_cards(connection)


def _carry_standings(connection: sa.Connection) -> None:
    best: dict[tuple[int, int, str, str], dict[tuple[str, str], tuple[int, int, str]]] = defaultdict(dict)
    rows = connection.exec_driver_sql(
        "SELECT guild_id, member_id, topic, question, mark, level, answered_at, marked_at FROM attempt"
        " WHERE counts = 1 AND guild_id IS NOT NULL ORDER BY mark DESC, marked_at, level"
    )
    for guild_id, member_id, topic, question, mark, level, answered_at, marked_at in rows:
        day = _EPOCH + timedelta(milliseconds=answered_at)
        year, week, _ = day.isocalendar()
        for span in (f"{year:04}-W{week:02}", f"{day:%Y-%m}", "all"):
            for board in (topic, ""):
                best[guild_id, member_id, span, board].setdefault((topic, question), (mark, marked_at, level))
    insert = sa.text(
        "INSERT INTO standing (guild_id, member_id, span, topic, points, marks, questions, average, reached_at)"
        " VALUES (:guild_id, :member_id, :span, :topic, :points, :marks, :questions, :average, :reached_at)"
    )
    for (guild_id, member_id, span, board), tries in best.items():
        marks = sum(mark for mark, _, _ in tries.values())
        connection.execute(
            insert,
            {
                "guild_id": guild_id,
                "member_id": member_id,
                "span": span,
                "topic": board,
                "points": sum(mark * _WEIGHT[level] for mark, _, level in tries.values()),
                "marks": marks,
                "questions": len(tries),
                "average": marks / len(tries),
                "reached_at": max(marked_at for _, marked_at, _ in tries.values()),
            },
        )


def _carry_cards(connection: sa.Connection) -> None:
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=365, enable_fuzzing=False)
    rows = connection.exec_driver_sql(
        "SELECT member_id, topic, question, answered_at, mark, counts FROM attempt"
        " ORDER BY member_id, topic, question, answered_at, mark, counts"
    ).all()
    insert = sa.text(
        "INSERT INTO card (member_id, topic, question, stability, difficulty, mark, reviewed_at, due_at)"
        " VALUES (:member_id, :topic, :question, :stability, :difficulty, :mark, :reviewed_at, :due_at)"
    )
    for (member_id, topic, question), tries in groupby(rows, key=lambda row: tuple(row[:3])):
        card = Card(card_id=0, due=_EPOCH)
        mark = reviewed_at = 0
        for *_, reviewed_at, mark, counts in tries:
            rating = next(rating for least, rating in _RATINGS if mark >= least)
            day = _EPOCH + timedelta(days=reviewed_at // 86_400_000)
            card, _ = scheduler.review_card(card, rating if counts else min(rating, Rating.Hard), day)
        connection.execute(
            insert,
            {
                "member_id": member_id,
                "topic": topic,
                "question": question,
                "stability": card.stability,
                "difficulty": card.difficulty,
                "mark": mark,
                "reviewed_at": reviewed_at,
                "due_at": (card.due - _EPOCH) // timedelta(milliseconds=1),
            },
        )
