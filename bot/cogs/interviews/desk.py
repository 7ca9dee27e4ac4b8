"""What may happen to interviews, each as one transaction: read, ask the rules, write. Knows no Discord."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from bot import grading
from bot.bank import Bank, Question
from bot.cogs.interviews.order import NothingDueError, OpenAlreadyError, Order
from bot.errors import RefusedError, StoreError, Translatable, UnsavedTextError
from bot.interview import EndReason, Home, Interview, Mode, Rules, Stage, Turn
from bot.interview.choice import choose, choose_due, hints
from bot.interview.standings import attempt_counts
from bot.store import Connection, Database, answers, interviews, reviews, seen, servers
from bot.store.answers import Answer, Kind
from bot.store.banks import Banks
from bot.store.servers import ServerSettings
from bot.store.shares import Share

log = logging.getLogger(__name__)

GONE = Translatable("This interview is not stored here any more. Type /interview for a new one.")
NOT_YOURS = Translatable("This is somebody else's interview. Type /interview for one of your own.")
EMPTY = Translatable("There was no text in that answer. Press Answer and write a few sentences.")
NOT_MARKED = Translatable("Sorry, marking your answer did not work, and it is the bot's fault.")
ATTACHED = Translatable("Your answer is attached, so that it is not lost; please try again later.")
NOT_YOUR_WORDS = Translatable("That copies the model answer, or you saw it in the last 24 hours.")
NOT_IN_BANK = Translatable("This question is no longer in the bank, so nobody can mark it. Press Skip to go on.")


class GoneError(RefusedError):
    """The interview is not stored any more."""


class KeptError(RefusedError):
    """A text is stored but not marked, because of ``refusal``; the card of ``interview_id`` shows how things stand."""

    def __init__(self, refusal: RefusedError, interview_id: int) -> None:
        self.interview_id = interview_id
        super().__init__("{refusal} What you wrote is kept, but earns nothing.", refusal=refusal)


@dataclass(frozen=True, slots=True)
class Desk:
    """Keeps interviews by the rules. ``clock`` gives aware UTC times."""

    database: Database
    banks: Banks
    rules: Rules
    profile: grading.Profile
    clock: Callable[[], datetime]
    random: Random

    # ---------------------------------------------------------------- begin and find

    async def settings_of(self, guild_id: int | None) -> ServerSettings:
        async with self.database.read() as connection:
            return await servers.get(connection, guild_id)

    async def begin(self, member_id: int, guild_id: int | None, order: Order, home: Home) -> Interview:
        """A new interview with its first question put.

        Raises:
            RefusedError: the bank has nothing that fits.
            NothingDueError: it was to be a review, and no question is due.
            OpenAlreadyError: the member has one open in this server (or outside servers).
        """
        now = self.clock()
        bank = await self.banks.of(guild_id)
        async with self.database.write(member_id) as connection:
            turns = await self._chosen(connection, bank, member_id, order, now, self.random)
            already = await interviews.open_of(connection, member_id, guild_id)
            if already is not None:
                raise OpenAlreadyError(already)
            new = Interview(
                id=0,
                member_id=member_id,
                guild_id=guild_id,
                home=home,
                mode=order.mode,
                turns=turns,
                started_at=now,
                touched_at=now,
                topic=order.topic,
                level=order.level,
                review=order.review,
            )
            return await interviews.add(connection, new.ask(now))

    async def check(self, member_id: int, guild_id: int | None, order: Order) -> None:
        """Refuse an order for which ``begin`` would find no questions."""
        bank = await self.banks.of(guild_id)
        async with self.database.read() as connection:
            await self._chosen(connection, bank, member_id, order, self.clock(), Random(0))  # noqa: S311 - thrown away

    async def get(self, interview_id: int, member_id: int) -> Interview:
        """An interview of this member's. RefusedError for anybody else's and for an unknown one."""
        async with self.database.read() as connection:
            return await self._own(connection, interview_id, member_id)

    async def present_of(self, member_id: int, guild_id: int | None) -> Interview | None:
        """The interview that an answer of this member's is meant for, in a server (or, with None, outside servers).

        The open one, or else the last one if silence ended it.
        """
        async with self.database.read() as connection:
            present = await interviews.open_of(connection, member_id, guild_id)
            if present is None:
                last = await interviews.last_of(connection, member_id, guild_id)
                if last is not None and last.end_reason is EndReason.SILENCE and last.mode is Mode.PRACTICE:
                    present = last
            return present

    async def placed(
        self, interview: Interview, home: Home, channel_id: int | None, message_id: int | None
    ) -> Interview:
        """Remember where the present card of an interview stands."""
        async with self.database.write(interview.member_id) as connection:
            # Things may have gone on while the card was on its way to Discord.
            before = await interviews.get(connection, interview.id) or interview
            after = replace(before, home=home, channel_id=channel_id, message_id=message_id)
            await interviews.save(connection, before, after)
        return after

    # ---------------------------------------------------------------- the road of an answer

    async def submit(self, text: Answer) -> Interview:
        """Keep a text and mark it, in one transaction.

        The text is kept even where the rules refuse to mark it (answered already, over, stale); the same delivery twice
        changes nothing. What silence ended is taken up again.

        Raises:
            KeptError: it was kept but not marked, and why.
            RefusedError: it is not this member's interview, or it is empty.
            UnsavedTextError: it could be neither kept nor marked; carries the text.
        """
        try:
            outcome = await self._taken(text)
        except GoneError as gone:
            raise UnsavedTextError("{problem} {attached}", text.body, problem=gone, attached=ATTACHED) from gone
        except RefusedError:
            raise
        except StoreError as error:
            raise UnsavedTextError("{problem} {attached}", text.body, problem=error, attached=ATTACHED) from error
        except Exception as error:
            # Whatever it is, the member must get back what was typed.
            raise UnsavedTextError("{problem} {attached}", text.body, problem=NOT_MARKED, attached=ATTACHED) from error
        if isinstance(outcome, KeptError):
            raise outcome
        return outcome

    async def _taken(self, text: Answer) -> Interview | KeptError:
        async with self.database.write(text.member_id) as connection:
            before = await self._own(connection, text.interview_id, text.member_id)
            before.check_place(text.position)
            if not text.body.strip():
                raise RefusedError(EMPTY)
            if not await answers.add(connection, text):
                return before
            try:
                after = await self._marked(connection, before, text)
            except OpenAlreadyError as already:
                return KeptError(already, already.interview.id)
            except RefusedError as refusal:
                return KeptError(refusal, before.id)
            await interviews.save(connection, before, after, sure=text.sure)
            # What was kept says as well when the question comes back.
            return await interviews.get(connection, after.id) or after

    async def _marked(self, connection: Connection, before: Interview, text: Answer) -> Interview:
        now = text.written_at
        present = await self._awake(connection, before, now)
        if text.kind is Kind.FIRST:
            present.check_waiting(text.position)
        else:
            present.check_improvable(text.position)
        turn = present.turn
        question = await self.question(present)
        seen_at = await seen.get(connection, text.member_id, turn.topic, turn.question)
        counts = attempt_counts(model_seen_at=seen_at, copied=grading.is_copy(question, text.body), now=now)
        if text.kind is Kind.FIRST:
            # The first grade by a question reads all of its phrases, which takes most of a second.
            grade = await asyncio.to_thread(grading.grade, question, text.body, profile=self.profile)
            return present.answer(text.position, grade, counts=counts, now=now, rules=self.rules)
        if turn.counts and not counts:
            raise RefusedError(NOT_YOUR_WORDS)
        assert turn.grade is not None
        grade = await asyncio.to_thread(grading.grade_again, question, turn.grade, text.body, profile=self.profile)
        return present.improve(text.position, grade, now=now, rules=self.rules)

    # ---------------------------------------------------------------- everything else

    async def hint(self, interview_id: int, position: int, member_id: int) -> Interview:
        async def change(before: Interview, now: datetime) -> Interview:
            return before.hint(position, len(hints(await self.question(before))), now=now, rules=self.rules)

        return await self._change(interview_id, member_id, change)

    async def skip(self, interview_id: int, position: int, member_id: int) -> Interview:
        async def change(before: Interview, now: datetime) -> Interview:
            gone = (await self.banks.of(before.guild_id)).get(before.turn.topic, before.turn.question) is None
            return before.skip(position, gone=gone, now=now)

        return await self._change(interview_id, member_id, change)

    async def next(self, interview_id: int, position: int, member_id: int) -> Interview:
        async def change(before: Interview, now: datetime) -> Interview:
            return before.next(position, now=now)

        return await self._change(interview_id, member_id, change)

    async def end(self, interview_id: int, member_id: int, reason: EndReason) -> Interview:
        async def change(before: Interview, now: datetime) -> Interview:
            return before.end(reason, now=now)

        return await self._change(interview_id, member_id, change, wake=False)

    async def resume(self, interview_id: int, member_id: int) -> Interview:
        """Take up an interview that silence ended. OpenAlreadyError when another one was begun since."""

        async def change(before: Interview, _now: datetime) -> Interview:
            return before

        return await self._change(interview_id, member_id, change)

    async def see_model_answer(self, interview_id: int, position: int, member_id: int) -> tuple[Interview, Question]:
        """Remember that the member sees a model answer now, and give it."""
        async with self.database.write(member_id) as connection:
            before = await self._own(connection, interview_id, member_id)
            after = before.see_model_answer(position)
            turn = after.turns[position]
            question = (await self.banks.of(before.guild_id)).get(turn.topic, turn.question)
            if question is None:
                raise RefusedError("This question is no longer in the bank, and its model answer with it.")
            await interviews.save(connection, before, after)
            await seen.put(connection, member_id, turn.topic, turn.question, self.clock())
        return after, question

    async def end_silent(self, share: Share) -> list[Interview]:
        """End the interviews in our servers in which nothing happened for too long; gives them."""
        now = self.clock()
        ended = []
        async with self.database.write() as connection:
            for before in await interviews.untouched_since(connection, now - self.rules.silence, share=share):
                after = before.end(EndReason.SILENCE, now=now)
                await interviews.save(connection, before, after)
                ended.append(after)
        return ended

    # ---------------------------------------------------------------- parts

    async def _chosen(
        self, connection: Connection, bank: Bank, member_id: int, order: Order, now: datetime, random: Random
    ) -> tuple[Turn, ...]:
        if not order.review:
            last_asked = await interviews.last_asked(connection, member_id)
            return choose(
                bank,
                topic=order.topic,
                level=order.level,
                count=order.questions,
                last_asked=last_asked,
                random=random,
            )
        turns = choose_due(bank, await reviews.due(connection, member_id, now), order.questions)
        if not turns:
            coming = await reviews.of_member(connection, member_id)
            known = [one.due_at for (topic, question), one in coming.items() if bank.get(topic, question) is not None]
            raise NothingDueError(min(known, default=None))
        return turns

    async def _change(
        self,
        interview_id: int,
        member_id: int,
        change: Callable[[Interview, datetime], Awaitable[Interview]],
        *,
        wake: bool = True,
    ) -> Interview:
        now = self.clock()
        async with self.database.write(member_id) as connection:
            before = await self._own(connection, interview_id, member_id)
            present = await self._awake(connection, before, now) if wake else before
            after = await change(present, now)
            await interviews.save(connection, before, after)
            return after

    async def _awake(self, connection: Connection, before: Interview, now: datetime) -> Interview:
        """``before``, taken up again if silence had ended it. OpenAlreadyError when another one was begun since."""
        if before.end_reason is not EndReason.SILENCE:
            return before
        other = await interviews.open_of(connection, before.member_id, before.guild_id)
        if other is not None:
            raise OpenAlreadyError(other)
        return before.resume(now=now)

    async def _own(self, connection: Connection, interview_id: int, member_id: int) -> Interview:
        found = await interviews.get(connection, interview_id)
        if found is None:
            raise GoneError(GONE)
        if found.member_id != member_id:
            raise RefusedError(NOT_YOURS)
        return found

    async def question(self, interview: Interview) -> Question:
        """The question that is on. RefusedError when the bank has lost it meanwhile."""
        bank = await self.banks.of(interview.guild_id)
        question = bank.get(interview.turn.topic, interview.turn.question)
        if question is None:
            raise RefusedError(NOT_IN_BANK)
        return question


def is_asking(interview: Interview) -> bool:
    """A question is on and waits for its answer, also where silence has ended the interview for now."""
    return (interview.is_open or interview.end_reason is EndReason.SILENCE) and interview.turn.stage is Stage.ASKED
