"""What members write in a round: kept, marked at once, and a secret until the reveal. Knows no Discord."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot import grading
from bot.bank import Question
from bot.cogs.rounds.desk import RoundDesk, known
from bot.errors import RefusedError, RefusedTextError, StoreError, Translatable, UnsavedTextError
from bot.interview import Confidence
from bot.interview.podium import Entry
from bot.interview.round import Round, RoundQuestion
from bot.interview.standings import attempt_counts
from bot.store import entries, seen

EMPTY = Translatable("There was no text in that answer. Press Answer and write a few sentences.")
NOT_IN_BANK = Translatable("This question is no longer in the bank, so nobody can mark an answer to it.")
NOT_MARKED = Translatable("Sorry, marking your answer did not work, and it is the bot's fault.")
ATTACHED = Translatable("Your answer is attached, so that it is not lost.")
NOT_REVEALED = Translatable("The answers are a secret until the reveal. Then this button shows what you earned.")
NOT_ANSWERED = Translatable("You did not answer this question, so there is nothing to show. The next one is yours.")


@dataclass(frozen=True, slots=True)
class Text:
    """What a form of a round brought. ``origin_id`` is its interaction."""

    origin_id: int
    round_id: int
    position: int
    member_id: int
    body: str
    sure: Confidence | None
    quotable: bool


@dataclass(frozen=True, slots=True)
class Sheets:
    """The answers to the questions of rounds."""

    desk: RoundDesk
    profile: grading.Profile

    async def draft(self, round_id: int, position: int, member_id: int) -> tuple[Round, Question, Entry | None]:
        """What the form for an answer needs, with what the member wrote before. RefusedError when it is closed."""
        async with self.desk.database.read() as connection:
            found = await known(connection, round_id)
            found.check_answerable(position, self.desk.clock())
            before = await entries.get(connection, round_id, position, member_id)
        question = await self.desk.question(found, position)
        if question is None:
            raise RefusedError(NOT_IN_BANK)
        return found, question, before

    async def submit(self, text: Text) -> tuple[Round, bool]:
        """Keep and mark an answer, in one transaction, in place of the member's earlier one; its mark stays a secret.

        The same delivery twice changes nothing. Gives the round, and whether this was the member's first answer.

        Raises:
            RefusedTextError: it came too late, or cannot be taken; carries the text.
            RefusedError: it is empty.
            UnsavedTextError: it could not be kept or marked; carries the text.
        """
        if not text.body.strip():
            raise RefusedError(EMPTY)
        try:
            return await self._taken(text)
        except RefusedTextError:
            raise
        except RefusedError as refusal:
            raise RefusedTextError("{refusal} {attached}", text.body, refusal=refusal, attached=ATTACHED) from refusal
        except StoreError as error:
            raise UnsavedTextError("{error} {attached}", text.body, error=error, attached=ATTACHED) from error
        except Exception as error:
            # Whatever it is, the member must get back what was typed.
            raise UnsavedTextError(
                "{not_marked} {attached}", text.body, not_marked=NOT_MARKED, attached=ATTACHED
            ) from error

    async def _taken(self, text: Text) -> tuple[Round, bool]:
        now = self.desk.clock()
        found = await self.desk.get(text.round_id)
        found.check_answerable(text.position, now)
        question = await self.desk.question(found, text.position)
        if question is None:
            raise RefusedError(NOT_IN_BANK)
        # The first grade by a question reads all of its phrases, which takes most of a second.
        grade = await asyncio.to_thread(grading.grade, question, text.body, profile=self.profile)
        copied = grading.is_copy(question, text.body)
        async with self.desk.database.write(found.guild_id) as connection:
            present = await known(connection, text.round_id)
            present.check_answerable(text.position, now)
            asked = present.questions[text.position]
            seen_at = await seen.get(connection, text.member_id, asked.topic, asked.question)
            before = await entries.get(connection, text.round_id, text.position, text.member_id)
            new = Entry(
                origin_id=text.origin_id,
                round_id=text.round_id,
                position=text.position,
                member_id=text.member_id,
                body=text.body,
                sure=text.sure,
                quotable=text.quotable,
                grade=grade,
                counts=attempt_counts(model_seen_at=seen_at, copied=copied, now=now),
                written_at=now,
            )
            await entries.put(connection, new)
        return present, before is None

    async def feedback(self, round_id: int, position: int, member_id: int) -> tuple[Round, Entry, Question | None]:
        """What a member's own answer earned. RefusedError before the reveal, and for who did not answer."""
        async with self.desk.database.read() as connection:
            found = await known(connection, round_id)
            if not found.is_revealed(position):
                raise RefusedError(NOT_REVEALED)
            mine = await entries.get(connection, round_id, position, member_id)
        if mine is None:
            raise RefusedError(NOT_ANSWERED)
        return found, mine, await self.desk.question(found, position)

    async def model_answer(self, round_id: int, position: int, member_id: int) -> tuple[Question, RoundQuestion]:
        """The whole model answer of a question that has been revealed; the member has seen it then."""
        found = await self.desk.get(round_id)
        if not found.is_revealed(position):
            raise RefusedError(NOT_REVEALED)
        question = await self.desk.question(found, position)
        if question is None:
            raise RefusedError("This question is no longer in the bank, and its model answer with it.")
        asked = found.questions[position]
        async with self.desk.database.write(member_id) as connection:
            await seen.put(connection, member_id, asked.topic, asked.question, self.desk.clock())
        return question, asked
