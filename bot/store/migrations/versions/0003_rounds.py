"""Rounds and daily questions.

Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "daily",
        sa.Column("guild_id", ID, autoincrement=False, nullable=False),
        sa.Column("channel_id", ID, nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("next_at", ID, nullable=False),
        sa.CheckConstraint("minute BETWEEN 0 AND 1439", name=op.f("ck_daily_minute")),
        sa.PrimaryKeyConstraint("guild_id", name="pk_daily"),
        sqlite_strict=True,
    )
    op.create_index("ix_daily_next_at", "daily", ["next_at"], unique=False)
    op.create_table(
        "round",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("guild_id", ID, nullable=False),
        sa.Column("channel_id", ID, nullable=False),
        sa.Column("host_id", ID, nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("started_at", ID, nullable=False),
        sa.Column("due_at", ID, nullable=True),
        sa.Column("claimed_until", ID, nullable=True),
        sa.Column("ended_at", ID, nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_round"),
        sa.UniqueConstraint("guild_id", "day", name="uq_round_guild_id_day"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_round_due",
        "round",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "uq_round_channel",
        "round",
        ["channel_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND kind = 'round'"),
        postgresql_where=sa.text("ended_at IS NULL AND kind = 'round'"),
    )
    op.create_table(
        "round_question",
        sa.Column("round_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("asked_at", ID, nullable=True),
        sa.Column("closes_at", ID, nullable=True),
        sa.Column("closed_at", ID, nullable=True),
        sa.Column("message_id", ID, nullable=True),
        sa.Column("reveal_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_round_question_round_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "position", name="pk_round_question"),
        sqlite_strict=True,
    )
    op.create_table(
        "entry",
        sa.Column("round_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", ID, autoincrement=False, nullable=False),
        sa.Column("origin_id", ID, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sure", sa.Integer(), nullable=True),
        sa.Column("quotable", sa.Integer(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Integer(), nullable=False),
        sa.Column("written_at", ID, nullable=False),
        sa.CheckConstraint("counts IN (0, 1)", name=op.f("ck_entry_counts")),
        sa.CheckConstraint("mark BETWEEN 0 AND 100", name=op.f("ck_entry_mark")),
        sa.CheckConstraint("quotable IN (0, 1)", name=op.f("ck_entry_quotable")),
        sa.ForeignKeyConstraint(
            ["round_id", "position"],
            ["round_question.round_id", "round_question.position"],
            name="fk_entry_round_id_position",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "position", "member_id", name="pk_entry"),
        sa.UniqueConstraint("origin_id", name="uq_entry_origin_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_entry_member_id", "entry", ["member_id"], unique=False)
