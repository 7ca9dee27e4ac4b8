"""Every card that has something to press: how each comes about, and how anybody presses anything on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from simcord import actors

from bot.discord_ui.actions import Press
from bot.discord_ui.layout import Card
from bot.interview import Rules
from tests.flows import rounds
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


async def _review(world: World):
    """Nothing is due, and reminders are offered."""
    return (await world.ada.slash(world.channel, "review")).response


async def _reminders(world: World):
    form = await world.ada.click(await _review(world), label="Remind me")
    return (await world.ada.submit_modal(form, {"hour": ["9"], "zone": "UTC"})).response


async def _progress(world: World):
    await _end(world)
    world.bot.clock.ahead += timedelta(days=400)
    return (await world.ada.slash(world.channel, "progress")).response


async def _history(world: World):
    await _end(world)
    return (await world.ada.slash(world.channel, "history")).response


async def _past(world: World):
    await _progress(world)
    await _end(world)
    card = (await world.ada.slash(world.channel, "history")).response
    menu = next(c for c in walk(card.components) if c["type"] == MENU)
    return (await world.ada.select(card, [menu["options"][0]["value"]])).response


async def _appeals(world: World):
    """Two wait, so that everything can be pressed."""
    for who in (world.ada, world.mona):
        card = await world.answer(await world.begin(who, level="junior"), HALF, who=who)
        form = await who.click(card, label="Appeal")
        await who.submit_modal(form, {"point": ["short-waves"], "why": "I say so."})
    return (await world.mona.slash(world.channel, "appeals")).response


async def _bank_topic(world: World):
    entry = "  - id: q{0}\n    ask: What is number {0} good for?\n    answer: Nothing but a {0}.\n"
    text = "topic: many\ntitle: Many\nquestions:\n" + "".join(entry.format(number) for number in range(15))
    await world.mona.slash(world.channel, "bank upload", file=("many.yaml", text.encode()))
    return (await world.mona.slash(world.channel, "bank show", topic="many")).response


async def _bank_removal(world: World):
    await _bank_topic(world)
    return (await world.mona.slash(world.channel, "bank remove", topic="many")).response


async def _privacy(world: World):
    await _end(world)
    return (await world.ada.slash(world.channel, "privacy show")).response


async def _privacy_hide(world: World):
    return (await world.ada.slash(world.channel, "privacy hide")).response


async def _privacy_delete(world: World):
    return (await world.ada.slash(world.channel, "privacy delete")).response


async def _round(world: World):
    await rounds.start(world, questions=3)
    return rounds.last(world)


async def _receipt(world: World):
    return await rounds.answer(world, world.ada, await _round(world), HALF)


async def _closed(world: World):
    await _receipt(world)
    card = rounds.last(world)
    await world.mona.click(card, label="Reveal")
    return rounds.again(world, card)


async def _reveal(world: World):
    await _closed(world)
    return rounds.last(world)


async def _podium(world: World):
    await _reveal(world)
    for label in ("Next question", "Reveal", "End"):
        await world.mona.click(rounds.last(world), label=label)
    return rounds.last(world)


async def _round_running(world: World):
    await _round(world)
    return await rounds.start(world)


async def _round_feedback(world: World):
    return (await world.ada.click(await _reveal(world), label="My feedback")).response


async def _daily(world: World):
    given = {"channel": world.channel, "time": "9", "timezone": "UTC"}
    return (await world.mona.slash(world.channel, "daily set", **given)).response


FOR_EVERYBODY: dict[str, Callable[[World], Awaitable[Any]]] = {
    "question of a round": _round,
    "receipt of a round": _receipt,
    "closed question of a round": _closed,
    "reveal of a round": _reveal,
    "podium": _podium,
    "round in this channel already": _round_running,
    "question of the day": _daily,
}
"""Cards that are meant for whoever presses, or that have nothing to press."""

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
    "appeals": _appeals,
    "topic of a bank": _bank_topic,
    "removal of a topic": _bank_removal,
    "nothing due": _review,
    "reminders": _reminders,
    "progress": _progress,
    "history": _history,
    "past answer": _past,
    "help": _help,
    "settings": _settings,
    "privacy": _privacy,
    "privacy hide": _privacy_hide,
    "privacy delete": _privacy_delete,
    "feedback of a round": _round_feedback,
} | FOR_EVERYBODY
