"""What the bot asks of Discord: few requests, and only such as are documented.

Every test checks every request that it caused (see tests/conftest.py); here is what that check needs, and what it
finds.
"""

from __future__ import annotations

from contextlib import suppress
from types import SimpleNamespace

import pytest
from simcord.backend.errors import BackendError
from simcord.http import router

from tests.flows.conftest import HALF
from tests.flows.limits import V2, broken
from tests.flows.openapi import MISSING, checked, description, problems, undocumented_answer


def sent(method="POST", path="/channels/1/messages", **body):
    return SimpleNamespace(method=method, path=path, json=body, params={}, reason=None)


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
        ("POST", "/channels/1/threads", {"name": "x", "message": {"content": "<@1>"}}),
    ],
)
def test_it_is_found_wherever_it_is_sent(method, path, body):
    assert "mentions are not switched off" in problems(sent(method, path, **body))[-1]


def test_a_request_that_discord_does_not_know_is_found():
    if description() is None:
        pytest.skip(MISSING)
    assert problems(sent("POST", "/channels/1/nonsense"))


CARD, FORM, COMMANDS = "/channels/1/messages", "/interactions/1/token/callback", "/applications/1/commands"


def text(content="x"):
    return {"type": 10, "content": content}


def button(custom_id="a", label="x"):
    return {"type": 2, "style": 1, "custom_id": custom_id, "label": label}


def row(*held):
    return {"type": 1, "components": list(held)}


def menu(*labels, **more):
    options = [{"label": label, "value": f"{place}"} for place, label in enumerate(labels)]
    return row({"type": 3, "custom_id": "m", "options": options} | more)


def field(**more):
    return {"type": 18, "label": "l", "component": {"type": 4, "custom_id": "f", "style": 2} | more}


def card(*components):
    return CARD, {"flags": V2, "components": list(components)}


def form(*components, **more):
    return FORM, {"type": 9, "data": {"title": "t", "custom_id": "c", "components": list(components)} | more}


def embeds(*each):
    return CARD, {"embeds": list(each)}


def commands(**more):
    return COMMANDS, [{"name": "review", "description": "d"} | more]


AT_THE_LIMIT = {
    "content": (CARD, {"content": "x" * 2000}),
    "text of a card": card(text("x" * 2000), text("y" * 2000)),
    "components": card(*[text()] * 40),
    "buttons": card(row(*[button(f"{n}" * 100, "x" * 80) for n in range(5)])),
    "a menu": card(menu(*["x" * 100] * 25, placeholder="x" * 150)),
    "embeds": embeds(*[{"title": "x" * 256, "description": "y" * 344}] * 10),
    "a form": form(*[field(custom_id=f"{n}", max_length=4000, value="x" * 4000) for n in range(5)], title="t" * 45),
    "a thread": ("/channels/1/threads", {"name": "x" * 100}),
    "a completion": (FORM, {"type": 8, "data": {"choices": [{"name": "x" * 100, "value": "y" * 100}] * 25}}),
    "a command": commands(name="x" * 32, description="d" * 100),
}
BEYOND = {
    "content": (CARD, {"content": "x" * 2001}),
    "content of a reply": (FORM, {"type": 4, "data": {"content": "x" * 2001}}),
    "content of an edit": ("/webhooks/1/token/messages/@original", {"content": "x" * 2001}),
    "nothing at all": (CARD, {"content": ""}),
    "text of a card": card(text("x" * 2000), text("y" * 2001)),
    "a text without text": card(text(" ")),
    "components": card(*[text()] * 41),
    "nested components": card(*[{"type": 17, "components": [text()]}] * 21),
    "no flag": (CARD, {"components": [text()]}),
    "content beside a card": (CARD, {"flags": V2, "components": [text()], "content": "x"}),
    "rows": (CARD, {"components": [row(button(f"{n}")) for n in range(6)]}),
    "an empty row": card(row()),
    "buttons of a row": card(row(*[button(f"{n}") for n in range(6)])),
    "a menu beside a button": card(row(button("b"), *menu("x")["components"])),
    "a custom id": card(row(button("x" * 101))),
    "no custom id": card(row(button(""))),
    "a custom id twice": card(row(button("same")), row(button("same"))),
    "a label": card(row(button(label="x" * 81))),
    "options": card(menu(*["x"] * 26)),
    "no options": card(menu()),
    "an option": card(menu("x" * 101)),
    "options alike": card(menu(options=[{"label": "x", "value": "same"}] * 2)),
    "a placeholder": card(menu("x", placeholder="x" * 151)),
    "more than is offered": card(menu("x", min_values=2, max_values=2)),
    "a section": card({"type": 9, "components": [text()] * 4, "accessory": button()}),
    "a gallery": card({"type": 12, "items": []}),
    "embeds": embeds(*[{"title": "x"}] * 11),
    "all embeds": embeds(*[{"description": "x" * 3001}] * 2),
    "a description": embeds({"description": "x" * 4097}),
    "a footer": embeds({"footer": {"text": "x" * 2049}}),
    "fields": embeds({"fields": [{"name": "x", "value": "y"}] * 26}),
    "a field of spaces": embeds({"fields": [{"name": "x", "value": " "}]}),
    "files": (CARD, {"attachments": [{"id": n} for n in range(11)]}),
    "a form's title": form(field(), title="x" * 46),
    "a form's parts": form(*[field(custom_id=f"{n}") for n in range(6)]),
    "an empty form": form(),
    "what a form is filled with": form(field(max_length=10, value="x" * 11)),
    "a field's placeholder": form(field(placeholder="x" * 101)),
    "a form's label": form(field() | {"label": "x" * 46}),
    "a custom id twice in a form": form(field(), field()),
    "a thread": ("/channels/1/threads", {"name": "x" * 101}),
    "completions": (FORM, {"type": 8, "data": {"choices": [{"name": "x", "value": "y"}] * 26}}),
    "a completion": (FORM, {"type": 8, "data": {"choices": [{"name": "x" * 101, "value": "y"}]}}),
    "a command's name": commands(name="No Name"),
    "a command's description": commands(description="x" * 101),
    "a translated description": commands(description_localizations={"de": "x" * 101}),
    "no description": commands(description=""),
    "an option's description": commands(options=[{"name": "o", "description": "x" * 101}]),
    "a choice": commands(options=[{"name": "o", "description": "d", "choices": [{"name": "x" * 101, "value": 1}]}]),
    "commands": (COMMANDS, [{"name": f"c{n}", "description": "d"} for n in range(101)]),
    "a command in all": commands(
        options=[
            {"name": f"o{n}", "description": "d", "choices": [{"name": "x" * 90, "value": "y"}] * 4} for n in range(23)
        ]
    ),
    "what is needed behind what is not": commands(
        options=[{"name": "a", "description": "d"}, {"name": "b", "description": "d", "required": True}]
    ),
}


def request(path, body):
    method = "PUT" if path == COMMANDS else "PATCH" if path.endswith("@original") else "POST"
    return SimpleNamespace(method=method, path=path, json=body, params={}, reason=None)


@pytest.mark.parametrize("name", AT_THE_LIMIT)
def test_what_keeps_a_limit_passes(name):
    assert list(broken(request(*AT_THE_LIMIT[name]))) == []


@pytest.mark.parametrize("name", BEYOND)
def test_what_goes_beyond_a_limit_is_found(name):
    assert list(broken(request(*BEYOND[name])))


def test_an_answer_that_discord_would_not_give_is_found():
    if description() is None:
        pytest.skip(MISSING)
    assert not undocumented_answer("POST", "/channels/1/threads", 201)
    assert undocumented_answer("POST", "/channels/1/threads", 200)


@pytest.mark.parametrize("body", [{"content": "@everyone"}, {"content": "x" * 2001, "allowed_mentions": {"parse": []}}])
async def test_whatever_a_test_sends_is_looked_at_in_the_end(world, body):
    def send():
        with checked(), suppress(BackendError):
            router.dispatch(world.env.backend, "POST", f"/channels/{world.channel.id}/messages", json=body)

    with pytest.raises(AssertionError, match=f"POST /channels/{world.channel.id}"):
        send()
    world.env.http_requests.pop()


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
