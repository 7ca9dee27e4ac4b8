"""Interactions as anybody could send them: an id that the bot never made, or made for somebody else or elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import discord
from simcord import ChannelHandle, actors
from simcord.backend import serializers
from simcord.enums import InteractionType

from bot.discord_ui.actions import BUTTON, FORM, MENU, Choose, Press
from bot.discord_ui.layout import Card
from tests.flows.conftest import World

ACTION = "to-be-forged"
BUTTONS = {BUTTON: 2, MENU: 3}


async def channel_of(world: World, who) -> ChannelHandle:
    """Where ``who`` can press: a text channel of the member's server, or the direct chat with the bot."""
    if hasattr(who, "guild"):
        here = world.channel.id if who.guild.id == world.guild.id else next(iter(who.guild.channels.values())).id
        return ChannelHandle(world.env, who.guild, world.env.backend.get_channel(here))
    chat = await world.bot.create_dm(discord.Object(who.id))
    return ChannelHandle(world.env, None, world.env.backend.get_channel(chat.id))


async def forge(
    world: World, who, custom_id: str, *, values: Sequence[str] = (), fields: Mapping[str, Any] | None = None
):
    """Press, choose or send something with this id; ``fields`` are what stands in a form."""
    channel = await channel_of(world, who)
    kind = custom_id.partition(":")[0]
    extra: dict[str, Any] = {}
    on = None
    if kind == FORM:
        data: dict[str, Any] = {"custom_id": custom_id, "components": [_field(*one) for one in (fields or {}).items()]}
        of_type = InteractionType.MODAL_SUBMIT
    else:
        option = discord.SelectOption(label="Forged", value="0")
        item = Press("Forged", ACTION) if kind == BUTTON else Choose("Forged", [option], ACTION)
        place = world.bot.get_channel(channel.id) or await world.bot.create_dm(discord.Object(who.id))
        card = await place.send(view=Card().text("A card of the bot's").row(item).view())
        on = card.id
        payload = dict(
            serializers.message_payload(world.env.backend, world.env.backend.get_message(channel.id, card.id))
        )
        made = json.dumps(payload).replace(json.dumps(f"{kind}:{ACTION}"), json.dumps(custom_id))
        extra = {"message": json.loads(made)}
        data = {"custom_id": custom_id, "component_type": BUTTONS[kind]}
        if kind == MENU:
            data["values"] = list(values)
        of_type = InteractionType.MESSAGE_COMPONENT
    return await actors._dispatch_actor_interaction(who, of_type, channel, data, extra=extra, source_message_id=on)


def _field(name: str, value: Any) -> dict[str, Any]:
    given = {"values": value} if isinstance(value, list) else {"value": value}
    return {"type": 18, "component": {"type": 3 if isinstance(value, list) else 4, "custom_id": name, **given}}
