"""What all tables share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A 63-bit integer. SQLite's strict tables know only INTEGER, which holds 64 bits."""

Number: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
"""A float of 64 bits. SQLite's strict tables call it REAL."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware UTC datetime, kept as whole milliseconds."""

    impl = Id
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:  # noqa: ARG002
        return None if value is None else (value - EPOCH) // timedelta(milliseconds=1)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        return None if value is None else EPOCH + timedelta(milliseconds=value)


def without_nul(text: str) -> str:
    """A text that PostgreSQL can keep, which knows no character 0: shown as one that could not be read."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


class Prose(sa.types.TypeDecorator[str]):
    """What a person wrote."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002
        return None if value is None else without_nul(value)


def table(name: str, *parts: sa.schema.SchemaItem, unique_for_ever: bool = False) -> sa.Table:
    """A table of ours; SQLite checks the types of its columns.

    ``unique_for_ever``: no row gets the id of one that was deleted, to which buttons in old messages still point.
    """
    return sa.Table(name, metadata, *parts, sqlite_strict=True, sqlite_autoincrement=unique_for_ever)
