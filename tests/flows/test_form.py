"""Answers through the form, wherever the interview is held."""

from __future__ import annotations

import asyncio
import re

import pytest

from bot.grading.rubric import RUBRICS
from bot.interview import Confidence, EndReason, Home
from bot.store.answers import Answer, Door, Kind
from tests.flows.conftest import BLUE, GOOD, GOOD_ANSWERS, HALF, WRONG, labels, question_on, shown, walk

ONE_EDIT = ["POST /interactions/callback"]


async def test_answer_in_a_thread(world):
    """One answer costs one request, and the feedback takes the place of the question."""
    result = await world.ada.slash(world.channel, "interview", topic="sky", level="junior", questions=1)
    (thread,) = world.channel.threads
    assert thread.mention in result.response.content
    assert result.response.ephemeral
    card = thread.last_message
    assert BLUE in shown(card)
    form = await world.ada.click(card, label="Answer")
    before = world.mark
    done = await world.ada.submit_modal(form, {"answer": HALF, "sure": "75"})
    assert world.requests_since(before) == ONE_EDIT
    assert "✅ Air molecules scatter sunlight." in shown(done.response)
    assert labels(done.response) == ["Finish", "Try the missing points", "Follow-up", "Model answer", "Appeal"]
    assert done.response.id == card.id
    assert await world.answers() == 1


async def test_while_somebody_types_the_question_is_made_ready_to_be_graded_by(world, bank):
    RUBRICS._rubrics.clear()
    card = await world.begin(level="junior")
    question = bank.get("sky", (await world.interview()).turn.question)
    assert not len(RUBRICS)
    await world.ada.click(card, label="Answer")
    assert "table" in vars(RUBRICS.get(question))


async def test_whole_interview_in_a_thread(world):
    """Each feedback stays in the thread, the end card comes last, and the marks are what the cards said."""
    card = await world.begin(questions=3)
    asked = []
    for number in range(3):
        asked.append(question_on(card))
        assert f"question {number + 1} of 3" in shown(card)
        feedback = await world.answer(card, GOOD_ANSWERS[asked[-1]])
        assert "/ 100 · strong" in shown(feedback)
        await world.ada.click(feedback, label="Finish" if number == 2 else "Next")
        card = world.card
    assert set(asked) == set(GOOD_ANSWERS)
    assert "You went through every question." in shown(card)
    interview = await world.interview()
    assert f"## {interview.total} / 100 · strong" in shown(card)
    assert all(labels(one)[0] == "Model answer" for one in world.thread.history()[:3])
    assert (interview.end_reason, interview.home) == (EndReason.DONE, Home.THREAD)
    assert all(turn.counts for turn in interview.turns)


async def test_in_a_thread_that_exists_no_other_is_opened(world):
    await world.begin(level="junior")
    await world.bo.slash(world.thread, "interview", topic="sky", level="mid")
    assert len(world.channel.threads) == 1
    assert "Why are there seasons?" in shown(world.card)
    assert (await world.interview(world.bo)).home is Home.THREAD


async def test_whole_interview_in_the_channel(world):
    """Held in the channel, one message is enough: every card takes the place of the one before."""
    await world.hold_in("channel")
    result = await world.ada.slash(world.channel, "interview", topic="sky", questions=2)
    assert not result.response.ephemeral
    assert not world.channel.threads
    card = result.response
    for label in ("Next", "Finish"):
        feedback = await world.answer(card, GOOD_ANSWERS[question_on(card)])
        card = (await world.ada.click(feedback, label=label)).response
    assert "You went through every question." in shown(card)
    assert [message.id for message in world.channel.history(viewer=world.ada)] == [result.response.id]
    assert (await world.interview()).home is Home.CHANNEL


async def test_whole_interview_in_private(world):
    """Nobody else sees any of it."""
    result = await world.ada.slash(world.channel, "interview", topic="sky", questions=2, private=True)
    card = result.response
    for label in ("Next", "Finish"):
        assert card.ephemeral
        feedback = await world.answer(card, GOOD_ANSWERS[question_on(card)])
        card = (await world.ada.click(feedback, label=label)).response
    assert "You went through every question." in shown(card)
    assert not world.channel.threads
    assert world.channel.history(viewer=world.bo) == []
    assert (await world.interview()).home is Home.PRIVATE


async def test_whole_interview_in_direct_messages(world):
    ada = world.ada.user
    card = (await ada.slash("interview", topic="sky", questions=2)).response
    assert "just type your answer here" in shown(card)
    for label in ("Next", "Finish"):
        feedback = await world.answer(card, GOOD_ANSWERS[question_on(card)], who=ada)
        await ada.click(feedback, label=label)
        card = ada.dm_channel.last_message
    assert "You went through every question." in shown(card)
    assert "Leaderboard" not in labels(card)
    interview = await world.interview()
    assert (interview.home, interview.guild_id) == (Home.DIRECT, None)


async def test_how_sure_the_member_was_is_kept(world):
    await world.answer(await world.begin(), HALF, sure="95")
    (row,) = (await world.rows())["answer"]
    assert row.sure == Confidence.CERTAIN


async def test_fewer_questions_than_asked_for(world):
    result = await world.ada.slash(world.channel, "interview", topic="sky", level="mid", questions=9, private=True)
    assert "There is only 1 question of that kind." in shown(result.response)
    assert "question 1 of 1" in shown(result.response)


async def test_fewer_questions_than_asked_for_in_a_thread(world):
    assert "There are only 3 questions of that kind." in shown(await world.begin(questions=9))


async def test_topic_by_its_title(world):
    """Discord lets people type what autocomplete did not offer."""
    card = await world.begin(topic=" the SKY ", level="junior")
    assert BLUE in shown(card)


async def test_topic_that_is_not_there(world):
    result = await world.ada.slash(world.channel, "interview", topic="astrology")
    assert result.response.content == "There is no topic of that name. Choose one of: sky."
    assert result.response.ephemeral
    assert (await world.rows())["interview"] == []


async def test_topics_are_offered_while_typing(world):
    offered = await world.ada.autocomplete(world.channel, "interview", "topic", "SK")
    assert [(one["name"], one["value"]) for one in offered] == [("The sky (3 questions)", "sky")]
    assert await world.ada.autocomplete(world.channel, "interview", "topic", "flask") == []


# -------------------------------------------------------------------- odd answers


async def test_blank_answer(world):
    card = await world.begin()
    reply = await world.answer(card, " \n ")
    assert reply.content == "There was no text in that answer. Press Answer and write a few sentences."
    assert reply.ephemeral
    assert await world.answers() == 0
    assert "/ 100 · strong" in shown(await world.answer(card, GOOD_ANSWERS[question_on(card)]))


async def test_answer_of_4000_characters(world):
    text = (GOOD + " And the rest is said at length. ").ljust(4000, "x")
    feedback = await world.answer(await world.begin(level="junior"), text)
    assert "✅ Air molecules scatter sunlight." in shown(feedback)
    (row,) = (await world.rows())["answer"]
    assert row.body == text


async def test_hostile_answer(world):
    """Nothing that a member wrote works as formatting, link or mention, and nobody is pinged."""
    text = (
        f"@everyone <@{world.bo.id}> <@&{world.bo.id}> </help:1> <t:0:R> ||spoiler|| [click](https://evil.example) https://evil.example\n"
        "# Big **Air molecules scatter sunlight** `code` ~~gone~~ __line__\n> quote\n-# small"
    )
    feedback = await world.answer(await world.begin(level="junior"), text)
    said = shown(feedback)
    assert "scatter sunlight" in said
    for trap in (
        "@everyone",
        f"<@{world.bo.id}",
        "</help",
        "<t:",
        "[click]",
        "://evil",
        "**Air",
        "`code",
        "~~gone",
        "||s",
    ):
        assert not re.search(rf"(?<!\\){re.escape(trap)}", said), trap
    sent = world.env.http_requests[-1].json["data"]
    assert sent["allowed_mentions"] == {"parse": []}


async def test_a_thread_is_named_after_a_member_with_an_odd_name(world):
    name = "`@everyone` " + "𝔸" * 20
    odd = world.guild.add_member(world.env.create_user("odd", global_name=name))
    await world.begin(odd)
    assert 1 <= len(world.thread.name) <= 100


# -------------------------------------------------------------------- twice


async def test_two_forms_open_at_once_and_both_sent(world):
    """The second answer is kept, earns nothing, and its writer is told where the interview is."""
    card = await world.begin(level="junior")
    first = await world.ada.click(card, label="Answer")
    second = await world.ada.click(card, label="Answer")
    await world.ada.submit_modal(first, {"answer": HALF})
    reply = (await world.ada.submit_modal(second, {"answer": GOOD})).response
    assert reply.ephemeral
    assert "You have answered this question already." in shown(reply)
    assert "What you wrote is kept" in shown(reply)
    assert labels(reply) == ["Show the present card"]
    assert await world.answers() == 2
    assert (await world.interview()).turn.mark < 100
    present = await world.ada.click(reply, label="Show the present card")
    assert "✅ Air molecules scatter sunlight." in shown(present.response)


async def test_the_same_delivery_twice_changes_nothing(world):
    await world.begin(level="junior")
    interview = await world.interview()
    text = Answer(77, interview.id, 0, world.ada.id, Kind.FIRST, HALF, Door.FORM, world.bot.clock())
    first = await world.desk.submit(text)
    rows = await world.rows()
    again = await world.desk.submit(text)
    assert again == await world.interview()
    assert again.turn.mark == first.turn.mark > 0
    assert await world.rows() == rows


async def test_the_same_delivery_at_the_same_moment(world):
    """And another one between them: one is marked, one is kept, none is there twice."""
    await world.begin(level="junior")
    interview = await world.interview()
    texts = [
        Answer(origin, interview.id, 0, world.ada.id, Kind.FIRST, HALF, Door.FORM, world.bot.clock())
        for origin in (77, 78, 77)
    ]
    outcomes = await asyncio.gather(*map(world.desk.submit, texts), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Interview", "Interview", "KeptError"]
    assert await world.answers() == 2


async def test_two_members_with_forms_open_at_once(world):
    """Each gets the mark of their own words."""
    for who in (world.ada, world.bo):
        await world.begin(who, level="junior")
    cards = [thread.last_message for thread in world.channel.threads]
    forms = [await who.click(card, label="Answer") for who, card in zip((world.ada, world.bo), cards, strict=True)]
    bo = (await world.bo.submit_modal(forms[1], {"answer": WRONG})).response
    ada = (await world.ada.submit_modal(forms[0], {"answer": GOOD})).response
    assert "/ 100 · strong" in shown(ada)
    assert "/ 100 · not yet" in shown(bo)
    assert (ada.id, bo.id) == (cards[0].id, cards[1].id)
    assert (await world.interview(world.ada)).turn.mark > (await world.interview(world.bo)).turn.mark


@pytest.mark.parametrize("questions", [1, 3])
async def test_cards_say_how_to_answer(world, questions):
    card = await world.begin(questions=questions)
    assert f"question 1 of {questions}" in shown(card)
    assert [c["type"] for c in walk(card.components)].count(17) == 1
    assert labels(card)[0] == "Answer"
