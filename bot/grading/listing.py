"""Whether an answer is a bare list of terms that says nothing about them."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.grading.lexicon import LINKS
from bot.grading.reading import Reading
from bot.grading.text import COMMA, GLUED, sentences

_PIECES = 3
_PIECE = 4
_MOST = 0.6
_SHARE = 0.55
_RELATION = re.compile(r"[=→⇒<>/]|->|:(?=\s)|(?<=\s)\(|\bvs\b")
"""What relates terms to one another in notes and code."""
_APART = 6
"""Of so many pieces, one may hold such a sign."""


def is_listing(reading: Reading) -> bool:
    """True when more than half of the content (55 %) is listed: stands in bare pieces of sentences that list.

    A piece lies between commas; it is bare when it has at most 4 content words and no word that ties it to anything. A
    sentence lists when it has at least 3 bare pieces, which are at least 60 % of its pieces, and at most one sign that
    relates terms (``=``, ``→``, a colon, a bracket) for 6 pieces. Of 2,077 marked answers it takes for lists 192 of the
    235 that are, and one other.
    """
    return listed(reading) >= _SHARE


def listed(reading: Reading) -> float:
    """The share of the content words that are listed, 0 to 1."""
    text = reading.text
    if not reading.content:
        return 0.0
    held = set(reading.content)
    joined = [gap == GLUED for gap in text.gaps] + [False]
    count = 0
    for first, end in sentences(text):
        opens = [first, *(i for i in range(first + 1, end) if text.gaps[i] >= COMMA), end]
        relations = len(_RELATION.findall(text.raw, text.starts[first], text.ends[end - 1]))
        if len(opens) <= max(_PIECES, _APART * relations):
            continue
        sizes = []
        for a, b in pairwise(opens):
            size = sum(i in held for i in range(a, b))
            tied = any(text.words[i] in LINKS and not joined[i] and not joined[i + 1] for i in range(a, b))
            if size <= _PIECE and not tied:
                sizes.append(size)
        if len(sizes) >= max(_PIECES, _MOST * (len(opens) - 1)):
            count += sum(sizes)
    return count / len(held)
