"""The only room that knows SQL. One module for each thing that is kept.

Every function takes a connection from ``Database.write`` or ``Database.read`` first, so that the caller decides what
happens together.
"""

from sqlalchemy.ext.asyncio import AsyncConnection as Connection

from bot.store.backup import backup
from bot.store.database import Database

__all__ = ["Connection", "Database", "backup"]
