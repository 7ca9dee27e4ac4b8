"""A group's round, from the command to the podium."""

from __future__ import annotations

import re

import pytest

from bot.cogs.rounds.sheets import Text
from bot.interview import Confidence
from bot.interview.round import RoundEnd, RoundStage
from bot.store import seen
from bot.store.tables import attempt as attempt_table
from tests.flows.conftest import BLUE, GOOD, GOOD_ANSWERS, HALF, TIDES, WRONG, labels, question_on, shown
from tests.flows.rounds import (
    a_minute,
    again,
    answer,
    last,
    messages,
    pass_time,
    prefilled,
    present,
    press,
    start,
    written,
)
from tests.flows.tour import press_old

CALLBACK, POST, EDIT = "POST /interactions/callback", "POST /channels/messages", "PATCH /channels/messages"


async def attempts(world):
    async with world.bot.database.read() as connection:
        return (await connection.execute(attempt_table.select())).all()


async def test_a_round_from_the_command_to_the_podium(world):
    said = await start(world, questions=2, minutes=1)
    assert said.ephemeral
    assert "The round has begun." in shown(said)
    for number in (1, 2):
        card = last(world)
        assert f"Round by <@{world.mona.id}> · The sky · question {number} of 2" in shown(card)
        assert labels(card) == ["Answer", "Reveal", "End"]
        good = GOOD_ANSWERS[question_on(card)]
        receipt = await answer(world, world.ada, card, good, sure="75", quotable=True)
        assert receipt.ephemeral
        assert "Your answer is in. It is a secret until the reveal" in shown(receipt)
        await answer(world, world.bo, card, WRONG)
        await a_minute(world)
        reveal = next(one for one in reversed(messages(world)) if "answered · average" in shown(one))
        assert f"🥇 <@{world.ada.id}> · **" in shown(reveal)
        assert f"– <@{world.bo.id}> · **0** · not yet" in shown(reveal)
        assert f"\n-# <@{world.ada.id}>\n" in shown(reveal)
        assert good[:20] in shown(reveal)
        if number == 1:
            assert labels(reveal) == ["Next question", "My feedback", "5 more minutes", "End"]
            await pass_time(world, minutes=2)
            assert labels(again(world, reveal)) == ["My feedback"]
    podium = last(world)
    assert "## The podium" in shown(podium)
    assert re.search(rf"🥇 <@{world.ada.id}> · \*\*\d+\*\* · 2 of 2 answered", shown(podium))
    assert f"– <@{world.bo.id}> · **0** · 2 of 2 answered" in shown(podium)
    over = await present(world)
    assert (over.stage, over.end_reason) == (RoundStage.OVER, RoundEnd.DONE)
    assert len(messages(world)) == 5


async def test_nothing_is_seen_before_the_reveal(world):
    await start(world, questions=1)
    card = last(world)
    await answer(world, world.ada, card, GOOD_ANSWERS[question_on(card)], quotable=True)
    assert str(world.ada.id) not in shown(card)
    assert GOOD_ANSWERS[question_on(card)][:20] not in shown(card)
    assert "mark" not in shown(card)
    assert await attempts(world) == []
    board = (await world.bo.slash(world.channel, "leaderboard")).response
    assert "Nobody is on this board yet." in shown(board)
    round_id = (await present(world)).id
    for action in ("round-mine", "round-model"):
        reply = (await press_old(world, world.ada, action, round_id, 0)).response
        assert reply.content.startswith("The answers are a secret until the reveal.")


async def test_the_answer_can_be_changed_until_the_close(world):
    """The form opens with what was written before; the last text counts."""
    await start(world, questions=1, minutes=1)
    card = last(world)
    first = await answer(world, world.ada, card, WRONG, sure="25", quotable=True)
    form = await world.ada.click(card, label="Answer")
    assert prefilled(form) == {"answer": WRONG, "sure": "25", "quotable": True}
    assert labels(first) == ["Change my answer"]
    good = GOOD_ANSWERS[question_on(card)]
    second = await answer(world, world.ada, first, good, label="Change my answer", sure="95", quotable=False)
    assert second.id == first.id, "the receipt is drawn again"
    assert "in place of the one before" in shown(second)
    (entry,) = await written(world)
    assert (entry.body, entry.sure, entry.quotable) == (good, Confidence.CERTAIN, False)
    await a_minute(world)
    assert "In the words of" not in shown(last(world))
    assert "🥇" in shown(last(world))


async def test_the_form_of_another_member_is_empty(world):
    await start(world, questions=1)
    await answer(world, world.ada, last(world), GOOD, sure="95", quotable=True)
    form = await world.bo.click(last(world), label="Answer")
    assert prefilled(form) == {"answer": None, "sure": None, "quotable": False}


async def test_one_answer_costs_one_request_and_the_count_is_edited_now_and_then(world):
    await start(world, questions=1)
    card = last(world)
    before = world.mark
    await answer(world, world.ada, card, GOOD)
    assert world.requests_since(before) == [CALLBACK, CALLBACK, EDIT]
    assert "**1 has answered.**" in shown(again(world, card))
    before = world.mark
    await answer(world, world.bo, card, HALF)
    await answer(world, world.mona, card, HALF)
    assert EDIT not in world.requests_since(before)
    assert "**1 has answered.**" in shown(again(world, card))
    await world.env.advance_time(4)
    assert world.requests_since(before).count(EDIT) == 1
    assert "**3 have answered.**" in shown(again(world, card))
    before = world.mark
    await answer(world, world.bo, card, GOOD)
    await world.env.advance_time(20)
    assert EDIT not in world.requests_since(before), "a changed answer changes no count"


@pytest.mark.parametrize("quotable", [True, False])
async def test_the_best_answer_is_quoted_only_with_its_writers_consent(world, quotable):
    await start(world, questions=1)
    card = last(world)
    await answer(world, world.ada, card, GOOD_ANSWERS[question_on(card)], quotable=quotable)
    await press(world.mona, card, "Reveal")
    text = shown(last(world))
    assert (f"**In the words of** <@{world.ada.id}>" in text) is quotable


async def test_what_is_quoted_is_made_harmless(world):
    await start(world, questions=1)
    card = last(world)
    good = GOOD_ANSWERS[question_on(card)]
    await answer(
        world, world.ada, card, f"# Look\n{good}\n@everyone <@{world.bo.id}> [link](https://a.b)", quotable=True
    )
    await press(world.mona, card, "Reveal")
    lines = [line for line in shown(last(world)).split("\n") if line.startswith("> ")]
    assert lines[0] == "> \\# Look"
    assert "@everyone" not in lines[2]
    assert f"\\<@\u200b{world.bo.id}>" in lines[2]
    assert "\\[link]" in lines[2]


async def test_my_feedback_is_ones_own_and_private(world):
    await start(world, questions=1)
    card = last(world)
    await answer(world, world.ada, card, GOOD_ANSWERS[question_on(card)])
    await press(world.mona, card, "Reveal")
    reveal = last(world)
    for where in (reveal, again(world, card)):
        mine = await press(world.ada, where, "My feedback")
        assert mine.ephemeral
        assert "/ 100 · strong" in shown(mine)
        assert "your words:" in shown(mine)
    none = await press(world.bo, reveal, "My feedback")
    assert none.ephemeral
    assert none.content.startswith("You did not answer this question")


async def test_the_closed_question_leads_to_the_answers(world):
    await start(world, questions=1)
    card = last(world)
    await answer(world, world.ada, card, HALF)
    await press(world.mona, card, "Reveal")
    card = again(world, card)
    assert labels(card) == ["My feedback"]
    assert f"{world.channel.id}/{last(world).id}" in shown(card)
    assert "Closed. 1 has answered." in shown(card)


async def test_the_host_goes_on(world):
    await start(world, who=world.ada, questions=2)
    await answer(world, world.bo, last(world), HALF)
    await press(world.ada, last(world), "Reveal")
    reveal = last(world)
    due = (await present(world)).due_at
    await press(world.ada, reveal, "5 more minutes")
    assert ((await present(world)).due_at - due).total_seconds() == 300
    await press(world.ada, reveal, "Next question")
    assert labels(again(world, reveal)) == ["My feedback"]
    assert "question 2 of 2" in shown(last(world))
    assert labels(last(world)) == ["Answer", "Reveal", "End"]


async def test_only_host_and_managers_lead(world):
    await start(world, who=world.ada, questions=2)
    card = last(world)
    rows = await world.rows()
    for label in ("Reveal", "End"):
        reply = await press(world.bo, card, label)
        assert reply.content == "Only the host of the round, or who moderates this server, can do that."
        assert reply.ephemeral
    assert await world.rows() == rows
    await press(world.mona, card, "Reveal")
    reveal = last(world)
    for label in ("Next question", "5 more minutes", "End"):
        assert (await press(world.bo, reveal, label)).content.startswith("Only the host")
    await press(world.mona, reveal, "Next question")
    assert "question 2 of 2" in shown(last(world))


async def test_the_host_ends_it_while_answers_are_in(world):
    await start(world, questions=3)
    await answer(world, world.ada, last(world), HALF)
    await press(world.mona, last(world), "End")
    assert "The host ended the round here." in shown(last(world))
    assert labels(last(world)) == ["My feedback"]
    assert (await present(world)).end_reason is RoundEnd.BY_HOST
    assert len(await attempts(world)) == 1


async def test_the_host_ends_it_before_anybody_answered(world):
    await start(world, questions=3)
    await press(world.mona, last(world), "End")
    card = last(world)
    assert "The host ended the round here." in shown(card)
    assert labels(card) == []
    assert [card.id] == [one.id for one in messages(world)]
    reply = await press_old(world, world.ada, "round-answer", (await present(world)).id, 0)
    assert reply.response.content == "This question is closed."


async def test_the_host_ends_it_between_two_questions(world):
    await start(world, questions=3)
    for label in ("Reveal", "Next question"):
        await answer(world, world.ada, last(world), HALF) if label == "Reveal" else None
        await press(world.mona, last(world), label)
    await answer(world, world.ada, last(world), HALF)
    await press(world.mona, last(world), "Reveal")
    reveal = last(world)
    await press(world.mona, reveal, "End")
    assert "2 questions" in shown(last(world))
    assert "The host ended the round here." in shown(last(world))
    assert labels(again(world, reveal)) == ["My feedback"]


async def test_nobody_answers(world):
    await start(world, questions=3, minutes=1)
    card = last(world)
    await a_minute(world)
    reveal = last(world)
    assert "Nobody answered, so the round ends here." in shown(reveal)
    assert "Nobody answered." in shown(reveal)
    assert labels(reveal) == []
    assert "Closed. Nobody answered." in shown(again(world, card))
    assert (await present(world)).end_reason is RoundEnd.NOBODY


async def test_too_late(world):
    """The text comes back, and nothing is stored."""
    await start(world, questions=1, minutes=1)
    form = await world.ada.click(last(world), label="Answer")
    await a_minute(world)
    reply = (await world.ada.submit_modal(form, {"answer": GOOD})).response
    assert reply.content == "This question is closed. Your answer is attached, so that it is not lost."
    assert reply.ephemeral
    (file,) = reply.attachments
    assert (await file.read()).decode() == GOOD
    assert await written(world) == []


async def test_too_late_for_the_button_as_well(world):
    await start(world, questions=1, minutes=1)
    before = await present(world)
    await a_minute(world)
    reply = await press_old(world, world.ada, "round-answer", before.id, 0)
    assert reply.modal is None
    assert reply.response.content == "This question is closed."


async def test_a_late_change_leaves_the_answer_as_it_was(world):
    await start(world, questions=1, minutes=1)
    receipt = await answer(world, world.ada, last(world), HALF)
    form = await world.ada.click(receipt, label="Change my answer")
    await a_minute(world)
    await world.ada.submit_modal(form, {"answer": GOOD})
    (entry,) = await written(world)
    assert entry.body == HALF


async def test_in_the_last_seconds(world):
    """The network is not the writer's fault: the reveal waits a little."""
    await start(world, questions=1, minutes=1)
    form = await world.ada.click(last(world), label="Answer")
    world.bot.clock.ahead += (await present(world)).question.closes_at - world.bot.clock()
    assert "Your answer is in." in shown((await world.ada.submit_modal(form, {"answer": GOOD})).response)


async def test_an_empty_answer(world):
    await start(world, questions=1)
    reply = await answer(world, world.ada, last(world), "  \n ")
    assert "There was no text in that answer." in reply.content
    assert await written(world) == []


async def test_the_same_delivery_twice(world):
    """Discord may deliver a form again; an older one that comes again changes nothing."""
    await start(world, questions=1)
    card = last(world)
    form = await world.ada.click(card, label="Answer")
    await world.ada.submit_modal(form, {"answer": HALF})
    (first,) = await written(world)
    await answer(world, world.ada, card, GOOD)
    cog = world.bot.get_cog("RoundCog")
    again = Text(first.origin_id, first.round_id, 0, world.ada.id, HALF, None, quotable=False)
    await cog._sheets.submit(again)
    (entry,) = await written(world)
    assert entry.body == GOOD


async def test_one_round_in_a_channel_and_another_elsewhere(world):
    await start(world, questions=1)
    refused = await start(world, who=world.ada)
    assert refused.ephemeral
    assert "There is a round in this channel already." in shown(refused)
    assert f"{world.channel.id}/{last(world).id}" in shown(refused)
    elsewhere = world.guild.create_text_channel("elsewhere")
    await start(world, who=world.ada, channel=elsewhere, questions=1)
    await answer(world, world.bo, last(world), HALF)
    await answer(world, world.bo, last(world, elsewhere), HALF)
    await press(world.mona, last(world), "Reveal")
    assert labels(last(world, elsewhere)) == ["Answer", "Reveal", "End"]
    assert "/ 100" not in shown(last(world, elsewhere))
    await start(world, questions=1)


async def test_marks_count_and_the_model_answer_is_seen(world):
    """The reveal shows the model answer to all who take part; asked again, the same question counts for nothing."""
    await start(world, questions=1)
    card = last(world)
    await answer(world, world.ada, card, GOOD_ANSWERS[question_on(card)], sure="95")
    await press(world.mona, card, "Reveal")
    (attempt,) = await attempts(world)
    assert (attempt.source, attempt.member_id, attempt.counts, attempt.sure) == ("round", world.ada.id, 1, 95)
    assert attempt.mark >= 80
    board = (await world.ada.slash(world.channel, "leaderboard")).response
    assert f"🥇 <@{world.ada.id}>" in shown(board)
    async with world.bot.database.read() as connection:
        asked = (await present(world)).question
        assert await seen.get(connection, world.ada.id, asked.topic, asked.question) is not None


async def test_a_copy_of_the_model_answer_does_not_win(world):
    await start(world, questions=1)
    card = last(world)
    asked = (await present(world)).question
    model = world.bot.bank.get(asked.topic, asked.question).answer
    await answer(world, world.ada, card, model, quotable=True)
    await answer(world, world.bo, card, GOOD_ANSWERS[question_on(card)])
    await press(world.mona, card, "Reveal")
    text = shown(last(world))
    assert f"🥇 <@{world.bo.id}>" in text
    assert re.search(rf"– <@{world.ada.id}> · \*\*\d+\*\* · strong · does not count: a copy", text)
    assert "In the words of" not in text


async def test_a_hidden_member_is_not_named(world):
    await world.ada.slash(world.channel, "privacy hide")
    await start(world, questions=2)
    for number in (1, 2):
        card = last(world)
        await answer(world, world.ada, card, GOOD_ANSWERS[question_on(card)], quotable=True)
        await press(world.mona, card, "Reveal")
        assert f"<@{world.ada.id}>" not in shown(last(world) if number == 1 else messages(world)[-2])
        if number == 1:
            await press(world.mona, last(world), "Next question")
    assert "🥇 somebody" in shown(last(world))


async def test_another_round(world):
    """Whoever presses is the host of it; questions that were asked lately come last."""
    await start(world, questions=2)
    asked = set()
    for label in ("Reveal", "Next question", "Reveal"):
        if label == "Reveal":
            asked.add(question_on(last(world)))
            await answer(world, world.ada, last(world), HALF)
        await press(world.mona, last(world), label)
    assert labels(last(world)) == ["Another round", "Leaderboard"]
    await press(world.bo, last(world), "Another round")
    card = last(world)
    assert f"Round by <@{world.bo.id}>" in shown(card)
    assert question_on(card) not in asked


async def test_fewer_questions_than_asked_for(world):
    said = await start(world, questions=9)
    assert "There are only 3 questions of that kind." in shown(said)
    assert "question 1 of 3" in shown(last(world))


async def test_a_topic_that_does_not_exist(world):
    said = await start(world, topic="cooking")
    assert "There is no topic of that name. Choose one of: sky." in said.content
    assert messages(world) == []


async def test_the_server_default_topic_and_the_title(world):
    await world.mona.slash(world.channel, "settings", topic="sky")
    await world.mona.slash(world.channel, "round")
    assert "The sky · question 1 of 3" in shown(last(world))
    await press(world.mona, last(world), "End")
    await start(world, topic=" the SKY ")
    assert "The sky" in shown(last(world))


async def test_a_question_without_points_of_its_own(world):
    """The key phrases of its model answer stand in for them."""
    await start(world, questions=3)
    while question_on(last(world)) != TIDES:
        for label in ("Reveal", "Next question"):
            await press(world.mona, last(world), label)
    await answer(world, world.ada, last(world), GOOD_ANSWERS[TIDES])
    await press(world.mona, last(world), "Reveal")
    reveal = next(one for one in reversed(messages(world)) if "The gravity of the moon" in shown(one))
    assert f"\n-# <@{world.ada.id}>" in shown(reveal)


async def test_blue_is_marked_by_its_points(world):
    await start(world, questions=3)
    while question_on(last(world)) != BLUE:
        for label in ("Reveal", "Next question"):
            await press(world.mona, last(world), label)
    await answer(world, world.ada, last(world), HALF)
    await answer(world, world.bo, last(world), GOOD)
    await press(world.mona, last(world), "Reveal")
    reveal = next(one for one in reversed(messages(world)) if "answered · average" in shown(one))
    assert f"✅ Air molecules scatter sunlight.\n-# <@{world.bo.id}>, <@{world.ada.id}>" in shown(reveal)


async def test_everybody_sees_the_language_of_the_server_and_each_member_their_own(world, incoming):
    """Also what the bot posts by itself."""
    world.bot.get_guild(world.guild.id).preferred_locale = "de"
    incoming |= {"locale": "en-GB", "guild_locale": "de"}
    said = await start(world, questions=2, minutes=1)
    assert "The round has begun." in shown(said)
    assert "Frage 1 von 2" in shown(last(world))
    receipt = await answer(world, world.ada, last(world), HALF, label=labels(last(world))[0])
    assert "Your answer is in." in shown(receipt)
    await world.env.advance_time(4)
    assert "Frage 1 von 2" in shown(last(world))
    await a_minute(world)
    assert "Frage 1 von 2" in shown(last(world))
    assert labels(last(world))[0] != "Next question"
    await press(world.mona, last(world), labels(last(world))[0])
    assert "Frage 2 von 2" in shown(last(world))


async def test_moderators_lead_as_well(world):
    """Those with the role that the server's managers have named."""
    role = world.guild.create_role("Tutors")
    tutor = world.guild.add_member(world.env.create_user("tess", global_name="Tess"), roles=[role])
    await world.mona.slash(world.channel, "settings", moderators=role)
    await start(world, who=world.ada, questions=2)
    await press(tutor, last(world), "Reveal")
    await press(tutor, last(world), "Next question")
    assert "question 2 of 2" in shown(last(world))


async def test_the_whole_model_answer(world):
    """Offered where the reveal cannot show all of it; whoever opens it has seen it."""
    await start(world, questions=1)
    await answer(world, world.ada, last(world), HALF)
    await press(world.mona, last(world), "Reveal")
    one = await present(world)
    card = (await press_old(world, world.bo, "round-model", one.id, 0)).response
    assert card.ephemeral
    assert world.bot.bank.get(one.question.topic, one.question.question).answer in shown(card)
    async with world.bot.database.read() as connection:
        assert await seen.get(connection, world.bo.id, one.question.topic, one.question.question) is not None
