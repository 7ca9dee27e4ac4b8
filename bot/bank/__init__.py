"""The question bank: YAML in, checked questions out. Imports nothing of ours but ``errors``."""

from bot.bank.agreement import Agreement
from bot.bank.check import Report, check, findings_as_json
from bot.bank.doctor import examine
from bot.bank.loader import (
    Located,
    builtin_folder,
    load_bank,
    load_marked_answers,
    load_topic,
    locate_marked_answers,
    locate_parsed_topic,
    locate_topic,
    parse_topic,
)
from bot.bank.model import (
    Bank,
    Example,
    Language,
    Level,
    MarkedAnswer,
    MarkedAnswers,
    Misconception,
    Point,
    Question,
    Topic,
)
from bot.bank.schema import answers_json_schema, json_schema

__all__ = [
    "Agreement",
    "Bank",
    "Example",
    "Language",
    "Level",
    "Located",
    "MarkedAnswer",
    "MarkedAnswers",
    "Misconception",
    "Point",
    "Question",
    "Report",
    "Topic",
    "answers_json_schema",
    "builtin_folder",
    "check",
    "examine",
    "findings_as_json",
    "json_schema",
    "load_bank",
    "load_marked_answers",
    "load_topic",
    "locate_marked_answers",
    "locate_parsed_topic",
    "locate_topic",
    "parse_topic",
]
