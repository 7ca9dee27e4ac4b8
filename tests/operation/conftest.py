from __future__ import annotations

import os

import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.loopback.conftest import front, started, world

__all__ = ["front", "started", "world"]


@pytest.fixture
def host(tmp_path, monkeypatch):
    """An empty folder to run ``hotseat`` in, with nothing from the environment of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("HOTSEAT_")]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def discord_here(front, monkeypatch):
    """The Discord that this process speaks to."""
    monkeypatch.setattr(Route, "BASE", f"http://{front.address}/api/v10")
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(f"ws://{front.address}/gateway"))
    return front
