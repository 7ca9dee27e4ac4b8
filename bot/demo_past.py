"""What the members of the demo have answered before it is opened for the first time, so that it does not begin empty.

They take shipped questions and give answers that people have marked, which go the way of every answer: marked by the
bot and stored by its own rules. The same members always answer the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.bank import Bank, MarkedAnswer, builtin_folder, load_marked_answers
from bot.cogs.interviews.desk import Desk
from bot.cogs.interviews.order import Order
from bot.grading import Profile
from bot.interview import Confidence, Home, Interview, Mode, Rules
from bot.store import Database, answers, facts, privacy
from bot.store.answers import Answer, Door, Kind
from bot.store.banks import Banks

TOPICS = ("git", "http", "python")
QUESTIONS = 6
"""So many of each topic are asked: the first answer to a question takes the longest."""

PLAIN = frozenset({"strong-plain", "strong-terse", "one-gap", "thin", "wrong-right-words"})
"""Kinds of marked answers that a member could give in good faith."""

MADE, BEGUN = "the demo's past", "begun"
SEED = 7
THINKING = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Sitting:
    """An interview ``ago``, the longest first, in which answers are worth about ``mark`` of 5."""

    ago: timedelta
    topic: str
    mark: float


PASTS = (
    (
        Sitting(timedelta(days=20), "python", 1.5),
        Sitting(timedelta(days=12), "git", 2.5),
        Sitting(timedelta(days=5), "http", 3),
        Sitting(timedelta(minutes=50), "python", 4),
    ),
    (
        Sitting(timedelta(days=17), "git", 4),
        Sitting(timedelta(days=9), "http", 4.5),
        Sitting(timedelta(days=2), "python", 4),
        Sitting(timedelta(minutes=35), "git", 4.5),
        Sitting(timedelta(minutes=20), "http", 5),
    ),
    (
        Sitting(timedelta(days=15), "http", 2),
        Sitting(timedelta(days=6), "python", 4.5),
        Sitting(timedelta(minutes=40), "git", 4),
        Sitting(timedelta(minutes=15), "python", 3.5),
    ),
)
"""One for each member, in their order. The last ones are of the last hour, so that this week has a board."""


async def give_past(
    database: Database, bank: Bank, profile: Profile, guild_id: int, member_ids: Sequence[int], now: datetime
) -> bool:
    """Let the first members have answered questions in the weeks before ``now``, in a database that nobody has used.

    False, and nothing is changed, where there has been an answer or a past before. A past that broke off is made anew.
    """
    async with database.write() as connection:
        made = await facts.get(connection, MADE)
        if made == BEGUN:
            for member_id in member_ids:
                await privacy.delete(connection, member_id, now)
        elif made or await answers.count(connection):
            return False
        await facts.put(connection, MADE, BEGUN)
    pool = {name: load_marked_answers(builtin_folder() / f"{name}.answers.yaml").answers for name in TOPICS}
    past = _Past(database, _asked(bank), profile, guild_id, {name: _in_good_faith(pool[name]) for name in TOPICS}, now)
    for member_id, sittings in zip(member_ids, PASTS, strict=False):
        for sitting in sittings:
            await past.sit(member_id, sitting)
    async with database.write() as connection:
        await facts.put(connection, MADE, now.isoformat())
    return True


def _asked(bank: Bank) -> Bank:
    topics = [bank.topics[name] for name in TOPICS]
    return Bank(topic.model_copy(update={"questions": topic.questions[:QUESTIONS]}) for topic in topics)


def _in_good_faith(marked: Sequence[MarkedAnswer]) -> dict[str, list[MarkedAnswer]]:
    """The answers that a member could give, by question."""
    found: dict[str, list[MarkedAnswer]] = {}
    for one in marked:
        if one.kind in PLAIN:
            found.setdefault(one.question, []).append(one)
    return found


class _Past:
    """Interviews held on a clock that is put back."""

    def __init__(
        self,
        database: Database,
        bank: Bank,
        profile: Profile,
        guild_id: int,
        pool: dict[str, dict[str, list[MarkedAnswer]]],
        now: datetime,
    ) -> None:
        self._random = Random(SEED)  # noqa: S311 - it shuffles questions
        self._desk = Desk(database, Banks(bank), Rules(), profile, lambda: self._time, self._random)
        self._guild_id = guild_id
        self._pool = pool
        self._now = self._time = now
        self._given = 0

    async def sit(self, member_id: int, sitting: Sitting) -> None:
        """Hold one interview from the first question to the last."""
        self._time = self._now - sitting.ago
        order = Order(sitting.topic, 3, None, Mode.PRACTICE, private=False)
        interview = await self._desk.begin(member_id, self._guild_id, order, Home.CHANNEL)
        while interview.is_open:
            self._time += THINKING
            await self._desk.submit(self._answer(interview, sitting.mark))
            interview = await self._desk.next(interview.id, interview.position, member_id)

    def _answer(self, interview: Interview, mark: float) -> Answer:
        aim = mark + self._random.uniform(-1, 1)
        given = min(self._pool[interview.turn.topic][interview.turn.question], key=lambda one: abs(one.mark - aim))
        self._given += 1
        return Answer(
            self._given,  # Discord's own ids have many more digits
            interview.id,
            interview.position,
            interview.member_id,
            Kind.FIRST,
            given.answer,
            Door.FORM,
            self._time,
            _sure(given.mark + self._random.uniform(-1.5, 1.5)),
        )


def _sure(mark: float) -> Confidence:
    """How sure somebody is who expects so many of 5 marks."""
    return tuple(Confidence)[min(3, max(0, round(mark) - 1))]
