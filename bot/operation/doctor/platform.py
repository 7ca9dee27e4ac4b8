"""What only Discord can tell: whether it takes the token, what it allows, and what time it is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.errors import ExitCode, StoreError
from bot.operation.doctor.finding import Finding, better, well, wrong
from bot.operation.doctor.permissions import INVITED_WITH, lacks
from bot.operation.shards import listed
from bot.store.glance import Condition, reading
from bot.store.places import Wishes, wishes_of_servers

if TYPE_CHECKING:
    from bot.config import Settings

PATIENCE = 60.0
"""Seconds after which Discord counts as out of reach."""
SERVERS = 50
"""Servers that are looked at; each costs three requests."""
CLOCK_OFF, CLOCK_WRONG = timedelta(seconds=5), timedelta(seconds=60)
NETWORK = "Is the network up? Does a proxy or a firewall stand between? https://discordstatus.com tells of outages"


async def wishes(settings: Settings, condition: Condition) -> dict[int, Wishes]:
    """Where servers want to be asked, as far as the database can be read."""
    if condition.trouble or not condition.made or condition.outdated:
        return {}
    try:
        async with reading(settings.store.place) as connection:
            return await wishes_of_servers(connection)
    except StoreError:
        return {}


async def examine(settings: Settings, wanted: Mapping[int, Wishes], clock: Callable[[], datetime]) -> list[Finding]:
    """Log in, without the gateway, so that a bot which runs with the same token is left alone."""
    offsets: list[timedelta] = []
    client = discord.Client(intents=discord.Intents.none(), http_trace=_watch_the_time(offsets, clock))
    findings: list[Finding] = []
    try:
        async with asyncio.timeout(PATIENCE), client:
            await client.login(settings.discord.token.get_secret_value())
            assert client.user is not None
            findings.append(
                well("token", f"Discord takes the token; the bot is {client.user.name} ({client.user.id}).")
            )
            findings += _intents(settings, client)
            findings += await _shards(settings, client)
            findings += await _servers(settings, client, wanted)
    except discord.LoginFailure:
        cure = "Copy it anew from the Developer Portal (Bot → Reset Token)"
        findings.append(wrong("token", "Discord rejects the token.", cure, ExitCode.TOKEN_REJECTED))
    except discord.HTTPException as error:
        says = f"Discord answers with an error (status {error.status}, code {error.code})."
        findings.append(wrong("discord", says, NETWORK, ExitCode.UNAVAILABLE))
    except (aiohttp.ClientError, discord.GatewayNotFound, OSError, TimeoutError) as error:
        says = f"Discord cannot be reached ({type(error).__name__})."
        findings.append(wrong("discord", says, NETWORK, ExitCode.UNAVAILABLE))
    return [*findings, *_clock(offsets)]


def _watch_the_time(offsets: list[timedelta], clock: Callable[[], datetime]) -> aiohttp.TraceConfig:
    async def note(_session: object, _context: SimpleNamespace, end: aiohttp.TraceRequestEndParams) -> None:
        if date := end.response.headers.get("Date"):
            offsets.append(clock() - parsedate_to_datetime(date))

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(note)
    return trace


def _clock(offsets: list[timedelta]) -> list[Finding]:
    """A slow answer makes this clock look fast, so the least difference counts; Discord's time is in whole seconds."""
    if not offsets:
        return []
    off = min(offsets, key=abs)
    seconds = abs(off.total_seconds())
    says = f"This machine's clock is {seconds:,.0f} seconds {'ahead of' if off > timedelta() else 'behind'} Discord's."
    cure = "Let the system keep time: timedatectl set-ntp true"
    if abs(off) >= CLOCK_WRONG:
        return [wrong("clock", says, cure)]
    if abs(off) >= CLOCK_OFF:
        return [better("clock", says, cure)]
    return [well("clock", "This machine's clock agrees with Discord's.")]


def _intents(settings: Settings, client: discord.Client) -> list[Finding]:
    application = client.application
    assert application is not None
    flags = application.flags
    granted = flags.gateway_message_content or flags.gateway_message_content_limited
    if settings.discord.message_content and not granted:
        return [
            wrong(
                "intents",
                "[discord] message_content is true, but the application has no Message Content intent.",
                "Switch it on in the Developer Portal (Bot → Message Content Intent), or set message_content = false",
                ExitCode.INTENT_REFUSED,
            )
        ]
    if granted and not settings.discord.message_content:
        return [
            better(
                "intents",
                "The application has the Message Content intent, which [discord] message_content = false does not use.",
                "Switch it off in the Developer Portal (Bot → Message Content Intent); the bot does not need it",
            )
        ]
    return [well("intents", "The intents are those of the configuration.")]


async def _shards(settings: Settings, client: discord.Client) -> list[Finding]:
    """Which are this process's, where the host has set how many there are, and whether that is enough."""
    count, ids = settings.discord.shard_count, settings.discord.shard_ids
    if count is None:
        return []
    recommended, _address, _limits = await client.http.get_bot_gateway()
    says = f"With these settings a process has shards {listed(ids or range(count))} of {count}"
    if count >= recommended:
        return [well("shards", f"{says}, and Discord recommends {recommended}.")]
    cure = f"Stop all processes, set shard_count = {recommended} for each, share shard_ids out anew, and start them"
    if ids is None:
        cure = f"Set shard_count = {recommended}, or leave it out: then Discord says it at each start"
    return [better("shards", f"{says}, but Discord recommends {recommended}.", cure)]


async def _servers(settings: Settings, client: discord.Client, wanted: Mapping[int, Wishes]) -> list[Finding]:
    ids = [guild.id async for guild in client.fetch_guilds(limit=None, with_counts=False)]
    if not ids:
        address = discord.utils.oauth_url(client.application_id or 0, permissions=INVITED_WITH)
        return [better("servers", "The bot is in no server yet.", f"Invite it: {address}")]
    asked_daily = [guild_id for guild_id in ids if guild_id in wanted]
    looked = [*asked_daily, *(guild_id for guild_id in ids if guild_id not in wanted)][:SERVERS]
    findings: list[Finding] = []
    for guild_id in looked:
        wish = wanted.get(guild_id, Wishes())
        try:
            findings += await _server(client, guild_id, wish, wish.held_in or settings.interviews.held_in)
        except (discord.Forbidden, discord.NotFound) as error:
            says = f"Server {guild_id} cannot be looked at (status {error.status}, code {error.code})."
            findings.append(better("permissions", says, "Invite the bot there again"))
    if not findings:
        says = f"{len(looked):,} of {len(ids):,} servers give the bot what it needs in every channel that it sees."
        findings.append(well("permissions", says))
    return findings


async def _server(client: discord.Client, guild_id: int, wish: Wishes, held_in: str) -> list[Finding]:
    assert client.user is not None
    guild = await client.fetch_guild(guild_id, with_counts=False)
    channels = [each for each in await guild.fetch_channels() if isinstance(each, discord.TextChannel)]
    me = await guild.fetch_member(client.user.id)
    where = f"In the server {guild.name} ({guild.id})"
    return list(_in_channels(where, {channel: channel.permissions_for(me) for channel in channels}, wish, held_in))


def _in_channels(
    where: str, mine: Mapping[discord.TextChannel, discord.Permissions], wish: Wishes, held_in: str
) -> Iterator[Finding]:
    daily = next((channel for channel in mine if channel.id == wish.daily_channel_id), None)
    if wish.daily_channel_id is not None and daily is None:
        says = f"{where} the channel {wish.daily_channel_id} of the question of the day is gone."
        yield wrong("permissions", says, "/daily set there with another channel")
    if daily is not None and (missing := lacks(mine[daily], "channel")):
        says = f"{where} the question of the day cannot be asked in #{daily.name}: {', '.join(missing)} is missing."
        yield wrong("permissions", says, "Give it to the bot's role in that channel, or choose another with /daily set")
    # A channel that the bot does not see is none of its business.
    seen = {channel: lacks(held, held_in) for channel, held in mine.items() if held.view_channel}
    if not seen:
        says = f"{where} the bot sees no text channel."
        yield wrong("permissions", says, "Give View Channel to the bot's role where interviews are to be held")
    short = {channel: missing for channel, missing in seen.items() if missing}
    if not short:
        return
    names = dict.fromkeys(name for missing in short.values() for name in missing)
    channels = [f"#{channel.name}" for channel in short]
    listed = ", ".join(channels[:5]) + (f" and {len(channels) - 5} more" if len(channels) > 5 else "")  # noqa: PLR2004
    says = f"{where} interviews are not held as wanted ({held_in}) in {listed}: {', '.join(names)} is missing."
    cure = "Give it to the bot's role there, or let /settings hold interviews in private, which needs none"
    yield (wrong if len(short) == len(seen) else better)("permissions", says, cure)
