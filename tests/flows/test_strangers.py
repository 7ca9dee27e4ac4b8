"""Whoever presses on somebody else's card gets a sentence, and nothing changes."""

from __future__ import annotations

import pytest

from tests.flows.conftest import GOOD, shown
from tests.flows.tour import CARDS, FOR_EVERYBODY, press, pressable

WITH_BUTTONS = sorted(CARDS.keys() - FOR_EVERYBODY.keys() - {"model answer", "help", "settings"})


@pytest.mark.parametrize("name", WITH_BUTTONS)
async def test_a_stranger_presses_everything(world, name):
    card = await CARDS[name](world)
    components = pressable(card)
    assert components
    before = shown(card)
    rows = await world.rows()
    for component in components:
        pressed = await press(world, world.bo, card, component)
        assert pressed.modal is None, component
        reply = pressed.response
        assert reply.id != card.id, component
        assert reply.ephemeral, component
        assert len(shown(reply).strip()) > 20, component
        assert await world.rows() == rows, component
    assert shown(card) == before


async def test_the_sentence(world):
    card = await CARDS["question"](world)
    pressed = await world.bo.click(card, label="Answer")
    assert pressed.response.content == "This is somebody else's interview. Type /interview for one of your own."


async def test_a_stranger_sees_the_board_as_their_own(world):
    """Its pages and periods turn for whoever asked for it; anybody else gets a board of their own, in private."""
    card = await CARDS["board"](world)
    turned = (await world.bo.click(card, label="All time")).response
    assert turned.ephemeral
    assert "You are not on this board yet." in shown(turned)
    assert "all time" in shown(turned)
    month = await world.bo.click(turned, label="This month")
    assert month.response.id == turned.id
    assert "this week" in shown(card)


async def test_a_stranger_cannot_send_a_form_for_somebody_else(world):
    """A form names its interview, but who sends it is who Discord says."""
    card = await CARDS["question"](world)
    interview = await world.interview()
    await world.bo.slash(world.channel, "interview", topic="sky", level="junior", private=True)
    form = await world.ada.click(card, label="Answer")
    form._interaction.user_id = world.bo.id
    form._interaction.modal["custom_id"] = f"hf1:first:{interview.id}:0:{world.ada.id}"
    rows = await world.rows()
    sent = await world.bo.submit_modal(form, {"answer": GOOD})
    assert "somebody else's interview" in sent.response.content
    assert await world.rows() == rows
