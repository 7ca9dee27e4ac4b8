"""What members of a group do in a round, and what they see of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.interview.podium import Entry
from bot.interview.round import Round
from bot.store import entries, rounds
from bot.store.tables import round_
from tests.flows.conftest import World, shown


async def start(world: World, who=None, *, channel=None, **options):
    """Begin a round; what its host sees."""
    return (await (who or world.mona).slash(channel or world.channel, "round", **({"topic": "sky"} | options))).response


def messages(world: World, channel=None) -> list[Any]:
    """What stands in the channel for everybody."""
    return [one for one in (channel or world.channel).history(viewer=world.ada) if not one.flags.ephemeral]


def last(world: World, channel=None):
    return messages(world, channel)[-1]


def again(world: World, message):
    """A message as it stands in the channel now."""
    return next(one for one in messages(world) if one.id == message.id)


async def answer(world: World, who, card, text: str, *, label: str = "Answer", **more):
    """Send an answer through the form; what its writer sees then."""
    form = await who.click(card, label=label)
    assert form.modal, shown(form.response)
    return (await who.submit_modal(form, {"answer": text} | more)).response


async def press(who, card, label: str):
    return (await who.click(card, label=label)).response


async def pass_time(world: World, **time: float) -> None:
    """Let time pass until the bot has looked for what is due."""
    world.bot.clock.ahead += timedelta(**time)
    await world.env.advance_time(21)


async def a_minute(world: World) -> None:
    """The time for a question of one minute passes, with its grace."""
    await pass_time(world, minutes=1)


async def present(world: World) -> Round:
    """The round that was begun last."""
    async with world.bot.database.read() as connection:
        row = (await connection.execute(round_.select().order_by(round_.c.id.desc()))).first()
        return await rounds.get(connection, row.id)


async def written(world: World) -> list[Entry]:
    """What has been written in that round."""
    async with world.bot.database.read() as connection:
        return await entries.of(connection, (await present(world)).id)


def prefilled(form) -> dict[str, Any]:
    """What stands in a form when it opens, by the ids of its fields."""
    found = {}
    for label in form.modal["components"]:
        field = label.get("component", {})
        if "options" in field:
            found[field["custom_id"]] = next((o["value"] for o in field["options"] if o.get("default")), None)
        elif field:
            found[field["custom_id"]] = field.get("value", field.get("default"))
    return found
