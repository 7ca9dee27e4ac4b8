"""The ids of buttons, menus and forms, and the limits of cards."""

from __future__ import annotations

import pytest

from bot.discord_ui.actions import BUTTON, CUSTOM_ID, FORM, ITEMS, custom_id, split
from tests.flows.conftest import HALF, component_ids, walk
from tests.flows.tour import CARDS, press_old, pressable


@pytest.mark.parametrize("name", CARDS)
async def test_a_card_keeps_the_limits_of_discord(world, name):
    """And each of its ids is known to one kind of component (discord.py lets all that fit answer) and to one handler."""
    card = await CARDS[name](world)
    components = list(walk(card.components))
    texts = [c["content"] for c in components if c["type"] == 10]
    assert 1 <= len(components) <= 40
    assert 1 <= sum(map(len, texts)) <= 4000
    assert all(len(c["label"]) <= 38 for c in components if c["type"] == 2)
    ids = component_ids(card)
    assert len(set(ids)) == len(ids)
    for one in ids:
        assert len(one) <= CUSTOM_ID
        assert sum(item.__discord_ui_compiled_template__.fullmatch(one) is not None for item in ITEMS) == 1
    for component in pressable(card):
        assert split(component["custom_id"])[0] in world.bot.actions.names


async def test_forms_have_handlers_too(world):
    card = await world.begin(level="junior")
    first = await world.ada.click(card, label="Answer")
    feedback = (await world.ada.submit_modal(first, {"answer": HALF})).response
    forms = [first, *[await world.ada.click(feedback, label=one) for one in ("Try the missing points", "Follow-up")]]
    assert {split(form.modal["custom_id"])[0] for form in forms} == {"first", "second", "followed"}
    for form in forms:
        made = form.modal["custom_id"]
        assert made.startswith(f"{FORM}:")
        assert len(made) <= CUSTOM_ID
        assert split(made)[0] in world.bot.actions.names
        assert not any(item.__discord_ui_compiled_template__.fullmatch(made) for item in ITEMS)


async def test_the_longest_ids_fit(world):
    """The longest slug, the largest numbers."""
    slug, large = "a" * 48, 2**63 - 1
    assert len(custom_id(BUTTON, "replace", 10**12, slug, 20, "junior", "practice", 1)) <= CUSTOM_ID
    assert len(custom_id(BUTTON, "page", large, "period", "month", 10**6, slug)) <= CUSTOM_ID
    assert len(custom_id(BUTTON, "past-page", large, "older", 10**6, slug)) <= CUSTOM_ID
    assert len(custom_id(FORM, "followed", 10**12, 19, large, 99)) <= CUSTOM_ID


async def test_an_action_of_an_older_version(world):
    """Its button stays in old messages; it answers with a sentence."""
    reply = (await press_old(world, world.ada, "forgotten", 1)).response
    assert reply.content == "That belongs to an older version of the bot. Type /help to see what there is now."
    assert reply.ephemeral
