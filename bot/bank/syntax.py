"""What is wrong with text that is not YAML, in a sentence for its author."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

_TAB = "There is a tab here; YAML wants spaces in front of a line, two for each step."
_CANNOT_BEGIN = 'A text cannot begin with "{}" in YAML; put quotes around the whole text.'
_UNCLOSED = "A quotation mark opens here and is never closed; close it at the end of the text."
_WHOLE = "A text that begins with a quotation mark or a bracket must end with it; put quotes around the whole text."
_ANYTHING = (
    "This is not YAML; look for a wrong indentation, a missing colon or a missing quotation mark near this line."
)
_COLON = 'There is a colon too many, or the line is indented too far; put quotes around a text that holds ": ".'
_BACKSLASH = "Inside double quotes a backslash means something special; use single quotes instead."
_LIST_BEGINS = 'A list cannot begin here; put "- " on a line of its own, below its key.'
_BRACKET = 'The list that "[" begins does not end; write "]" after its last entry, or one "- " a line.'
_BRACE = 'What "{" begins does not end; put quotes around a text that begins with "{".'
_DASH = 'Every entry of this list must begin with "- ", all at the same indentation.'
_NO_COLON = "This line is neither a key with a colon nor part of the text above; check its indentation."
_NOTHING = 'A value is missing here, or the text begins with a sign that needs quotes, such as "[" or ",".'
_INDENTATION = "This line does not fit what stands above it; give all keys of one entry the same indentation."
_STRAY = "This line does not belong to anything; check the indentation of the lines above it."
_LONG_TEXT = "A long text begins on the next line: write nothing after the sign > or |."

_BY_PROBLEM = (
    ("mapping values are not allowed", _COLON),
    ("unknown escape character", _BACKSLASH),
    ("expected escape sequence", _BACKSLASH),
    ("block sequence entries are not allowed", _LIST_BEGINS),
    ("sequence entries are not allowed", _LIST_BEGINS),
    ("expected ',' or ']'", _BRACKET),
    ("expected ',' or '}'", _BRACE),
    ("expected '-' indicator", _DASH),
    ("could not find expected ':'", _NO_COLON),
    ("node content", _NOTHING),
    ("expected key", _INDENTATION),
    ("expected <block end>", _INDENTATION),
    ("expected <document start>", _STRAY),
    ("expected '<document start>'", _STRAY),
    ("expected comment or line break", _LONG_TEXT),
    ("expected a comment or a line break", _LONG_TEXT),
    ("chomping or indentation", _LONG_TEXT),
)
_ABOUT_ITS_BEGINNING = ("expected ',' or ']'", "expected ',' or '}'", "could not find expected ':'")
_GOES_ON = re.compile(r"""\s*(- )*([\w-]+:\s+)?("[^"]*"|'[^']*'|\[[^]]*]|{[^}]*})\s*[^\s:,#]""")


def line_count(text: str) -> int:
    """How many lines an editor shows; 0 for nothing at all."""
    return text.count("\n") + (not text.endswith("\n") if text else 0)


def explain(error: Exception, lines: Sequence[str]) -> tuple[int, str]:
    """The line, from 1, and the sentence. The parser's own words are never repeated."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return 1, _ANYTHING
    at = error.problem_mark.line
    begins = error.context_mark.line if error.context_mark else at
    for index in range(at, max(begins - 1, at - 3, -1), -1):
        if "\t" in _indentation(_line(lines, index)):
            return index + 1, _TAB
    sign = _line(lines, at)[error.problem_mark.column : error.problem_mark.column + 1]
    about_beginning, sentence = _told(error.context or "", error.problem or "", sign, _line(lines, at))
    return (begins if about_beginning else at) + 1, sentence


def _told(context: str, problem: str, sign: str, line: str) -> tuple[bool, str]:
    """Whether the fault is where the thing that was read begins (rather than where reading stopped), and a sentence."""
    if "cannot start any token" in problem and sign:
        return False, _TAB if sign == "\t" else _CANNOT_BEGIN.format(sign)
    if "quoted scalar" in context and ("end of stream" in problem or "document" in problem):
        return True, _UNCLOSED
    for name, sign_of in (("anchor", "&"), ("alias", "*"), ("tag", "!"), ("directive", "%")):
        if name in context.split() or f"undefined {name}" in problem:
            return True, _CANNOT_BEGIN.format(sign_of)
    if _GOES_ON.match(line):
        return False, _WHOLE
    return next(
        ((part in _ABOUT_ITS_BEGINNING, told) for part, told in _BY_PROBLEM if part in problem), (False, _ANYTHING)
    )


def _line(lines: Sequence[str], index: int) -> str:
    return lines[index] if 0 <= index < len(lines) else ""


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
