"""Interviews and standings as rules: values in, values out.

The code in this folder cannot do any IO and knows no Discord. The time comes in as ``now`` (aware, UTC), randomness as
``random.Random``. What a rule does not allow is a ``RefusedError`` whose message the member reads.
"""

from bot.interview.interview import Interview, Turn
from bot.interview.model import Confidence, EndReason, Home, Mode, Rules, Stage

__all__ = ["Confidence", "EndReason", "Home", "Interview", "Mode", "Rules", "Stage", "Turn"]
