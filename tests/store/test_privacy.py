"""Nothing of a member's is left out of the export, and nothing is left after the deletion."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa

from bot.bank import Level
from bot.interview.attempt import Attempt, Source
from bot.store import answers, attempts, interviews, keeping, languages, privacy
from bot.store.tables import Id, Moment, Prose, attempt, card, metadata, sample, standing, topic
from tests.store.conftest import opened
from tests.store.making import ADA, BO, DAY, GUILD, NOW, OTHER_GUILD, begun, text

NOBODY = {
    "appeal_id", "bank_version", "channel_id", "guild_id", "id", "interview_id", "message_id", "moderator_role_id",
    "origin_id", "place_id", "reveal_id", "round_id", "source_id", "version",
}  # fmt: skip
"""Columns with ids of anything but members."""


MENTIONS = {column.name for column in privacy.MENTIONS}


async def fill(connection, member_id: int, guild_id: int, tag: str) -> dict[str, dict[str, Any]]:
    """One row in every table, all of them this member's and this server's; gives the rows."""
    made: dict[str, dict[str, Any]] = {}
    numbers = count(member_id % 1000 * 1000)
    ids = dict.fromkeys(("member_id", *MENTIONS), member_id) | dict.fromkeys(("guild_id", "place_id"), guild_id)
    for table in metadata.sorted_tables:
        row = made[table.name] = {}
        for column in table.c:
            if column.foreign_keys:
                (key,) = column.foreign_keys
                row[column.name] = made[key.column.table.name][key.column.name]
            else:
                row[column.name] = ids.get(column.name) or some_value(column, tag, numbers)
        await connection.execute(table.insert(), row)
    return made


def some_value(column, tag: str, numbers) -> Any:
    """A value that the column takes, and for an id one that no other row has."""
    if isinstance(column.type, Moment):
        return NOW
    if isinstance(column.type, sa.Text | Prose):
        return "{}" if column.name == "grade" else f"{tag} {column.table.name} {column.name}"
    if isinstance(column.type, sa.BigInteger):
        return next(numbers)
    return 1.5 if isinstance(column.type, sa.Double) else 1


async def everything(connection) -> dict[str, list[dict[str, Any]]]:
    return {
        table.name: [dict(row) for row in (await connection.execute(table.select())).mappings()]
        for table in metadata.sorted_tables
    }


def test_each_id_is_known_to_be_a_members_or_not():
    """Whoever adds a column with a member's id must say here or in ``MENTIONS`` what becomes of it."""
    mentions = {(column.table.name, column.name) for column in privacy.MENTIONS}
    for table in metadata.sorted_tables:
        for column in table.c:
            if column.type is Id or column.name.endswith(("_id", "_by")):
                known = column.name == "member_id" or (table.name, column.name) in mentions or column.name in NOBODY
                assert known, f"{table.name}.{column.name}"


async def test_the_export_has_each_table_that_names_a_member(database):
    async with database.write() as connection:
        made = await fill(connection, ADA, GUILD, "ada")
        await fill(connection, BO, OTHER_GUILD, "bo")
    async with database.read() as connection:
        found = await privacy.export(connection, ADA)
    for table in metadata.sorted_tables:
        if "member_id" in table.c or table is sample:
            (row,) = found[table.name]
            assert set(row) == set(made[table.name]), table.name
    assert {f"{column.table.name} ({column.name})" for column in privacy.MENTIONS} <= set(found)
    assert all(rows for rows in found.values())
    written = json.dumps(found, ensure_ascii=False)
    assert "ada answer body" in written
    assert "ada entry body" in written
    assert "bo " not in written
    assert NOW.isoformat() in written


async def test_the_export_holds_no_words_of_somebody_else(database):
    """Who decides an appeal sees in the export that it was decided, not what its writer wrote."""
    async with database.write() as connection:
        made = await fill(connection, BO, GUILD, "bo")
        appeal = metadata.tables["appeal"]
        await connection.execute(appeal.update().where(appeal.c.id == made["appeal"]["id"]), {"decided_by": ADA})
    async with database.read() as connection:
        found = await privacy.export(connection, ADA)
    (decided,) = found["appeal (decided_by)"]
    assert "bo appeal why" not in str(decided)
    assert str(BO) not in str(decided)


async def test_deletion_leaves_nothing_of_the_member_and_all_of_the_others(database):
    async with database.write() as connection:
        await fill(connection, ADA, GUILD, "ada")
        bo = await fill(connection, BO, OTHER_GUILD, "bo")
        await privacy.delete(connection, ADA, NOW)
        left = await everything(connection)
        assert (await privacy.count(connection, ADA)).nothing
        assert not any((await privacy.export(connection, ADA)).values())
    assert str(ADA) not in str(left)
    for name, row in bo.items():
        assert row in left[name], name
    for table in metadata.sorted_tables:
        if "member_id" in table.c or table is sample:
            assert len(left[table.name]) == 1, table.name


async def test_rows_that_only_name_the_member_stay(database):
    async with database.write() as connection:
        made = await fill(connection, ADA, GUILD, "ada")
        await privacy.delete(connection, ADA, NOW)
        left = await everything(connection)
    (kept,) = left["round"]
    assert kept == made["round"] | {"host_id": None}


async def test_a_server_that_loses_samples_gets_a_new_version(database):
    async with database.write() as connection:
        made = await fill(connection, ADA, GUILD, "ada")
        await privacy.delete(connection, ADA, NOW)
        (bank,) = (await everything(connection))["bank"]
    assert bank["version"] > made["bank"]["version"]


async def test_no_id_is_given_twice(database):
    """A button of a deleted interview, in a message that is still there, must never act on another one."""
    async with database.write() as connection:
        old = await interviews.add(connection, begun())
        await privacy.delete(connection, ADA, NOW)
        assert (await interviews.add(connection, begun())).id > old.id
        for table in (metadata.tables["round"], metadata.tables["appeal"]):
            assert table.dialect_options["sqlite"]["autoincrement"]


async def test_words_are_gone_from_the_file(path):
    secret = "The word is xylophonequartz."
    async with opened(path) as database:
        async with database.write() as connection:
            one = await interviews.add(connection, begun())
            await answers.add(connection, text(one, body=secret))
        files = [path, path.with_name(path.name + "-wal")]
        assert any(secret.encode() in file.read_bytes() for file in files)
        async with database.write() as connection:
            await privacy.delete(connection, ADA, NOW)
        assert await database.purge()
        assert not any(secret.encode() in file.read_bytes() for file in files if file.exists())


async def test_a_reader_in_the_way_is_told(path, monkeypatch):
    monkeypatch.setattr("bot.store.sqlite.BUSY_SECONDS", 0.05)
    async with opened(path) as database:
        async with database.write() as connection:
            await interviews.add(connection, begun())
        async with database.read() as reading:
            await privacy.count(reading, ADA)
            async with database.write() as connection:
                await privacy.delete(connection, ADA, NOW)
            assert not await database.purge()
        assert await database.purge()


async def test_counts(database):
    async with database.write() as connection:
        await fill(connection, ADA, GUILD, "ada")
        kept = await privacy.count(connection, ADA)
    assert (kept.interviews, kept.answers, kept.marks, kept.reviews, kept.appeals) == (1, 2, 1, 1, 1)
    assert kept.since == NOW
    assert kept.nudged
    assert not kept.nothing


# ---------------------------------------------------------------- servers and time


def tried(mark: int, *, guild_id=GUILD, source_id=1, at=NOW, member_id=ADA, question="blue") -> Attempt:
    return Attempt(member_id, guild_id, "sky", question, Level.MID, Source.INTERVIEW, source_id, 0, mark, True, at)


async def test_a_servers_data_goes_whole(database):
    async with database.write() as connection:
        await fill(connection, ADA, GUILD, "ada")
        bo = await fill(connection, BO, OTHER_GUILD, "bo")
        await keeping.delete_server(connection, GUILD)
        left = await everything(connection)
    assert str(GUILD) not in str(left)
    for name, row in bo.items():
        assert row in left[name], name
    for table in metadata.sorted_tables:
        if "guild_id" in table.c or table.foreign_keys:
            assert len(left[table.name]) == 1, table.name


async def test_reviews_of_a_member_go_by_what_is_left(database):
    async with database.write() as connection:
        await attempts.record(connection, tried(90))
        await attempts.record(connection, tried(20, guild_id=OTHER_GUILD, source_id=2))
        await attempts.record(connection, tried(30, question="red"))
        await keeping.delete_server(connection, GUILD)
        cards = (await connection.execute(card.select())).mappings().all()
        boards = (await connection.execute(standing.select())).mappings().all()
    assert [(one["question"], one["mark"]) for one in cards] == [("blue", 20)]
    assert {one["guild_id"] for one in boards} == {OTHER_GUILD}


async def test_what_is_too_old_goes_and_the_sums_follow(database):
    async with database.write() as connection:
        await attempts.record(connection, tried(90, at=NOW - 40 * DAY))
        await attempts.record(connection, tried(50, source_id=2, at=NOW - DAY))
        old = await interviews.add(connection, begun(touched_at=NOW - 40 * DAY, started_at=NOW - 40 * DAY))
        await answers.add(connection, text(old))
        new = await interviews.add(connection, begun(BO))
        await answers.add(connection, text(new, origin_id=2))
        assert not await keeping.delete_before(connection, NOW - 30 * DAY, NOW)
        assert await interviews.get(connection, old.id) is None
        assert await interviews.get(connection, new.id) is not None
        assert await answers.count(connection) == 1
        marks = (await connection.execute(sa.select(attempt.c.mark))).scalars().all()
        sums = (await connection.execute(standing.select().where(standing.c.span == "all"))).mappings().all()
    assert marks == [50]
    assert {one["marks"] for one in sums} == {50}


async def test_much_that_is_too_old_goes_in_several_steps(database, monkeypatch):
    monkeypatch.setattr(keeping, "BATCH", 2)
    async with database.write() as connection:
        for number in range(5):
            await attempts.record(connection, tried(50, source_id=number, at=NOW - 40 * DAY, question=f"q{number}"))
        steps = 0
        while await keeping.delete_before(connection, NOW - 30 * DAY, NOW):
            steps += 1
        assert steps == 2
        assert (await privacy.count(connection, ADA)).nothing


async def test_a_questions_topic_of_a_server_does_not_grow_old(database):
    """The server's own questions and settings are no record of anybody's doing."""
    async with database.write() as connection:
        await fill(connection, ADA, GUILD, "ada")
        await keeping.delete_before(connection, NOW + DAY, NOW + DAY)
        left = await everything(connection)
    assert [row["topic"] for row in left["topic"]]
    assert left[topic.name]
    for name in ("answer", "appeal", "attempt", "entry", "interview", "round", "sample", "seen", "turn"):
        assert left[name] == [], name


async def test_leaving_and_coming_back(database):
    async with database.write() as connection:
        await keeping.arrived(connection, GUILD)
        await keeping.arrived(connection, OTHER_GUILD)
        await keeping.left(connection, GUILD, NOW)
        await keeping.left(connection, GUILD, NOW + DAY)
        assert await keeping.servers(connection) == {GUILD: NOW, OTHER_GUILD: None}
        assert await keeping.left_before(connection, NOW - DAY) == []
        assert await keeping.left_before(connection, NOW) == [GUILD]
        await keeping.arrived(connection, GUILD)
        assert await keeping.left_before(connection, NOW) == []


async def test_languages(database):
    async with database.write() as connection:
        assert await languages.get(connection, ADA) is None
        await languages.put(connection, ADA, "de")
        await languages.put(connection, ADA, "pt-BR")
        assert await languages.get(connection, ADA) == "pt-BR"
        await languages.put(connection, ADA, None)
        assert await languages.get(connection, ADA) is None


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
async def test_the_rows_of_these_tests_are_of_every_table(database, table):
    async with database.write() as connection:
        assert table.name in await fill(connection, ADA, GUILD, "ada")
