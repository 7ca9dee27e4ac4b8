"""What a database must hold after everything that members were shown: asked of a copy of its files."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from simcord.backend.models import Interaction
from simcord.backend.models.interaction import ResponseKind

from tests.loopback.front import Front


@contextmanager
def image(database: Path) -> Iterator[sqlite3.Connection]:
    """The database as a start would find it now. The files themselves are left alone: they may be in use."""
    with TemporaryDirectory() as folder:
        copy = Path(folder, database.name)
        for ending in ("", "-wal"):
            if (part := database.with_name(database.name + ending)).exists():
                shutil.copy(part, copy.with_name(copy.name + ending))
        with closing(sqlite3.connect(copy)) as connection:
            yield connection


def acknowledged(front: Front, sent: Iterable[tuple[Interaction, str]]) -> dict[int, str]:
    """The texts of those forms that were answered with a card of feedback, at once or later, by interaction."""

    def is_answered(interaction: Interaction) -> bool:
        later = interaction.response_kind is ResponseKind.DEFERRED_UPDATE and front.shown(interaction).is_set()
        return interaction.response_kind is ResponseKind.UPDATE or (later and not interaction.followup_ids)

    return {interaction.id: text for interaction, text in sent if is_answered(interaction)}


def wrong_with(database: Path, texts: dict[int, str]) -> list[str]:
    """Everything that must not be: damage, and acknowledged ``texts`` that are not there once with one grade."""
    with image(database) as connection:
        said = [f"integrity: {line}" for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok"]
        said += [f"foreign key: {row}" for row in connection.execute("PRAGMA foreign_key_check")]
        return [*said, *_missing(connection, texts), *_inconsistent(connection)]


def _missing(connection: sqlite3.Connection, texts: dict[int, str]) -> Iterator[str]:
    query = """
        SELECT answer.origin_id, answer.body, turn.grade, turn.stage, count(*) FROM answer
        LEFT JOIN turn ON turn.interview_id = answer.interview_id AND turn.position = answer.position
        WHERE answer.origin_id >= ? GROUP BY answer.origin_id
    """
    kept = {origin: rest for origin, *rest in connection.execute(query, [min(texts, default=0)])}
    for origin, text in texts.items():
        if origin not in kept:
            yield f"answer {origin} was acknowledged and is not there"
            continue
        body, grade, stage, times = kept[origin]
        if (body, times) != (text, 1):
            yield f"answer {origin} is there {times} times, as {body!r}"
        if grade is None or stage == "asked":
            yield f"answer {origin} was acknowledged and has no grade"


def _inconsistent(connection: sqlite3.Connection) -> Iterator[str]:
    """A grade without its text, a text marked twice, a mark that the standings do not know, two open interviews."""
    rules = {
        "a grade without exactly one text": """
            SELECT turn.interview_id, turn.position FROM turn WHERE turn.grade IS NOT NULL AND 1 <> (
                SELECT count(*) FROM answer WHERE answer.interview_id = turn.interview_id
                AND answer.position = turn.position AND answer.kind = 'first' AND answer.written_at = turn.answered_at)
        """,
        "a mark without exactly one attempt": """
            SELECT turn.interview_id, turn.position FROM turn WHERE turn.grade IS NOT NULL AND 1 <> (
                SELECT count(*) FROM attempt WHERE attempt.source = 'interview' AND attempt.mark = turn.mark
                AND attempt.source_id = turn.interview_id AND attempt.position = turn.position)
        """,
        "two interviews open at once": """
            SELECT member_id, place_id FROM interview WHERE ended_at IS NULL GROUP BY 1, 2 HAVING count(*) > 1
        """,
    }
    for name, query in rules.items():
        yield from (f"{name}: {row}" for row in connection.execute(query))
