"""What marked answers teach the marking: how people put it who are right, and who are wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from bot.bank.model import Heard, MarkedAnswer, MarkedAnswers, Question, Topic

_RIGHT_FROM, _WRONG_TO = 2, 1
"""The mark, 0 to 5, from which an answer without a false claim is right, and to which one with such is all wrong."""

_PARTS = 4


def taught(topic: Topic, marked: MarkedAnswers, unheard: Collection[str] = ()) -> Topic:
    """``topic`` after its questions have heard the marked answers, but for those whose text is ``unheard``."""
    answers: dict[str, list[MarkedAnswer]] = {}
    for answer in marked.answers:
        if answer.answer not in unheard:
            answers.setdefault(answer.question, []).append(answer)
    questions = (after_hearing(one, answers[one.id]) if one.id in answers else one for one in topic.questions)
    return topic.model_copy(update={"questions": tuple(questions)})


def after_hearing(question: Question, answers: Iterable[MarkedAnswer]) -> Question:
    """``question`` after it has heard some answers to it."""
    right, wrong = list(question.heard.right), list(question.heard.wrong)
    for answer in answers:
        if answer.wrong:
            wrong += answer.wrong
            right += _less(answer.answer, answer.wrong)
        elif not answer.false_claim and answer.mark >= _RIGHT_FROM:
            right.append(answer.answer)
        elif answer.false_claim and answer.mark <= _WRONG_TO:
            wrong.append(answer.answer)
    return question.model_copy(update={"heard": Heard(right=tuple(right), wrong=tuple(wrong))})


def fairly(question: Question, answers: Sequence[MarkedAnswer]) -> Iterator[tuple[MarkedAnswer, Question]]:
    """Each answer with the question as it is after hearing three quarters of them, among which that one is not."""
    questions = [
        after_hearing(question, [answer for number, answer in enumerate(answers) if number % _PARTS != part])
        for part in range(min(_PARTS, len(answers)))
    ]
    for number, answer in enumerate(answers):
        yield answer, questions[number % _PARTS]


def _less(text: str, quotes: Iterable[str]) -> list[str]:
    """What is left of ``text`` around the quotes."""
    parts = [text]
    for quote in quotes:
        parts = [piece for part in parts for piece in part.split(quote)]
    return [part for part in parts if part.strip()]
