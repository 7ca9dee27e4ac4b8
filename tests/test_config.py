from __future__ import annotations

import logging
import os
import traceback
from pathlib import Path

import pytest

from bot.config import Settings, keys, load_settings
from bot.errors import ConfigError

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GhIjKl.a-secret-that-nobody-may-see"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """An empty folder, and none of the variables of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("HOTSEAT_")]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def written(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def refused(path: Path | None = None) -> list[str]:
    """The lines of the ConfigError. No settings come out, and no error before it shows more than it does."""
    with pytest.raises(ConfigError) as caught:
        load_settings(path)
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    return str(caught.value).splitlines()


def test_the_example_is_the_defaults():
    assert load_settings(EXAMPLE) == load_settings() == Settings()


def test_the_example_has_every_key_in_order_and_says_why():
    found: dict[str, list[str]] = {}
    before = section = ""
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
            found[section] = []
        elif " = " in line and line.removeprefix("# ").split(" = ")[0].isidentifier():
            assert before.startswith("# "), f"say why above: {line}"
            assert before.endswith("."), before
            found[section].append(line.removeprefix("# ").split(" = ")[0])
        before = line
    assert {name: tuple(names) for name, names in found.items()} == keys()


def test_the_file_in_the_working_folder_is_found(written):
    written("[interviews]\nquestions = 7")
    assert load_settings().interviews.questions == 7


def test_a_file_that_was_named_must_exist(tmp_path):
    assert refused(tmp_path / "nowhere.toml") == [
        f"There is no file {tmp_path}/nowhere.toml; copy config.example.toml to it and fill it in."
    ]


def test_the_environment_wins_key_by_key(written, monkeypatch):
    written("[interviews]\nquestions = 7\nexam_minutes = 9")
    monkeypatch.setenv("HOTSEAT_INTERVIEWS__QUESTIONS", "3")
    settings = load_settings()
    assert (settings.interviews.questions, settings.interviews.exam_minutes) == (3, 9)


def test_an_empty_variable_changes_nothing(written, monkeypatch):
    written("[discord]\ndevelopment_guild = 5")
    monkeypatch.setenv("HOTSEAT_DISCORD__DEVELOPMENT_GUILD", "")
    assert load_settings().discord.development_guild == 5


@pytest.mark.parametrize("value", [os.pathsep.join(["/a", "b c"]), '["/a", "b c"]'])
def test_folders_in_a_variable(monkeypatch, value):
    monkeypatch.setenv("HOTSEAT_BANK__FOLDERS", value)
    assert load_settings().bank.folders == (Path("/a"), Path("b c"))


@pytest.mark.parametrize("value", ["0,1", "[0, 1]", " 0, 1 "])
def test_shards_in_a_variable(monkeypatch, value):
    monkeypatch.setenv("HOTSEAT_DISCORD__SHARD_COUNT", "2")
    monkeypatch.setenv("HOTSEAT_DISCORD__SHARD_IDS", value)
    assert load_settings().discord.shard_ids == (0, 1)  # all of them: a file will do
    monkeypatch.setenv("HOTSEAT_DISCORD__SHARD_COUNT", "3")
    monkeypatch.setenv("HOTSEAT_STORE__DATABASE", "postgresql://host/marks")
    assert load_settings().discord.shard_count == 3


def test_words_are_taken_in_any_case(written):
    written('[log]\nlevel = "INFO"\n[interviews]\nheld_in = "Channel"')
    settings = load_settings()
    assert (settings.log.level, settings.interviews.held_in) == ("info", "channel")


def test_a_home_folder_is_expanded(written, monkeypatch):
    monkeypatch.setenv("HOME", "/home/ada")
    written('[store]\ndatabase = "~/marks.db"')
    assert load_settings().store.database == Path("/home/ada/marks.db")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_the_address_of_a_server_is_kept_as_it_is_and_not_shown(written, scheme):
    written(f'[store]\ndatabase = "{scheme}://ada:geheim@host:5433/marks?sslmode=require"')
    store = load_settings().store
    assert store.place == f"{scheme}://ada:geheim@host:5433/marks?sslmode=require"
    assert "geheim" not in f"{store!r} {store} {store.model_dump()} {store.model_dump_json()}"


def test_a_file_is_a_path():
    assert load_settings().store.place == Path("hotseat.db")


NEEDS_POSTGRES = "needs a PostgreSQL database: a SQLite file is for one process. Set [store] database to its address."
PLACE = "the path of a file, or an address such as postgresql://user:password@host:5432/hotseat, in quotes"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[interviews]\nquestions = 21", "[interviews] questions must be a whole number from 1 to 20."),
        ("[interviews]\nquestions = 0", "[interviews] questions must be a whole number from 1 to 20."),
        ('[interviews]\nheld_in = "cellar"', '[interviews] held_in must be one of "thread", "channel" or "private".'),
        ('[grading]\nprofile = "kind"', '[grading] profile must be one of "strict", "normal" or "lenient".'),
        ("[demo]\nport = 70000", "[demo] port must be a whole number from 0 to 65,535."),
        (
            '[demo]\ndatabase = "postgresql://host/marks"',
            (
                "[demo] database must be the path of a file, in quotes: the demo keeps what is done in it in a file of "
                "its own, not on a server."
            ),
        ),
        ('[discord]\nmessage_content = "perhaps"', "[discord] message_content must be true or false."),
        (
            '[discord]\ndevelopment_guild = "here"',
            "[discord] development_guild must be the id of a server, a whole number of about 18 digits.",
        ),
        ("[discord]\nshard_count = 0", "[discord] shard_count must be a whole number from 1 to 16,000."),
        (
            '[discord]\nshard_count = 2\nshard_ids = ["a"]',
            "[discord] shard_ids must be a list of whole numbers, such as [0, 1].",
        ),
        (
            "[discord]\nshard_ids = [0]",
            "[discord] shard_ids needs shard_count, the number of all shards of all processes.",
        ),
        (
            "[discord]\nshard_count = 2\nshard_ids = []",
            "[discord] shard_ids must name at least one shard, and none twice.",
        ),
        (
            "[discord]\nshard_count = 2\nshard_ids = [1, 1]",
            "[discord] shard_ids must name at least one shard, and none twice.",
        ),
        (
            "[discord]\nshard_count = 2\nshard_ids = [1, 2]",
            "[discord] shard_ids has 2, but the 2 shards of shard_count are 0 to 1.",
        ),
        (
            "[discord]\nshard_count = 2\nshard_ids = [1]",
            f"[discord] shard_ids leaves shards to other processes, which {NEEDS_POSTGRES}",
        ),
        ("[bank]\nfolders = 3", "[bank] folders must be a list of folders."),
        ("[store]\ndatabase = 3", f"[store] database must be {PLACE}."),
        ('[store]\ndatabase = "mysql://ada:geheim@host/marks"', f"[store] database must be {PLACE}."),
        ("log = 3", "[log] must be a section with keys of its own, not a single value."),
        ("[interviews]\nquestion = 5", 'there is no key "question" in [interviews]; did you mean "questions"?'),
        ("[log]\nport = 5", 'there is no key "port" in [log]; port belongs to [demo].'),
        ("[log]\nxyzzy = 5", 'there is no key "xyzzy" in [log]; its keys are level and format.'),
        ("[interview]\nquestions = 5", 'there is no section "interview"; did you mean "interviews"?'),
        (f'token = "{TOKEN}"', 'there is no section "token"; token belongs to [discord].'),
    ],
)
def test_a_wrong_file_gets_a_sentence(written, text, sentence):
    assert refused(path := written(text)) == [f"{path}: {sentence}"]


def test_all_that_is_wrong_is_said_at_once(written):
    assert len(refused(written("[demo]\nport = -1\n[log]\nlevel = 3\n[nothing]\n"))) == 3


@pytest.mark.parametrize("text", ["[log\n", "level = info", "[log]\n[log]\n"])
def test_a_file_that_is_not_toml(written, text):
    (line,) = refused(path := written(text))
    assert line.startswith(f"{path} is not valid TOML: ")
    assert line.endswith("See config.example.toml.")


def test_a_file_that_is_not_utf8(tmp_path):
    (path := tmp_path / "config.toml").write_bytes(b"[store]\ndatabase = '\xff'")
    assert refused(path) == [f"{path} is not UTF-8 text; save it as UTF-8."]


def test_a_folder_is_no_file(tmp_path):
    assert refused(tmp_path) == [f"{tmp_path} cannot be read: Is a directory."]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HOTSEAT_DEMO__PORT", "many", "HOTSEAT_DEMO__PORT must be a whole number from 0 to 65,535."),
        ("HOTSEAT_BANK__FOLDERS", "[broken", "HOTSEAT_BANK__FOLDERS must be a list of folders."),
        ("HOTSEAT_DEMO__PROT", "1", "HOTSEAT_DEMO__PROT is unknown; did you mean HOTSEAT_DEMO__PORT?"),
        ("HOTSEAT_A__B", "1", "HOTSEAT_A__B is unknown; config.example.toml lists the keys."),
        (
            "HOTSEAT_DISCORD_TOKEN",
            TOKEN,
            "HOTSEAT_DISCORD_TOKEN is unknown; write HOTSEAT_DISCORD__TOKEN, with two underscores between section and key.",
        ),
        (
            "HOTSEAT_DISCORD",
            f'{{"token": "{TOKEN}"}}',
            "HOTSEAT_DISCORD sets a whole section; set its keys one by one, as in HOTSEAT_DISCORD__KEY.",
        ),
    ],
)
def test_a_wrong_variable_gets_a_sentence(monkeypatch, name, value, sentence):
    monkeypatch.setenv(name, value)
    assert refused() == [f"The environment variable {sentence}"]


def test_other_variables_are_left_alone(monkeypatch):
    monkeypatch.setenv("HOTSEAT_HOME", "/opt/hotseat")
    monkeypatch.setenv("HOT__SEAT", "1")
    assert load_settings() == Settings()


def test_the_token_is_stripped_and_never_shown(written, caplog):
    written(f'[discord]\ntoken = " {TOKEN}\\n"')
    settings = load_settings()
    assert settings.discord.token.get_secret_value() == TOKEN
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("bot").info("%s %r", settings, settings.discord)
    shown = [repr(settings), str(settings), str(settings.model_dump()), settings.model_dump_json(), caplog.text]
    assert not [text for text in shown if TOKEN in text]


@pytest.mark.parametrize(
    "text",
    [
        f'[discord]\ntoken = ["{TOKEN}"]',
        f'[discord]\ntokn = "{TOKEN}"',
        f'[discord]\ndevelopment_guild = "{TOKEN}"',
        f'discord = "{TOKEN}"',
        f"[discord]\ntoken = {TOKEN}",
        f'[log]\nlevel = "{TOKEN}"',
        f'[bank]\nfolders = "[{TOKEN}"',
    ],
)
def test_a_token_in_the_wrong_place_is_not_shown(written, text):
    assert TOKEN not in "\n".join(refused(written(text)))


def test_settings_are_frozen():
    with pytest.raises(ValueError, match="frozen"):
        Settings().log = None  # type: ignore[misc, assignment]
