"""The question bank: YAML in, checked questions out. Imports nothing of ours but ``errors``."""

from bot.bank.model import Bank, Level, MarkedAnswer, MarkedAnswers, Misconception, Point, Question, Topic

__all__ = ["Bank", "Level", "MarkedAnswer", "MarkedAnswers", "Misconception", "Point", "Question", "Topic"]
