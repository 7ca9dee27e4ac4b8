"""The only room that knows SQL. One module for each thing that is kept.

Every function takes a connection from ``Database.write`` or ``Database.read`` first, so that the caller decides what
happens together.
"""

from bot.store.backup import backup
from bot.store.database import Database

__all__ = ["Database", "backup"]
