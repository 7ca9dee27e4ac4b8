"""/bank: a server's own questions."""

from __future__ import annotations

from types import SimpleNamespace

import discord
import pytest
import yaml

from bot.cogs.banks import upload
from bot.store import phrasings
from bot.store.banks import Banks
from tests.flows.conftest import labels, shown
from tests.flows.tour import press_old

RUST = """\
# Written by the group.
topic: rust
title: Rust
questions:
  - id: ownership
    level: junior
    ask: What does it mean that a value has one owner?
    answer: >-
      Each value has exactly one owner, and it is dropped when the owner goes out of scope. Assigning it to another
      name moves it, so that the old name cannot be used any more.
    points:
      - id: dropped
        weight: 2
        say: The value is dropped when its owner goes out of scope.
        accept: [dropped at the end of the scope, freed when the owner goes out of scope]
        ask: When is a value freed?
      - id: moved
        say: Assigning the value to another name moves it.
        accept:   # more ways are welcome
          - assignment moves the value
          - the old name cannot be used after the move
        ask: What does an assignment do?
    sources: [https://doc.rust-lang.org/book/ch04-01-what-is-ownership.html]
"""
GOOD = "A value is dropped when its owner goes out of scope, and assigning it to another name moves it."


async def send(world, text: str | bytes = RUST, *, who=None, name: str = "rust.yaml"):
    content = text if isinstance(text, bytes) else text.encode()
    return (await (who or world.mona).slash(world.channel, "bank upload", file=(name, content))).response


async def bank(world, command: str, who=None, **options):
    return (await (who or world.mona).slash(world.channel, f"bank {command}", **options)).response


async def texts(message) -> dict[str, str]:
    return {one.filename: (await one.read()).decode() for one in message.attachments}


async def test_a_topic_of_ones_own(world):
    """Uploaded, listed, shown, offered, asked and marked."""
    card = await send(world)
    assert card.ephemeral
    assert "**Rust** is in: 1 question." in shown(card)
    assert "`/interview topic:rust`" in shown(card)
    assert "`rust` Rust · 1 question" in shown(await bank(world, "list", world.bo))
    assert "What does it mean that a value has one owner?" in shown(await bank(world, "show", world.bo, topic="rust"))
    offered = await world.bo.autocomplete(world.channel, "interview", "topic", "ru")
    assert [one["value"] for one in offered] == ["rust"]
    asked = await world.begin(world.bo, topic="rust")
    assert "What does it mean that a value has one owner?" in shown(asked)
    assert "/ 100 · strong" in shown(await world.answer(asked, GOOD, who=world.bo))


async def test_it_is_there_after_a_restart_and_in_another_process(world, make_bot):
    await send(world)
    await world.env.restart_bot(make_bot())
    assert "Rust" in shown(await bank(world, "list"))
    other = Banks(world.bot.bank, world.bot.database)
    assert "rust" in (await other.of(world.guild.id)).topics
    await press_removal(world)
    assert "rust" not in (await other.of(world.guild.id)).topics


async def press_removal(world):
    asked = await bank(world, "remove", topic="rust")
    return await world.mona.click(asked, label="Remove it")


async def test_a_topic_is_replaced(world):
    await send(world)
    card = await send(world, RUST.replace("title: Rust", "title: Rust 2024"))
    assert "**Rust 2024** is replaced: 1 question." in shown(card)
    assert "Rust 2024" in shown(await bank(world, "list"))


async def test_download_gives_back_what_was_uploaded(world):
    await send(world, RUST.replace("\n", "\r\n"))
    given = await bank(world, "download", topic="rust")
    assert given.ephemeral
    assert await texts(given) == {"rust.yaml": RUST.replace("\n", "\r\n")}


async def test_download_has_the_phrases_that_were_learnt(world):
    await send(world)
    async with world.bot.database.write() as connection:
        for point, phrase in (("moved", "it hands over"), ("dropped", 'no: it dies with "its" owner')):
            await phrasings.learn(connection, world.guild.id, "rust", "ownership", point, phrase, world.bot.clock())
    (given,) = (await texts(await bank(world, "download", topic="rust"))).values()
    assert given.startswith("# Written by the group.\n")
    assert "# more ways are welcome" in given
    points = yaml.safe_load(given)["questions"][0]["points"]
    assert points[0]["learnt"] == ['no: it dies with "its" owner']
    assert points[1]["learnt"] == ["it hands over"]
    assert "2 learnt phrases" in shown(await bank(world, "show", topic="rust"))
    again = await send(world, given)
    assert "is replaced" in shown(again)


async def test_download_of_a_builtin_topic(world):
    assert "this server has added nothing to it" in (await bank(world, "download", topic="sky")).content
    async with world.bot.database.write() as connection:
        await phrasings.learn(
            connection, world.guild.id, "sky", "colour", "short-waves", "blue wins", world.bot.clock()
        )
    given = await texts(await bank(world, "download", topic="sky"))
    assert yaml.safe_load(given["sky.learnt.yaml"])["learnt"] == {"colour": {"short-waves": ["blue wins"]}}


async def test_remove_gives_the_file_back(world):
    await send(world)
    done = await press_removal(world)
    assert "**Rust** is removed." in shown(done.response)
    assert await texts(world.channel.history(viewer=world.mona)[-1]) == {"rust.yaml": RUST}
    assert "There is no topic of that name" in (await bank(world, "show", topic="rust")).content
    rows = await world.rows()
    assert rows["topic"] == rows["phrasing"] == []


async def test_removing_a_topic_during_an_interview(world):
    """Its questions are gone, and everybody is told how to go on."""
    await send(world)
    await world.begin(world.bo, topic="rust", questions=1)
    card = world.card
    form = await world.bo.click(card, label="Answer")
    await press_removal(world)
    refused = (await world.bo.submit_modal(form, {"answer": GOOD})).response
    assert "no longer in the bank" in shown(refused)
    present = (await world.bo.click(refused, label="Show the present card")).response
    assert labels(present) == ["Skip"]
    over = (await world.bo.click(present, label="Skip")).response
    assert "You went through every question." in shown(over)


async def test_feedback_on_a_question_that_is_gone(world):
    await send(world)
    feedback = await world.answer(
        await world.begin(world.bo, topic="rust", questions=1), "assignment moves the value", who=world.bo
    )
    await press_removal(world)
    gone = (await world.bo.click(feedback, label="Model answer")).response
    assert "no longer in the bank" in gone.content
    await world.bo.click(feedback, label="Finish")
    assert "You went through every question." in shown(world.card)


async def test_one_server_does_not_see_another_ones_questions(world):
    await send(world)
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("talk")
    zed = elsewhere.add_member(world.env.create_user("zed"))
    owner = elsewhere.add_member(world.bo.user)
    for who in (zed, owner):
        assert await who.autocomplete(channel, "interview", "topic", "rust") == []
        assert await who.autocomplete(channel, "bank show", "topic", "") != []
        assert "Rust" not in shown((await who.slash(channel, "bank list")).response)
        assert "There is no topic" in (await who.slash(channel, "bank show", topic="rust")).response.content
        assert "There is no topic" in (await who.slash(channel, "interview", topic="rust")).response.content
    assert await world.bo.user.autocomplete("interview", "topic", "rust") == []
    room = world.bot.get_channel(channel.id)
    from bot.discord_ui.actions import Press
    from bot.discord_ui.layout import Card
    from tests.flows.tour import press, pressable

    forged = await room.send(view=Card().text("x").row(Press("x", "questions", zed.id, "more", 0, "rust")).view())
    assert "There is no topic" in (await press(world, zed, forged, pressable(forged)[0])).response.content


async def test_members_may_look_but_not_touch(world):
    await send(world)
    rows = await world.rows()
    for refused in (
        await send(world, who=world.bo),
        await bank(world, "download", world.bo, topic="rust"),
        await bank(world, "remove", world.bo, topic="rust"),
        await bank(world, "health", world.bo, topic="rust"),
        (await press_old(world, world.bo, "bank-remove", world.bo.id, "rust")).response,
    ):
        assert "Only who moderates here may do that" in refused.content
        assert refused.ephemeral
    assert await world.rows() == rows


async def test_a_role_may_moderate(world):
    role = world.guild.create_role("Elders")
    carl = world.guild.add_member(world.env.create_user("carl"), roles=[role])
    assert "Only who moderates" in (await send(world, who=carl)).content
    card = (await world.mona.slash(world.channel, "settings", moderators=role)).response
    assert f"*Manage Server* or <@&{role.id}>" in shown(card)
    assert "is in" in shown(await send(world, who=carl))
    assert "Only who moderates" in (await send(world, who=world.bo)).content
    await world.mona.slash(world.channel, "settings", moderators=world.guild.default_role)
    assert "Only who moderates" in (await send(world, who=carl)).content


async def test_a_builtin_topic_cannot_be_taken_or_removed(world):
    assert (
        "The topic “sky” comes with the bot already."
        in (await send(world, RUST.replace("topic: rust", "topic: sky"))).content
    )
    assert "so it cannot be removed here" in (await bank(world, "remove", topic="sky")).content
    assert await world.mona.autocomplete(world.channel, "bank remove", "topic", "") == []


def bomb() -> str:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{name}: &{name} [{', '.join(['*' + before] * 9)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (bomb(), "YAML anchor"),
        ("questions: " + "[" * 5000 + "]" * 5000, "nested too deeply"),
        (RUST.encode("utf-16"), "saved as UTF-16"),
        (RUST.replace("Rust", "Rüst").encode("latin-1"), "not saved as UTF-8"),
        (RUST.replace("Rust", "R\0ust"), "invisible character"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not saved as UTF-8"),
        (b"", "The file is empty"),
        ("!!python/object/apply:os.system ['true']", "YAML tag"),
        ("topic: rust\ntitle: Rust\n", "questions"),
        (RUST.replace("say:", "sya:"), "sya"),
    ],
)  # fmt: skip
async def test_a_hostile_or_wrong_file_gets_a_sentence(world, content, told):
    card = await send(world, content)
    assert "That file cannot be used." in shown(card)
    assert told in shown(card)
    assert (await world.rows())["topic"] == []


async def test_a_file_that_is_too_large_is_not_even_fetched(world):
    reply = await send(world, b"#" * 10_000_000)
    assert reply.content.startswith("That file is too large: 10,000,000 bytes, where 500,000 are allowed.")


async def test_a_question_file_has_its_limits(world, monkeypatch):
    reply = await send(world, RUST.replace("title: Rust", f"title: {'R' * 200}"))
    assert "at most 80 characters" in reply.content
    monkeypatch.setattr(upload, "TOPICS", 1)
    monkeypatch.setattr(upload, "BYTES", len(RUST) + 10)
    await send(world)
    assert "1 topics of its own" in (await send(world, RUST.replace("topic: rust", "topic: rest"))).content
    assert "would be too large" in (await send(world, RUST + "# and more than ten characters\n")).content
    monkeypatch.setattr(upload, "QUESTION_LENGTH", 100)
    assert "The question “ownership” is too long" in (await send(world)).content
    monkeypatch.setattr(upload, "QUESTIONS", 0)
    assert "has 1 questions, where 0 are allowed" in (await send(world)).content
    assert len((await world.rows())["topic"]) == 1


async def test_one_file_of_a_server_at_a_time(world):
    """So that no server keeps the others waiting."""
    world.bot.get_cog("BankCog")._uploading.add(world.guild.id)
    assert "Send yours again in half a minute." in (await send(world)).content
    world.bot.get_cog("BankCog")._uploading.clear()
    assert "is in" in shown(await send(world))
    assert not world.bot.get_cog("BankCog")._uploading


async def test_a_file_that_discord_cannot_give(world, monkeypatch):
    """Its address had run out."""

    async def gone(_url):
        raise discord.NotFound(SimpleNamespace(status=404, reason="Not Found"), "asset not found")

    monkeypatch.setattr(world.bot.http, "get_from_cdn", gone)
    assert "Please send it again." in shown(await send(world))
    monkeypatch.undo()
    assert "is in" in shown(await send(world))


async def test_many_findings_come_as_a_file(world):
    entry = (
        "  - id: q{0}\n    ask: What is number {0} good for?\n    answer: It is good for a {0} and for nothing else.\n"
    )
    text = "topic: many\ntitle: Many\nquestions:\n" + "".join(entry.format(number) for number in range(20))
    result = await world.mona.slash(world.channel, "bank upload", file=("many.yaml", text.encode()))
    files = [one for message in world.channel.history(viewer=world.mona) for one in message.attachments]
    assert [one.filename for one in files] == ["many.findings.txt"]
    assert "has no points" in (await files[0].read()).decode()
    assert "**Many** is in: 20 questions." in shown(result.response)
    assert "more are in the file below." in shown(result.response)
    assert len(shown(result.response)) < 2500


async def test_the_doctor_stops_in_time(world, monkeypatch):
    monkeypatch.setattr(upload, "CHECK_SECONDS", -1)
    card = await send(world)
    assert "It did not try them all" in shown(card)
    assert "rust" in (await world.bot.banks.of(world.guild.id)).topics


async def test_the_pages_of_a_long_topic(world):
    entry = "  - id: q{0}\n    ask: What is number {0} good for?\n    answer: Nothing but a {0}.\n"
    text = "topic: many\ntitle: Many\nquestions:\n" + "".join(entry.format(number) for number in range(15))
    await send(world, text)
    card = await bank(world, "show", topic="many")
    assert "number 0 good" in shown(card)
    turned = (await world.mona.click(card, label="More ▶")).response
    assert "number 14 good" in shown(turned)
    assert "number 0 good" not in shown(turned)


async def test_health(world):
    assert "Nobody has answered its questions here yet." in shown(await bank(world, "health", topic="sky"))
    for _ in range(5):
        card = await world.begin(level="junior", questions=1)
        await world.ada.click(await world.answer(card, "Air molecules scatter the sunlight."), label="Finish")
    told = shown(await bank(world, "health", topic="sky"))
    assert "Why is the sky blue?" in told
    assert "5 answers" in told
    assert "Nobody earns: Short wavelengths are scattered far more than long ones." in told
    assert "2 questions have not been answered here yet." in told
