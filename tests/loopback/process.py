"""The bot in a process of its own: started, watched, stopped, killed."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.loopback import launch
from tests.loopback.front import TOKEN, Front

START_SECONDS = 30.0
STOP_SECONDS = 15.0

# New processes are copies of one that has imported everything and done nothing: that takes seconds, each time.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.loopback.launch", "bot.app", "bot.cli", "numba"])


class Bot:
    """One process after the other on one folder, which holds ``hotseat.db`` and ``config.toml``.

    ``shards`` are those that it is to have, by its ``environment``.
    """

    def __init__(self, front: Front, folder: Path, shards: tuple[int, ...] = (0,)) -> None:
        self._front = front
        self.shards = shards
        self.folder = folder
        self.database = folder / "hotseat.db"
        self.log = folder / "bot.log"
        self.environment: dict[str, str] = {}
        self._process: multiprocessing.context.ForkServerProcess | None = None
        bank = Path(__file__).parents[1] / "flows" / "bank.yaml"
        (folder / "bank").mkdir(exist_ok=True)
        (folder / "bank" / "sky.yaml").write_bytes(bank.read_bytes())
        (folder / "config.toml").write_text(f'[bank]\nfolders = ["{folder / "bank"}"]\n[log]\nlevel = "warning"\n')

    @property
    def pid(self) -> int:
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.exitcode is None

    async def launch(self) -> None:
        """Start the process, and wait for nothing."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("HOTSEAT_")}
        own = {"HOTSEAT_DISCORD__TOKEN": TOKEN, "HOTSEAT_STORE__DATABASE": str(self.database)}
        arguments = ["--config", str(self.folder / "config.toml"), "run"]
        self._process = CONTEXT.Process(
            target=launch.run,
            args=(self._front.address, arguments, clean | own | self.environment, self.log),
            daemon=True,
        )
        await asyncio.to_thread(self._process.start)

    async def start(self, seconds: float = START_SECONDS) -> None:
        """Start the process, and wait until all its shards are connected to the gateway."""
        gateway = self._front.gateway
        before = {session.id for session in gateway.sockets.values()} | set(gateway.sessions)
        await self.launch()
        async with asyncio.timeout(seconds):
            while not gateway.connected_shards(but=before) >= set(self.shards):
                assert self.running, self.said()
                await asyncio.sleep(0.01)

    async def ended(self, seconds: float = START_SECONDS) -> int:
        """The code with which the process ends by itself."""
        async with asyncio.timeout(seconds):
            while self.running:  # noqa: ASYNC110 - it is no child of this process
                await asyncio.sleep(0.01)
        assert self._process is not None
        assert self._process.exitcode is not None
        return self._process.exitcode

    async def stop(self) -> int:
        """Ask the process to end, as a supervisor does; its code."""
        assert self._process is not None
        self._process.terminate()
        return await self.ended(STOP_SECONDS)

    async def kill(self) -> None:
        """End the process at once, wherever it is."""
        if self.running:
            assert self._process is not None
            self._process.kill()
            await self.ended()
        # Nothing resumes the sessions of a process that is gone.
        self._front.gateway.forget(self.shards)

    def said(self) -> str:
        """What it has logged, all processes together."""
        return self.log.read_text() if self.log.exists() else ""


@asynccontextmanager
async def bot_on(front: Front, folder: Path, shards: tuple[int, ...] = (0,)) -> AsyncIterator[Bot]:
    """A bot that is not started yet, and is gone at the end whatever happens."""
    bot = Bot(front, folder, shards)
    try:
        yield bot
    finally:
        await bot.kill()
