"""A mangled config.toml: settings, or a ConfigError whose lines are sentences, and never anything else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.config import Settings, load_settings
from bot.errors import ConfigError
from tests.hostile import FILES, HOURS, PIECE, trying

EXAMPLE = (Path(__file__).parents[1] / "config.example.toml").read_text(encoding="utf-8")
LINES = [line.removeprefix("# ") if " = " in line else line for line in EXAMPLE.splitlines(keepends=True)]
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GhIjKl.a-secret-that-nobody-may-see"
TRAPS = [
    "true", "-1", "0", "9" * 400, "1e400", "nan", "-inf", "[]", "[[]]", "{}", '""', "''", '"""', "'x'", '"x"', "1979-05-27",
    "07:32:00", "0x_", "\x00", "\ud800", "\ufeff", "\u202e", "[" * 2000, "{a=" * 500, '"\\u0000"', '"\\ud800"', "=", "a.b.c = 1",
    "[discord]", "[[discord]]", "[discord.token]", f'token = "{TOKEN}"', '"file:x?mode=memory"', '"/dev/null"', '"~/x"', '"\\n"',
]  # fmt: skip


@st.composite
def mangled(draw) -> str:
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        foreign = draw(st.sampled_from(TRAPS) | PIECE)
        match draw(st.sampled_from(["drop", "swap", "insert", "value", "key", "truncate"])):
            case "drop" if len(lines) > 1:
                del lines[at]
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "insert":
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + foreign + lines[at][column:]
            case "value":
                lines[at] = f"{lines[at].split(' = ')[0].strip()} = {foreign}\n"
            case "key":
                lines[at] = f"{foreign} = {lines[at].partition(' = ')[2] or '1'}\n"
            case "truncate":
                lines[at:] = [lines[at][: draw(st.integers(0, len(lines[at])))]]
    return "".join(lines)


@pytest.fixture
def path(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("HOTSEAT_")]:
        monkeypatch.delenv(name)
    return tmp_path / "config.toml"


@pytest.mark.hostile
@pytest.mark.timeout(HOURS)
@trying(FILES)
@given(text=mangled())
@example(text="".join(LINES))
@example(text="")
@example(text="[" * 100_000)
@example(text="a = " + "[" * 100_000)
@example(text="a." * 1000 + "b = 1")
@example(text="\0" * 1000)
def test_settings_or_sentences(path, text):
    path.write_bytes(text.encode(errors="surrogatepass"))
    try:
        found = load_settings(path)
    except ConfigError as error:
        said = str(error)
        assert TOKEN not in said
        assert "Traceback" not in said
        assert 10 < len(said) < 4000
        assert said.rstrip().endswith((".", "?", ")")), said
    else:
        assert isinstance(found, Settings)
        assert TOKEN not in repr(found)
