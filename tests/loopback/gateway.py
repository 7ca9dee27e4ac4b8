"""The gateway: sessions that number what they send, keep it, and send it again to who resumes them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Mapping
from functools import partial
from itertools import count
from types import SimpleNamespace
from typing import Any

import discord
from aiohttp import WSMsgType, web
from simcord.backend import Backend, serializers
from simcord.gateway import FakeGateway

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
INVALID_SHARD, SHARDING_REQUIRED = 4010, 4011


class _Whatever(dict[str, Any]):
    """For simcord's filter of events, which looks a parser up for each that it lets through."""

    def __init__(self, push) -> None:
        self._push = push

    def __missing__(self, event: str):
        return partial(self._push, event)


class Session:
    """One session of one shard. It outlives its connections, and keeps what it has sent."""

    numbers = count(1)

    def __init__(self, backend: Backend, intents: int, shard: tuple[int, int]) -> None:
        self.id = f"session-{next(self.numbers)}"
        self.shard = shard
        self.events: list[dict[str, Any]] = []
        self.more = asyncio.Event()
        state = SimpleNamespace(intents=discord.Intents._from_value(intents), parsers=_Whatever(self.push))
        self._filter = FakeGateway(backend, state)

    def feed(self, event: str, payload: Mapping[str, Any]) -> None:
        """Send an event if the bot's intents and this shard let it through."""
        guild_id = payload.get("guild_id") or (payload.get("id") if event.startswith("GUILD_") else None)
        if self.has(int(guild_id or 0)):
            self._filter.feed(event, payload)

    def has(self, guild_id: int) -> bool:
        """Whether this shard is told about a server; 0 is what belongs to none."""
        number, total = self.shard
        return (guild_id >> 22) % total == number

    def push(self, event: str, payload: Mapping[str, Any]) -> None:
        """Send an event to whoever is connected, now or when the session is resumed."""
        self.events.append({"op": DISPATCH, "t": event, "s": len(self.events) + 1, "d": payload})
        self.more.set()


class Gateway:
    """Where bots connect.

    ``identifies`` and ``resumes`` say when and how they did; ``refuse_with`` is the code with which whoever identifies is
    turned away. While ``silent``, nothing is sent on the open connections and heartbeats are not acknowledged. Whoever
    resumes gets ``again`` events that it has had already, besides those that it missed. ``left`` is when each interaction
    went out last, by its id and the clock of the event loop.

    ``shards`` is how many are recommended, ``least_shards`` how many there must be. Of the shards whose numbers are the same
    modulo ``max_concurrency`` one may identify in ``identify_seconds``; ``too_early`` says which did not keep to that.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.url = ""
        self.heartbeat_seconds = 41.25
        self.refuse_with: int | None = None
        self._muted: set[web.WebSocketResponse] = set()
        self.again = 0
        self.sessions: dict[str, Session] = {}
        self.sockets: dict[web.WebSocketResponse, Session] = {}
        self.identifies: list[tuple[int, int]] = []
        self.resumes: list[bool] = []
        self.closed_by_bot: list[int | None] = []
        self.left: dict[int, float] = {}
        self.shards = self.least_shards = self.max_concurrency = 1
        self.identify_seconds = 0.0
        self.too_early: list[tuple[int, int]] = []
        self._identified: dict[int, float] = {}
        backend.subscribers.append(self._feed)

    def _feed(self, event: str, payload: Mapping[str, Any]) -> None:
        for session in self.sessions.values():
            session.feed(event, payload)

    @property
    def connected(self) -> bool:
        return bool(self.sockets)

    # ---------------------------------------------------------------- what tests do to it

    async def close(self, code: int, *, forget: bool = False) -> None:
        """Close all connections; with ``forget`` their sessions cannot be resumed any more."""
        if forget:
            self.sessions.clear()
        for socket in list(self.sockets):
            await socket.close(code=code)

    @property
    def silent(self) -> bool:
        """Whether the connections that were open when this was set say nothing any more; new ones speak."""
        return bool(self._muted)

    @silent.setter
    def silent(self, silent: bool) -> None:
        self._muted = set(self.sockets) if silent else set()

    async def cut(self) -> None:
        """Break all connections without a word."""
        for socket in list(self.sockets):
            socket._req.transport.abort()

    def connected_shards(self, but: Collection[str] = ()) -> set[int]:
        """The shards that are connected, but for some sessions."""
        return {session.shard[0] for session in self.sockets.values() if session.id not in but}

    def forget(self, shards: Collection[int]) -> None:
        """Drop the sessions of some shards, so that they cannot be resumed any more."""
        self.sessions = {name: one for name, one in self.sessions.items() if one.shard[0] not in shards}

    async def ask_to_reconnect(self) -> None:
        await self._tell({"op": RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool) -> None:
        if not resumable:
            self.sessions.clear()
        await self._tell({"op": INVALID, "d": resumable})

    async def _tell(self, frame: dict[str, Any]) -> None:
        for socket in list(self.sockets):
            await socket.send_json(frame)

    # ---------------------------------------------------------------- one connection

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": round(self.heartbeat_seconds * 1000)}})
        sending: asyncio.Task[None] | None = None
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT or socket in self._muted:
                    continue
                frame = json.loads(message.data)
                if frame["op"] == HEARTBEAT:
                    await socket.send_json({"op": ACK})
                elif frame["op"] == IDENTIFY and (code := self._refusal(*_shard(frame["d"]))) is not None:
                    await socket.close(code=code)
                elif frame["op"] in (IDENTIFY, RESUME) and sending is None:
                    session, seen = await (self._identify if frame["op"] == IDENTIFY else self._resume)(frame["d"])
                    if session is None:
                        await socket.send_json({"op": INVALID, "d": False})
                    else:
                        self.sockets[socket] = session
                        sending = asyncio.create_task(self._send(socket, session, seen))
        finally:
            self.sockets.pop(socket, None)
            self.closed_by_bot.append(socket.close_code)
            if sending is not None:
                sending.cancel()
        return socket

    def _refusal(self, number: int, total: int) -> int | None:
        """The code with which a shard is turned away, or None."""
        if not 0 <= number < total:
            return INVALID_SHARD
        return SHARDING_REQUIRED if total < self.least_shards else self.refuse_with

    async def _identify(self, asked: dict[str, Any]) -> tuple[Session | None, int]:
        number, total = _shard(asked)
        now, key = asyncio.get_running_loop().time(), number % self.max_concurrency
        if now - self._identified.get(key, -1e9) < self.identify_seconds:
            self.too_early.append((number, total))
            return None, 0
        self._identified[key] = now
        self.identifies.append((number, total))
        session = Session(self._backend, asked["intents"], (number, total))
        session.push(
            "READY",
            {
                "v": 10,
                "user": dict(serializers.user_payload(self._backend.bot_user)),
                "guilds": [{"id": str(one), "unavailable": True} for one in self._backend.guilds if session.has(one)],
                "session_id": session.id,
                "resume_gateway_url": self.url,
                "shard": [number, total],
                "application": {"id": str(self._backend.application_id), "flags": 0},
            },
        )
        for guild in self._backend.guilds.values():
            session.feed("GUILD_CREATE", serializers.guild_create_payload(self._backend, guild))
        self.sessions[session.id] = session
        return session, 0

    async def _resume(self, asked: dict[str, Any]) -> tuple[Session | None, int]:
        session = self.sessions.get(asked["session_id"])
        self.resumes.append(session is not None)
        if session is not None:
            session.push("RESUMED", {})
        return session, max(0, (asked["seq"] or 0) - self.again)

    async def _send(self, socket: web.WebSocketResponse, session: Session, seen: int) -> None:
        while not socket.closed:
            session.more.clear()
            for event in session.events[seen:]:
                if socket in self._muted:
                    break
                if event["t"] == "INTERACTION_CREATE":
                    self.left[int(event["d"]["id"])] = asyncio.get_running_loop().time()
                await socket.send_json(event)
                seen += 1
            await session.more.wait()


def _shard(asked: dict[str, Any]) -> tuple[int, int]:
    number, total = asked.get("shard") or (0, 1)
    return number, total
