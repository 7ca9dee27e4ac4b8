"""Appeals, and servers' own questions.

Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("guild_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("point", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_at", ID, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("mark_before", sa.Integer(), nullable=False),
        sa.Column("mark_after", sa.Integer(), nullable=True),
        sa.Column("phrase", sa.Text(), nullable=True),
        sa.Column("word", sa.Text(), nullable=True),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", ID, nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_appeal"),
        sa.UniqueConstraint(
            "source",
            "source_id",
            "position",
            "member_id",
            "point",
            name="uq_appeal_source_source_id_position_member_id_point",
        ),
        sa.CheckConstraint("told IN (0, 1)", name=op.f("ck_appeal_told")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_appeal_member", "appeal", ["member_id", "guild_id", "told"], unique=False)
    op.create_index("ix_appeal_queue", "appeal", ["guild_id", "verdict", "id"], unique=False)
    op.create_table(
        "bank",
        sa.Column("guild_id", ID, autoincrement=False, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_bank"),
        sqlite_strict=True,
    )
    op.create_table(
        "topic",
        sa.Column("guild_id", ID, autoincrement=False, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("parsed", sa.Text(), nullable=False),
        sa.Column("uploaded_at", ID, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "topic", name="pk_topic"),
        sqlite_strict=True,
    )
    op.create_table(
        "phrasing",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("guild_id", ID, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("point", sa.Text(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("appeal_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_phrasing"),
        sa.UniqueConstraint(
            "guild_id",
            "topic",
            "question",
            "point",
            "phrase",
            name="uq_phrasing_guild_id_topic_question_point_phrase",
        ),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name="fk_phrasing_appeal_id", ondelete="CASCADE"),
        sqlite_strict=True,
    )
    op.create_index("ix_phrasing_appeal_id", "phrasing", ["appeal_id"], unique=False)
    op.create_table(
        "sample",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("appeal_id", ID, nullable=False),
        sa.Column("guild_id", ID, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("false_claim", sa.Integer(), nullable=False),
        sa.CheckConstraint("false_claim IN (0, 1)", name=op.f("ck_sample_false_claim")),
        sa.CheckConstraint("mark BETWEEN 0 AND 100", name=op.f("ck_sample_mark")),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name="fk_sample_appeal_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sample"),
        sqlite_strict=True,
    )
    op.create_index("ix_sample_appeal_id", "sample", ["appeal_id"], unique=False)
    op.create_index("ix_sample_topic", "sample", ["guild_id", "topic"], unique=False)
    op.add_column("server", sa.Column("moderator_role_id", ID, nullable=True))
