"""Whether an answer is a bare list of terms that says nothing about them."""

from __future__ import annotations

import re

from bot.grading.lexicon import LINKS
from bot.grading.reading import Reading
from bot.grading.text import COMMA, GLUED

_PIECE = 2
_PIECES = 4
_SHARE = 0.75
_CODE = 0.3
_SYMBOL = re.compile(r"[=(){}\[\]<>→+]")


def is_listing(reading: Reading) -> bool:
    """True when most of the content stands in short pieces that no function word ties to anything, unless it is code.

    A piece lies between commas or sentence ends. It is bare with at most 2 words and no linking word; a list has at
    least 4 bare pieces, with at least 75 % of the content words. From 3 symbols of code for 10 words on, it is code.
    """
    text = reading.text
    n = len(text)
    if n < _PIECES or len(_SYMBOL.findall(text.raw)) > _CODE * n:
        return False
    held = set(reading.content)
    bare = pieces = size = content = 0
    linked = False
    for i in range(n + 1):
        if i == n or (i and text.gaps[i] >= COMMA):
            if size <= _PIECE and not linked and content:
                bare += content
                pieces += 1
            size = content = 0
            linked = False
        if i == n:
            break
        glued = (i > 0 and text.gaps[i] == GLUED) or (i + 1 < n and text.gaps[i + 1] == GLUED)
        size += not (i > 0 and text.gaps[i] == GLUED)
        content += i in held
        linked = linked or (text.words[i] in LINKS and not glued)
    return pieces >= _PIECES and bare >= _SHARE * len(held)
