"""Discord is told the commands: by one process, and only when they are not the ones it was told last time."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any

import discord
from discord import app_commands

from bot.discord_ui.translator import CatalogueTranslator
from bot.store import Database, facts
from bot.store.shares import FIRST_SHARD

log = logging.getLogger(__name__)

SYNCED = "synchronised commands"
SYNCED_IN = "server of synchronised commands"
_TROUBLE = (discord.HTTPException, app_commands.CommandSyncFailure)


async def sync(bot: Any, database: Database) -> None:
    """Tell Discord the commands, if they have changed.

    Of several processes the one with the first shard does that. Where Discord does not take them, the bot goes on with
    those that it has, and tries again at the next start.
    """
    if bot.shard_ids is not None and FIRST_SHARD not in bot.shard_ids:
        return
    guild_id = bot.settings.discord.development_guild
    guild = None if guild_id is None else discord.Object(guild_id)
    async with database.read() as connection:
        told, told_in = await facts.get(connection, SYNCED), await facts.get(connection, SYNCED_IN)
    if told_in and int(told_in) != guild_id:
        await _take_back(bot, database, discord.Object(int(told_in)))
    if guild is not None:
        bot.tree.copy_global_to(guild=guild)
    await bot.tree.set_translator(CatalogueTranslator())
    payload = [
        await command.get_translated_payload(bot.tree, CatalogueTranslator())
        for command in bot.tree.get_commands(guild=guild)
    ]
    written = json.dumps([str(guild_id), str(bot.application_id), payload], sort_keys=True)
    digest = hashlib.sha256(written.encode()).hexdigest()
    if told == digest:
        return
    try:
        await bot.tree.sync(guild=guild)
    except _TROUBLE as error:
        log.warning("Discord did not take the commands; those that it has stay: %s", error)
        return
    async with database.write() as connection:
        await facts.put(connection, SYNCED, digest)
        if guild_id is not None:
            await facts.put(connection, SYNCED_IN, str(guild_id))


async def _take_back(bot: Any, database: Database, guild: discord.Object) -> None:
    """Take the commands away from a server that is no longer the development guild, where all would show twice."""
    try:
        await bot.tree.sync(guild=guild)
    except (discord.Forbidden, discord.NotFound):
        log.info("The bot is no longer in server %s, which was the development guild", guild.id)
    except _TROUBLE as error:
        log.warning("The commands of server %s, which was the development guild, stay for now: %s", guild.id, error)
        return
    async with database.write() as connection:
        await facts.put(connection, SYNCED, "")
        await facts.put(connection, SYNCED_IN, "")
