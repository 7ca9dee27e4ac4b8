"""A member is spoken to in the language of their Discord; what everybody sees is in the server's."""

from __future__ import annotations

import re

import pytest
from discord import app_commands
from simcord import actors

from bot.discord_ui.language import translations
from bot.discord_ui.layout import Card
from bot.discord_ui.translator import CatalogueTranslator
from tests.flows.conftest import GOOD, HALF, labels, shown, walk
from tests.flows.tour import CARDS


@pytest.fixture
def german(incoming) -> None:
    incoming["locale"] = "de"


@pytest.fixture
def german_server(incoming) -> None:
    incoming["guild_locale"] = "de"


@pytest.mark.usefixtures("german")
async def test_what_only_the_member_sees(world):
    card = (await world.ada.slash(world.channel, "help")).response
    assert "Interviewfragen" in shown(card)
    private = (await world.ada.slash(world.channel, "interview", private=True)).response
    assert labels(private)[:1] == ["Antworten"]
    form = await world.ada.click(private, label="Antworten")
    assert "Wie sicher bist du?" in str(form.modal)


@pytest.mark.usefixtures("german")
async def test_what_everybody_sees_stays_in_the_servers_language(world):
    card = await world.begin(level="junior")
    assert labels(card)[0] == "Answer"
    feedback = await world.answer(card, HALF)
    assert "your words:" in shown(feedback)
    board = (await world.ada.slash(world.channel, "leaderboard")).response
    assert "Leaderboard" in shown(board)


@pytest.mark.usefixtures("german")
async def test_one_card_speaks_one_language(world):
    result = await world.ada.slash(world.channel, "interview", topic="sky", level="junior", questions=5)
    assert "Dein Interview ist in" in result.response.content
    assert "There is only 1 question of that kind." in shown(world.card)


@pytest.mark.usefixtures("german_server")
async def test_a_german_server(world):
    result = await world.ada.slash(world.channel, "interview", level="junior")
    assert "Your interview is in" in result.response.content
    assert "Interview" in world.thread.name
    assert labels(world.card)[0] == "Antworten"
    board = (await world.ada.slash(world.channel, "leaderboard")).response
    assert "Rangliste" in shown(board)


@pytest.mark.usefixtures("german")
async def test_refusals_from_every_room(world):
    """From the rules, from the desk, from a form, from the cog."""
    reply = (await world.ada.slash(world.channel, "interview", topic="astrology")).response
    assert reply.content == "Ein Thema mit diesem Namen gibt es nicht. Nimm eines von diesen: sky."
    card = await world.begin(level="junior", private=False)
    stranger = (await world.bo.click(card, label="Answer")).response
    assert stranger.content.startswith("Das ist das Interview von jemand anderem.")


@pytest.mark.usefixtures("german")
@pytest.mark.error_logs
async def test_what_is_our_fault(world, monkeypatch):
    async def fail(*_):
        raise RuntimeError("no")

    monkeypatch.setattr("bot.cogs.interviews.desk.Desk.settings_of", fail)
    reply = (await world.ada.slash(world.channel, "interview")).response
    assert "Entschuldige" in reply.content


@pytest.mark.usefixtures("german")
async def test_topics_are_offered_in_the_members_language(world):
    (offered,) = await world.ada.autocomplete(world.channel, "interview", "topic", "")
    assert offered["name"].endswith("Fragen)")


async def test_direct_messages_remember_the_language(world, incoming, make_bot):
    """A message does not say its writer's language; the commands before it did."""
    incoming["locale"] = "de"
    await world.ada.user.slash("interview", topic="sky", level="junior")
    await world.env.restart_bot(make_bot())
    await world.ada.user.send_dm(GOOD)
    assert "deine Worte:" in shown(world.ada.user.dm_channel.last_message)
    incoming["locale"] = "en-GB"
    await world.ada.user.slash("help")
    assert (await world.rows())["language"] == []


async def test_what_is_posted_unasked(world, incoming):
    """Nobody has pressed anything, so that the server itself says its language."""
    world.env.backend.get_guild(world.guild.id)
    await world.begin(level="junior")
    world.bot.get_guild(world.guild.id).preferred_locale = "de"
    await world.silence()
    assert "habe ich hier aufgehört" in shown(world.card)


async def test_what_is_posted_unasked_in_direct_messages(world, incoming):
    incoming["locale"] = "de"
    await world.ada.user.slash("interview", topic="sky", level="junior")
    await world.silence()
    assert "habe ich hier aufgehört" in shown(world.ada.user.dm_channel.last_message)


async def set_language(world, language: str):
    return (await world.mona.slash(world.channel, "settings", language=language)).response


async def test_a_server_sets_its_own_language(world, make_bot):
    """Without *Community*, a server cannot tell Discord its language."""
    card = await set_language(world, "de")
    assert "**Language** of what everybody sees: Deutsch." in shown(card)
    question = await world.begin(level="junior")
    assert labels(question)[0] == "Antworten"
    await world.env.restart_bot(make_bot())
    feedback = await world.answer(question, HALF, label="Antworten")
    assert "deine Worte:" in shown(feedback)
    back = await set_language(world, "discord")
    assert "as this server has set it in Discord" in shown(back)
    assert labels(await world.begin(world.bo))[0] == "Answer"


@pytest.mark.usefixtures("german_server")
async def test_a_server_that_wants_english_gets_it(world):
    await set_language(world, "en")
    assert labels(await world.begin())[0] == "Answer"


async def test_typed_answers_and_refusals_in_a_german_server(world):
    await set_language(world, "de")
    await world.begin(level="junior")
    await world.bo.send(world.thread, f"{world.mention} hello")
    assert "Du hast hier kein offenes Interview." in world.thread.last_message.content
    await world.ada.send(world.thread, f"{world.mention} {GOOD}")
    assert "deine Worte:" in shown(world.card)
    await world.ada.click(world.card, label="Fertig")
    await world.begin(world.bo)
    await world.silence()
    assert "habe ich hier aufgehört" in shown(world.card)


async def test_languages_are_offered_in_their_own_words(world, incoming):
    offered = await world.mona.autocomplete(world.channel, "settings", "language", "")
    assert {one["value"]: one["name"] for one in offered} == {
        "discord": "As Discord has it",
        "en": "English",
        "de": "Deutsch",
    }
    (one,) = await world.mona.autocomplete(world.channel, "settings", "language", "deu")
    assert one["value"] == "de"


async def test_a_language_that_is_not_there(world):
    reply = await set_language(world, "klingon")
    assert reply.content == "I do not speak that language. Choose one of those that are offered."
    assert (await world.rows())["server"] == []


@pytest.fixture
def all_german(world, incoming, monkeypatch) -> None:
    """Members and server are German, and a button is found whose English label is asked for."""
    incoming |= {"locale": "de", "guild_locale": "de"}
    world.bot.get_guild(world.guild.id).preferred_locale = "de"
    find = actors._find_component
    german = translations("de")

    def find_german(rows, *, label, **more):
        hint = re.fullmatch(r"Hint \(−(\d+)\)", label or "")
        if hint:
            label = german.gettext("Hint (−{price})").format(price=hint[1])
        return find(rows, label=german.gettext(label) if label else label, **more)

    monkeypatch.setattr(actors, "_find_component", find_german)


@pytest.mark.usefixtures("all_german")
@pytest.mark.parametrize("name", CARDS)
async def test_a_card_in_german_keeps_the_limits_of_discord(world, name):
    """Longer words must not push anything off a card or a button; nothing in English is left on them."""
    card = await CARDS[name](world)
    components = list(walk(card.components))
    assert 1 <= sum(len(c["content"]) for c in components if c["type"] == 10) <= 4000
    assert translations("de").gettext(Card.LEFT_OUT) not in shown(card)
    said_in_german = [re.sub(r"\\{\w+\\}", ".+", re.escape(one)) for one in translations("de")._catalog.values()]
    for label in (c["label"] for c in components if c["type"] == 2 and "label" in c):
        assert len(label) <= 38
        assert any(re.fullmatch(one, label) for one in said_in_german) or not re.search("[a-z]", label), label


# ---------------------------------------------------------------- while a command is typed


async def test_everything_that_discord_shows_is_translated(world):
    """Names of commands and options alone are the same for everybody."""
    missing = []

    class Recorder(CatalogueTranslator):
        async def translate(self, string, locale, context):
            found = await super().translate(string, locale, context)
            assert found is None or not found.endswith("…") or string.message.endswith("…"), "it had to be cut"
            named = context.location.name in ("command_name", "group_name", "parameter_name")
            if (
                str(locale) == "de"
                and found is None
                and (not named or isinstance(context.data, app_commands.ContextMenu))
            ):
                missing.append(string.message)
            return found

    for command in world.bot.tree.get_commands():
        await command.get_translated_payload(world.bot.tree, Recorder())
    same = {"junior", "mid", "senior"}
    assert set(missing) <= same


async def test_discord_is_told_the_translations(world):
    (sent,) = [r for r in world.env.http_requests if r.method == "PUT" and r.path.endswith("/commands")]
    commands = {one["name"]: one for one in sent.json}
    assert commands["help"]["description_localizations"]["de"] != commands["help"]["description"]
    assert commands["help"]["name_localizations"] == {}
    assert "de" in commands["Submit as my answer"]["name_localizations"]
