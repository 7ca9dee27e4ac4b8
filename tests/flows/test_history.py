"""/history: past answers with the feedback that they got, and then and now."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.bank import Bank, Level
from bot.interview.attempt import Attempt, Source
from bot.store import attempts
from tests.flows import rounds
from tests.flows.conftest import BLUE, GOOD, GOOD_ANSWERS, HALF, WRONG, labels, question_on, shown, walk
from tests.flows.tour import press, pressable

DAY = timedelta(days=1)


async def history(world, who=None, **options):
    return (await (who or world.ada).slash(world.channel, "history", **options)).response


async def blue(world, text: str):
    """An interview about the one junior question, answered so."""
    card = await world.begin(questions=1, level="junior")
    card = await world.answer(card, text)
    await world.ada.click(card, label="Finish")
    world.bot.clock.ahead += 3 * DAY


def choices(card) -> list[str]:
    return [option["value"] for c in walk(card.components) if c["type"] == 3 for option in c["options"]]


async def look(world, card, place: int = 0):
    return (await world.ada.select(card, [choices(card)[place]])).response


async def test_before_the_first_answer(world):
    card = await history(world)
    assert "There is nothing here yet. Type `/interview`" in shown(card)
    assert card.ephemeral


async def test_answers_are_listed_newest_first(world):
    await blue(world, HALF)
    await blue(world, GOOD)
    card = await history(world)
    rows = [line for line in shown(card).splitlines() if line.startswith("**")]
    said = [re.fullmatch(r"\*\*(\d+)\*\* · The sky: colour · ", row.split("<t:")[0]) for row in rows]
    newest, oldest = (int(each[1]) for each in said)
    assert newest == 100 > oldest > 0
    assert card.ephemeral


async def test_an_answer_is_shown_as_it_was_with_its_feedback(world):
    await blue(world, HALF)
    past = await look(world, await history(world))
    text = shown(past)
    assert "You wrote:\n> Air molecules scatter the sunlight." in text
    assert "✅" in text
    assert "your words:" in text
    assert labels(past) == ["Model answer", "Appeal"] or labels(past) == ["Model answer"]
    assert past.ephemeral


async def test_then_and_now(world):
    await blue(world, WRONG)
    await blue(world, GOOD)
    card = await history(world, topic="sky", question="sky/colour")
    assert BLUE in shown(card)
    assert "**Then and now:** 0 (<t:" in shown(card)
    assert "→ 100 (<t:" in shown(card)
    assert "+100." in shown(card)
    past = await look(world, card)
    text = shown(past)
    assert "**Then and now:**" in text
    assert "✅ new:" in text
    assert "Then you wrote:\n> I have never heard of any of this." in text
    first = await look(world, card, 1)
    assert "Then and now" not in shown(first)


async def test_answers_of_rounds_are_there_from_the_reveal_on(world):
    await rounds.start(world, questions=1)
    card = rounds.last(world)
    await rounds.answer(world, world.ada, card, GOOD_ANSWERS[question_on(card)])
    assert "nothing here yet" in shown(await history(world))
    await rounds.a_minute(world)
    await rounds.pass_time(world, minutes=5)
    past = await look(world, await history(world))
    assert "You wrote:" in shown(past)
    model = (await world.ada.click(past, label="Model answer")).response
    assert "What an interviewer listens for" in shown(model)


async def test_from_one_answer_to_all_of_the_question(world):
    await blue(world, HALF)
    await blue(world, GOOD)
    past = await look(world, await history(world))
    every = (await world.ada.click(past, label="All answers to this question")).response
    assert BLUE in shown(every)
    assert len(choices(every)) == 2


async def test_questions_are_offered_while_one_types(world):
    await blue(world, GOOD)
    offered = await world.ada.autocomplete(world.channel, "history", "question", "sky b", topic="sky")
    assert offered == [{"name": BLUE, "value": "sky/colour"}]


async def test_a_question_that_was_never_answered(world):
    await blue(world, GOOD)
    card = await history(world, question="tides")
    assert "You have no answer to such a question." in card.content


async def many(world, number: int):
    async with world.bot.database.write() as connection:
        for each in range(number):
            one = Attempt(
                world.ada.id,
                world.guild.id,
                "sky",
                "colour",
                Level.JUNIOR,
                Source.ROUND,
                10_000 + each,
                0,
                each,
                counts=True,
                marked_at=world.bot.clock() - (number - each) * DAY,
            )
            await attempts.record(connection, one)


async def test_pages(world):
    await many(world, 23)
    card = await history(world)
    assert "Page 1 of 3" in shown(card)
    assert len(choices(card)) == 10
    older = (await world.ada.click(card, label="Older ▶")).response
    oldest = (await world.ada.click(older, label="Older ▶")).response
    assert "Page 3 of 3" in shown(oldest)
    assert len(choices(oldest)) == 3
    newer = (await world.ada.click(oldest, label="◀ Newer")).response
    assert "Page 2 of 3" in shown(newer)


async def test_an_answer_whose_interview_is_gone_says_so(world):
    await many(world, 1)
    said = await look(world, await history(world))
    assert said.content == "This answer is not stored here any more, or it is somebody else's."


async def test_a_stranger_sees_nothing_of_it(world):
    await blue(world, GOOD)
    await many(world, 11)
    card = await history(world)
    rows = await world.rows()
    for component in pressable(card):
        reply = (await press(world, world.bo, card, component)).response
        assert reply.ephemeral
        assert "nothing here yet" in shown(reply) or "somebody else's" in shown(reply)
    assert await world.rows() == rows


async def test_an_exam_is_not_told_of_before_its_end(world):
    card = await world.begin(questions=2, level="any", mode="exam")
    await world.answer(card, GOOD)
    assert "nothing here yet" in shown(await history(world))
    await world.ada.click(world.card, label="Skip")
    assert len(choices(await history(world))) == 1


async def test_it_survives_that_the_question_left_the_bank(world, make_bot):
    await blue(world, GOOD)
    card = await history(world)
    await world.env.restart_bot(make_bot(Bank([])))
    past = await look(world, card)
    assert "You wrote:" in shown(past)
