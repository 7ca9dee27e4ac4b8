"""/progress: a picture, and everything in it as text."""

from __future__ import annotations

from datetime import timedelta

from tests.flows.conftest import GOOD_ANSWERS, WRONG, labels, question_on, shown, walk

GALLERY = 12
DAY = timedelta(days=1)


def alt_text(message) -> str:
    (gallery,) = [c for c in walk(message.components) if c["type"] == GALLERY]
    return gallery["items"][0]["description"]


async def answered(world, questions=1, text=None):
    """An interview in which Ada gives good answers, or this one."""
    card = await world.begin(questions=questions)
    for number in range(questions):
        card = await world.answer(card, text or GOOD_ANSWERS[question_on(card)], sure="75")
        await world.ada.click(card, label="Finish" if number == questions - 1 else "Next")
        card = world.card


async def progress(world, **options):
    return await world.ada.slash(world.channel, "progress", **options)


async def test_before_the_first_answer_there_is_nothing_to_draw(world):
    result = await progress(world)
    assert result.ephemeral
    assert "There is nothing to show yet. Type `/interview`" in shown(result.response)
    assert not result.response.attachments


async def test_the_picture_comes_with_its_facts(world):
    await answered(world, 2)
    result = await progress(world)
    assert result.ephemeral
    text = shown(result.response)
    assert "**Streak:** 1 day in a row (the longest was 1)." in text
    assert "The sky" in text
    assert "(2 of 3)" in text
    assert "2 answers" in text
    assert "“Fairly sure” came to" in text
    assert "**Due:** nothing now; the next question comes back <t:" in text
    (picture,) = result.response.attachments
    assert picture.filename == "progress.png"
    assert alt_text(result.response) == text_without_times(text)


def text_without_times(text: str) -> str:
    lines = [line.replace("*", "") for line in text.splitlines() if line.startswith("**")]
    return " ".join("Due: nothing now." if line.startswith("Due:") else line for line in lines)


async def test_one_topic_is_looked_at_question_by_question(world):
    await answered(world)
    text = shown((await progress(world, topic="SKY")).response)
    assert "-# The sky" in text
    assert "the weakest first:" in text


async def test_a_topic_that_is_not_there(world):
    result = await progress(world, topic="sea")
    assert result.response.content == "There is no topic of that name. Choose one of: sky."
    assert result.ephemeral


async def test_when_something_is_due_it_can_be_begun_from_here(world):
    await answered(world, text=WRONG)
    assert "Review now" not in labels((await progress(world)).response)
    world.bot.clock.ahead += 400 * DAY
    card = (await progress(world)).response
    assert "**Due:** 1 question. Press Review now." in shown(card)
    await world.ada.click(card, label="Review now")
    assert "question 1 of 1" in shown(world.card)


async def test_in_direct_messages_it_works_as_well(world):
    await answered(world)
    ada = world.ada.user
    result = await ada.slash("progress")
    assert "1 answer, 100 on average" in shown(result.response)
    (picture,) = result.response.attachments
    assert picture.filename == "progress.png"


async def test_nobody_sees_anything_of_anybody_else(world):
    await answered(world)
    result = await world.bo.slash(world.channel, "progress")
    assert "There is nothing to show yet." in shown(result.response)
