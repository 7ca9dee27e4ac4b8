"""What needs a server is skipped, with the reason, where there is none."""

from __future__ import annotations

import socket
from functools import cache

import pytest

POSTGRES = ("127.0.0.1", 5432)


@cache
def _listens(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, timeout=1).close()
    except OSError:
        return False
    return True


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgres") and not _listens(POSTGRES):
        pytest.skip("no PostgreSQL server listens at {}:{}".format(*POSTGRES))
