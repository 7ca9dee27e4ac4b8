"""Appeal on a feedback card, and /appeals."""

from __future__ import annotations

import pytest
import yaml

from bot.bank import load_marked_answers
from bot.interview.appeal import OPEN_AT_ONCE
from bot.interview.attempt import Source
from bot.store import attempts, privacy
from tests.flows.conftest import BLUE, GOOD, HALF, SEASONS, TIDES, labels, question_on, shown, walk
from tests.flows.rounds import a_minute, last, messages, start
from tests.flows.rounds import answer as answer_round
from tests.flows.test_bank import RUST, bank, send, texts
from tests.flows.tour import press_old

ODD = "Air molecules scatter the sunlight. Azure gets flung about the most."
PHRASE = "azure gets flung about the most"


async def feedback(world, text: str = ODD, who=None, **options):
    """The card on an answer to the question about the blue sky."""
    return await world.answer(await world.begin(who, **({"level": "junior", "questions": 1} | options)), text, who=who)


async def appeal(world, card, point: str = "short-waves", why: str = "Azure is blue.", who=None):
    who = who or world.ada
    form = await who.click(card, label="Appeal")
    assert form.modal, shown(form.response)
    return (await who.submit_modal(form, {"point": [point], "why": why})).response


async def queue(world, who=None):
    return (await (who or world.mona).slash(world.channel, "appeals")).response


async def decide(world, card, label: str = "Accept", who=None, **written: str):
    who = who or world.mona
    form = await who.click(card, label=label)
    assert form.modal, shown(form.response)
    return (await who.submit_modal(form, written)).response


async def accept(world, phrase: str = PHRASE, **more: str):
    return await decide(world, await queue(world), phrase=phrase, **more)


def default_of(form) -> str:
    return next(
        c["component"]["value"] for c in form.modal["components"] if c.get("component", {}).get("custom_id") == "phrase"
    )


async def test_an_appeal_is_won(world):
    """The mark rises, the standings follow, the writer is told, and the next who says it so earns the point."""
    card = await feedback(world)
    assert labels(card)[-1] == "Appeal"
    before = (await world.interview()).turn
    sent = await appeal(world, card)
    assert sent.ephemeral
    assert "Your appeal waits for the moderators" in shown(sent)
    seen = shown(await queue(world))
    for part in (
        f"<@{world.ada.id}>",
        "Why is the sky blue?",
        "Short wavelengths are scattered far more",
        ODD,
        "Azure is blue.",
        "1 appeal waits",
        f"marked {before.mark} of 100",
    ):
        assert part in seen
    form = await world.mona.click(await queue(world), label="Accept")
    assert default_of(form) == "Azure gets flung about the most"
    done = (await world.mona.submit_modal(form, {"phrase": PHRASE, "word": "Well put."})).response
    after = (await world.interview()).turn
    assert after.mark > before.mark
    assert (after.marked_at, after.answered_at) == (before.marked_at, before.answered_at)
    assert f"Accepted: {before.mark} → {after.mark}. I tell the writer." in shown(done)
    assert "No appeal is waiting." in shown(done)
    told = shown(world.ada.user.dm_channel.last_message)
    assert "Your appeal in Study group" in told
    assert f"**Accepted** · {before.mark} → {after.mark} / 100 · and I have learnt your words" in told
    assert "The moderator says: “Well put.”" in told
    async with world.bot.database.read() as connection:
        kept = await attempts.get(connection, Source.INTERVIEW, 1, 0, world.ada.id)
    assert kept.mark == after.mark
    board = (await world.bo.slash(world.channel, "leaderboard")).response
    assert f"**{after.mark}** points" in shown(board)
    others = shown(await feedback(world, who=world.bo))
    assert "✅ Short wavelengths are scattered far more than long ones." in others
    assert "your words: “Azure gets flung”" in others


async def test_the_card_tells_it(world):
    card = await feedback(world)
    await appeal(world, card)
    await accept(world)
    await world.ada.click(card, label="Finish")
    again = (await world.ada.select(world.card, ["0"])).response
    assert "A moderator looked at this answer and raised the mark. (+" in shown(again)
    assert "✅ Short wavelengths" in shown(again)


async def test_what_is_learnt_stays_in_the_server_and_over_a_restart(world, make_bot):
    await appeal(world, await feedback(world))
    await accept(world)
    await world.env.restart_bot(make_bot())
    known = (await world.bot.banks.of(world.guild.id)).get("sky", "colour")
    assert PHRASE in known.points[1].learnt
    for place in (None, 4711):
        other = (await world.bot.banks.of(place)).get("sky", "colour")
        assert PHRASE not in other.points[1].learnt


async def test_the_answer_becomes_a_sample_without_its_writer(world, tmp_path):
    await appeal(world, await feedback(world))
    await accept(world)
    given = await texts(await bank(world, "download", topic="sky"))
    assert set(given) == {"sky.learnt.yaml", "sky.answers.yaml"}
    assert str(world.ada.id) not in "".join(given.values())
    (tmp_path / "sky.answers.yaml").write_text(given["sky.answers.yaml"])
    (sample,) = load_marked_answers(tmp_path / "sky.answers.yaml").answers
    assert (sample.question, sample.answer, sample.kind) == ("colour", ODD, "appeal")
    assert sample.mark == pytest.approx((await world.interview()).turn.grade.mark / 20, abs=0.125)
    assert yaml.safe_load(given["sky.learnt.yaml"])["learnt"] == {"colour": {"short-waves": [PHRASE]}}


async def test_an_appeal_is_upheld(world):
    await appeal(world, await feedback(world))
    before = await world.interview()
    done = await decide(world, await queue(world), "Uphold the mark", word="Which colour, and why?")
    assert "The mark stays. I tell the writer." in shown(done)
    assert await world.interview() == before
    told = shown(world.ada.user.dm_channel.last_message)
    assert f"**The mark stays** · {before.turn.mark} / 100" in told
    assert "“Which colour, and why?”" in told
    rows = await world.rows()
    assert rows["phrasing"] == rows["sample"] == []
    assert [row.told for row in rows["appeal"]] == [1]


async def test_without_a_phrase_the_mark_alone_is_raised(world):
    card = await feedback(world)
    await appeal(world, card)
    before = (await world.interview()).turn.mark
    await accept(world, "")
    turn = (await world.interview()).turn
    assert turn.mark > before
    assert [point.state.value for point in turn.grade.points] == ["made", "made"]
    assert (await world.rows())["phrasing"] == []


async def test_where_no_direct_message_is_possible_the_writer_is_told_later(world):
    await appeal(world, await feedback(world))
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
    await decide(world, await queue(world), "Uphold the mark", word="Say why.")
    assert [row.told for row in (await world.rows())["appeal"]] == [0]
    before = world.mark
    await world.ada.slash(world.channel, "help")
    assert world.requests_since(before) == ["POST /interactions/callback", "POST /webhooks"]
    news = world.channel.history(viewer=world.ada)[-1]
    assert "“Say why.”" in shown(news)
    before = world.mark
    await world.ada.slash(world.channel, "help")
    assert world.requests_since(before) == ["POST /interactions/callback"]


async def test_ones_own_appeals(world):
    assert "You have made none here." in shown(await queue(world, world.ada))
    await appeal(world, await feedback(world))
    assert "Waits for a moderator" in shown(await queue(world, world.ada))
    assert "You have made none here." in shown(await queue(world, world.bo))
    await decide(world, await queue(world), "Uphold the mark")
    assert "The mark stays" in shown(await queue(world, world.ada))


async def test_the_same_point_twice(world):
    card = await feedback(world)
    form = await world.ada.click(card, label="Appeal")
    await appeal(world, card)
    again = (await world.ada.submit_modal(form, {"point": ["short-waves"], "why": "Really."})).response
    assert "You have appealed that already." in again.content
    assert "nothing left to appeal" in (await world.ada.click(card, label="Appeal")).response.content
    assert len((await world.rows())["appeal"]) == 1


async def test_a_form_with_a_forged_point_or_no_reason(world):
    card = await feedback(world)
    for point, why in (("no-such-point", "x"), ("scattering", "x"), ("short-waves", " \u200b ")):
        form = await world.ada.click(card, label="Appeal")
        menu = next(
            c["component"] for c in form._interaction.modal["components"] if "options" in c.get("component", {})
        )
        menu["options"] = [{"label": "x", "value": point}]
        reply = (await world.ada.submit_modal(form, {"point": [point], "why": why})).response
        assert reply.ephemeral
        assert "cannot be appealed" in reply.content or "Say in a few words" in reply.content
    assert (await world.rows())["appeal"] == []


async def test_only_so_many_may_wait(world):
    for _ in range(OPEN_AT_ONCE):
        card = await feedback(world)
        await appeal(world, card)
        await world.ada.click(card, label="Finish")
    reply = await appeal(world, await feedback(world))
    assert f"You have {OPEN_AT_ONCE} appeals waiting." in reply.content


async def test_members_and_strangers(world):
    """Only the writer appeals, only moderators judge, and nobody judges their own appeal."""
    card = await feedback(world)
    assert "somebody else's answer" in (await world.bo.click(card, label="Appeal")).response.content
    await appeal(world, card)
    rows = await world.rows()
    for action in ("appeal-accept", "appeal-uphold", "appeal-next"):
        reply = (await press_old(world, world.bo, action, 1)).response
        assert "Only who moderates here may do that" in reply.content
    assert await world.rows() == rows


async def test_nobody_judges_their_own_appeal(world):
    await appeal(world, await feedback(world, who=world.mona), who=world.mona)
    card = await queue(world)
    for label in ("Accept", "Uphold the mark"):
        assert "This appeal is your own." in (await world.mona.click(card, label=label)).response.content


async def test_two_moderators_at_once(world):
    """Whoever is second is told so, and nothing is decided twice."""
    await appeal(world, await feedback(world))
    card = await queue(world)
    first = await world.mona.click(card, label="Accept")
    second = await world.mona.click(card, label="Uphold the mark")
    await world.mona.submit_modal(first, {"phrase": PHRASE})
    late = (await world.mona.submit_modal(second, {"word": "No."})).response
    assert late.content == "This appeal is decided already. Type `/appeals` for what still waits."
    assert [row.verdict for row in (await world.rows())["appeal"]] == ["accepted"]


async def test_one_after_the_other(world):
    for who in (world.ada, world.bo):
        await appeal(world, await feedback(world, who=who), who=who)
    card = await queue(world)
    assert "2 appeals wait" in shown(card)
    assert f"<@{world.ada.id}>" in shown(card)
    card = (await world.mona.click(card, label="Later")).response
    assert f"<@{world.bo.id}>" in shown(card)
    card = (await world.mona.click(card, label="Later")).response
    assert f"<@{world.ada.id}>" in shown(card)
    card = await decide(world, card, "Uphold the mark")
    assert f"<@{world.bo.id}>" in shown(card)
    assert "Later" not in labels(card)


async def test_an_appeal_of_another_server(world):
    await appeal(world, await feedback(world))
    elsewhere = world.env.create_guild("Elsewhere", owner=world.bo.user)
    channel = elsewhere.create_text_channel("talk")
    bo = elsewhere.add_member(world.bo.user)
    assert "No appeal is waiting." in shown((await bo.slash(channel, "appeals")).response)
    from bot.discord_ui.actions import Press
    from bot.discord_ui.layout import Card
    from tests.flows.tour import press, pressable

    room = world.bot.get_channel(channel.id)
    for action in ("appeal-accept", "appeal-uphold"):
        forged = await room.send(view=Card().text("x").row(Press("x", action, 1)).view())
        assert (
            "no such appeal in this server" in (await press(world, bo, forged, pressable(forged)[0])).response.content
        )


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("the", "too few"),
        ("x", "too few"),
        ("light", "An answer to something else would earn the point too"),
    ],
)
async def test_a_phrase_that_would_make_marks_unfair(world, phrase, why):
    await appeal(world, await feedback(world))
    rows = await world.rows()
    reply = await accept(world, phrase)
    assert why in reply.content
    assert await world.rows() == rows


async def test_outside_servers_there_is_no_appeal(world):
    ada = world.ada.user
    card = await world.answer(
        (await ada.slash("interview", topic="sky", level="junior", questions=1)).response, HALF, who=ada
    )
    assert "Appeal" not in labels(card)


async def test_a_perfect_answer_has_nothing_to_appeal(world):
    assert "Appeal" not in labels(await feedback(world, GOOD))


async def test_a_point_that_was_missed_is_not_told_in_the_form(world):
    """Whoever tries again must still be able to earn it; once the model answer was seen, it is told."""
    card = await feedback(world)
    form = await world.ada.click(card, label="Appeal")
    assert "Why blue, and not red?" in str(form.modal)
    assert "Short wavelengths" not in str(form.modal)
    await world.ada.click(card, label="Model answer")
    assert "Short wavelengths" in str((await world.ada.click(card, label="Appeal")).modal)


async def test_a_question_without_points(world):
    """The whole answer is appealed, and becomes one more model answer of this server's."""
    card = await world.answer(
        await world.begin(level="senior", questions=1), "Lunar attraction lifts the ocean on both ends."
    )
    form = await world.ada.click(card, label="Appeal")
    assert "Which point" not in str(form.modal)
    await world.ada.submit_modal(form, {"why": "It is all there."})
    before = (await world.interview()).turn.mark
    assert "The model answer:" in shown(await queue(world))
    await accept(world, "Lunar attraction lifts the ocean on both ends, near and far.")
    assert (await world.interview()).turn.mark > before
    assert len((await world.bot.banks.of(world.guild.id)).get("sky", "tides").further_answers) == 1


async def test_a_second_try_is_not_lost(world):
    """What was added before the appeal was decided stays; the mark never falls."""
    card = await feedback(world)
    await appeal(world, card)
    await world.answer(card, "Short wavelengths are scattered far more than long ones.", label="Try the missing points")
    before = (await world.interview()).turn.mark
    await accept(world)
    assert (await world.interview()).turn.mark >= before


async def test_hints_still_cost(world):
    card = await world.begin(level="junior", questions=1)
    card = (await world.ada.click(card, label="Hint (−5)")).response
    await appeal(world, await world.answer(card, ODD))
    await accept(world)
    turn = (await world.interview()).turn
    assert turn.mark == turn.grade.mark - 5


async def test_when_the_answer_is_gone_the_mark_can_only_stay(world):
    await appeal(world, await feedback(world))
    async with world.bot.database.write() as connection:
        await connection.execute(world_tables()["interview"].delete())
    card = await queue(world)
    assert "The answer is no longer stored" in shown(card)
    assert labels(card) == ["Uphold the mark"]
    reply = (await press_old(world, world.mona, "appeal-accept", 1)).response
    assert "so the mark can only stay" in reply.content
    await decide(world, card, "Uphold the mark")


def world_tables():
    from bot.store.tables import metadata

    return metadata.tables


async def test_an_exam_is_appealed_when_it_is_over(world):
    card = await world.begin(mode="exam", level="junior", questions=1)
    over = await world.answer(card, ODD)
    look = (await world.ada.select(over, ["0"])).response
    assert "Appeal" in labels(look)
    assert "Your appeal waits" in shown(await appeal(world, look))


async def test_hostile_words_are_harmless(world):
    trap = "@everyone [x](https://evil.example) **bold** `code`"
    await appeal(world, await feedback(world, f"{ODD} {trap}"), why=trap)
    card = await queue(world)
    for text in (shown(card), str(list(walk(card.components)))):
        assert "@everyone" not in text.replace("@\u200beveryone", "")
        assert "[x](" not in text.replace("\\[x](", "")
    await decide(world, card, "Uphold the mark", word=trap)
    assert "@everyone" not in shown(world.ada.user.dm_channel.last_message)


async def test_an_appeal_about_an_answer_in_a_round(world):
    """From *My feedback* to the raised mark; the standings follow."""
    await start(world, questions=1, minutes=1, topic="sky")
    card = last(world)
    question = question_on(card)
    point, odd = {
        BLUE: ("short-waves", ODD),
        SEASONS: ("daylight", "The axis of the Earth is tilted. Bright evenings in July."),
        TIDES: ("", "Lunar attraction lifts the ocean on both ends."),
    }[question]
    await answer_round(world, world.ada, card, odd)
    await answer_round(world, world.bo, card, HALF)
    await a_minute(world)
    reveal = next(one for one in reversed(messages(world)) if "My feedback" in labels(one))
    mine = (await world.ada.click(reveal, label="My feedback")).response
    form = await world.ada.click(mine, label="Appeal")
    assert "Appeal" in str(form.modal)
    await world.ada.submit_modal(form, {"why": "So."} | ({"point": [point]} if point else {}))
    before = {row.member_id: row.mark for row in (await world.rows())["attempt"]}
    waiting = await queue(world)
    assert odd[:30] in shown(waiting)
    await decide(world, waiting, phrase="lunar attraction lifts the ocean on both ends" if not point else "")
    after = {row.member_id: row.mark for row in (await world.rows())["attempt"]}
    assert after[world.ada.id] > before[world.ada.id]
    assert after[world.bo.id] == before[world.bo.id]
    again = (await world.ada.click(reveal, label="My feedback")).response
    assert f"{after[world.ada.id]} / 100" in shown(again)


async def test_a_restart_while_forms_are_open(world, make_bot):
    """What is being written into them arrives all the same."""
    card = await feedback(world)
    form = await world.ada.click(card, label="Appeal")
    await world.env.restart_bot(make_bot())
    sent = (await world.ada.submit_modal(form, {"point": ["short-waves"], "why": "Azure."})).response
    assert "Your appeal waits" in shown(sent)
    card = await queue(world)
    form = await world.mona.click(card, label="Accept")
    await world.env.restart_bot(make_bot())
    done = (await world.mona.submit_modal(form, {"phrase": PHRASE})).response
    assert "Accepted:" in shown(done)
    await world.ada.click(world.card, label="Finish")


async def test_the_question_has_changed_since(world):
    """Its point is gone: the mark can only stay."""
    await send(world)
    card = await world.answer(await world.begin(topic="rust", questions=1), "assignment moves the value")
    await appeal(world, card, "dropped", "It is plain from that.")
    await send(world, RUST.replace("id: dropped", "id: freed"))
    waiting = await queue(world)
    assert "The question has changed since" in shown(waiting)
    assert labels(waiting) == ["Uphold the mark"]
    refused = (await press_old(world, world.mona, "appeal-accept", 1)).response
    assert "so the mark can only stay" in refused.content
    await press_old(world, world.mona, "appeal-uphold", 1)
    assert "looked at again" not in shown(await queue(world, world.ada))


async def test_a_question_that_is_gone_cannot_be_appealed(world):
    await send(world)
    card = await world.answer(await world.begin(topic="rust", questions=1), "assignment moves the value")
    await world.mona.click(await bank(world, "remove", topic="rust"), label="Remove it")
    assert "nothing to appeal" in (await world.ada.click(card, label="Appeal")).response.content


async def test_own_questions_learn_too(world):
    """And the file that is downloaded knows it."""
    await send(world)
    card = await world.answer(await world.begin(topic="rust", questions=1), "Kaput at the closing brace.")
    await appeal(world, card, "dropped")
    await accept(world, "kaput at the closing brace")
    given = await texts(await bank(world, "download", topic="rust"))
    points = yaml.safe_load(given["rust.yaml"])["questions"][0]["points"]
    assert points[0]["learnt"] == ["kaput at the closing brace"]
    assert yaml.safe_load(given["rust.answers.yaml"])["answers"][0]["answer"] == "Kaput at the closing brace."
    health = shown(await bank(world, "health", topic="rust"))
    assert "1 appeal won" in health


async def test_what_a_member_deletes_is_gone_from_the_samples(world):
    await appeal(world, await feedback(world))
    await accept(world)
    async with world.bot.database.write() as connection:
        await privacy.delete(connection, world.ada.id, world.bot.clock())
    rows = await world.rows()
    assert rows["appeal"] == rows["sample"] == []
    assert [row.phrase for row in rows["phrasing"]] == [PHRASE]


async def test_the_verdict_is_told_in_the_writers_language(world, incoming):
    """As far as it is known from the commands that the writer has typed."""
    incoming["locale"] = "de"
    card = await feedback(world)
    incoming["locale"] = "en-US"
    await appeal(world, card)
    assert "The mark stays. I tell the writer." in shown(await decide(world, await queue(world), "Uphold the mark"))
    told = shown(world.ada.user.dm_channel.last_message)
    assert "Study group" in told
    assert "Your appeal" not in told


async def test_where_the_bot_is_no_member_nobody_hears_an_appeal(world, incoming):
    """As an app of one's own in a server that does not have the bot."""
    incoming["authorizing_integration_owners"] = {"1": str(world.ada.id)}
    result = await world.ada.slash(world.channel, "interview", topic="sky", level="junior", questions=1)
    card = await world.answer(result.response, ODD)
    reply = (await world.ada.click(card, label="Appeal")).response
    assert reply.content == "That works only in a server that I am a member of."
