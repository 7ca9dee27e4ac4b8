"""What a member asks for in ``/interview`` or ``/review``, and why it cannot be had now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.bank import Level
from bot.discord_ui.actions import FLAG, TOPIC, one_of
from bot.errors import RefusedError
from bot.interview import Home, Interview, Mode

REVIEW = 10
"""So many due questions make a review, if no number is named."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for. Written ``topic:questions:level:mode:private:review`` in a button.

    ``review`` takes the questions that are due; topic and level do not matter then.
    """

    topic: str | None
    questions: int
    level: Level | None
    mode: Mode
    private: bool
    review: bool = False

    def __str__(self) -> str:
        parts = (self.topic or "", self.questions, self.level or "", self.mode, int(self.private), int(self.review))
        return ":".join(map(str, parts))

    @classmethod
    def parse(cls, parts: list[str]) -> Order:
        """An order as a button has it; older buttons know no reviews."""
        topic, questions, level, mode, private, *review = parts
        return cls(
            topic or None,
            int(questions),
            Level(level) if level else None,
            Mode(mode),
            private == "1",
            review == ["1"],
        )

    @classmethod
    def again(cls, interview: Interview) -> Order:
        """What that interview was ordered as."""
        private = interview.home is Home.PRIVATE
        questions = REVIEW if interview.review else len(interview.turns)
        return cls(interview.topic, questions, interview.level, interview.mode, private, interview.review)


ORDER = (
    TOPIC,
    "[1-9]|1[0-9]|20",
    one_of(*Level, or_none=True),
    one_of(*Mode),
    FLAG,
)
"""An order as the arguments of a button; older ones end here, newer ones with a flag for reviews."""


class OpenAlreadyError(RefusedError):
    """The member has an interview open in this place."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        super().__init__("You have begun another interview here since. End that one first.")


class NothingDueError(RefusedError):
    """No question is due. ``next_due`` is when the next one comes back; None when nothing was ever answered."""

    def __init__(self, next_due: datetime | None) -> None:
        self.next_due = next_due
        super().__init__("Nothing is due for review now. Type /interview for new questions.")
