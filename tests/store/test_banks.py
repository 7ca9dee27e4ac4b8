"""Servers' own questions and what they learn, in the database and as banks."""

import asyncio
from datetime import timedelta

import pytest

from bot.bank import Bank, Point, Question, Topic
from bot.interview.appeal import Appeal
from bot.interview.attempt import Source
from bot.store import appeals, banks, phrasings, privacy, topics
from bot.store.banks import Banks
from bot.store.phrasings import Sample
from tests.store.making import ADA, GUILD, NOW, OTHER_GUILD


def question(name: str = "q1", ask: str = "What?") -> Question:
    points = (Point(id="p1", say="This.", accept=("this one",)), Point(id="p2", say="That."))
    return Question(id=name, ask=ask, answer="This and that.", points=points)


SKY = Topic(topic="sky", title="Sky", questions=(question(), question("q2")))
RUST = Topic(topic="rust", title="Rust", questions=(question(),))
BUILTIN = Bank([SKY])


@pytest.fixture
def known(database) -> Banks:
    return Banks(BUILTIN, database)


async def put(database, topic: Topic = RUST, guild_id: int = GUILD, source: str = "text") -> bool:
    async with database.write() as connection:
        return await topics.put(connection, guild_id, topic, source, NOW)


async def learn(database, phrase: str, *, topic="sky", name="q1", point="p1", guild_id=GUILD, appeal_id=None) -> None:
    async with database.write() as connection:
        await phrasings.learn(connection, guild_id, topic, name, point, phrase, NOW, appeal_id=appeal_id)


def appeal(**changed) -> Appeal:
    values = {
        "id": 0, "guild_id": GUILD, "member_id": ADA, "source": Source.INTERVIEW, "source_id": 1, "position": 0,
        "topic": "sky", "question": "q1", "point": "p1", "why": "so", "made_at": NOW, "mark_before": 40,
    }  # fmt: skip
    return Appeal(**values | changed)


async def test_without_a_database_and_outside_servers_there_is_what_comes_with_the_bot(known, database):
    await put(database)
    assert await Banks(BUILTIN).of(GUILD) is BUILTIN
    assert await known.of(None) is BUILTIN
    assert await known.of(OTHER_GUILD) is BUILTIN


async def test_own_topics_stand_beside_the_builtin_ones(known, database):
    assert not await put(database)
    assert list((await known.of(GUILD)).topics) == ["rust", "sky"]
    changed = RUST.model_copy(update={"title": "Rust 2"})
    assert await put(database, changed)
    assert (await known.of(GUILD)).topics["rust"] == changed


async def test_a_builtin_topic_wins_over_one_of_that_name(known, database):
    """It came with a later version of the bot."""
    await put(database, SKY.model_copy(update={"title": "Mine"}))
    assert (await known.of(GUILD)).topics["sky"].title == "Sky"


async def test_a_bank_is_held_until_something_changes(known, database):
    await put(database)
    first = await known.of(GUILD)
    assert await known.of(GUILD) is first
    await put(database, guild_id=OTHER_GUILD)
    assert await known.of(GUILD) is first
    await learn(database, "a new one")
    second = await known.of(GUILD)
    assert second is not first
    assert second.get("sky", "q1").points[0].learnt == ("a new one",)
    assert second.get("sky", "q2") is first.get("sky", "q2")


async def test_two_processes(known, database):
    other = Banks(BUILTIN, database)
    await put(database)
    assert "rust" in (await other.of(GUILD)).topics
    async with database.write() as connection:
        assert await topics.remove(connection, GUILD, "rust", NOW)
        assert not await topics.remove(connection, GUILD, "rust", NOW)
    assert "rust" not in (await other.of(GUILD)).topics


async def test_many_readers_while_somebody_writes(known, database):
    """Everybody gets a whole bank, the one before or the one after."""
    await put(database)
    found = await asyncio.gather(*(known.of(GUILD) for _ in range(20)), learn(database, "a new one"))
    assert {len(bank.get("sky", "q1").points[0].learnt) for bank in found[:-1]} <= {0, 1}
    assert len((await known.of(GUILD)).get("sky", "q1").points[0].learnt) == 1


async def test_only_so_many_banks_are_held(known, database, monkeypatch):
    monkeypatch.setattr(banks, "KEPT", 2)
    for guild_id in (1, 2, 3):
        await put(database, guild_id=guild_id)
        await known.of(guild_id)
    assert list(known._held) == [2, 3]


async def test_a_version_is_never_given_twice(database):
    """Not even after all of a server's data was deleted."""
    async with database.write() as connection:
        seen = []
        for later in (0, 0, 1):
            await topics.changed(connection, GUILD, NOW + timedelta(milliseconds=later))
            seen.append(await topics.version(connection, GUILD))
        assert await topics.version(connection, OTHER_GUILD) is None
    assert seen == sorted(set(seen))


async def test_what_was_learnt_about_something_that_is_gone(known, database):
    for where in ({"topic": "sea"}, {"name": "q9"}, {"point": "p9"}):
        await learn(database, "x y z", **where)
    assert (await known.of(GUILD)).get("sky", "q1") == SKY.questions[0]


async def test_a_phrase_is_learnt_once(known, database):
    for phrase in ("again", "again", "this one"):
        await learn(database, phrase)
    assert (await known.of(GUILD)).get("sky", "q1").points[0].learnt == ("again",)
    async with database.read() as connection:
        assert await phrasings.of_server(connection, GUILD) == {"sky": {("q1", "p1"): ["again", "this one"]}}
        assert await phrasings.of_server(connection, OTHER_GUILD) == {}


async def test_own_topics_are_listed(database):
    await put(database, source="twelve chars")
    async with database.read() as connection:
        (only,) = await topics.all_of(connection, GUILD)
        assert (only.topic, only.length, only.uploaded_at) == ("rust", 12, NOW)
        assert await topics.source(connection, GUILD, "rust") == "twelve chars"
        assert await topics.source(connection, OTHER_GUILD, "rust") is None
        assert await topics.all_of(connection, OTHER_GUILD) == []


async def test_samples_go_with_their_appeal_and_phrases_stay(database):
    """A whole answer is the member's own, a phrase is the server's."""
    async with database.write() as connection:
        made = await appeals.add(connection, appeal())
        for name in ("q2", "q1"):
            await phrasings.add_sample(connection, made, GUILD, "sky", Sample(name, "my words", 80, False))
    await learn(database, "my whole answer", point="", appeal_id=made)
    await learn(database, "a phrase")
    async with database.write() as connection:
        kept = await phrasings.samples(connection, GUILD, "sky")
        assert [one.question for one in kept] == ["q1", "q2"]
        assert await phrasings.samples(connection, OTHER_GUILD, "sky") == []
        await privacy.delete(connection, ADA, NOW)
        assert await phrasings.samples(connection, GUILD, "sky") == []
        assert await phrasings.of_server(connection, GUILD) == {"sky": {("q1", "p1"): ["a phrase"]}}


async def test_all_that_was_learnt_about_a_topic_can_be_forgotten(database):
    await learn(database, "one")
    await learn(database, "two", topic="rust")
    async with database.write() as connection:
        await phrasings.forget(connection, GUILD, "sky", NOW)
        assert list(await phrasings.of_server(connection, GUILD)) == ["rust"]
