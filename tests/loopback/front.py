"""What the bot takes for Discord: HTTP routes and the gateway on 127.0.0.1, on simcord's model of Discord."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from aiohttp import web
from simcord.backend import Backend
from simcord.backend.errors import BackendError
from simcord.backend.models import Guild, Interaction
from simcord.http import (
    router,
    routes,  # noqa: F401 - registers what the router serves
)
from simcord.types import HttpLogEntry

from tests.flows.openapi import problems, undocumented_answer
from tests.loopback.faults import Bucket, Effect, Fault
from tests.loopback.gateway import Gateway

API = "/api/v10"
TOKEN = "good.token"


class _RealClock:
    """simcord's own clock stands still until it is told to go."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Front:
    """``requests`` is what came in, as methods and paths; ``problems`` what Discord would not have taken.

    ``came`` says when each of ``requests`` did, by the clock of the event loop, and ``senders`` by which token. Besides
    ``token``, which bots have unless told otherwise, ``more_tokens`` are good: by them one can tell processes apart.
    """

    def __init__(self) -> None:
        self.backend = Backend(clock=_RealClock())
        self.gateway = Gateway(self.backend)
        self.address = ""
        self.token = TOKEN
        self.faults: list[Fault] = []
        self.buckets: dict[str, Bucket] = {}
        self.bucket_size: tuple[int, float] | None = None
        self.requests: list[str] = []
        self.came: list[float] = []
        self.more_tokens: set[str] = set()
        self.senders: list[str] = []
        self.failures: list[str] = []
        self._answered: dict[int, asyncio.Event] = {}
        self._shown: dict[str, asyncio.Event] = {}

    def guild(self, name: str = "Study group", shard: tuple[int, int] = (0, 1)) -> Guild:
        """A new server, of a shard out of so many."""
        number, total = shard
        return self.backend.create_guild(name, shard_id=number, shard_count=total)

    def fail(self, method: str, path: str, status: int | None = None, **more: Any) -> Fault:
        """Let the next request of this kind go wrong; see ``Fault``."""
        self.faults.append(Fault(method, path, status, **more))
        return self.faults[-1]

    def answered(self, interaction: Interaction) -> asyncio.Event:
        """Set when the bot's first answer to an interaction has been taken."""
        return self._answered.setdefault(interaction.id, asyncio.Event())

    def shown(self, interaction: Interaction) -> asyncio.Event:
        """Set when a later answer has been: what was promised by "is thinking"."""
        return self._shown.setdefault(interaction.token, asyncio.Event())

    @property
    def problems(self) -> list[str]:
        """What is wrong with the requests by Discord's own description, and what simcord does not know."""
        return [*self.failures, *(one for sent in self.backend.http_requests for one in problems(sent))]

    # ---------------------------------------------------------------- HTTP

    async def rest(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(API)
        self.came.append(asyncio.get_running_loop().time())
        self.requests.append(f"{request.method} {path}")
        body, files = await _body(request)
        # simcord writes down what it is asked to do; what is turned away before must be fit to be sent as well.
        self.backend.http_requests.append(HttpLogEntry(request.method, path, dict(request.query), body, None))
        self.senders.append(request.headers.get("Authorization", "").removeprefix("Bot "))
        open_to_all = path.startswith(("/interactions/", "/webhooks/"))
        if not open_to_all and self.senders[-1] not in {self.token, *self.more_tokens}:
            return _json({"message": "401: Unauthorized", "code": 0}, 401)
        if path == "/gateway/bot" and not any(one.path == path for one in self.faults):
            limit = {
                "total": 1000,
                "remaining": 1000,
                "reset_after": 0,
                "max_concurrency": self.gateway.max_concurrency,
            }
            return _json({"url": self.gateway.url, "shards": self.gateway.shards, "session_start_limit": limit})
        headers: dict[str, str] = {}
        if self.bucket_size is not None:
            bucket = self.buckets.setdefault(_route(request.method, path), Bucket(*self.bucket_size))
            passes, headers = bucket.take(asyncio.get_running_loop().time())
            if not passes:
                return _refused(float(headers["X-RateLimit-Reset-After"]), everywhere=False, headers=headers)
        fault = next((one for one in self.faults if one.takes(request.method, path)), None)
        if fault is None:
            return self._done(request, path, body, files, headers)
        return await self._spoilt(fault, request, path, body, files)

    async def _spoilt(self, fault: Fault, request: web.Request, path: str, body: Any, files: Any) -> web.StreamResponse:
        if fault.status is None:
            await asyncio.sleep(fault.seconds)
            return self._done(request, path, body, files, {})
        if fault.effect is Effect.DONE:
            self._done(request, path, body, files, {})
        await asyncio.sleep(fault.seconds)
        if fault.status == 0:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if fault.status == 429:
            return _refused(fault.retry_after, everywhere=fault.everywhere, headers={})
        return _json({"message": "loopback says so", "code": 0}, fault.status)

    def _done(self, request: web.Request, path: str, body: Any, files: Any, headers: dict[str, str]) -> web.Response:
        """Do what is asked for, and tell how it went."""
        reason = request.headers.get("X-Audit-Log-Reason")
        try:
            result = router.dispatch(
                self.backend, request.method, path, json=body, params=dict(request.query), files=files, reason=reason
            )
        except BackendError as error:
            if error.status == 501:
                self.failures.append(str(error))
            return _json(error.to_json(), error.status, headers)
        if path.endswith("/callback"):
            self._answered.setdefault(int(path.split("/")[2]), asyncio.Event()).set()
        if path.startswith("/webhooks/"):
            self._shown.setdefault(path.split("/")[3], asyncio.Event()).set()
        status = 204 if result is None else 201 if request.method == "POST" and path.endswith("/threads") else 200
        self.failures += undocumented_answer(request.method, path, status)
        return web.Response(status=204, headers=headers) if result is None else _json(result, status, headers)


def _route(method: str, path: str) -> str:
    """What shares one rate limit: the method, the kind of route, and its major parameter."""
    parts = path.strip("/").split("/")
    major = 3 if parts[0] in ("interactions", "webhooks") else 2
    return " ".join([method, *parts[:major], *("#" if part.isdigit() else part for part in parts[major:])])


def _refused(retry_after: float, *, everywhere: bool, headers: dict[str, str]) -> web.Response:
    # Without Via discord.py takes it for a ban by Cloudflare.
    told = {"Via": "1.1 loopback", "Retry-After": "1", "X-RateLimit-Scope": "global" if everywhere else "user"}
    said = {"message": "You are being rate limited.", "retry_after": retry_after, "global": everywhere}
    return _json(said, 429, headers | told)


def _json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # Exactly this content type: with a charset behind it discord.py takes the body for text.
    typed = {**(headers or {}), "Content-Type": "application/json"}
    return web.Response(body=json.dumps(value).encode(), status=status, headers=typed)


async def _body(request: web.Request) -> tuple[Any, list[Any]]:
    if not request.content_type.startswith("multipart/"):
        text = await request.text()
        return (json.loads(text) if text else None), []
    body, files = None, []
    async for part in await request.multipart():
        if part.name == "payload_json":
            body = await part.json()
        else:
            files.append(SimpleNamespace(fp=io.BytesIO(await part.read()), filename=part.filename, description=None))
    return body, files


@asynccontextmanager
async def serving(**attributes: Any) -> AsyncIterator[Front]:
    """A Discord on a free port of this machine."""
    front = Front()
    for name, value in attributes.items():
        setattr(front, name, value)
    app = web.Application(client_max_size=32 * 2**20)
    for path in ("/gateway", "/gateway/"):
        app.router.add_get(path, front.gateway.serve)
    app.router.add_route("*", f"{API}/{{tail:.*}}", front.rest)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0]
        front.address = f"{host}:{port}"
        front.gateway.url = f"ws://{front.address}/gateway"
        yield front
    finally:
        for socket in list(front.gateway.sockets):
            await socket.close()
        await runner.cleanup()
