"""The commands of ``hotseat``. Thin: each asks another room and shows what it says.

Everything that takes long to import is imported by the command that needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from bot import __version__
from bot.cli import hosting
from bot.errors import ExitCode, HotseatError, Severity

if TYPE_CHECKING:
    from bot.config import Settings

EXIT_CODES = {
    ExitCode.OK: "all is well",
    ExitCode.FINDINGS: "the check or the doctor found something that must be mended",
    ExitCode.USAGE: "the command line is wrong",
    ExitCode.DATA: "a file of questions or answers cannot be used",
    ExitCode.UNAVAILABLE: "Discord cannot be reached, or a package is missing",
    ExitCode.STORE: "the database cannot be used",
    ExitCode.PORT_TAKEN: "the port is taken",
    ExitCode.INTENT_REFUSED: "Discord refuses the Message Content intent",
    ExitCode.TOKEN_REJECTED: "Discord does not accept the token",
    ExitCode.CONFIG: "the configuration cannot be used",
    ExitCode.INTERRUPTED: "Ctrl-C",
}
"""Every code that ``hotseat`` ends with, in the words of ``--help`` and of the README."""

app = typer.Typer(
    name="hotseat",
    help="Mock interviews for study groups on Discord.",
    epilog="\b\nExit codes:\n" + "\n".join(f"{code.value:>5}  {text}" for code, text in EXIT_CODES.items()),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@dataclass(frozen=True, slots=True)
class _Invocation:
    """What stands before the command."""

    config: Path | None


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run one command and end the process. An error of ours is one sentence on stderr, never a traceback."""
    try:
        app(args=arguments, prog_name="hotseat")
    except HotseatError as error:
        typer.echo(error, err=True)
        sys.exit(error.exit_code)
    sys.exit(ExitCode.OK)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hotseat {__version__}")
        raise typer.Exit


@app.callback()
def _start(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Settings; without it ./config.toml, where there is one.")
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    context.obj = _Invocation(config)


def _settings(context: typer.Context) -> Settings:
    from bot.config import load_settings

    return load_settings(context.find_object(_Invocation).config)  # type: ignore[union-attr]  # set before any command


@app.command()
def run(context: typer.Context) -> None:
    """Run the bot on Discord."""
    settings = _settings(context)
    import asyncio

    from bot.app import serve

    asyncio.run(serve(settings))


@app.command()
def demo(
    context: typer.Context,
    port: Annotated[int | None, typer.Option(min=0, max=65_535, help="Port of the page; 0 takes any free one.")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
) -> None:
    """Try the real bot in a browser, without a token."""
    settings = _settings(context)
    import asyncio

    from bot.demo import serve_demo

    asyncio.run(serve_demo(settings, port=port, open_browser=not no_browser))


@app.command()
def check(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILES", help="Question files or folders; all without it.")
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of question files instead.")] = False,
    answers_schema: Annotated[
        bool, typer.Option("--answers-schema", help="Print the JSON Schema of marked answers instead.")
    ] = False,
    style: Annotated[Literal["text", "json"], typer.Option("--format", help="For people or for programs.")] = "text",
) -> None:
    """Examine question files and their marked answers."""
    import json

    from bot import bank
    from bot.bank.check import check as examine
    from bot.cli import show

    if schema or answers_schema:
        shape = bank.answers_json_schema() if answers_schema else bank.json_schema()
        typer.echo(json.dumps(shape, ensure_ascii=False, indent=2))
        return
    settings = _settings(context)
    from bot.bank.examination import cores
    from bot.cli.marking import bound, marker

    with show.progress("Marking") as step:
        report = examine(
            files or [bank.builtin_folder(), *settings.bank.folders],
            marker(settings),
            bound=bound(settings),
            processes=cores(),
            progress=step,
        )
    typer.echo(report.as_json()) if style == "json" else show.report(report)
    raise typer.Exit(ExitCode.OK if report.ok else ExitCode.FINDINGS)


@app.command("new-question")
def new_question(
    context: typer.Context,
    topic: Annotated[
        str | None, typer.Argument(metavar="TOPIC", help="The topic's short name, such as flask; asked for without it.")
    ] = None,
    folder: Annotated[
        Path, typer.Option(metavar="FOLDER", file_okay=False, help="Where the question files are.")
    ] = Path("questions"),
) -> None:
    """Ask for the parts of a new question, write it and examine it."""
    settings = _settings(context)
    from bot.bank.doctor import examine_question
    from bot.bank.draft import add_question
    from bot.bank.loader import locate_topic
    from bot.cli import authoring, show

    try:
        slug = authoring.short_name("Short name of the topic") if topic is None else authoring.checked_name(topic)
        path = folder / f"{slug}.yaml"
        known = locate_topic(path).value if path.exists() else None
        title = known.title if known else authoring.text("The topic's name for people")
        question = authoring.question([each.id for each in known.questions] if known else [])
    except typer.Abort:
        typer.echo("\nNothing was written.", err=True)
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except LookupError as error:
        raise typer.BadParameter(str(error), param_hint="TOPIC") from None
    located = add_question(folder, slug, title, question)
    typer.echo(f'\nThe question "{question.id}" is in {path}.')
    from bot.cli.marking import bound, marker

    number = len(located.value.questions) - 1
    findings = examine_question(located, number, marker(settings), bound(settings))
    show.findings(findings)
    raise typer.Exit(ExitCode.FINDINGS if any(each.severity is Severity.ERROR for each in findings) else ExitCode.OK)


@app.command()
def grade(
    context: typer.Context,
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="Its id, such as flask/sessions, or sessions where that is clear.")
    ],
    answer: Annotated[
        str, typer.Argument(metavar="ANSWER", help="The answer in quotes; - reads it from standard input.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the grade as JSON.")] = False,
) -> None:
    """Mark one answer and show why, for authors."""
    settings = _settings(context)
    from bot.bank import load_bank
    from bot.cli import show
    from bot.cli.marking import find, grade_as_json, marker

    try:
        topic, found = find(load_bank(settings.bank.folders), question)
    except LookupError as error:
        raise typer.BadParameter(str(error), param_hint="QUESTION") from None
    text = sys.stdin.read() if answer == "-" else answer
    result = marker(settings)(found, text)
    typer.echo(grade_as_json(result)) if as_json else show.grade(f"{topic.topic}/{found.id}", found.ask, result)


@app.command()
def evaluate(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE.jsonl", exists=True, dir_okay=False, help="Answers, a JSON object each line."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print every mark and the summary as JSON.")] = False,
    by: Annotated[Literal["kind", "question"] | None, typer.Option(help="Summarise each of these on its own.")] = None,
    other: Annotated[
        Path | None,
        typer.Option(
            "--compare",
            metavar="OTHER.json",
            exists=True,
            dir_okay=False,
            help="What --json printed before, to see what has changed.",
        ),
    ] = None,
) -> None:
    """Mark a file of answers and compare with people's marks, as if the bot had not heard them before."""
    settings = _settings(context)
    from bot.bank import load_bank
    from bot.cli import evaluation, show
    from bot.cli.marking import marker

    read = evaluation.read_file(file)
    answers = evaluation.with_questions(read, load_bank(settings.bank.folders, unheard=read.texts))
    earlier = evaluation.read_marks(other) if other else None
    with show.progress("Marking") as step:
        result = evaluation.evaluate(answers, marker(settings), progress=step)
    typer.echo(result.as_json(by=by, earlier=earlier)) if as_json else show.evaluation(result, by=by, earlier=earlier)


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy; it must not exist yet.")],
) -> None:
    """Copy the database to a new file, also while the bot runs."""
    settings = _settings(context)
    from bot.store import backup as copy

    size = copy(settings.store.place, file)
    typer.echo(f"{file}: {size:,} bytes, checked.")


@app.command()
def migrate_data(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The SQLite file; it is not changed.")],
) -> None:
    """Copy a SQLite file to the empty PostgreSQL database that [store] database names."""
    settings = _settings(context)
    import asyncio

    from bot.cli import show
    from bot.store.transfer import transfer

    with show.progress("Copying and comparing") as step:
        counts = asyncio.run(transfer(file, settings.store.place, step))
    show.counts(counts)


app.command()(hosting.doctor)
app.command()(hosting.export)
