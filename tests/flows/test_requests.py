"""What the bot asks of Discord: few requests, and only such as are documented.

Every flow test checks every request it caused (see conftest); here is what that check needs, and what it finds.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.flows.conftest import HALF
from tests.flows.openapi import MISSING, description, problems


def sent(method="POST", path="/channels/1/messages", **body):
    return SimpleNamespace(method=method, path=path, json=body, params={})


def test_openapi_description():
    """The description of Discord's API is at hand, and tells right from wrong."""
    if description() is None:
        pytest.skip(MISSING)
    none = {"parse": []}
    assert problems(sent(content="hello", allowed_mentions=none)) == []
    (problem,) = problems(sent(content=7, allowed_mentions=none))
    assert "content" in problem


def test_a_message_that_could_ping_is_found():
    assert "mentions are not switched off" in problems(sent(content="@everyone"))[-1]
    everybody = {"parse": ["everyone"]}
    assert "mentions are not switched off" in problems(sent(content="@everyone", allowed_mentions=everybody))[-1]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/interactions/1/token/callback", {"type": 4, "data": {"content": "@everyone"}}),
        ("POST", "/interactions/1/token/callback", {"type": 7, "data": {"components": [{"type": 10, "content": "x"}]}}),
        ("POST", "/webhooks/1/token", {"content": "@everyone", "allowed_mentions": {"parse": [], "users": ["1"]}}),
        ("PATCH", "/webhooks/1/token/messages/@original", {"components": [{"type": 10, "content": "<@1>"}]}),
        ("PATCH", "/channels/1/messages/2", {"embeds": [{"description": "x"}]}),
        ("POST", "/channels/1/threads", {"name": "x", "message": {}, "content": "<@1>"}),
    ],
)
def test_it_is_found_wherever_it_is_sent(method, path, body):
    assert "mentions are not switched off" in problems(sent(method, path, **body))[-1]


def test_a_request_that_discord_does_not_know_is_found():
    if description() is None:
        pytest.skip(MISSING)
    assert problems(sent("POST", "/channels/1/nonsense"))


async def test_each_request_of_a_scenario_is_seen(world):
    """simcord lists what is sent to every route, uploads among them."""
    await world.ada.slash(world.channel, "privacy export")
    (export,) = [one for one in world.env.http_requests if "callback" in one.path]
    assert export.json["data"]["attachments"]
    assert export.json["data"]["allowed_mentions"]["parse"] == []


async def test_what_a_whole_interview_costs(world):
    """Twelve requests for two questions in a thread, four of which count towards Discord's limit for the whole bot.

    Replies to interactions (callbacks and webhooks) have limits of their own.
    """
    before = world.mark
    card = await world.begin(questions=2)
    opening = ["POST /interactions/callback", "POST /channels/threads", "POST /channels/messages"]
    assert world.requests_since(before) == [*opening, "PATCH /webhooks/messages/@original"]
    for label in ("Next", "Finish"):
        before = world.mark
        form = await world.ada.click(card, label="Answer")
        assert world.requests_since(before) == ["POST /interactions/callback"]
        before = world.mark
        feedback = (await world.ada.submit_modal(form, {"answer": HALF})).response
        assert world.requests_since(before) == ["POST /interactions/callback"]
        before = world.mark
        await world.ada.click(feedback, label=label)
        assert world.requests_since(before) == ["POST /interactions/callback", "PATCH /channels/messages"]
        card = world.card


@pytest.mark.parametrize("label", ["Hint (−5)", "Skip", "End"])
async def test_a_press_costs_one_request(world, label):
    card = await world.begin(level="junior")
    before = world.mark
    await world.ada.click(card, label=label)
    assert world.requests_since(before) == ["POST /interactions/callback"]


async def test_private_and_in_the_channel_the_whole_interview_costs_callbacks_only(world):
    before = world.mark
    card = (await world.ada.slash(world.channel, "interview", topic="sky", questions=2, private=True)).response
    for label in ("Next", "Finish"):
        card = (await world.ada.click(await world.answer(card, HALF), label=label)).response
    assert set(world.requests_since(before)) == {"POST /interactions/callback"}
