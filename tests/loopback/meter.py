"""What two processes use, and how long the bot takes: the figures of the load test."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from tests.loopback.candidate import Sent
from tests.loopback.front import Front

LIMIT = 3.0
"""Seconds after which Discord tells the member that the application did not respond."""


def memory(pid: int) -> float:
    """What a process holds in memory, in MB (2**20 bytes)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def processor(pid: int) -> float:
    """The seconds that a process has used of any core."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def pin(pid: int, cores: Collection[int]) -> None:
    """Let all threads of a process, and those that they begin, run on ``cores`` alone."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(ProcessLookupError):
            os.sched_setaffinity(int(thread.name), cores)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of ``values`` that at least this share of them does not exceed; 0 when there are none."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)] if values else 0.0


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was, and what had been used by then. ``time`` is the clock of the event loop."""

    time: float
    bot: float
    front: float

    @classmethod
    def now(cls, bot: int) -> Moment:
        return cls(asyncio.get_running_loop().time(), processor(bot), processor(os.getpid()))


Figures = dict[str, str]


def figures(front: Front, sent: Sequence[Sent], lag: Path, began: Moment, ended: Moment) -> Figures:
    """What happened between two moments in which ``sent`` were the answers, by what is said about it."""
    seconds, bot = ended.time - began.time, ended.bot - began.bot
    first, calls, last = _replies(front)
    left, ids = front.gateway.left, [one.interaction.id for one in sent]
    took = [first[one] - left[one] for one in ids]
    pressed = {number for number, at in left.items() if began.time <= at < ended.time} - set(ids)
    presses = [first[one] - left[one] for one in pressed & first.keys()]
    return {
        "answers": str(len(sent)),
        "answers a second": f"{len(sent) / seconds:.1f}",
        "event to callback, p50": _ms(percentile(took, 0.5)),
        "event to callback, p95": _ms(percentile(took, 0.95)),
        "event to callback, p99": _ms(percentile(took, 0.99)),
        "event to callback, slowest": _ms(max(took)),
        "the same from when it was due, p99": _ms(
            percentile([first[n] - s.due for n, s in zip(ids, sent, strict=True)], 0.99)
        ),
        "event to feedback, p99": _ms(percentile([last[one] - left[one] for one in ids], 0.99)),
        "other presses to callback, p99": _ms(percentile(presses, 0.99)),
        "callbacks after 3 s, of answers and presses": str(sum(one > LIMIT for one in [*took, *presses])),
        "REST calls an answer": f"{sum(calls[one] for one in ids) / len(sent):.2f}",
        "bot: time of a core an answer, with presses": _ms(bot / len(sent)),
        "bot: share of its core": f"{bot / seconds:.0%}",
        "bot: its event loop late, p99": _ms(percentile(_lag(lag, began, ended), 0.99)),
        "test: share of its core": f"{(ended.front - began.front) / seconds:.0%}",
        "test: events late, p99": _ms(percentile([left[n] - s.due for n, s in zip(ids, sent, strict=True)], 0.99)),
    }


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


def _replies(front: Front) -> tuple[dict[int, float], dict[int, int], dict[int, float]]:
    """By interaction: when the first request that answers it came, how many there were, and when the last came."""
    first: dict[int, float] = {}
    count: dict[int, int] = {}
    last: dict[int, float] = {}
    by_token = {one.token: one.id for one in front.backend.interactions.values()}
    for request, at in zip(front.requests, front.came, strict=True):
        kind, which, *rest = request.split(" ")[1].strip("/").split("/")
        if kind == "interactions":
            number = int(which)
        elif kind == "webhooks" and rest[0] in by_token:
            number = by_token[rest[0]]
        else:
            continue
        first.setdefault(number, at)
        count[number] = count.get(number, 0) + 1
        last[number] = at
    return first, count, last


def _lag(lines: Path, began: Moment, ended: Moment) -> list[float]:
    pairs = [line.split() for line in lines.read_text().splitlines() if line.count(" ") == 1]
    return [float(late) for due, late in pairs if began.time <= float(due) < ended.time]


def table(columns: Mapping[str, Figures]) -> str:
    """The figures of each phase as a column of a table in Markdown."""
    names = next(iter(columns.values()))
    lines = [["", *columns], ["---"] * (len(columns) + 1)]
    lines += [[name, *(one[name] for one in columns.values())] for name in names]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
