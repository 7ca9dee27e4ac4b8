"""What may be done with one question: hints, skip, a second try, the follow-up, the model answer; and what counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.interview import EndReason, Rules, Stage
from tests.flows.conftest import BLUE, GOOD, HALF, REST, SEASONS, WRONG, labels, shown
from tests.flows.tour import press_old

MODEL = (
    "Air molecules scatter short wavelengths far more than long ones. That is Rayleigh scattering: blue light is thrown "
    "in every direction, so that it reaches us from the whole sky, while red light passes straight through."
)


async def feedback_on(world, text):
    return await world.answer(await world.begin(level="junior"), text)


# -------------------------------------------------------------------- hints


async def test_a_hint_costs_its_price(world):
    """Two hints at most; what they cost is said beforehand and afterwards, and taken off the mark once each."""
    unhinted = (await feedback_on(world, GOOD), (await world.interview()).turn.mark)[1]
    await world.ada.click(world.card, label="Finish")
    card = await world.begin(level="junior")
    price = Rules().hint_price
    for number in (1, 2):
        card = (await world.ada.click(card, label=f"Hint (−{price})")).response
        assert f"**Hint {number}:**" in shown(card)
    assert labels(card) == ["Answer", "Skip", "End"]
    feedback = await world.answer(card, GOOD)
    assert f"You took 2 hints (−{2 * price})." in shown(feedback)
    assert (await world.interview()).turn.mark == unhinted - 2 * price


async def test_the_heaviest_point_is_hinted_first(world):
    card = await world.begin(level="junior")
    hinted = (await world.ada.click(card, label=f"Hint (−{Rules().hint_price})")).response
    assert "What happens to sunlight on its way through the air?" in shown(hinted)


async def test_more_hints_than_there_are(world):
    await world.begin(level="junior")
    interview = await world.interview()
    for _ in range(2):
        await press_old(world, world.ada, "hint", interview.id, 0)
    reply = (await press_old(world, world.ada, "hint", interview.id, 0)).response
    assert reply.content == "That was the last hint for this question."
    assert (await world.interview()).turn.hints == 2


async def test_a_question_without_hints_offers_none(world):
    assert labels(await world.begin(level="senior")) == ["Answer", "Skip", "End"]


# -------------------------------------------------------------------- skip and end


async def test_skip(world):
    card = await world.begin(questions=2)
    after = (await world.ada.click(card, label="Skip")).response
    assert "question 2 of 2" in shown(after)
    end = (await world.ada.click(after, label="Skip")).response
    assert "skipped" in shown(end)
    assert {turn.stage for turn in (await world.interview()).turns} == {Stage.SKIPPED}
    assert "Look at an answer again" not in shown(end)


async def test_end(world):
    card = await world.begin(questions=3)
    end = (await world.ada.click(card, label="End")).response
    assert "You ended it." in shown(end)
    assert "0 of 3 questions" in shown(end)
    assert (await world.interview()).end_reason is EndReason.BY_MEMBER
    reply = (await press_old(world, world.ada, "resume", (await world.interview()).id)).response
    assert "You ended it." in shown(reply)


async def test_what_to_read_next(world):
    feedback = await feedback_on(world, WRONG)
    await world.ada.click(feedback, label="Finish")
    assert "**Read next**" in shown(world.card)
    assert "https://example.org/sky" in shown(world.card)


# -------------------------------------------------------------------- more to say


async def test_the_missing_points_earn_half(world):
    """A second try adds half of what the same words would have added at once."""
    feedback = await feedback_on(world, HALF)
    first = (await world.interview()).turn
    assert "⬜ Why blue, and not red?" in shown(feedback)
    better = await world.answer(feedback, REST, label="Try the missing points")
    assert better.id == feedback.id
    after = (await world.interview()).turn
    assert first.mark < after.mark < 100
    short_waves = {point.id: point for point in after.grade.points}["short-waves"]
    assert 0.4 < short_waves.credit < 0.75
    assert "it earns half" in shown(better)
    assert await world.answers() == 2


async def test_a_second_try_that_adds_nothing_costs_nothing(world):
    feedback = await feedback_on(world, HALF)
    mark = (await world.interview()).turn.mark
    again = await world.answer(feedback, WRONG, label="Try the missing points")
    assert (await world.interview()).turn.mark == mark
    assert "Try the missing points" in labels(again)


async def test_the_form_of_a_second_try(world):
    feedback = await feedback_on(world, HALF)
    form = await world.ada.click(feedback, label="Try the missing points")
    said = form.modal["components"][0]["content"]
    assert BLUE in said
    assert "1 point is still open. What you add earns half." in said
    assert len(form.modal["components"]) == 2


async def test_the_follow_up_asks_about_the_gap(world):
    feedback = await feedback_on(world, HALF)
    form = await world.ada.click(feedback, label="Follow-up")
    assert form.modal["components"][0]["content"].startswith("Why blue, and not red?")
    before = (await world.interview()).turn.mark
    await world.ada.submit_modal(form, {"answer": REST})
    assert (await world.interview()).turn.mark > before
    assert (await world.rows())["answer"][-1].kind == "follow-up"


async def test_nothing_is_left_to_try(world):
    await feedback_on(world, GOOD)
    interview = await world.interview()
    if not interview.missing():
        assert "Try the missing points" not in labels(world.card)
        reply = (await press_old(world, world.ada, "again", interview.id, 0)).response
        assert reply.content == "You made every point. There is nothing left to try."


async def test_a_second_try_before_the_first(world):
    await world.begin(level="junior")
    interview = await world.interview()
    stale = (await press_old(world, world.ada, "again", interview.id, 0)).response
    assert "Answer this question first." in shown(stale)
    assert labels(stale) == ["Show the present card"]


# -------------------------------------------------------------------- the model answer


async def test_the_model_answer(world):
    """It is shown to its reader alone, with the points, and closes the second try."""
    feedback = await feedback_on(world, HALF)
    shown_answer = (await world.ada.click(feedback, label="Model answer")).response
    assert shown_answer.ephemeral
    assert "Rayleigh scattering" in shown(shown_answer)
    assert "✅ Air molecules scatter sunlight." in shown(shown_answer)
    assert "⬜ Short wavelengths are scattered far more than long ones." in shown(shown_answer)
    for label in ("Try the missing points", "Follow-up"):
        reply = (await world.ada.click(feedback, label=label)).response
        assert reply.content == (
            "You have opened the model answer, so a second try no longer earns anything. Press Next or Finish."
        )
    present = (await press_old(world, world.ada, "where", (await world.interview()).id)).response
    assert labels(present) == ["Finish", "Model answer", "Appeal"]


async def test_a_form_opened_before_the_model_answer(world):
    """Sent afterwards it is kept, but earns nothing."""
    feedback = await feedback_on(world, HALF)
    form = await world.ada.click(feedback, label="Try the missing points")
    mark = (await world.interview()).turn.mark
    await world.ada.click(feedback, label="Model answer")
    reply = (await world.ada.submit_modal(form, {"answer": MODEL})).response
    assert "What you wrote is kept, but earns nothing." in shown(reply)
    assert (await world.interview()).turn.mark == mark
    assert await world.answers() == 2


async def test_a_second_try_that_copies_the_model_answer(world):
    """Got from somewhere else, it is kept, but earns nothing."""
    feedback = await feedback_on(world, HALF)
    mark = (await world.interview()).turn.mark
    form = await world.ada.click(feedback, label="Try the missing points")
    reply = (await world.ada.submit_modal(form, {"answer": MODEL})).response
    assert "That copies the model answer" in shown(reply)
    assert (await world.interview()).turn.mark == mark


async def test_the_model_answer_before_ones_own(world):
    await world.begin(level="junior")
    reply = (await press_old(world, world.ada, "model", (await world.interview()).id, 0)).response
    assert reply.content == "The model answer is shown after your own."
    assert (await world.rows())["seen"] == []


# -------------------------------------------------------------------- what counts for the leaderboard


@pytest.mark.parametrize(("wait", "counts"), [({"hours": 23}, False), ({"hours": 25}, True)])
async def test_within_a_day_of_the_model_answer(world, wait, counts):
    feedback = await feedback_on(world, HALF)
    await world.ada.click(feedback, label="Model answer")
    await world.ada.click(feedback, label="Finish")
    world.bot.clock.ahead += timedelta(**wait)
    again = await feedback_on(world, GOOD)
    assert (await world.interview()).turn.counts is counts
    assert ("This attempt does not count for the leaderboard" in shown(again)) is not counts


async def test_another_question_counts_all_the_same(world):
    feedback = await feedback_on(world, HALF)
    await world.ada.click(feedback, label="Model answer")
    await world.ada.click(feedback, label="Finish")
    card = await world.begin(level="mid")
    assert SEASONS in shown(card)
    await world.answer(card, "The axis of the earth is tilted.")
    assert (await world.interview()).turn.counts


async def test_a_copy_of_the_model_answer(world):
    feedback = await feedback_on(world, MODEL)
    assert not (await world.interview()).turn.counts
    assert "This attempt does not count for the leaderboard" in shown(feedback)


async def test_the_first_try_counts(world):
    await feedback_on(world, HALF)
    assert (await world.interview()).turn.counts
    board = (await world.ada.slash(world.channel, "leaderboard")).response
    assert f"<@{world.ada.id}> (you) · **{(await world.interview()).turn.mark:g}** points" in shown(board)
