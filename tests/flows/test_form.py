"""A whole interview through the form."""

from __future__ import annotations

from tests.flows.conftest import HALF, labels, shown


async def test_answer_in_a_thread(world):
    """One answer costs one request, and the feedback takes the place of the question."""
    result = await world.ada.slash(world.channel, "interview", topic="sky", level="junior", questions=1)
    (thread,) = world.channel.threads
    assert thread.mention in result.response.content
    card = thread.last_message
    assert "Why is the sky blue?" in shown(card)
    form = await world.ada.click(card, label="Answer")
    before = len(world.env.http_requests)
    done = await world.ada.submit_modal(form, {"answer": HALF, "sure": "75"})
    assert len(world.requests_since(before)) == 1
    assert "✅ Air molecules scatter sunlight." in shown(done.response)
    assert labels(done.response) == ["Finish", "Try the missing points", "Follow-up", "Model answer"]
    assert await world.answers() == 1
