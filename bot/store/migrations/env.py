"""Alembic calls this to run migrations on the connection that it was given."""

from alembic import context

from bot.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter a table in place; Alembic rebuilds it instead.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
