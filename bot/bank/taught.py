"""What marked answers teach the marking: how people put it who are right, and who are wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from bot.bank.model import Heard, MarkedAnswer, MarkedAnswers, Question, Topic

_RIGHT_FROM, _WRONG_TO = 2, 1
"""The mark, 0 to 5, from which an answer without a false claim is right, and to which one with such is all wrong."""

_PARTS = 4


def taught(topic: Topic, marked: MarkedAnswers | None, unheard: Collection[str] = ()) -> Topic:
    """``topic`` after its questions have heard the marked answers, but for texts that are ``unheard``.

    Neither do they keep those in their own ``heard``. Texts are the same when they differ in white space only.
    """
    silent = {_plain(text) for text in unheard}
    answers: dict[str, list[MarkedAnswer]] = {}
    for answer in marked.answers if marked else ():
        if _plain(answer.answer) not in silent:
            answers.setdefault(answer.question, []).append(answer)
    questions = (after_hearing(_without(one, silent), answers.get(one.id, ())) for one in topic.questions)
    return topic.model_copy(update={"questions": tuple(questions)})


def after_hearing(question: Question, answers: Collection[MarkedAnswer]) -> Question:
    """``question`` after it has heard some answers to it; the same one after none."""
    if not answers:
        return question
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
    """Each answer with the question as it is after hearing about three quarters of them: not it, and not its like."""
    first: dict[str, int] = {}
    parts = [first.setdefault(_plain(answer.answer), number) % _PARTS for number, answer in enumerate(answers)]
    questions = [
        after_hearing(question, [answer for answer, own in zip(answers, parts, strict=True) if own != part])
        for part in range(min(_PARTS, len(answers)))
    ]
    for answer, part in zip(answers, parts, strict=True):
        yield answer, questions[part]


def _without(question: Question, silent: Collection[str]) -> Question:
    heard = question.heard
    if not any(_plain(text) in silent for text in (*heard.right, *heard.wrong)):
        return question
    kept = [tuple(text for text in texts if _plain(text) not in silent) for texts in (heard.right, heard.wrong)]
    return question.model_copy(update={"heard": Heard(right=kept[0], wrong=kept[1])})


def _plain(text: str) -> str:
    return " ".join(text.split())


def _less(text: str, quotes: Iterable[str]) -> list[str]:
    """What is left of ``text`` around the quotes, each where it stands first."""
    starts = sorted((text.index(quote), len(quote)) for quote in quotes)
    parts, end = [], 0
    for start, size in starts:
        parts.append(text[end:start])
        end = max(end, start + size)
    return [part for part in (*parts, text[end:]) if part.strip()]
