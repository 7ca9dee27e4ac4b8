"""What is logged, and above all what is not."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sqlite3
import sys
import threading
from types import SimpleNamespace

import aiohttp
import discord
import pytest
import sqlalchemy as sa

from bot.config import LogSettings
from bot.errors import RefusedTextError, StoreError, Translatable, UnsavedTextError
from bot.operation import logs
from bot.operation.blame import in_a_line, in_full

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GhIjKl.a-secret-that-nobody-may-see"
ANSWER = "the sky is blue because of xylophones"


@pytest.fixture(params=["text", "json"])
def written(request, monkeypatch):
    """The log, set up as the settings say; what was there before comes back afterwards."""
    stream = io.StringIO()
    root = logging.getLogger()
    before = list(root.handlers), root.level, {name: logging.getLogger(name).level for name in logs.QUIET}
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    logs.set_up(LogSettings(format=request.param, level="debug"), TOKEN)
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers[:], level, levels = before
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)


def http_error(text=f"Invalid Form Body\nIn content: {ANSWER}"):
    response = SimpleNamespace(status=400, reason="Bad Request")
    errors = {"content": {"_errors": [{"code": "X", "message": ANSWER}]}}
    return discord.HTTPException(response, {"code": 50035, "message": text.split("\n")[0], "errors": errors})


def constraint():
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE a (b TEXT UNIQUE)"))
        for _ in range(2):
            connection.execute(sa.text("INSERT INTO a VALUES (:b)"), {"b": ANSWER})


def chained():
    try:
        int(ANSWER)
    except ValueError as error:
        raise StoreError(
            "The database cannot be written: {reason}.", reason=Translatable("the disk is full")
        ) from error


def grouped():
    raise ExceptionGroup(ANSWER, [KeyError(ANSWER), ValueError(TOKEN)])


def noted():
    error = RuntimeError(ANSWER)
    error.add_note(ANSWER)
    raise error


def raising(error):
    def do():
        raise error

    return do


@pytest.mark.parametrize(
    "provoke",
    [
        constraint,
        chained,
        grouped,
        noted,
        lambda: int(ANSWER),
        lambda: {}[ANSWER],
        lambda: json.loads(ANSWER + "\0"),
        lambda: ANSWER.encode("ascii", errors="strict") and ANSWER.index("z" * 9),
        lambda: LogSettings(level=ANSWER),
        raising(http_error()),
        raising(UnsavedTextError("Your text was not stored.", ANSWER)),
        raising(RefusedTextError("{written} is not taken.", ANSWER, written=ANSWER)),
        raising(AssertionError(ANSWER)),
        raising(Exception(ANSWER, TOKEN)),
        raising(aiohttp.ClientError(f"https://discord.com/api/v10/webhooks/1/{TOKEN}/messages")),
    ],
)
def test_no_error_quotes_an_answer_or_a_token(written, provoke):
    log = logging.getLogger("bot.somewhere")
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - the classes differ
        provoke()
    log.error("It failed", exc_info=caught.value)
    log.warning("It failed: %s", caught.value)
    log.warning("It failed: %(error)r", {"error": caught.value})
    sys.excepthook(caught.type, caught.value, caught.tb)
    text = written.getvalue()
    assert type(caught.value).__name__ in text
    assert text.count("It failed") == 3
    assert "xylophones" not in text
    assert TOKEN not in text


async def test_no_task_quotes_an_answer(written):
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    logs.watch(loop)

    async def fail():
        raise ValueError(ANSWER)

    task = asyncio.create_task(fail(), name=ANSWER)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    loop.set_exception_handler(before)
    assert "in the background" in written.getvalue()
    assert "ValueError" in written.getvalue()
    assert "xylophones" not in written.getvalue()


def test_a_thread_that_fails_quotes_no_answer(written):
    threading.excepthook(threading.ExceptHookArgs((ValueError, ValueError(ANSWER), None, None)))
    assert "ValueError" in written.getvalue()
    assert "xylophones" not in written.getvalue()


@pytest.mark.parametrize(
    "secret",
    [
        TOKEN,
        f"Bot {TOKEN}",
        "MTA5ODc2NTQzMjEwOTg3NjU0.ZyXwVu.another-bots-token-of-some-length",
        "https://discord.com/api/v10/webhooks/123/aW50ZXJhY3Rpb246/messages/@original",
        "/interactions/123/aW50ZXJhY3Rpb246/callback",
        "postgresql://hotseat:aW50ZXJhY3Rpb246@db:5432/hotseat",
    ],
)
def test_secrets_are_taken_out_wherever_they_stand(written, secret):
    log = logging.getLogger("discord.http")
    log.warning("We are being rate limited. %s responded with 429", secret)
    log.warning(f"So it is: {secret}")  # noqa: G004
    text = written.getvalue()
    assert text.count("…") >= 2
    for hidden in (TOKEN, "another-bots-token", "aW50ZXJhY3Rpb246"):
        assert hidden not in text


@pytest.mark.parametrize("name", ["discord.http", "discord.webhook.async_", "aiosqlite", "sqlalchemy.engine.Engine"])
def test_libraries_that_log_requests_are_quiet_at_any_level(written, name):
    logging.getLogger(name).debug("executing INSERT with %s", ANSWER)
    assert written.getvalue() == ""


def test_what_helps_is_there(written):
    with pytest.raises(StoreError) as caught:
        chained()
    logging.getLogger("bot.app").error("Interaction %s failed", 17, exc_info=caught.value)
    text = written.getvalue()
    for part in ("Interaction 17 failed", "test_logs.py", "the disk is full", "ValueError", "bot.app"):
        assert part in text


@pytest.mark.parametrize("written", ["json"], indirect=True)
def test_a_line_of_json_is_one_object(written):
    with pytest.raises(StoreError) as caught:
        chained()
    logging.getLogger("bot.app").error("One\nTwo", exc_info=caught.value)
    logging.getLogger("bot.app").info("ü %s", 3)
    first, second = (json.loads(line) for line in written.getvalue().splitlines())
    assert (first["level"], first["logger"], first["message"]) == ("error", "bot.app", "One\nTwo")
    assert "StoreError: The database cannot be written: the disk is full." in first["error"]
    assert set(second) == {"time", "level", "logger", "message"}
    assert second["message"] == "ü 3"
    assert second["time"].endswith("+00:00")


def test_discords_refusal_names_status_code_and_field():
    assert in_a_line(http_error()) == "HTTPException: status 400, code 50035, because of content"


def test_sqlite_says_what_constraint_was_broken():
    with pytest.raises(sa.exc.IntegrityError) as caught:
        constraint()
    assert "IntegrityError: UNIQUE constraint failed: a.b" in in_full(caught.value)


def test_errors_of_the_code_and_of_the_machine_say_what_they_say():
    assert in_a_line(TypeError("f() takes 1 argument")) == "TypeError: f() takes 1 argument"
    assert in_a_line(OSError(28, "No space left on device")) == "OSError: [Errno 28] No space left on device"
    assert in_a_line(sqlite3.OperationalError()) == "OperationalError"
    assert in_a_line(TimeoutError()) == "TimeoutError"
