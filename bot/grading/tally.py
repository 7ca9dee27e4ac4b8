"""Sums over many phrases at once: one wide integer holds a field of 16 bits for each phrase.

Adding two such integers adds all their fields, so the words of a sentence are weighed against hundreds of phrases in as
many additions as the sentence has words (SIMD within a register; Lamport 1975, *Multiple byte processing with full-word
instructions*). Amounts are rounded up: a sum is never less than the exact one.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Sequence

_FIELD = 2
_MOST = 0x3FFF
FULL = 0x8000
"""The field of a phrase that has just what it needs."""


class Tally:
    """What each stem adds to each of ``len(least)`` phrases, and how much a phrase needs to be ``over``.

    ``amounts`` maps a stem to ``(phrase, amount)``; amounts and ``least`` are not negative, in one unit.
    """

    def __init__(self, amounts: dict[str, list[tuple[int, float]]], least: Sequence[float]) -> None:
        self.size = len(least)
        self._amounts = amounts
        totals = [1.0, *least]
        for entries in amounts.values():
            for number, amount in entries:
                totals[number + 1] += amount
        self.scale = (_MOST - len(amounts)) / max(totals)
        start = [FULL - math.floor(needed * self.scale) for needed in least]
        self._empty = _packed(start)
        self._lowest = min(start, default=0)
        self._full = int.from_bytes(b"\x00\x80" * self.size, "little")
        self._ones = int.from_bytes(b"\x01\x00" * self.size, "little")
        self._rows: dict[str, int] = {}

    def sums(self, stems: Iterable[str], more: float = 0.0) -> Sums:
        """The sums over ``stems``. ``more`` is needed of every phrase beyond its ``least``."""
        rows, total = self._rows, self._empty
        if more:
            total -= self._ones * max(-_MOST, min(math.floor(more * self.scale), self._lowest))
        for stemmed in stems:
            row = rows.get(stemmed)
            total += self._row(stemmed) if row is None else row
        return Sums(self, total)

    def _row(self, stemmed: str) -> int:
        if stemmed not in self._amounts:
            return 0
        fields = [0] * self.size
        for number, amount in self._amounts[stemmed]:
            fields[number] += math.ceil(amount * self.scale)
        row = self._rows[stemmed] = _packed(fields)
        return row

    def over(self, total: int) -> list[int]:
        """The phrases whose sum in ``total`` reaches what they need, in order."""
        marks = (total & self._full).to_bytes(_FIELD * self.size, "little")
        found = []
        place = marks.find(b"\x80")
        while place >= 0:
            found.append(place // _FIELD)
            place = marks.find(b"\x80", place + 1)
        return found


class Sums:
    """The sums of one set of stems, by phrase, in ``1 / scale`` of a unit."""

    __slots__ = ("_fields", "_tally", "_total", "scale")

    def __init__(self, tally: Tally, total: int) -> None:
        self._tally = tally
        self._total = total
        self._fields: tuple[int, ...] | None = None
        self.scale = tally.scale

    def over(self) -> list[int]:
        """The phrases that reach what they need, in order."""
        return self._tally.over(self._total)

    @property
    def fields(self) -> tuple[int, ...]:
        """The sum of each phrase: ``FULL`` and by how much it exceeds what it needs."""
        if self._fields is None:
            size = self._tally.size
            self._fields = struct.unpack(f"<{size}H", self._total.to_bytes(_FIELD * size, "little"))
        return self._fields

    def __getitem__(self, number: int) -> float:
        """By how much a phrase exceeds what it needs."""
        return (self.fields[number] - FULL) / self.scale


def _packed(fields: list[int]) -> int:
    return int.from_bytes(struct.pack(f"<{len(fields)}H", *fields), "little")
