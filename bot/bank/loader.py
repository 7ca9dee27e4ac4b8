"""Question files → checked values that know the lines they came from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from bot.bank.model import Bank, MarkedAnswers, Topic
from bot.bank.sentences import nearest, repeated_ids, sentences
from bot.bank.taught import taught
from bot.bank.tree import MAX_CHARACTERS, MAX_FINDINGS, Place, Tree, nearest_line, read_tree, shorten
from bot.errors import BankError, Finding

ANSWERS_SUFFIX = ".answers.yaml"
TOPIC_SUFFIX = ".yaml"

_Kind = TypeVar("_Kind", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Located(Generic[_Kind]):
    """What a file holds, and where: ``lines`` has the line, from 1, of each place in the file."""

    value: _Kind
    file: Path
    lines: Mapping[Place, int] = field(default_factory=dict)

    def line(self, *place: str | int) -> int:
        """The line of ``place``, or of the nearest thing around it; 0 when none is known."""
        return nearest_line(self.lines, place)


def builtin_folder() -> Path:
    """The questions that come with the bot: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "questions"
    return installed if installed.is_dir() else package.parent / "questions"


def load_topic(path: Path) -> Topic:
    """The topic in the file ``<topic>.yaml``. Raises ``BankError`` with all that is wrong with it."""
    return locate_topic(path).value


def locate_topic(path: Path) -> Located[Topic]:
    """``load_topic``, with the line of everything."""
    tree = read_tree(_read(path), path)
    return _build(Topic, tree, path, _misnamed(tree, path, TOPIC_SUFFIX))


def parse_topic(text: str, name: Path) -> Topic:
    """The topic in ``text``, however hostile. ``name`` is only for the findings; the topic need not be called that.

    Raises ``BankError`` with all that is wrong with the text.
    """
    return locate_parsed_topic(text, name).value


def locate_parsed_topic(text: str, name: Path) -> Located[Topic]:
    """``parse_topic``, with the line of everything."""
    return _build(Topic, read_tree(text, name), name)


def locate_uploaded(content: bytes, name: Path) -> Located[Topic]:
    """The topic in a file that somebody sent, however hostile, with the line of everything; see ``parse_topic``."""
    return _build(Topic, read_tree(_decoded(content, name), name), name)


def load_marked_answers(path: Path, topic: Topic | None = None) -> MarkedAnswers:
    """The marked answers in ``<topic>.answers.yaml``. Raises ``BankError`` with all that is wrong with them.

    With ``topic``, an answer to a question that the topic does not have is wrong too.
    """
    return locate_marked_answers(path, topic).value


def locate_marked_answers(path: Path, topic: Topic | None = None) -> Located[MarkedAnswers]:
    """``load_marked_answers``, with the line of everything."""
    tree = read_tree(_read(path), path)
    faults = [*_misnamed(tree, path, ANSWERS_SUFFIX), *(_unknown_questions(tree, topic) if topic else ())]
    return _build(MarkedAnswers, tree, path, faults)


def load_bank(folders: Iterable[Path], *, builtin: bool = True, unheard: Collection[str] = ()) -> Bank:
    """All topics in the folders and, with ``builtin``, in the bot's own, taught by the marked answers beside them.

    Answers whose text is ``unheard`` teach nothing, so that they can be marked as if they were new. Raises
    ``BankError`` with all that is wrong with all files, and when there is no question at all.
    """
    wanted = distinct([*([builtin_folder()] if builtin else ()), *folders])
    findings: list[Finding] = []
    topics: list[Located[Topic]] = []
    pairs: list[tuple[Topic, MarkedAnswers | None]] = []
    for folder in wanted:
        try:
            files = topic_files(folder)
        except BankError as error:
            findings += error.findings
            continue
        for path in files:
            try:
                topics.append(locate_topic(path))
                answers = answers_beside(path)
                marked = load_marked_answers(answers, topics[-1].value) if answers else None
                pairs.append((topics[-1].value, marked))
            except BankError as error:
                findings += error.findings
    findings += repeated_topics(topics)
    if not topics and not findings:
        findings = [Finding(folder, 0, "There is no question file (<topic>.yaml) in this folder.") for folder in wanted]
    if findings:
        raise BankError(findings)
    return Bank(taught(topic, marked, unheard) for topic, marked in pairs)


def answers_beside(topic: Path) -> Path | None:
    """The file of the marked answers that lies beside a topic's, if there is one."""
    answers = topic.with_name(topic.name.removesuffix(TOPIC_SUFFIX) + ANSWERS_SUFFIX)
    return answers if answers.is_file() else None


def distinct(paths: Iterable[Path]) -> list[Path]:
    """The paths in their order, each file or folder once however it is spelt."""
    first: dict[Path, Path] = {}
    for path in paths:
        first.setdefault(path.resolve(), path)
    return list(first.values())


def topic_files(folder: Path) -> list[Path]:
    """The question files of a folder, by name, without the marked answers. Raises ``BankError``."""
    try:
        names = sorted(folder.iterdir())
    except OSError as error:
        raise BankError([Finding(folder, 0, _unreadable(error, "folder"))]) from error
    wrong = [
        Finding(path, 0, "Question files end in .yaml; rename this one.") for path in names if path.suffix == ".yml"
    ]
    if wrong:
        raise BankError(wrong)
    return [path for path in names if path.suffix == TOPIC_SUFFIX and not path.name.endswith(ANSWERS_SUFFIX)]


def repeated_topics(topics: Iterable[Located[Topic]]) -> Iterator[Finding]:
    """A finding for each file whose topic is in an earlier file too."""
    first: dict[str, Path] = {}
    for topic in topics:
        slug = topic.value.topic
        if slug in first:
            message = f'The topic "{slug}" is in {first[slug]} too; give this one another name.'
            yield Finding(topic.file, topic.line("topic"), message)
        first.setdefault(slug, topic.file)


def _read(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            kind = "a folder" if path.is_dir() else "not a file"
            raise BankError([Finding(path, 0, f"This is {kind}; a question file was expected.")])
        with path.open("rb") as stream:
            content = stream.read(4 * MAX_CHARACTERS + 1)
    except (OSError, ValueError) as error:
        raise BankError([Finding(path, 0, _unreadable(error, "file"))]) from error
    return _decoded(content, path)


def _decoded(content: bytes, path: Path) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BankError([Finding(path, 1, "The file is saved as UTF-16; save it as UTF-8.")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "The file is not saved as UTF-8: a letter on this line cannot be read; save the file as UTF-8."
        raise BankError([Finding(path, line, message)]) from error


def _unreadable(error: Exception, noun: str) -> str:
    if isinstance(error, FileNotFoundError):
        return f"There is no such {noun}; check the name."
    if isinstance(error, NotADirectoryError):
        return "This is not a folder; a folder with question files was expected."
    if isinstance(error, PermissionError):
        return f"This {noun} may not be read; check its permissions."
    return f"This {noun} cannot be read; check the name and the disk."


def _misnamed(tree: Tree, path: Path, suffix: str) -> Iterator[tuple[Place, str]]:
    topic = tree.value.get("topic") if isinstance(tree.value, dict) else None
    if isinstance(topic, str) and topic and path.name != topic + suffix:
        better = f"rename the file to {topic}{suffix}, or change the topic"
        yield ("topic",), f'The topic is "{topic}", but the file is called "{path.name}"; {better}.'


def _unknown_questions(tree: Tree, topic: Topic) -> Iterator[tuple[Place, str]]:
    known = [question.id for question in topic.questions]
    answers = tree.value.get("answers") if isinstance(tree.value, dict) else None
    unknown: dict[str, list[int]] = {}
    for number, answer in enumerate(answers if isinstance(answers, list) else ()):
        name = answer.get("question") if isinstance(answer, dict) else None
        if isinstance(name, str) and name not in known:
            unknown.setdefault(name, []).append(number)
    for name, numbers in unknown.items():
        guess = nearest(name, known)
        hint = f'did you mean "{guess}"?' if guess else "add the question or remove its answers."
        count = f" ({len(numbers)} answers name it)" if len(numbers) > 1 else ""
        message = f'The topic "{topic.topic}" has no question "{shorten(name)}"{count}; {hint}'
        yield ("answers", numbers[0], "question"), message


def _build(model: type[_Kind], tree: Tree, file: Path, faults: Iterable[tuple[Place, str]] = ()) -> Located[_Kind]:
    found = list(faults)
    value: _Kind | None = None
    if tree.complete and tree.value is None and not tree.findings:
        keys = ", ".join(model.model_fields)
        raise BankError([Finding(file, 0, f"The file is empty; it must have the keys {keys}.")])
    if tree.complete:
        try:
            value = model.model_validate(tree.value)
        except ValidationError as error:
            found = [*sentences(model, error, tree), *repeated_ids(tree), *found]
    findings = list(tree.findings)
    for place, sentence in found:
        if not any(place[:depth] in tree.spoilt for depth in range(1, len(place) + 1)):
            findings.append(Finding(file, nearest_line(tree.lines, place), sentence))
    if findings or value is None:
        raise BankError(_capped(findings, file))
    return Located(value, file, tree.lines)


def _capped(findings: list[Finding], file: Path) -> list[Finding]:
    ordered = sorted(dict.fromkeys(findings), key=lambda finding: finding.line)
    rest = len(ordered) - MAX_FINDINGS
    if rest > 0:
        ordered[MAX_FINDINGS:] = [Finding(file, 0, f"There are {rest} more findings; mend these first.")]
    return ordered
