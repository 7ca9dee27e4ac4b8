"""Every sentence can be said in another language, and the other languages have all of them."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import bot
from bot.discord_ui.language import (
    CATALOGUE,
    FOLDER,
    _,
    catalogues,
    in_public,
    listen,
    ngettext,
    number,
    said,
    speaking,
    translations,
)
from bot.errors import HotseatError, Translatable
from tests.catalogue import constants, name_of, read, sentences, told_to_discord, translated

PACKAGE = Path(bot.__file__).parent
LANGUAGES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
PROSE = re.compile(r"[a-z]{2,}[,:;]? [a-zA-Z]{2,}|^[A-Z][a-z]+ [a-z]|[a-z]{2,}[.?]$")
"""Two words beside each other, or the end of a sentence."""
MARKUP = re.compile(r"`[^`]*`|<t:[^>]*>|Hotseat")
NOT_SAID = {"debug", "info", "warning", "error", "exception", "compile"}
"""Calls whose texts are for the host's log, or for the machine."""
LABELS = {
    "Press": {0},
    "Choose": {0},
    "AnswerForm": {0},
    "notice_card": {0},
    "send_message": {0, "content"},
    "send": {0, "content"},
    "reply": {0, "content"},
    "edit_original_response": {"content"},
    "SelectOption": {"label", "description"},
    "RadioGroupOption": {"label", "description"},
    "CheckboxGroupOption": {"label", "description"},
    "Label": {"text", "description"},
    "TextInput": {"label", "placeholder"},
    "TextDisplay": {0},
    "Button": {"label"},
    "Select": {"placeholder"},
    "text": {0},
}
"""Where even a single word is shown to members: the arguments of these calls, by place or name."""


def spoken_rooms() -> list[Path]:
    return sorted(path for room in ("discord_ui", "cogs") for path in (PACKAGE / room).rglob("*.py"))


def texts(node: ast.AST) -> list[str]:
    """What an expression says itself: a text, or the fixed parts of one with fields."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.JoinedStr):
        return [text for part in node.values for text in texts(part)]
    if isinstance(node, ast.BinOp):
        return [*texts(node.left), *texts(node.right)]
    if isinstance(node, ast.IfExp):
        return [*texts(node.body), *texts(node.orelse)]
    return []


def settled(tree: ast.AST) -> set[int]:
    """The parts of a program that members do not read, or that are translated."""
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        if (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) or isinstance(node, ast.Assert):
            found.append(node)
        elif isinstance(node, ast.ClassDef):
            found += told_to_discord(node)
        elif isinstance(node, ast.Call):
            if name_of(node) in NOT_SAID:
                found.append(node)
            arguments = translated(node) + told_to_discord(node)
            found += [one for one in arguments if constants(one) or not isinstance(one, ast.JoinedStr | ast.BinOp)]
    return {id(part) for node in found for part in ast.walk(node)}


def shown_by(call: ast.Call) -> list[ast.expr]:
    """The arguments of a call that are shown even where they are a single word."""
    places = LABELS.get(name_of(call), set())
    named = [keyword.value for keyword in call.keywords if keyword.arg in places]
    return [argument for place, argument in enumerate(call.args) if place in places] + named


def unwrapped(tree: ast.AST) -> list[tuple[int, str]]:
    """Texts that members read and that no catalogue can hold, with their lines."""
    fine = settled(tree)
    found = []
    for node in ast.walk(tree):
        if id(node) in fine:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and PROSE.search(MARKUP.sub("", node.value)):
            found.append((node.lineno, node.value))
        elif isinstance(node, ast.Call):
            words = [text for argument in shown_by(node) if id(argument) not in fine for text in texts(argument)]
            found += [(node.lineno, text) for text in words if re.search(r"[A-Za-z]{2}", MARKUP.sub("", text))]
    return found


@pytest.mark.parametrize("path", spoken_rooms(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_sentence_is_wrapped(path):
    assert not unwrapped(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "code",
    [
        "card.text('Nobody is here yet.')",
        "card.text(f'You took {n} hints')",
        "Press('Skip', 'skip')",
        "send_message(f'Done: {x}')",
        "x = 'You ended it.'",
        "_(f'You took {n} hints')",
        "card.text('-# ' + 'Nobody is here.')",
        "Press('Finish' if last else _('Next'), 'next')",
    ],
)
def test_a_bare_sentence_is_found(code):
    assert unwrapped(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "card.text(_('Nobody is here yet.'))",
        "card.text(f\"## {_('Nobody is here yet.')}\")",
        "Press(_('Skip'), 'skip')",
        "log.info('The card of %s is out of reach', x)",
        "x = Translatable('You ended it.')",
        "raise RefusedError('Only managers can do that.')",
        "card.text('`/help` — ' + _('this card'))",
    ],
)
def test_a_wrapped_sentence_is_not(code):
    assert not unwrapped(ast.parse(code))


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_what_is_translated_has_named_fields(path):
    """A sentence that is put together before it is looked up is in no catalogue."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for argument in translated(node) if isinstance(node, ast.Call) else []:
            assert not isinstance(argument, ast.JoinedStr | ast.BinOp), f"{path}:{argument.lineno}"


# ---------------------------------------------------------------- the catalogues


def forms(message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def fields(text: str) -> set[str]:
    return {name for _literal, name, _format, _conversion in Formatter().parse(text) if name is not None}


def test_german_is_there():
    assert "de" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_whole(language):
    """``python -m tests.catalogue`` adds what is missing, for somebody to translate."""
    catalogue = read(FOLDER / language / CATALOGUE)
    known = {message.id: message for message in catalogue if message.id}
    said_here = sentences()
    assert [message for message in said_here if message not in known] == []
    assert [message for message in known if message not in said_here] == []
    assert [message.id for message in known.values() if message.fuzzy or not all(forms(message))] == []
    assert all(len(forms(message)) == catalogue.num_plurals for message in known.values() if message.pluralizable)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_fields_and_markup(language):
    for message in read(FOLDER / language / CATALOGUE):
        for one in filter(None, [message.id] if isinstance(message.id, str) else message.id[1:]):
            for text in filter(None, forms(message)):
                assert fields(text) == fields(one), text
                assert re.findall(r"`[^`]*`", text) == re.findall(r"`[^`]*`", one), text
                assert text.count("**") == one.count("**"), text
                assert re.findall(r"/[a-z]+", re.sub(r"<[^>]*>|https?:\S*", "", text)) == re.findall(
                    r"/[a-z]+", re.sub(r"<[^>]*>|https?:\S*", "", one)
                ), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_stay_short(language):
    """What fits on a button or above a field in English should fit in every language."""
    for message in read(FOLDER / language / CATALOGUE):
        if message.id and isinstance(message.id, str) and len(message.id) <= 25 and not message.id.endswith("."):
            assert len(message.string) <= 38, message.string


LONGEST = {("Label", "text"): 45, ("Label", "description"): 100, ("TextInput", "placeholder"): 100}
"""What Discord takes of the words around a field of a form."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_a_form_fit(language):
    """discord.py and Discord refuse a form with a longer one: nobody could answer in that language."""
    known, seen = catalogues()[language], 0
    for path in spoken_rooms():
        for call in (
            node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
        ):
            for keyword in call.keywords:
                most = LONGEST.get((name_of(call), keyword.arg or ""))
                if most and isinstance(keyword.value, ast.Call):
                    for text in constants(keyword.value.args[0]):
                        seen += 1
                        assert len(known.gettext(text)) <= most, text
    assert seen > 10


# ---------------------------------------------------------------- speaking


@pytest.fixture(autouse=True)
def _english_again():
    yield
    listen(None, None)


def test_the_language_of_the_member_and_of_the_server():
    listen("de", "en-US")
    assert _("Skip") == "Überspringen"
    with in_public():
        assert _("Skip") == "Skip"
        with in_public(public=False):
            assert _("Skip") == "Skip"
    assert _("Skip") == "Überspringen"
    with speaking(None):
        assert _("Skip") == "Skip"
        with in_public():
            assert _("Skip") == "Skip"


def test_outside_servers_there_is_one_language():
    listen("de", None)
    with in_public():
        assert _("Skip") == "Überspringen"


@pytest.mark.parametrize("locale", [None, "en-US", "en-GB", "fr", "zh-TW"])
def test_english_for_everybody_else(locale):
    with speaking(locale):
        assert _("Skip") == "Skip"
        assert ngettext("{count} member", "{count} members", 2) == "2 members"


def test_a_language_without_its_country():
    assert translations("de-AT") is catalogues()["de"]


def test_no_words_are_no_sentence():
    """gettext's answer to nothing is the head of the catalogue."""
    with speaking("de"):
        assert _("") == ""


def test_an_error_is_said_with_its_parts():
    part = HotseatError("There are no hints in an exam.")
    whole = HotseatError("{refusal} What you wrote is kept, but earns nothing.", refusal=part)
    assert str(whole) == "There are no hints in an exam. What you wrote is kept, but earns nothing."
    with speaking("de"):
        spoken = said(whole)
    assert spoken.startswith(translations("de").gettext(part.sentence))
    assert "kept" not in spoken
    assert str(HotseatError("{not a field}")) == said(HotseatError("{not a field}")) == "{not a field}"


def test_a_part_of_an_error_that_is_words():
    broken = HotseatError("The database cannot be read: {reason}.", reason=Translatable("the disk is full"))
    with speaking("de"):
        assert "disk" not in said(broken)


def test_counts():
    with speaking("de"):
        assert ngettext("{count} member", "{count} members", 1) == "1 Mitglied"
        assert ngettext("{count} member", "{count} members", 3) == "3 Mitglieder"


def test_numbers():
    assert (number(1234.5), number(3), number(2 / 3)) == ("1,234.5", "3", "0.67")
    with speaking("de"):
        assert number(1234.5) == "1.234,5"
