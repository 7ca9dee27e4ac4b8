"""What the commands show to people. What an author or a member wrote is shown as it is, never as markup."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.console import Group as RenderGroup
from rich.padding import Padding
from rich.panel import Panel
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from bot.bank.check import Report
from bot.cli.evaluation import Evaluation, Group, Marked
from bot.errors import Finding, Severity
from bot.grading import Evidence, Grade, PointState
from bot.grading.agreement import Agreement, Comparison, Figure, worst

out = Console(highlight=False, soft_wrap=True)
err = Console(highlight=False, stderr=True)

_SIGNS = {
    PointState.MADE: ("✅", "green"),
    PointState.PARTIAL: ("◐ ", "yellow"),
    PointState.MISSED: ("⬜", ""),
    PointState.CONTRADICTED: ("❌", "red"),
}
_BAND_COLOURS = {"strong": "green", "solid": "green", "partial": "yellow"}

_SHOWN = 200
"""Characters of an answer that a table shows."""


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr that ``step(done, total)`` moves; nothing where stderr is not a terminal."""
    with Progress(console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def counted(number: int, noun: str) -> str:
    """``1 question``, ``2 questions``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def counts(of: dict[str, int]) -> None:
    """How many rows of each table have been copied, and of all."""
    for name, number in of.items():
        if number:
            out.print(Text(f"{number:>12,}  {name}"))
    out.print(Text(f"{counted(sum(of.values()), 'row')} copied, read again, and found the same."))


def report(result: Report) -> None:
    """What the check found, a line each as compilers write them, then one line for all."""
    _lines(result.findings)
    for each in result.agreements:
        correlation = "too few to correlate" if each.correlation is None else f"r = {each.correlation:.2f} with people"
        out.print(Text(f"{each.topic}: {counted(each.samples, 'marked answer')}, {correlation}."))
    seen = f"{counted(result.files, 'file')}, {counted(result.questions, 'question')}"
    advice = f"{result.advice} with advice" if result.advice else ""
    verdict = f"{counted(result.errors, 'thing')} to mend" if result.errors else "nothing to mend"
    verdict = ", ".join(filter(None, [verdict, advice]))
    out.print(Text(f"{seen}: {verdict}.", "bold red" if result.errors else "bold green"))


def findings(found: Sequence[Finding]) -> None:
    """What the doctor says of one question, and how to hear it again."""
    _lines(found)
    errors = sum(each.severity is Severity.ERROR for each in found)
    again = f"; mend it and run hotseat check {found[0].file}" if found else ""
    verdict = f"{counted(errors, 'thing')} to mend" if errors else "nothing to mend"
    advice = f", {len(found) - errors} with advice" if len(found) > errors else ""
    out.print(Text(f"The doctor finds {verdict}{advice}{again}.", "bold red" if errors else "bold green"))


def _lines(found: Sequence[Finding]) -> None:
    for finding in found:
        out.print(Text(str(finding), "red" if finding.severity is Severity.ERROR else "yellow"))


def grade(name: str, ask: str, result: Grade) -> None:
    """The mark of one answer and why: the points with the words that earned them, and all that moved the mark."""
    parts: list[RenderableType] = [Text(ask, "bold"), Text()]
    for point in result.points:
        sign, colour = _SIGNS[point.state]
        share = f" ({point.credit:.0%} of weight {point.weight})"
        parts.append(Text(f"{sign} {point.say}", colour).append(share, "dim"))
        parts.extend(_quoted(point.evidence))
    for claim in result.misconceptions:
        parts += [Text(f"❗ {claim.say}", "red"), *_quoted(claim.evidence), Padding(Text(claim.correct), (0, 0, 0, 3))]
    for reason in result.reasons:
        price = f"{reason.change:+d} " if reason.change else ""
        parts += [Text(f"{price}{reason.sentence}", "yellow"), *_quoted(reason.evidence)]
    for word in result.unknown:
        guess = f", did you mean {word.suggestion}?" if word.suggestion else "."
        parts.append(Text(f"I don't know {word.word}{guess}", "cyan"))
    title = f"{name}: {result.mark} of 100, {result.band.value}"
    colour = _BAND_COLOURS.get(result.band.value, "red")
    width = min(out.width, 100)
    out.print(
        Panel(RenderGroup(*parts), title=Text(title), title_align="left", border_style=colour, width=width),
        soft_wrap=False,
    )


def _quoted(evidence: tuple[Evidence, ...]) -> Iterator[RenderableType]:
    for each in evidence:
        yield Padding(Text(f"“{each.text}”", "italic"), (0, 0, 0, 3))


def evaluation(result: Evaluation, *, by: Group | None = None, earlier: dict[str, Marked] | None = None) -> None:
    """How well our marks agree with people's, where they disagree most, and what has changed since ``earlier``."""
    if result.agreement is None:
        out.print(Text(f"{counted(len(result.marked), 'answer')} marked; none has a person's mark to compare with."))
        return
    tables = [_figures(result.agreement, labelled=result.labelled)]
    if by:
        tables.append(_groups(by, result.groups(by)))
    tables.append(_worst(result))
    if earlier is not None and (change := result.since(earlier)):
        tables += [_change(change), *([_moved(change)] if change.moved else [])]
    for table in tables:
        out.print(table)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column)
    return table


def _figures(of: Agreement, *, labelled: bool) -> Table:
    table = _table(f"Agreement with people on {counted(of.count, 'answer')}", "", "value", "95 % interval")
    table.add_row("Pearson's r", *_cells(of.pearson))
    table.add_row("RMSE of 5", *_cells(of.rmse))
    table.add_row("quadratic weighted kappa", *_cells(of.kappa))
    table.add_row("pass accuracy", *_cells(of.passed))
    if labelled:
        table.add_row("precision of false claims", *_cells(of.precision))
        table.add_row("recall of false claims", *_cells(of.recall))
    table.add_row("mean mark of people, of 5", f"{of.person:.2f}", "")
    table.add_row("our mean mark, of 5", f"{of.ours:.2f}", "")
    return table


def _groups(by: Group, groups: dict[str, Agreement]) -> Table:
    table = _table(f"By {by}", by, "answers", "people", "ours", "r", "RMSE", "pass accuracy")
    for name, of in groups.items():
        figures = [_cells(figure)[0] for figure in (of.pearson, of.rmse, of.passed)]
        table.add_row(Text(name), str(of.count), f"{of.person:.2f}", f"{of.ours:.2f}", *figures)
    return table


def _worst(result: Evaluation) -> Table:
    answers = {line.id: line.answer for line in result.lines}
    table = _table("Where we disagree most", "id", "question", "people, of 5", "ours, of 100", "answer")
    for pair in worst(result.pairs):
        start = " ".join(answers[pair.answer].split())
        shown = start if len(start) <= _SHOWN else start[: _SHOWN - 1] + "…"
        table.add_row(Text(pair.answer), Text(pair.question), f"{pair.mark:g}", f"{pair.ours:g}", Text(shown))
    return table


def _change(change: Comparison) -> Table:
    table = _table("Change since the earlier marks", "", "difference", "95 % interval")
    table.add_row("Pearson's r", *_cells(change.pearson, "+"))
    table.add_row("RMSE of 5", *_cells(change.rmse, "+"))
    table.add_row("pass accuracy", *_cells(change.passed, "+"))
    return table


def _moved(change: Comparison) -> Table:
    table = _table(f"{counted(len(change.moved), 'mark')} moved, the most first", "id", "people, of 5", "before", "now")
    for before, now in change.moved[:10]:
        table.add_row(Text(now.answer), f"{now.mark:g}", f"{before.ours:g}", f"{now.ours:g}")
    return table


def _cells(figure: Figure, sign: str = "") -> tuple[str, str]:
    if math.isnan(figure.value):
        return "–", ""
    interval = "" if math.isnan(figure.low) else f"{figure.low:{sign}.3f} to {figure.high:{sign}.3f}"
    return f"{figure.value:{sign}.3f}", interval
