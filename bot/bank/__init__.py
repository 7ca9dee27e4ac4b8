"""The question bank: YAML in, checked questions out. Imports nothing of ours but ``errors``."""

from bot.bank.agreement import Agreement
from bot.bank.check import Report, check, findings_as_json
from bot.bank.doctor import advice, examine, objections, prove
from bot.bank.learnt import WHOLE, Phrasings, extended, with_phrasing, with_phrasings
from bot.bank.loader import (
    Located,
    builtin_folder,
    load_bank,
    load_marked_answers,
    load_topic,
    locate_marked_answers,
    locate_parsed_topic,
    locate_topic,
    locate_uploaded,
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
from bot.bank.written import answers_file, phrases_file, topic_file

__all__ = [
    "WHOLE",
    "Agreement",
    "Bank",
    "Example",
    "Language",
    "Level",
    "Located",
    "MarkedAnswer",
    "MarkedAnswers",
    "Misconception",
    "Phrasings",
    "Point",
    "Question",
    "Report",
    "Topic",
    "advice",
    "answers_file",
    "answers_json_schema",
    "builtin_folder",
    "check",
    "examine",
    "extended",
    "findings_as_json",
    "json_schema",
    "load_bank",
    "load_marked_answers",
    "load_topic",
    "locate_marked_answers",
    "locate_parsed_topic",
    "locate_topic",
    "locate_uploaded",
    "objections",
    "parse_topic",
    "phrases_file",
    "prove",
    "topic_file",
    "with_phrasing",
    "with_phrasings",
]
