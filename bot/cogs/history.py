"""``/history``."""

from __future__ import annotations

from typing import Any

from discord import app_commands
from discord.ext import commands

from bot.bank import Bank
from bot.cogs.topics import CHOICES, NAME, known_topic, topic_choices
from bot.discord_ui.actions import ID, PLACE, ROLE, SLUG, TOPIC, Action, Interaction, one_of
from bot.discord_ui.cards.history import history_card, past_card
from bot.discord_ui.guard import guarded
from bot.discord_ui.reply import in_time, publish, redraw, whisper
from bot.discord_ui.text import cut
from bot.errors import RefusedError, Translatable
from bot.interview import Rules
from bot.interview.attempt import Attempt, Source
from bot.store import Database, attempts, history
from bot.store.banks import Banks

NOT_KEPT = Translatable("This answer is not stored here any more, or it is somebody else's.")
NO_QUESTION = Translatable("You have no answer to such a question. Choose one of those that are offered.")


class HistoryCog(commands.Cog):
    """What a member answered, with the feedback as it was given, for that member alone."""

    def __init__(self, client: Any, database: Database, banks: Banks, rules: Rules) -> None:
        self._client = client
        self._database = database
        self._banks = banks
        self._rules = rules

    async def cog_load(self) -> None:
        self._client.actions.add(
            {
                "history": Action(self._list, TOPIC),
                "past": Action(self._look, f"{one_of(*Source)}-{ID}-{PLACE}"),
                "past-page": Action(self._turn, ID, ROLE, PLACE, TOPIC),
                "past-all": Action(self._all, SLUG, f"-?{PLACE}"),  # -1: the bank has lost it
            }
        )

    @app_commands.command(description="Your past answers with their feedback, the newest first")
    @app_commands.describe(topic="Only this topic", question="Only this question, then and now")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def history(self, interaction: Interaction, topic: str | None = None, question: str | None = None) -> None:
        async def work() -> None:
            bank = await self._banks.of(interaction.guild_id)
            named = known_topic(topic, bank)
            those = await self._mine(interaction.user.id, bank, named)
            if question is not None:
                those = _to_question(those, question)
                named = those[0].topic
            one = those[0].question if question is not None else None
            await publish(interaction, history_card(those, 0, bank, interaction.user.id, named, one), ephemeral=True)

        await guarded(interaction, in_time(interaction, work(), ephemeral=True))

    @history.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return topic_choices(await self._banks.of(interaction.guild_id), typed)

    @history.autocomplete("question")
    async def _questions(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """The questions that the member has answered, those of the chosen topic if there is one."""
        bank = await self._banks.of(interaction.guild_id)
        topic = interaction.namespace.topic
        those = await self._mine(interaction.user.id, bank, topic if topic in bank.topics else None)
        wanted = typed.strip().casefold()
        found = {}
        for one in those:
            asked = bank.get(one.topic, one.question)
            name = asked.ask if asked else one.question
            if wanted in name.casefold() or wanted in one.question:
                found[f"{one.topic}/{one.question}"] = cut(" ".join(name.split()), NAME)
        return [app_commands.Choice(name=name, value=value) for value, name in list(found.items())[:CHOICES]]

    async def _list(self, interaction: Interaction, arguments: list[str]) -> None:
        bank = await self._banks.of(interaction.guild_id)
        topic = arguments[0] or None
        those = await self._mine(interaction.user.id, bank, topic)
        await whisper(interaction, history_card(those, 0, bank, interaction.user.id, topic))

    async def _turn(self, interaction: Interaction, arguments: list[str]) -> None:
        """Turn the page for its owner; anybody else gets answers of their own."""
        owner, _role, page, topic = arguments
        bank = await self._banks.of(interaction.guild_id)
        those = await self._mine(interaction.user.id, bank, topic or None)
        view = history_card(those, int(page), bank, interaction.user.id, topic or None)
        await (redraw if interaction.user.id == int(owner) else whisper)(interaction, view)

    async def _all(self, interaction: Interaction, arguments: list[str]) -> None:
        topic, place = arguments[0], int(arguments[1])
        bank = await self._banks.of(interaction.guild_id)
        questions = bank.topics[topic].questions if topic in bank.topics else ()
        if not 0 <= place < len(questions):
            raise RefusedError(NO_QUESTION)
        those = _to_question(await self._mine(interaction.user.id, bank, topic), questions[place].id)
        await whisper(interaction, history_card(those, 0, bank, interaction.user.id, topic, questions[place].id))

    async def _look(self, interaction: Interaction, arguments: list[str]) -> None:
        source, source_id, position = arguments[0].split("-")
        member_id, bank = interaction.user.id, await self._banks.of(interaction.guild_id)
        async with self._database.read() as connection:
            one = await attempts.get(connection, Source(source), int(source_id), int(position), member_id)
            told = [] if one is None else await history.newest(connection, member_id, one.topic, one.question)
            past = await history.get(connection, one) if one in told else None
            earlier = [other for other in told if one is not None and other.since < one.since]
            before = await history.get(connection, earlier[0]) if earlier else None
        if past is None:
            raise RefusedError(NOT_KEPT)
        await whisper(interaction, past_card(past, before, bank, self._rules))

    async def _mine(self, member_id: int, bank: Bank, topic: str | None) -> list[Attempt]:
        """A member's answers, of topics that are known here: those of another server's own stay there."""
        async with self._database.read() as connection:
            those = await history.newest(connection, member_id, topic)
        return [one for one in those if one.topic in bank.topics]


def _to_question(those: list[Attempt], typed: str) -> list[Attempt]:
    """The answers to the question that was meant: ``topic/question`` or the question's own name."""
    wanted = typed.strip().casefold()
    found = [one for one in those if wanted in (f"{one.topic}/{one.question}", one.question)]
    if not found:
        raise RefusedError(NO_QUESTION)
    first = (found[0].topic, found[0].question)
    return [one for one in found if (one.topic, one.question) == first]
