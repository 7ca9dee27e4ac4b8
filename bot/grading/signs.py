"""The signs that a statement is a false claim, and what each is worth."""

from __future__ import annotations

import math
from operator import mul
from typing import NamedTuple


class Signs(NamedTuple):
    """The signs for or against a false claim; as weights, in log-odds for each unit of the sign."""

    whole: float
    """the share of the statement that is said, in its form"""
    substance: float
    """how much that is, in weights of words"""
    size: float
    """its words that are said"""
    missing: float
    """its words that are not said"""
    headless: float
    """its first word is not said"""
    disorder: float
    """the share of its words out of order"""
    crossing: float
    """it spans a comma"""
    broken: float
    """the parts of an identifier are scattered"""
    truth: float
    """how much a true phrase on the same words says"""
    inside: float
    """the share of a true phrase that holds all its words"""
    telling: float
    """how much of what is said stands in no true phrase"""
    code: float
    """its words that are only parts of identifiers in the answer"""
    rival: float
    """the sentence is about another framework"""
    length: float
    """the logarithm of the number of words in the answer: the more are said, the more meet by chance"""


START = -1.259
WEIGHTS = Signs(
    2.051, 0.812, 0.567, -0.987, 1.157, -3.692, -1.636, -2.839, -0.646, -1.480, 1.518, -0.919, -3.990, -0.469
)
"""A logistic regression on marked answers, each question judged by weights from the others; its constant: ``START``."""


def score(signs: Signs) -> float:
    """How sure the signs make it that the claim is false, in log-odds."""
    return START + math.fsum(map(mul, WEIGHTS, signs))
