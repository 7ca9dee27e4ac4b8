"""A stand-in for the grading: it looks for the bank's phrases letter by letter. Enough to try the doctor's own logic."""

from dataclasses import dataclass

from bot.bank import Question


@dataclass(frozen=True)
class PhrasePoint:
    id: str
    state: str
    credit: float


@dataclass(frozen=True)
class PhraseClaim:
    say: str


@dataclass(frozen=True)
class PhraseGrade:
    mark: int
    points: tuple[PhrasePoint, ...]
    misconceptions: tuple[PhraseClaim, ...]


def phrase_grade(question: Question, text: str) -> PhraseGrade:
    """The weighted share of the points of which a phrase stands in the text, less 50 for each false claim."""
    text = text.lower()

    def holds(*phrases: str) -> bool:
        return any(phrase.lower().rstrip(".") in text for phrase in phrases)

    made = [point for point in question.points if holds(point.say, *point.accept, *point.learnt)]
    false = [each for each in question.misconceptions if holds(*each.match)]
    share = sum(point.weight for point in made) / (sum(point.weight for point in question.points) or 1)
    points = (PhrasePoint(p.id, "made" if p in made else "missed", float(p in made)) for p in question.points)
    return PhraseGrade(
        max(0, round(100 * share) - 50 * len(false)), tuple(points), tuple(PhraseClaim(e.say) for e in false)
    )
