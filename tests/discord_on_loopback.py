"""As much of Discord as a start needs: the login routes over HTTP and a gateway, on 127.0.0.1."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route

ME = {"id": "1", "username": "hotseat", "discriminator": "0", "avatar": None, "bot": True, "global_name": None}
APPLICATION = {
    "id": "1",
    "name": "hotseat",
    "icon": None,
    "description": "",
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "",
    "flags": 0,
    "team": None,
    "owner": ME,
    "summary": "",
}


@dataclass
class Loopback:
    """``close_with`` is the code with which the gateway closes when the bot identifies; None lets it in."""

    token: str = "good.token"
    close_with: int | None = None
    requests: list[str] = field(default_factory=list)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    url: str = ""

    async def rest(self, request: web.Request) -> web.Response:
        path = request.path.removeprefix("/api/v10")
        self.requests.append(f"{request.method} {path}")
        if request.headers.get("Authorization") != f"Bot {self.token}":
            return _json({"message": "401: Unauthorized", "code": 0}, 401)
        if path == "/users/@me":
            return _json(ME)
        if path == "/oauth2/applications/@me":
            return _json(APPLICATION)
        if path == "/gateway/bot":
            limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
            return _json({"url": f"ws{self.url[4:]}/gateway", "shards": 1, "session_start_limit": limit})
        if path.endswith("/commands"):
            return _json([])
        return _json({"message": "404: Not Found", "code": 0}, 404)

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41_250}, "s": None, "t": None})
        async for message in socket:
            sent = json.loads(message.data)
            if sent["op"] == 1:
                await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
            if sent["op"] == 2:
                if self.close_with is not None:
                    await socket.close(code=self.close_with)
                    break
                ready = {
                    "v": 10,
                    "user": ME,
                    "guilds": [],
                    "session_id": "s",
                    "resume_gateway_url": f"ws{self.url[4:]}/gateway",
                    "shard": [0, 1],
                    "application": {"id": "1", "flags": 0},
                }
                await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": ready})
        return socket


def _json(value: object, status: int = 200) -> web.Response:
    # Exactly this content type: with a charset behind it discord.py takes the body for text.
    return web.Response(body=json.dumps(value).encode(), status=status, headers={"Content-Type": "application/json"})


@asynccontextmanager
async def loopback(monkeypatch, **options) -> AsyncIterator[Loopback]:
    """Serve it, and let discord.py speak to it and to nothing else."""
    discord = Loopback(**options)
    app = web.Application()
    app.router.add_get("/gateway", discord.gateway)
    app.router.add_route("*", "/api/v10/{tail:.*}", discord.rest)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0]
    discord.url = f"http://{host}:{port}"
    monkeypatch.setattr(Route, "BASE", f"{discord.url}/api/v10")
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(f"ws://{host}:{port}/gateway"))
    try:
        yield discord
    finally:
        await runner.cleanup()
