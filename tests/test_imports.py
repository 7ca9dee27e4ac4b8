"""The import rule of ``bot/__init__.py``, and what the pure rooms must not touch."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import bot

PACKAGE = Path(bot.__file__).parent

ROOMS = (
    "cli",
    "demo",
    "demo_past",
    "app",
    "operation",
    "cogs",
    "discord_ui",
    "charts",
    "store",
    "interview",
    "grading",
    "bank",
    "errors",
)
"""From left to right; a room may import from those to its right, and ``charts`` not from ``store``."""

SETTLED_BY_HOST = {"cli", "demo", "app", "operation", "cogs"}
"""The rooms that may read the settings; the others are handed what they need."""

ONLY_IN = {
    "discord": {"app", "operation", "cogs", "discord_ui", "demo"},
    "simcord": {"demo"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "aiosqlite": {"store"},
    "asyncpg": {"store"},
    "sqlite3": {"store"},
    "matplotlib": {"charts"},
    "typer": {"cli", "demo"},
    "rich": {"cli"},
    "pydantic_settings": {"config"},
}

PURE = {"grading", "interview"}
NO_IO = {
    "aiohttp", "asyncio", "concurrent", "ctypes", "fcntl", "glob", "http", "io", "logging", "multiprocessing", "os",
    "pathlib", "pickle", "requests", "secrets", "select", "shelve", "shutil", "signal", "socket", "sqlite3", "ssl",
    "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid", "yaml",
}  # fmt: skip
NO_CALLS = {"breakpoint", "exec", "eval", "input", "open", "print", "__import__"}
NO_CLOCK = {"now", "utcnow", "today"}
CONSTANTS = {"grading/words.py": ["read_bytes()"]}
"""Where a pure room reads what an installed package holds and nobody changes: the frequencies of English words."""


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def trees() -> list[tuple[str, Path, ast.Module]]:
    return [(room_of(path), path, ast.parse(path.read_text(encoding="utf-8"))) for path in modules()]


def imported(tree: ast.Module, path: Path) -> set[str]:
    """Every module that is imported anywhere in a file, with the names taken from it: ``bot.grading.grade``."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: write imports in full"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def may_import(room: str, other: str) -> bool:
    if room == other:
        return True
    if room == "__main__":
        return other == "cli"
    if room == "config":
        return other == "errors"
    if other == "config":
        return room in SETTLED_BY_HOST
    if {room, other} == {"charts", "store"}:
        return False
    return ROOMS.index(room) < ROOMS.index(other)


def test_every_module_is_in_a_room():
    known = {*ROOMS, "config", "__main__"}
    homeless = [str(path.relative_to(PACKAGE)) for path in modules() if room_of(path) not in known]
    assert not homeless, f"say in bot/__init__.py and here where these belong: {homeless}"


def test_the_map_in_the_package_names_the_rooms():
    for room in (*ROOMS, "config"):
        if (PACKAGE / room).exists() or (PACKAGE / f"{room}.py").exists():
            assert f"``{room}``" in bot.__doc__, room


def test_imports_run_one_way():
    wrong = []
    for room, path, tree in trees():
        for name in imported(tree, path):
            parts = name.split(".")
            if parts[0] != "bot" or len(parts) == 1:
                continue
            other = parts[1]
            if other != "__version__" and not may_import(room, other):
                wrong.append(f"{path.relative_to(PACKAGE)} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_a_way_back_would_be_noticed():
    assert not may_import("grading", "store")
    assert not may_import("store", "charts")
    assert not may_import("app", "demo")
    assert not may_import("interview", "config")
    assert may_import("cogs", "errors")


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_in_its_rooms(library):
    elsewhere = [
        str(path.relative_to(PACKAGE))
        for room, path, tree in trees()
        if room not in ONLY_IN[library] and any(name.split(".")[0] == library for name in imported(tree, path))
    ]
    assert not elsewhere


def impurities(tree: ast.Module, path: Path) -> list[str]:
    """What a file does that depends on anything but its arguments, or changes anything."""
    shared_chance = "random" in imported(tree, path)  # else the name is an argument, a random.Random
    found = [name for name in imported(tree, path) if name.split(".")[0] in NO_IO]
    found += [name for name in imported(tree, path) if name.startswith("random.") and name != "random.Random"]
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef | ast.Await):
            found.append(f"line {node.lineno}: async")
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) if name in NO_CALLS:
                    found.append(f"line {node.lineno}: {name}()")
                case ast.Attribute(value=ast.Name(id="datetime" | "date") | ast.Attribute(attr="datetime"), attr=name):
                    if name in NO_CLOCK:
                        found.append(f"line {node.lineno}: datetime.{name}()")
                case ast.Attribute(value=ast.Name(id="random"), attr=name) if shared_chance and name != "Random":
                    found.append(f"line {node.lineno}: random.{name}()")
                case ast.Attribute(attr="read_text" | "read_bytes" | "write_text" | "write_bytes" as name):
                    found.append(f"{name}()")
    return found


def test_the_pure_rooms_do_no_io_and_know_no_clock():
    pure = {str(path.relative_to(PACKAGE)): impurities(tree, path) for room, path, tree in trees() if room in PURE}
    assert pure
    wrong = {name: [one for one in found if one not in CONSTANTS.get(name, [])] for name, found in pure.items()}
    assert not {name: found for name, found in wrong.items() if found}


@pytest.mark.parametrize(
    "code",
    [
        "import socket",
        "from pathlib import Path",
        "from random import choice",
        "import random\nrandom.shuffle(x)",
        "import datetime\ndatetime.datetime.now()",
        "from datetime import datetime\ndatetime.now(UTC)",
        "def f():\n    open('x')",
        "async def f(): ...",
    ],
)
def test_an_impurity_would_be_noticed(code):
    assert impurities(ast.parse(code), Path("x.py"))


@pytest.mark.parametrize(
    "code", ["from random import Random", "import random\nrandom.Random(0)", "def f(random):\n    random.shuffle(x)"]
)
def test_what_is_pure_passes(code):
    assert not impurities(ast.parse(code), Path("x.py"))
