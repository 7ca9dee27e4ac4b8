"""What goes wrong between the bot and Discord's HTTP routes, one request after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from fnmatch import fnmatch
from itertools import count


class Effect(Enum):
    """Whether Discord does what it is asked for although the reply says otherwise."""

    NONE = auto()
    DONE = auto()


@dataclass
class Fault:
    """Befalls the next ``times`` requests of this kind. ``path`` is a pattern as of a shell, without ``/api/v10``.

    ``status`` is what is replied instead of the truth, None the truth itself, and 0 nothing: the connection is cut. The
    reply comes ``seconds`` late. ``retry_after`` belongs to 429.
    """

    method: str
    path: str
    status: int | None = None
    effect: Effect = Effect.NONE
    times: int = 1
    seconds: float = 0.0
    retry_after: float = 0.2
    everywhere: bool = False
    hits: int = field(default=0, init=False)

    def takes(self, method: str, path: str) -> bool:
        """Whether it befalls this request; then it is used up a little."""
        if self.hits >= self.times or method != self.method or not fnmatch(path, self.path):
            return False
        self.hits += 1
        return True


@dataclass
class Bucket:
    """``limit`` requests in ``window`` seconds, as Discord counts them for one route and its major parameter."""

    limit: int
    window: float
    numbers = count(1)
    began: float = -1e9
    used: int = 0
    refused: int = 0
    name: str = ""

    def __post_init__(self) -> None:
        self.name = f"bucket-{next(self.numbers)}"

    def take(self, now: float) -> tuple[bool, dict[str, str]]:
        """Whether a request at ``now`` may pass, and the headers that go with the reply."""
        if now - self.began >= self.window:
            self.began, self.used = now, 0
        passes = self.used < self.limit
        self.used += passes
        self.refused += not passes
        after = self.began + self.window - now
        return passes, {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.limit - self.used),
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": self.name,
        }
