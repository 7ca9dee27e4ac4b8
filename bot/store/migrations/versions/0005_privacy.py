"""The languages of servers and members, and which servers the bot is in, so that it can forget those it left.

Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "language",
        sa.Column("member_id", ID, autoincrement=False, nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name="pk_language"),
        sqlite_strict=True,
    )
    op.create_table(
        "presence",
        sa.Column("guild_id", ID, autoincrement=False, nullable=False),
        sa.Column("left_at", ID, nullable=True),
        sa.PrimaryKeyConstraint("guild_id", name="pk_presence"),
        sqlite_strict=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        # Elsewhere ids are never given twice. Here it is a property of the table, which has to be built anew.
        lasting = {"sqlite_strict": True, "sqlite_autoincrement": True}
        with op.batch_alter_table("interview", recreate="always", table_kwargs=lasting):
            pass
    op.add_column("server", sa.Column("language", sa.Text(), nullable=True))
    op.create_index("ix_presence_left_at", "presence", ["left_at"], unique=False)
