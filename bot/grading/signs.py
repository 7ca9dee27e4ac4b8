"""What each sign of a false claim is worth."""

from __future__ import annotations

from bot.grading.tables import Signs

START = -1.259
WEIGHTS = Signs(
    2.051, 0.812, 0.567, -0.987, 1.157, -3.692, -1.636, -2.839, -0.646, -1.480, 1.518, -0.919, -3.990, -0.469
)
"""A logistic regression on marked answers, each question judged by weights from the others; its constant: ``START``."""
