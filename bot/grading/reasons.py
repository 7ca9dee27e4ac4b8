"""What lowers the mark that the points have earned, each with its name, its price and the words that show it."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import NamedTuple

from bot.grading.elsewhere import elsewhere
from bot.grading.leaning import Leaning, leaning
from bot.grading.listing import is_listing
from bot.grading.misconceptions import Claim
from bot.grading.model import Evidence, Reason
from bot.grading.profiles import Profile
from bot.grading.reading import Reading
from bot.grading.rubric import Rubric

_WORDS = 30
"""So many words of a sentence are shown at most."""


class Fault(NamedTuple):
    """What an answer loses by: the share of the mark that is left, what it is at most, and the sentences by number."""

    code: str
    sentence: str
    left: float = 1.0
    most: int = 100
    numbers: tuple[int, ...] = ()


def lowered(
    share: float,
    rubric: Rubric,
    reading: Reading,
    sentences: Sequence[Leaning],
    suspects: Sequence[Claim],
    named: Collection[int],
    judged: float,
    profile: Profile,
) -> tuple[int, tuple[Reason, ...]]:
    """The mark that is left of what the ``share`` of the points (0 to 1) earns, and why, in the order of the reasons.

    ``sentences`` say what each sentence speaks for; ``suspects`` are the claims that may be false, the likeliest first;
    ``named`` are the numbers of the sentences whose false claims are shown already.
    The share ``judged`` of the points (0 to 1) was judged by a person, which leaves that much less in doubt.
    """
    leans = (1 - judged) * profile.leaning(*leaning(sentences)) - judged * profile.firm
    usual = profile.leaning(*rubric.classifier.usual)
    missing = (1 - share) * profile.vagueness(leans, usual)
    faults = (
        _company(sentences, leans, usual, profile),
        _list(reading, profile),
        Fault(
            "elsewhere",
            "Much of this is about another framework than the question.",
            math.exp(-profile.elsewhere * elsewhere(reading, rubric) * missing),
        ),
        _claims(reading, suspects, named, profile),
    )
    mark, found = round(profile.mark_of(share)), list[tuple[Fault, int]]()
    for fault in faults:
        left = min(fault.most, round(mark * fault.left))
        if left < mark or (fault.code == "false-claim" and fault.numbers):
            found.append((fault, left - mark))
            mark = left
    reasons = []
    for at, (fault, change) in enumerate(found, start=1):
        later = {number for other, _ in found[at:] for number in other.numbers}
        quoted = tuple(_quoted(reading, number) for number in fault.numbers if number not in later)
        reasons.append(Reason(fault.code, change, fault.sentence, quoted))
    return mark, tuple(reasons)


def _company(sentences: Sequence[Leaning], leans: float, usual: float, profile: Profile) -> Fault:
    """The words go together as in a wrong answer, or as they might in any."""
    left = profile.firmness(leans, usual)
    worst = max(range(len(sentences)), key=lambda at: profile.leaning(sentences[at].word, sentences[at].pair))
    if leans <= 0:
        return Fault(
            "vague",
            "Some of this would fit a wrong answer as well as a right one. Say more exactly what does what.",
            left,
            numbers=(worst,),
        )
    return Fault(
        "astray",
        "On the whole this reads more like a wrong answer than like a right one. Check what does what, and when.",
        left * math.exp(-profile.astray * leans),
        numbers=(worst,),
    )


def _list(reading: Reading, profile: Profile) -> Fault:
    return Fault(
        "list",
        "This is a list of terms. Say what they do and how they belong together.",
        most=profile.listing if is_listing(reading) else 100,
    )


def _claims(reading: Reading, suspects: Sequence[Claim], named: Collection[int], profile: Profile) -> Fault:
    likely: dict[int, float] = {}
    for claim in suspects:
        likely.setdefault(reading.claims.sentence[claim.positions[0]], claim.likely)
    doubts = sum(max(0.0, each - profile.unlikely) for each in likely.values()) / (1 - profile.unlikely)
    left = math.exp(-profile.doubt * doubts)
    false = [number for number in likely if likely[number] >= profile.sure]
    unnamed = tuple(number for number in false if number not in named)
    if len(unnamed) < len(false):
        return Fault(
            "false-claim",
            "The answer holds a claim that is wrong, and that limits the mark.",
            left * (1 - profile.fine),
            numbers=unnamed,
        )
    if false:
        return Fault(
            "false-claim",
            "I think that a part of this is wrong, and that limits the mark.",
            left * (1 - profile.fine),
            numbers=unnamed,
        )
    return Fault(
        "doubt",
        "Part of the answer reads like a claim that is wrong; say it more clearly.",
        left,
        numbers=tuple(likely)[:1],
    )


def _quoted(reading: Reading, number: int) -> Evidence:
    """The sentence of that number as it was typed, or how it begins if it is long."""
    text = reading.text
    words = [i for i, held in enumerate(reading.claims.sentence) if held == number][:_WORDS]
    start, end = text.starts[words[0]], text.ends[words[-1]]
    return Evidence(start, end, text.raw[start:end])
