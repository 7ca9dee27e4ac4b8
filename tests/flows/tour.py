"""Every card that has something to press: how each comes about, and how anybody presses anything on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from simcord import actors

from bot.discord_ui.actions import Press
from bot.discord_ui.layout import Card
from bot.interview import Rules
from tests.flows.conftest import GOOD, HALF, World, walk

MENU = 3


def pressable(card) -> list[dict[str, Any]]:
    """The buttons and menus of a card that a member could press."""
    return [c for c in walk(card.components) if "custom_id" in c and not c.get("disabled")]


async def press(world: World, who, card, component: dict[str, Any]):
    """Press a button, or choose a menu's first option, on a card that ``who`` need not be able to see."""
    data: dict[str, Any] = {"custom_id": component["custom_id"], "component_type": component["type"]}
    if component["type"] == MENU:
        data["values"] = [component["options"][0]["value"]]
    channel_id = card.channel_id if hasattr(card, "channel_id") else card.channel.id
    return await actors._component_interaction(who, world.env.backend.get_message(channel_id, card.id), data)


async def press_old(world: World, who, action: str, *arguments: object):
    """Press a button that an old message in the channel still has, or could have had."""
    channel = world.bot.get_channel(world.channel.id)
    card = await channel.send(view=Card().text("An old card").row(Press("Old", action, *arguments)).view())
    return await press(world, who, card, pressable(card)[0])


async def _question(world: World):
    return await world.begin(level="junior")


async def _hinted(world: World):
    return (await world.ada.click(await _question(world), label=f"Hint (−{Rules().hint_price})")).response


async def _exam(world: World):
    return await world.begin(mode="exam")


async def _feedback(world: World):
    return await world.answer(await _question(world), HALF)


async def _feedback_left_behind(world: World):
    feedback = await world.answer(await world.begin(questions=2), HALF)
    return (await world.ada.click(feedback, label="Next")).response


async def _model_answer(world: World):
    return (await world.ada.click(await _feedback(world), label="Model answer")).response


async def _end(world: World):
    await world.ada.click(await world.answer(await _question(world), GOOD), label="Finish")
    return world.card


async def _end_by_silence(world: World):
    await _feedback(world)
    await world.silence()
    return world.card


async def _look_again(world: World):
    return (await world.ada.select(await _end(world), ["0"])).response


async def _open_already(world: World):
    await _question(world)
    return (await world.ada.slash(world.channel, "interview", topic="sky")).response


async def _stale(world: World):
    card = await world.begin(questions=2)
    await world.ada.click(card, label="Skip")
    return (await press_old(world, world.ada, "answer", (await world.interview()).id, 0)).response


async def _board(world: World):
    await _end(world)
    return (await world.ada.slash(world.channel, "leaderboard")).response


async def _help(world: World):
    return (await world.ada.slash(world.channel, "help")).response


async def _settings(world: World):
    return (await world.mona.slash(world.channel, "settings", interviews="private", questions=20)).response


CARDS: dict[str, Callable[[World], Awaitable[Any]]] = {
    "question": _question,
    "question with a hint": _hinted,
    "question of an exam": _exam,
    "feedback": _feedback,
    "feedback left behind": _feedback_left_behind,
    "model answer": _model_answer,
    "end": _end,
    "end by silence": _end_by_silence,
    "look again": _look_again,
    "open already": _open_already,
    "stale": _stale,
    "board": _board,
    "help": _help,
    "settings": _settings,
}
