"""A file of answers in, our marks and their agreement with people's out."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.bank import Bank, Question
from bot.cli.marking import Marker, false_claims, find
from bot.errors import BankError, Finding
from bot.grading.agreement import Agreement, Comparison, Figure, Pair, agreement, by_kind, by_question, compare

Group = Literal["kind", "question"]


class AnswerLine(BaseModel):
    """One line of the file; other keys are left alone. ``mark`` is a person's, 0 to 5."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: str
    question: str
    answer: str
    mark: Annotated[float, Field(ge=0, le=5)] | None = None
    false_claim: bool = False
    kind: str | None = None


class Marked(BaseModel):
    """What ``--json`` prints of one answer. ``mark`` is ours, 0 to 100; one with ``misconceptions`` is flagged."""

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    mark: int
    misconceptions: tuple[str, ...]


class _Printed(BaseModel):
    answers: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """The lines of a JSON Lines file with their numbers, from 1, and what is wrong with the others."""

    path: Path
    lines: tuple[tuple[int, AnswerLine], ...]
    findings: tuple[Finding, ...]

    @property
    def texts(self) -> frozenset[str]:
        """What is answered."""
        return frozenset(line.answer for _, line in self.lines)


def read_file(path: Path) -> AnswerFile:
    """The lines of a file. Raises BankError when it is no UTF-8 text."""
    lines: list[tuple[int, AnswerLine]] = []
    findings: list[Finding] = []
    for number, text in enumerate(_text(path).split("\n"), start=1):
        if text.strip():
            try:
                lines.append((number, AnswerLine.model_validate_json(text)))
            except ValidationError as error:
                findings.append(Finding(path, number, _sentence(error)))
    return AnswerFile(path, tuple(lines), tuple(findings))


def with_questions(file: AnswerFile, bank: Bank) -> list[tuple[AnswerLine, Question]]:
    """The answers of a file with their questions. Raises BankError with a finding for each bad line.

    A question that several topics have is the one of the topic that alone has all the questions of the file.
    """
    findings = list(file.findings)
    home = _home({line.question for _, line in file.lines}, bank)
    answers: list[tuple[AnswerLine, Question]] = []
    ids: set[str] = set()
    for number, line in file.lines:
        try:
            question = (home and bank.get(home, line.question)) or find(bank, line.question)[1]
        except LookupError as error:
            findings.append(Finding(file.path, number, str(error)))
            continue
        if line.id in ids:
            findings.append(Finding(file.path, number, f'the id "{line.id}" is on an earlier line too.'))
        ids.add(line.id)
        answers.append((line, question))
    if not answers and not findings:
        findings = [Finding(file.path, 0, "there are no answers in this file.")]
    if findings:
        raise BankError(sorted(findings, key=lambda finding: finding.line))
    return answers


def _home(names: Collection[str], bank: Bank) -> str | None:
    """The topic that alone has all the questions; those that no topic has do not count."""
    ids = {name.rpartition("/")[2] for name in names}
    known = {one for one in ids if any(bank.get(topic, one) for topic in bank.topics)}
    having = [topic for topic in bank.topics if all(bank.get(topic, one) for one in known)]
    return having[0] if len(having) == 1 else None


def read_marks(file: Path) -> dict[str, Marked]:
    """What an earlier ``--json`` printed, by answer. Raises BankError for any other text."""
    try:
        return {answer.id: answer for answer in _Printed.model_validate_json(_text(file)).answers}
    except ValidationError:
        message = "this is not what hotseat evaluate --json prints."
        raise BankError([Finding(file, 0, message)]) from None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BankError([Finding(file, 0, "this is not UTF-8 text; save it as UTF-8.")]) from None


def _sentence(error: ValidationError) -> str:
    detail = error.errors(include_url=False, include_input=False)[0]
    if not detail["loc"]:
        return 'this line is not a JSON object such as {"id": "1", "question": "sessions", "answer": "…", "mark": 3}.'
    key = detail["loc"][0]
    if detail["type"] == "missing":
        return f'"{key}" is missing on this line.'
    return f'"{key}": {detail["msg"][0].lower()}{detail["msg"][1:]}.'


def evaluate(
    answers: Sequence[tuple[AnswerLine, Question]],
    mark: Marker,
    *,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
) -> Evaluation:
    """Mark every answer. ``progress`` is told how many are marked, of all."""
    marked = []
    for done, (line, question) in enumerate(answers, start=1):
        result = mark(question, line.answer)
        claims = tuple(false_claims(result))
        marked.append(Marked(id=line.id, question=line.question, mark=result.mark, misconceptions=claims))
        progress(done, len(answers))
    return Evaluation(tuple(line for line, _ in answers), tuple(marked))


@dataclass(frozen=True)
class Evaluation:
    """The answers of a file and our marks of them, in the same order."""

    lines: tuple[AnswerLine, ...]
    marked: tuple[Marked, ...]

    @cached_property
    def pairs(self) -> list[Pair]:
        """Those that a person has marked; each goes by its id."""
        return self._pairs({answer.id: answer for answer in self.marked})

    @cached_property
    def agreement(self) -> Agreement | None:
        """None when a person has marked none of them."""
        return agreement(self.pairs) if self.pairs else None

    @property
    def labelled(self) -> bool:
        """Whether the file says of any answer if it holds a false claim."""
        return any("false_claim" in line.model_fields_set for line in self.lines)

    def groups(self, by: Group | None) -> dict[str, Agreement]:
        """The agreement within each kind or question, without intervals."""
        return {} if by is None else by_kind(self.pairs) if by == "kind" else by_question(self.pairs)

    def since(self, earlier: dict[str, Marked]) -> Comparison | None:
        """These marks less the earlier ones, over the answers that both hold; None where no person marked any."""
        before = self._pairs(earlier)
        if not before:
            return None
        return compare(before, self._pairs({answer.id: answer for answer in self.marked if answer.id in earlier}))

    def as_json(self, *, by: Group | None = None, earlier: dict[str, Marked] | None = None) -> str:
        """``answers`` with our marks, and ``summary`` with the figures. What is not defined is null."""
        summary: dict[str, Any] = {"answers": len(self.marked)}
        if self.agreement:
            summary |= self._figures(self.agreement)
            figures = named_figures(self.agreement)
            summary["intervals"] = {name: [_number(each.low), _number(each.high)] for name, each in figures.items()}
        if by:
            summary[f"by_{by}"] = {name: self._figures(each) for name, each in self.groups(by).items()}
        if earlier is not None and (change := self.since(earlier)):
            summary["change"] = {
                "answers": len(change.moved),
                "pearson": _interval(change.pearson),
                "rmse": _interval(change.rmse),
                "pass_accuracy": _interval(change.passed),
                "moved": [{"id": b.answer, "before": int(a.ours), "mark": int(b.ours)} for a, b in change.moved],
            }
        report = {"answers": [answer.model_dump() for answer in self.marked], "summary": summary}
        return json.dumps(report, ensure_ascii=False, indent=2, allow_nan=False)

    def _figures(self, of: Agreement) -> dict[str, Any]:
        claims = {"precision": of.precision.value, "recall": of.recall.value} if self.labelled else {}
        return {
            "marked": of.count,
            **{name: _number(figure.value) for name, figure in named_figures(of).items()},
            "false_claims": {name: _number(claims.get(name, math.nan)) for name in ("precision", "recall")},
        }

    def _pairs(self, marks: dict[str, Marked]) -> list[Pair]:
        return [
            Pair(line.question, line.id, line.mark, ours.mark, line.false_claim, bool(ours.misconceptions), line.kind)
            for line in self.lines
            if line.mark is not None and (ours := marks.get(line.id))
        ]


def named_figures(of: Agreement) -> dict[str, Figure]:
    """The figures of the marks, by the names that ``--json`` gives them."""
    return {"pearson": of.pearson, "rmse": of.rmse, "qwk": of.kappa, "pass_accuracy": of.passed}


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)


def _interval(figure: Figure) -> dict[str, float | None]:
    return {"difference": _number(figure.value), "low": _number(figure.low), "high": _number(figure.high)}
