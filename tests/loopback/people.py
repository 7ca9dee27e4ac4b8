"""Members who press, type and send forms over the gateway, and look at what the bot shows them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from simcord.backend import serializers
from simcord.backend.models import Interaction, Message
from simcord.enums import AppCommandType, ComponentType, InteractionType, OptionType
from simcord.interactions import base_payload

from tests.flows.conftest import walk
from tests.loopback.front import Front

PATIENCE = 3.5
"""Seconds after which a member's Discord says that the application did not respond; half a second is for the way."""

LATER = 30.0
"""The same after "is thinking"; Discord would wait for a quarter of an hour."""

OPTION_TYPES = {bool: OptionType.BOOLEAN, int: OptionType.INTEGER, str: OptionType.STRING}


class NoAnswerError(Exception):
    """*The application did not respond.*"""


class Person:
    """A member of one server, who speaks in one channel and reads it and the thread opened there for them."""

    def __init__(
        self,
        front: Front,
        guild_id: int,
        channel_id: int,
        name: str = "ada",
        *,
        patience: float = PATIENCE,
        later: float = LATER,
    ) -> None:
        self.front = front
        self.patience, self.later = patience, later
        self._backend = front.backend
        self.guild_id = guild_id
        self.channel_id = channel_id
        self.id = self._backend.make_user(name, global_name=name.title()).id
        self._backend.add_member(guild_id, self.id)

    # ---------------------------------------------------------------- what they do

    async def slash(self, name: str, **options: Any) -> Interaction:
        command = self._backend.find_command(name, self.guild_id, type=AppCommandType.CHAT_INPUT)
        assert command is not None, f"/{name} is not registered"
        given = [{"name": key, "type": OPTION_TYPES[type(value)], "value": value} for key, value in options.items()]
        data = {"id": command["id"], "name": name, "type": AppCommandType.CHAT_INPUT, "options": given}
        return await self._act(InteractionType.APPLICATION_COMMAND, self.channel_id, data)

    async def press(self, message: Message, label: str) -> Interaction:
        custom_id = buttons(message)[label]
        data = {"custom_id": custom_id, "component_type": ComponentType.BUTTON}
        return await self._act(InteractionType.MESSAGE_COMPONENT, message.channel_id, data, message)

    async def fill(self, form: Interaction, text: str) -> Interaction:
        """Send the form that ``form`` was answered with."""
        return await self._act(InteractionType.MODAL_SUBMIT, form.channel_id, *self.filled(form, text))

    async def write(self, channel_id: int, content: str) -> Message:
        """Type a message; nobody waits for an answer."""
        return self._backend.create_message(channel_id, self.id, content)

    def send_form(self, form: Interaction, text: str) -> tuple[Interaction, dict[str, Any]]:
        """Send a form and wait for nothing; what went over the gateway, so that it can go again."""
        return self._send(InteractionType.MODAL_SUBMIT, form.channel_id, *self.filled(form, text))

    def filled(self, form: Interaction, text: str) -> tuple[dict[str, Any], Message | None]:
        assert form.modal is not None, "that was not answered with a form"
        fields = []
        for node in form.modal["components"]:
            if node["type"] != ComponentType.LABEL:
                continue
            field = node["component"]
            given = {"type": field["type"], "custom_id": field["custom_id"], "id": 1}
            fields.append({"type": node["type"], "id": 1, "component": given | {"value": None}})
            if field["type"] == ComponentType.TEXT_INPUT:
                given["value"] = text
                fields[-1]["component"] = given
        source = None
        if form.source_message_id is not None:
            source = self._backend.get_message(form.channel_id, form.source_message_id)
        return {"custom_id": form.modal["custom_id"], "components": fields}, source

    async def _act(
        self, kind: InteractionType, channel_id: int, data: dict[str, Any], on: Message | None = None
    ) -> Interaction:
        interaction, _ = self._send(kind, channel_id, data, on)
        await self.wait(interaction)
        return interaction

    async def wait(self, interaction: Interaction) -> None:
        """Wait for the bot's answer to an interaction.

        Raises:
            NoAnswerError: there is none in time, or no bot to give one.
        """
        if not self.front.gateway.sessions:
            raise NoAnswerError
        try:
            async with asyncio.timeout(self.patience):
                await self.front.answered(interaction).wait()
            if interaction.deferred:
                async with asyncio.timeout(self.later):
                    await self.front.shown(interaction).wait()
        except TimeoutError:
            raise NoAnswerError from None

    def _send(
        self, kind: InteractionType, channel_id: int, data: dict[str, Any], on: Message | None = None
    ) -> tuple[Interaction, dict[str, Any]]:
        interaction, payload = base_payload(
            self._backend, type=kind, channel_id=channel_id, guild_id=self.guild_id, user_id=self.id, data=data
        )
        if on is not None:
            interaction.source_message_id = on.id
            payload["message"] = dict(serializers.message_payload(self._backend, on))
        self._backend.emit("INTERACTION_CREATE", payload)
        return interaction, payload

    # ---------------------------------------------------------------- what they see

    @property
    def places(self) -> Iterator[int]:
        """The channel and the threads in it, the oldest first."""
        yield self.channel_id
        for channel in self._backend.channels.values():
            if channel.is_thread and channel.parent_id == self.channel_id:
                yield channel.id

    def card(self, *labels: str) -> Message | None:
        """The newest message for this member with a button that says one of ``labels``."""
        found = None
        for channel_id in self.places:
            for message in self._backend.messages.get(channel_id, {}).values():
                if message.visible_to(self.id) and any(label in buttons(message) for label in labels):
                    found = message if found is None or message.id > found.id else found
        return found

    async def sees(self, *labels: str, seconds: float = 5.0) -> Message:
        """``card``, as soon as it is there."""
        async with asyncio.timeout(seconds):
            while (card := self.card(*labels)) is None:  # noqa: ASYNC110 - what is waited for happens elsewhere
                await asyncio.sleep(0.01)
        return card


def buttons(message: Message) -> dict[str, str]:
    """The ids of a message's buttons that can be pressed, by what they say."""
    return {
        part["label"]: part["custom_id"]
        for part in walk(message.components)
        if part["type"] == ComponentType.BUTTON and "custom_id" in part and not part.get("disabled")
    }


def text_of(message: Message) -> str:
    """All that a message says."""
    return "\n".join([message.content, *(part["content"] for part in walk(message.components) if part["type"] == 10)])
