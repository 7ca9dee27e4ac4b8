"""One bot to a file. The operating system takes the lock back from a process that dies, however it dies."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import StoreError


class Lock:
    """The right to run on the database file at ``path``: a lock on an empty file beside it, which stays there.

    SQLite takes it, because it knows the locks of each operating system; the file is never written to.
    """

    def __init__(self, path: Path) -> None:
        whole = path.resolve()  # so that symbolic links to one file lead to one lock
        self._place = whole.with_name(f"{whole.name}-lock")
        self._holder: sqlite3.Connection | None = None

    def take(self) -> bool:
        """Take the lock without waiting; False where another process, or another ``Lock``, has it.

        Raises:
            StoreError: the file beside it belongs to another user.
            sqlite3.Error: it cannot be made or locked.
        """
        holder = sqlite3.connect(self._place, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            holder.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            holder.close()
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                return False
            raise
        # SQLite opens a file that it may not write for reading, and then locks out nobody.
        if not os.access(self._place, os.W_OK):
            holder.close()
            raise StoreError(f"The bot may not write to {self._place}. Give that file to the user that runs the bot.")
        self._holder = holder
        return True

    def release(self) -> None:
        """Give it back, if it was taken. Safe to call twice."""
        if self._holder is not None:
            with closing(self._holder):
                self._holder = None
