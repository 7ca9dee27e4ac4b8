"""Which interviews are reviews, so that another one is a review again.

Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interview", sa.Column("review", sa.Integer(), server_default=sa.text("0"), nullable=False))
