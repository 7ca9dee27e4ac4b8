"""What each sign of a false claim is worth."""

from __future__ import annotations

from bot.grading.tables import Signs

START = -3.365
WEIGHTS = Signs(
    whole=1.261,
    exact=1.837,
    substance=0.790,
    size=0.645,
    missing=-0.742,
    headless=0.217,
    disorder=-1.347,
    crossing=-1.142,
    broken=-0.443,
    truth=-0.995,
    inside=-0.868,
    telling=1.348,
    code=-0.462,
    rival=-0.458,
    turned=-1.863,
)
"""A logistic regression on marked answers, each question judged by weights from the others; its constant: ``START``."""
