"""Carries rounds on: posts what is due, and writes that it is posted.

Before anything is posted the round is claimed in the database, so that of several processes one does it. A process
that ends in the middle leaves a claim that runs out; what is posted then a second time bears the same nonce, by which
Discord knows it.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.cogs.rounds.counter import Counter
from bot.cogs.rounds.desk import RoundDesk
from bot.cogs.shards import share_of
from bot.discord_ui.cards.reveal import reveal_card
from bot.discord_ui.cards.round import closed_question_card, podium_card, round_question_card
from bot.discord_ui.language import posting
from bot.interview.podium import podium
from bot.interview.round import STALE, Round, RoundKind, RoundStage

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Rounds that are carried on at the same time."""
COUNT_INTERVAL = {RoundKind.ROUND: timedelta(seconds=3), RoundKind.DAILY: timedelta(seconds=30)}
"""How often the count on a card is edited at most; Discord allows few edits of messages that are older than an hour."""

_NO_WAY = (discord.Forbidden, discord.NotFound)
_TROUBLE = (discord.HTTPException, aiohttp.ClientError, OSError)


class Conductor:
    """Does what is due in rounds, and keeps the count on their cards."""

    def __init__(self, client: Any, desk: RoundDesk) -> None:
        self._client = client
        self._desk = desk
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._counter = Counter(self._recount)

    async def sweep(self) -> None:
        """Carry on every round of our servers in which something is due."""
        due = await self._desk.due(share_of(self._client))
        await asyncio.gather(*map(self._advance_logged, due))

    async def refresh(self) -> None:
        """Make the counts on the open cards of our servers true, which may have changed while the bot was away."""
        for round_id in await self._desk.taking_answers(share_of(self._client)):
            self._counter.touch(round_id, COUNT_INTERVAL[RoundKind.ROUND])

    async def stop(self) -> None:
        await self._counter.stop()

    def answered(self, of: Round) -> None:
        """Somebody has answered: the card will say so."""
        self._counter.touch(of.id, COUNT_INTERVAL[of.kind])

    async def advance(self, round_id: int) -> None:
        """Do what is due in a round until nothing is. What Discord does not take now is tried again later."""
        claimed = await self._desk.claim(round_id)
        if claimed is not None:
            await self.carry_on(claimed)

    async def carry_on(self, begun: Round) -> None:
        """The same for a round that is claimed already."""
        claimed: Round | None = begun
        while claimed is not None:
            with posting(self._client, claimed.guild_id):
                try:
                    await self._step(claimed)
                except _TROUBLE as error:
                    log.warning("Round %s could not be carried on, and is tried again: %s", begun.id, error)
                    return
            claimed = await self._desk.claim(begun.id)

    # ---------------------------------------------------------------- steps

    async def _step(self, claimed: Round) -> None:
        now = self._desk.clock()
        match claimed.stage:
            case RoundStage.ASKING:
                await self._ask(claimed)
            case RoundStage.OPEN:
                await self._desk.close_due(claimed)
            case RoundStage.CLOSED:
                await self._reveal(claimed)
            case RoundStage.REVEALED:
                after = await self._desk.move(claimed, lambda r: r.next(r.position, now, by_host=False))
                if after is not None:
                    await self._edit(
                        after, claimed.question.reveal_id, await self.card_of_reveal(after, claimed.position)
                    )
            case RoundStage.FINISHING:
                await self._finish(claimed)
            case RoundStage.OVER:
                pass

    async def _ask(self, claimed: Round) -> None:
        now = self._desk.clock()
        closes_at = claimed.question.closes_at
        if claimed.late_by(now) > STALE if closes_at is None else now >= closes_at:
            await self._desk.move(claimed, lambda r: r.give_up(now))
            return
        asked = claimed.ask(now)
        question = await self._desk.question(asked, asked.position)
        if question is None:
            await self._desk.move(claimed, lambda r: r.skip(now))
            return
        bank = await self._desk.banks.of(asked.guild_id)
        try:
            message_id = await self._post(asked, round_question_card(asked, bank, question, 0), "q")
        except _NO_WAY as error:
            await self._lost(claimed, error)
            return
        after = await self._desk.move(claimed, lambda r: r.ask(now).posted(message_id))
        if after is None:
            # The host has ended the round at this very moment.
            ended = await self._desk.get(claimed.id)
            await self._edit(ended, message_id, closed_question_card(ended, asked.position, bank, question, 0))

    async def _reveal(self, claimed: Round) -> None:
        await self._desk.mark(claimed)
        now = self._desk.clock()
        expected = claimed.revealed(now, self._desk.pause)
        view = await self.card_of_reveal(expected, claimed.position)
        try:
            reveal_id: int | None = await self._post(claimed, view, "a")
        except _NO_WAY as error:
            # The message that asked may still be edited where no new one may be written.
            lost = claimed.lost(now)
            await self._edit(lost, claimed.question.message_id, await self.card_of_reveal(lost, claimed.position))
            await self._lost(claimed, error)
            return
        after = await self._desk.move(claimed, lambda r: r.shown_in(reveal_id).revealed(now, self._desk.pause))
        if after is None:
            return
        if after.stage is not expected.stage:
            await self._edit(after, reveal_id, await self.card_of_reveal(after, claimed.position))
        await self._edit(after, after.question.message_id, await self.card_of_closed(after, claimed.position))

    async def _finish(self, claimed: Round) -> None:
        now = self._desk.clock()
        entries = await self._desk.entries(claimed.id)
        bank = await self._desk.banks.of(claimed.guild_id)
        places = podium(entries, claimed.asked)
        try:
            await self._post(claimed, podium_card(claimed, places, bank, await self._desk.hidden(claimed)), "p")
        except _NO_WAY as error:
            await self._lost(claimed, error)
            return
        await self._desk.move(claimed, lambda r: r.finished(now))

    async def _lost(self, claimed: Round, error: discord.HTTPException) -> None:
        log.warning("Round %s ends, because channel %s is out of reach: %s", claimed.id, claimed.channel_id, error)
        await self._desk.move(claimed, lambda r: r.lost(self._desk.clock()))

    # ---------------------------------------------------------------- cards

    async def card_of_reveal(self, of: Round, position: int) -> ui.LayoutView:
        """The reveal of a question, with what may be pressed on it as the round stands in ``of``."""
        bank = await self._desk.banks.of(of.guild_id)
        question = await self._desk.question(of, position)
        entries = await self._desk.entries(of.id, position)
        return reveal_card(of, position, bank, question, entries, await self._desk.hidden(of))

    async def card_of_closed(self, of: Round, position: int) -> ui.LayoutView:
        """What stays of the message that asked a question."""
        bank = await self._desk.banks.of(of.guild_id)
        question = await self._desk.question(of, position)
        return closed_question_card(of, position, bank, question, await self._desk.answered(of.id, position))

    async def _recount(self, round_id: int) -> None:
        present = await self._desk.get(round_id)
        if present.stage is not RoundStage.OPEN:
            return
        bank = await self._desk.banks.of(present.guild_id)
        question = await self._desk.question(present, present.position)
        answered = await self._desk.answered(round_id, present.position)
        with posting(self._client, present.guild_id):
            view = round_question_card(present, bank, question, answered)
        await self._edit(present, present.question.message_id, view)

    # ---------------------------------------------------------------- Discord

    async def _advance_logged(self, round_id: int) -> None:
        async with self._turn:
            try:
                await self.advance(round_id)
            except Exception:
                log.exception("Round %s could not be carried on", round_id)

    async def _post(self, of: Round, view: ui.LayoutView, what: str) -> int:
        channel = self._client.get_partial_messageable(of.channel_id, guild_id=of.guild_id)
        message: discord.Message = await channel.send(view=view, nonce=f"{of.id}{what}{of.position}")
        return message.id

    async def _edit(self, of: Round, message_id: int | None, view: ui.LayoutView) -> None:
        if message_id is None:
            return
        channel = self._client.get_partial_messageable(of.channel_id, guild_id=of.guild_id)
        try:
            # discord.py does not apply the bot's own mentions setting to the edit of a partial message.
            await channel.get_partial_message(message_id).edit(
                view=view, allowed_mentions=discord.AllowedMentions.none()
            )
        except _TROUBLE as error:
            log.info("Message %s of round %s cannot be edited: %s", message_id, of.id, error)
