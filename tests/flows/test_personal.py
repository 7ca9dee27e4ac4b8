"""What needs no server works in direct messages, in group chats, and as an app of one's own in any server."""

from __future__ import annotations

import pytest

from tests.flows.conftest import GOOD, labels, shown

PRIVATE = ["help", "history", "privacy delete", "privacy export", "privacy hide", "privacy show", "progress", "review"]
"""Commands that answer the member alone, wherever they are typed."""


@pytest.fixture
def as_own_app(world, incoming) -> None:
    """The server does not have the bot; Ada has installed it for herself."""
    incoming["authorizing_integration_owners"] = {"1": str(world.ada.id)}


@pytest.fixture
def in_group_chat(incoming) -> None:
    incoming["context"] = 2


async def interview(world, **options):
    return (await world.ada.user.slash("interview", topic="sky", level="junior", **options)).response


@pytest.mark.parametrize("command", PRIVATE)
async def test_in_direct_messages(world, command):
    result = await world.ada.user.slash(command)
    assert shown(result.response).strip() or result.response.attachments


@pytest.mark.parametrize("command", PRIVATE)
async def test_after_an_interview_in_direct_messages(world, command):
    card = await interview(world)
    await world.answer(card, GOOD, who=world.ada.user)
    result = await world.ada.user.slash(command)
    assert shown(result.response).strip() or result.response.attachments


@pytest.mark.usefixtures("as_own_app")
@pytest.mark.parametrize("command", PRIVATE)
async def test_in_a_server_without_the_bot(world, command):
    result = await world.ada.slash(world.channel, command)
    assert result.ephemeral
    assert shown(result.response).strip() or result.response.attachments


@pytest.mark.usefixtures("as_own_app")
async def test_an_interview_in_a_server_without_the_bot(world):
    """Nothing but answers to what was pressed: a bot that is not there can send no message of its own."""
    mark = world.mark
    result = await world.ada.slash(world.channel, "interview", topic="sky", level="junior")
    assert result.ephemeral
    assert "I am not a member of this server, so only you see this." in shown(result.response)
    feedback = await world.answer(result.response, GOOD)
    over = (await world.ada.click(feedback, label="Finish")).response
    assert "100" in shown(over)
    sent = world.requests_since(mark)
    assert sent
    assert all(request.startswith(("POST /interactions", "PATCH /webhooks", "POST /webhooks")) for request in sent), (
        sent
    )


@pytest.mark.usefixtures("in_group_chat")
async def test_an_interview_in_a_group_chat(world):
    card = await interview(world)
    assert "In a group chat only you see this." in shown(card)
    assert card.ephemeral
    assert labels(await world.answer(card, GOOD, who=world.ada.user))[0] == "Finish"


@pytest.mark.usefixtures("in_group_chat")
@pytest.mark.parametrize("command", PRIVATE)
async def test_in_a_group_chat(world, command):
    result = await world.ada.user.slash(command)
    assert result.ephemeral
