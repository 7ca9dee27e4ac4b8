"""Each thing that can be wrong gets its finding with a cure, and what is well gets none."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord
import pytest
from discord import Permissions
from discord.http import Route
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType

import bot
from bot.cli import main
from bot.config import Settings, load_settings
from bot.errors import ExitCode
from bot.interview import Home
from bot.operation.doctor import Finding, Level, examine, exit_code, machine, platform
from bot.operation.doctor.finding import wrong
from bot.operation.doctor.permissions import INVITED_WITH, lacks
from bot.store import Database, glance, servers
from bot.store.places import Wishes, wishes_of_servers
from bot.store.servers import ServerSettings
from bot.store.tables import daily
from tests.loopback.front import Front, _json

TOKEN = "good.token"
README = (Path(bot.__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def now() -> datetime:
    return datetime.now(UTC)


async def look(*, offline=True, clock=now, config=None) -> list[Finding]:
    return await examine(config, offline=offline, clock=clock)


def of(findings, check) -> list[Finding]:
    return [each for each in findings if each.check == check]


def troubles(findings) -> list[str]:
    return [f"{each.check}: {each.level}" for each in findings if each.level is not Level.WELL]


@pytest.fixture
def token(host, monkeypatch):
    monkeypatch.setenv("HOTSEAT_DISCORD__TOKEN", TOKEN)


@pytest.fixture
async def database(host):
    """The default database, made by the bot and closed."""
    made = await Database.open(Path("hotseat.db"))
    await made.close()
    path = host / "hotseat.db"
    path.chmod(0o600)
    return path


# ------------------------------------------------------------ what needs no network


@pytest.mark.usefixtures("token", "database")
async def test_nothing_is_wrong():
    findings = await look()
    assert troubles(findings) == []
    assert {each.check for each in findings} == {"configuration", "questions", "database", "disk", "time zones"}
    assert exit_code(findings) is ExitCode.OK


@pytest.mark.usefixtures("host")
async def test_no_token():
    (finding,) = of(await look(), "token")
    assert (finding.code, finding.level) == (ExitCode.CONFIG, Level.ERROR)
    assert "HOTSEAT_DISCORD__TOKEN" in finding.cure


async def test_a_token_with_words_around_it(host, monkeypatch):
    monkeypatch.setenv("HOTSEAT_DISCORD__TOKEN", f"Bot {TOKEN}")
    (finding,) = of(await look(), "token")
    assert finding.code is ExitCode.TOKEN_REJECTED
    assert TOKEN not in str(finding)


@pytest.mark.parametrize(("mode", "expected"), [(0o644, ["token: advice"]), (0o600, [])])
async def test_who_can_read_the_token(host, database, mode, expected):
    (host / "config.toml").write_text(f'[discord]\ntoken = "{TOKEN}"\n')
    (host / "config.toml").chmod(mode)
    findings = await look()
    assert troubles(findings) == expected
    assert TOKEN not in str(findings)


async def test_every_unknown_key_is_a_finding(host):
    (host / "config.toml").write_text("[interviews]\nquestion = 5\n[lgo]\nlevel = 3\n")
    findings = await look()
    assert [each.check for each in findings] == ["configuration", "configuration"]
    assert 'did you mean "questions"?' in findings[0].says
    assert exit_code(findings) is ExitCode.CONFIG


@pytest.mark.usefixtures("token")
async def test_which_file_the_settings_come_from(host):
    assert "There is no" in of(await look(), "configuration")[0].says
    (host / "other.toml").write_text("")
    assert "other.toml" in of(await look(config=host / "other.toml"), "configuration")[0].says


@pytest.mark.usefixtures("token", "database")
async def test_a_question_file_that_cannot_be_used(host):
    (host / "bank").mkdir()
    (host / "bank" / "tides.yaml").write_text("topic: tides\nquestions: 3\n")
    (host / "config.toml").write_text('[bank]\nfolders = ["bank"]\n')
    findings = await look()
    assert set(troubles(findings)) == {"questions: error"}
    assert "tides.yaml:1" in of(findings, "questions")[0].says
    assert exit_code(findings) is ExitCode.DATA


@pytest.mark.usefixtures("token")
async def test_no_database_yet(host):
    findings = await look()
    assert troubles(findings) == []
    assert "the first start makes it" in of(findings, "database")[0].says
    assert not (host / "hotseat.db").exists()


@pytest.mark.usefixtures("token")
async def test_a_database_that_is_none(host):
    (host / "hotseat.db").write_text("This is a letter, and no database at all. " * 99)
    findings = await look()
    assert of(findings, "database")[0].says.endswith("the file is not a database.")
    assert of(findings, "database")[0].cure
    assert exit_code(findings) is ExitCode.STORE


@pytest.mark.usefixtures("token")
async def test_a_damaged_database(database):
    size = database.stat().st_size
    with database.open("r+b") as file:
        for place in range(8192, size, 4096):
            file.seek(place)
            file.write(b"\xaa" * 512)
    (finding, *_) = of(await look(), "database")
    assert "damaged" in finding.says
    assert "backup" in finding.cure


@pytest.mark.usefixtures("token")
async def test_a_database_of_another_version(database):
    def mark(revision):
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))

    mark("0001")
    assert of(await look(), "database")[0].level is Level.ADVICE
    mark("9999")
    (finding, *_) = of(await look(), "database")
    assert (finding.code, finding.cure) == (ExitCode.STORE, "Upgrade Hotseat")


@pytest.mark.usefixtures("token")
async def test_a_database_that_cannot_be_written(database, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: not (Path(path).name == "hotseat.db" and mode & os.W_OK))
    (finding, *_) = of(await look(), "database")
    assert (finding.code, "cannot be written" in finding.says) == (ExitCode.STORE, True)


@pytest.mark.usefixtures("token")
async def test_everybody_can_read_the_database(database):
    database.chmod(0o644)
    finding = of(await look(), "database")[-1]
    assert (finding.level, finding.cure) == (Level.ADVICE, "chmod 600 hotseat.db")


@pytest.mark.usefixtures("token")
async def test_looking_changes_nothing(database):
    before = database.read_bytes()
    await look()
    assert database.read_bytes() == before
    # SQLite keeps two of these beside a file that is read; the third is from when the bot ran.
    passing = {f"hotseat.db-{ending}" for ending in ("shm", "wal", "lock")}
    assert {file.name for file in database.parent.iterdir()} <= {"hotseat.db", *passing}


@pytest.mark.postgres
async def test_a_server(postgres):
    condition = await glance.examine(postgres)
    assert (condition.trouble, condition.outdated) == ("", False)
    assert condition.size > 0


@pytest.mark.postgres
async def test_a_server_without_our_tables(new_postgres):
    assert (await glance.examine(new_postgres)).outdated


async def test_no_server_there():
    pytest.importorskip("asyncpg", reason="asyncpg is not installed: pip install -e '.[postgres]'")
    condition = await glance.examine("postgresql://ada:secret@127.0.0.1:1/hotseat")
    assert condition.trouble
    assert "secret" not in str(condition)


@pytest.mark.parametrize(("free", "size", "level"), [(99, 0, "error"), (150, 80, "advice"), (200, 80, "well")])
def test_room_on_the_disk(host, monkeypatch, free, size, level):
    usage = type("Usage", (), {"free": free * machine.MEGABYTE})
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _folder: usage)
    (finding,) = machine.disk(host / "hotseat.db", glance.Condition("hotseat.db", size=size * machine.MEGABYTE))
    assert finding.level == level


def test_no_time_zones(monkeypatch):
    monkeypatch.setattr(machine, "ZONES", ("Europe/Atlantis",))
    (finding,) = machine.time_zones()
    assert (finding.level, "tzdata" in finding.cure) == (Level.ERROR, True)


@pytest.mark.parametrize(("file", "expected"), [("/nowhere/at/all", ["health: error"]), ("alive", []), ("", [])])
def test_the_file_of_health(host, monkeypatch, file, expected):
    monkeypatch.setenv("HOTSEAT_HEALTH__FILE", file)
    assert troubles(machine.log_and_health(load_settings())) == expected


def test_the_code_is_that_which_keeps_the_bot_from_running():
    small, large = wrong("disk", "", ""), wrong("token", "", "", ExitCode.TOKEN_REJECTED)
    assert exit_code([small]) is ExitCode.FINDINGS
    assert exit_code([small, large]) is ExitCode.TOKEN_REJECTED


# ------------------------------------------------------------ what Discord says


@pytest.fixture
def online(host, token, database, discord_here):
    return discord_here


async def test_all_is_well_on_discord(online):
    guild = online.guild()
    online.backend.create_channel(guild.id, "interviews")
    findings = await look(offline=False)
    assert troubles(findings) == []
    assert {"token", "intents", "permissions", "clock"} <= {each.check for each in findings}


@pytest.mark.parametrize(
    ("discords", "says", "cure"),
    [
        ({}, None, ""),
        ({"shard_count": 3}, "shards 0-2 of 3, and Discord recommends 3.", ""),
        ({"shard_count": 2}, "shards 0-1 of 2, but Discord recommends 3.", "or leave it out"),
        ({"shard_count": 5, "shard_ids": (0, 1, 3)}, "shards 0-1, 3 of 5, and Discord recommends 3.", ""),
        ({"shard_count": 2, "shard_ids": (1,)}, "shards 1 of 2, but Discord recommends 3.", "share shard_ids out anew"),
    ],
)
async def test_the_shards(online, discords, says, cure):
    online.gateway.shards = 3
    settings = Settings(discord={"token": TOKEN, **discords})
    found = of(await platform.examine(settings, {}, now), "shards")
    assert [each.says.partition("has ")[2] for each in found] == ([] if says is None else [says])
    assert all(cure in each.cure and bool(cure) == bool(each.cure) for each in found)


async def test_discord_does_not_say_how_many_shards(online):
    online.fail("GET", "/gateway/bot", 403)
    settings = Settings(discord={"token": TOKEN, "shard_count": 2})
    assert ExitCode.UNAVAILABLE in {each.code for each in await platform.examine(settings, {}, now)}


async def test_a_rejected_token(online, monkeypatch):
    monkeypatch.setenv("HOTSEAT_DISCORD__TOKEN", "another.token")
    findings = await look(offline=False)
    assert of(findings, "token")[0].code is ExitCode.TOKEN_REJECTED
    assert "another.token" not in str(findings)
    assert of(findings, "clock")


async def test_offline_asks_nobody(online):
    await look()
    assert online.requests == []


async def test_no_discord_there(online, monkeypatch):
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:1/api/v10")
    (finding,) = of(await look(offline=False), "discord")
    assert (finding.code, finding.level) == (ExitCode.UNAVAILABLE, Level.ERROR)


@pytest.mark.parametrize(
    ("ahead", "level", "way"),
    [
        (timedelta(seconds=2), Level.WELL, "agrees"),
        (timedelta(seconds=20), Level.ADVICE, "ahead of"),
        (timedelta(minutes=-30), Level.ERROR, "behind"),
    ],
)
async def test_the_clock(online, ahead, level, way):
    (finding,) = of(await look(offline=False, clock=lambda: now() + ahead), "clock")
    assert (finding.level, way in finding.says) == (level, True)


@pytest.mark.parametrize(
    ("wanted", "flags", "level"),
    [
        ("false", 0, Level.WELL),
        ("true", 0, Level.ERROR),
        ("false", discord.ApplicationFlags.gateway_message_content.flag, Level.ADVICE),
        ("true", discord.ApplicationFlags.gateway_message_content_limited.flag, Level.WELL),
    ],
)
async def test_the_message_content_intent(online, monkeypatch, wanted, flags, level):
    done = Front._done

    def with_flags(front, request, path, *more):
        response = done(front, request, path, *more)
        return _json(json.loads(response.body) | {"flags": flags}) if path == "/oauth2/applications/@me" else response

    monkeypatch.setattr(Front, "_done", with_flags)
    monkeypatch.setenv("HOTSEAT_DISCORD__MESSAGE_CONTENT", wanted)
    findings = await look(offline=False)
    (finding,) = of(findings, "intents")
    assert finding.level is level
    assert (finding.code is ExitCode.INTENT_REFUSED) == (level is Level.ERROR)
    assert str(INVITED_WITH.value) in of(findings, "servers")[0].cure


async def test_a_channel_in_which_threads_are_not_allowed(online, monkeypatch):
    guild = online.guild()
    denied = {guild.id: (Permissions.none(), Permissions(create_public_threads=True))}
    short = online.backend.create_channel(guild.id, "short", overwrites=overwrites(denied))
    online.backend.create_channel(guild.id, "fine")
    (finding,) = of(await look(offline=False), "permissions")
    assert finding.level is Level.ADVICE
    assert f"#{short.name}" in finding.says
    assert "#fine" not in finding.says
    assert "Create Public Threads is missing" in finding.says
    monkeypatch.setenv("HOTSEAT_INTERVIEWS__HELD_IN", "channel")
    assert troubles(await look(offline=False)) == []


async def test_what_a_server_has_chosen_counts(online, database):
    guild = online.guild()
    denied = {guild.id: (Permissions.none(), Permissions(create_public_threads=True))}
    channel = online.backend.create_channel(guild.id, "short", overwrites=overwrites(denied))
    await keep(database, guild.id, ServerSettings(held_in=Home.PRIVATE), channel.id)
    assert troubles(await look(offline=False)) == []


async def test_a_question_of_the_day_that_cannot_be_asked(online, database):
    guild = online.guild()
    denied = {guild.id: (Permissions.none(), Permissions(view_channel=True))}
    channel = online.backend.create_channel(guild.id, "daily", overwrites=overwrites(denied))
    await keep(database, guild.id, ServerSettings(), channel.id)
    finding, _ = of(await look(offline=False), "permissions")
    assert finding.level is Level.ERROR
    assert "question of the day cannot be asked in #daily" in finding.says
    await keep(database, guild.id, ServerSettings(), 17)
    assert "is gone" in of(await look(offline=False), "permissions")[0].says


def overwrites(denied):
    return [Overwrite(target, OverwriteType.ROLE, allow.value, deny.value) for target, (allow, deny) in denied.items()]


async def keep(path, guild_id, settings, channel_id):
    database = await Database.open(path)
    async with database.write() as connection:
        await servers.put(connection, guild_id, settings)
        await connection.execute(daily.delete())
        row = {"guild_id": guild_id, "channel_id": channel_id, "minute": 0, "zone": "UTC", "topic": None}
        await connection.execute(daily.insert(), row | {"next_at": now()})
    async with database.read() as connection:
        assert (await wishes_of_servers(connection))[guild_id] == Wishes(settings.held_in, channel_id)
    await database.close()


def test_the_permissions_are_those_of_the_readme():
    assert f"permissions={INVITED_WITH.value}" in README
    names = lacks(Permissions.none(), "thread")
    assert all(f"| {name} |" in README for name in names)
    assert lacks(Permissions.none(), "private") == []
    assert platform.SERVERS > 0


# ------------------------------------------------------------ the command


def run(capsys, *arguments):
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return ended.value.code, capsys.readouterr().out


def test_the_command_says_what_to_do(host, capsys):
    code, out = run(capsys, "doctor", "--offline")
    assert code == ExitCode.CONFIG
    assert "token: There is no token.\n  → Put it into" in out
    assert out.endswith("1 thing to mend.\n")


def test_the_command_speaks_json(host, capsys):
    code, out = run(capsys, "doctor", "--offline", "--json")
    told = json.loads(out)
    assert (code, told["ok"]) == (ExitCode.CONFIG, False)
    assert {"check", "level", "says", "cure"} == set(told["findings"][0])
