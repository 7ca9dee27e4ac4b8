"""The demo as its user has it: the program started, its page in Chromium, and the words to drive it with.

``python -m tests.flows.demo_page FOLDER`` takes the pictures of the README.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.bank import builtin_folder, load_bank, load_marked_answers
from bot.interview.choice import choose
from tests.flows.openapi import checked

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
ROOT = Path(__file__).parents[2]
SETTLED = """() => {
  const page = window.simcordPreview;
  return page?.ready && !page.pendingAction && page.awaitingRevision === null;
}"""


def run_checked(seed: int | None) -> None:
    """``python -m bot`` here, but every request that the bot sends is checked in the end: a traceback tells of it."""
    import bot.__main__
    import bot.app

    if seed is not None:
        bot.app.Random = lambda: Random(seed)  # type: ignore[assignment]
    code: int | str | None = 0
    with checked():
        try:
            bot.__main__.main()
        except SystemExit as ended:
            code = ended.code
    sys.exit(code)


class DemoProgram:
    """``python -m bot demo`` in a process of its own, in an empty folder. ``seed`` makes it choose the same questions."""

    def __init__(self, folder: Path, seed: int | None) -> None:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("HOTSEAT_")}
        checked_here = f"from tests.flows.demo_page import run_checked; run_checked({seed})"
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", checked_here, "demo", "--no-browser"],
            cwd=folder,
            env=environment | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        self.said = self._process.stdout.readline()
        address = re.search(r"http://\S+", self.said)
        if address is None:
            self.said += self._process.communicate(timeout=10)[0]
            raise RuntimeError(f"The demo did not start: {self.said}")
        self.url = address[0]

    def stop(self) -> int:
        """Ask it to end with SIGTERM, if it still runs. Returns its exit code."""
        self._process.terminate()
        return self.ended()

    def ended(self) -> int:
        """Wait until it has ended by itself. Returns its exit code."""
        self.said += self._process.communicate(timeout=20)[0]
        return self._process.returncode

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


@contextlib.contextmanager
def demo_program(folder: Path, seed: int | None = None) -> Iterator[DemoProgram]:
    program = DemoProgram(folder, seed)
    try:
        yield program
    finally:
        program.kill()


def browser_path() -> str | None:
    """The machine's own Chromium."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextlib.contextmanager
def demo_page(url: str, *, width: int = 1280, height: int = 900, scale: float = 1) -> Iterator[DemoPage]:
    """The page in a window of ``width`` × ``height`` CSS pixels, each of them ``scale`` dots wide in pictures."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(FLAGS))
        # The page's own policy forbids the eval() that Playwright waits with.
        page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale, bypass_csp=True)
        page.set_default_timeout(10_000)
        page.goto(url)
        opened = DemoPage(page)
        opened.settle()
        try:
            yield opened
        finally:
            browser.close()


class DemoPage:
    def __init__(self, page: Page) -> None:
        self.page = page

    def settle(self) -> None:
        """Wait until what was last done is shown."""
        self.page.wait_for_function(SETTLED)

    # ------------------------------------------------------------------ what one does

    def pick_command(self, name: str, **options: object) -> None:
        """Send ``/name``, each option chosen from the list where the page offers one."""
        self.type_command(name, **options)
        self.page.locator("#send-message").click()
        self.settle()

    def type_command(self, name: str, **options: object) -> None:
        """As ``pick_command``, but do not send it yet."""
        self.page.locator("#channel-composer-input").fill(f"/{name}")
        self.page.locator(f".command-entry[data-entry-key$=':{name.replace(' ', '.')}']").click()
        for option, value in options.items():
            field = self.page.locator(f".command-row input[data-option='{option}']")
            if not field.count():
                listed = self.page.locator(f"#command-suggestion-listbox [data-value='{option}']")
                if not listed.is_visible():
                    self.page.locator(".command-ghost").click()
                listed.click()
            field.fill(str(value))
            if field.get_attribute("role") == "combobox":
                offered = self.page.locator("#command-suggestion-listbox").get_by_role("option")
                offered.filter(has_text=re.compile(re.escape(str(value)), re.IGNORECASE)).first.click()

    def click_button(self, label: str) -> None:
        """Press the lowest button that says ``label``."""
        self.page.locator("#channel-message-list").get_by_role("button", name=label, exact=True).last.click()
        self.settle()

    def fill_form(self, answers: Mapping[str, str], *, submit: bool = True) -> None:
        """Write under each label, or choose there what is written, and submit."""
        form = self.form()
        for label, value in answers.items():
            field = form.locator(".modal-field").filter(has_text=label)
            text = field.locator("textarea, input[type=text]")
            text.fill(value) if text.count() else field.get_by_text(value, exact=True).click()
        if submit:
            form.get_by_role("button", name="Submit").click()
            self.settle()

    def say(self, text: str) -> None:
        """Write a plain message into the channel."""
        self.page.locator("#channel-composer-input").fill(text)
        self.page.locator("#send-message").click()
        self.settle()

    def view_as(self, member: str) -> None:
        self.page.locator("#viewer-picker").select_option(label=member)
        self.settle()

    def end(self) -> None:
        self.page.locator(".session-menu summary").click()
        self.page.get_by_role("button", name="End preview session").click()

    # ------------------------------------------------------------------ what one sees

    def cards(self) -> list[str]:
        """The text of each message, from the top down."""
        return self.page.locator("#channel-message-list .channel-message").all_inner_texts()

    def form(self) -> Locator:
        return self.page.locator("#modal-root .modal-dialog")

    def commands(self) -> list[str]:
        """What the page offers for a lone ``/``."""
        field = self.page.locator("#channel-composer-input")
        field.fill("/")
        self.page.locator(".command-entry").first.wait_for()
        offered = self.page.locator(".command-entry strong").all_inner_texts()
        field.fill("")
        return offered

    def status(self) -> str:
        """What the corner of the page says of the last thing done."""
        return self.page.locator("#action-status").inner_text()

    def take_picture(self, file: Path, *, of: str = "#preview-app") -> None:
        """Write a PNG; without ``of``, of the channel alone."""
        self.settle()
        self.page.locator("#channel-timeline").evaluate("list => { list.scrollTop = list.scrollHeight }")
        self.page.mouse.move(0, 0)
        self.page.locator(of).screenshot(path=file, animations="disabled")


def a_good_answer(card: str) -> str:
    """An answer that people marked 3.5 to 4.5 of 5, to the question that the card asks."""
    questions = {question.id: question for topic, question in load_bank(()) if topic.topic == "flask"}
    marked = load_marked_answers(builtin_folder() / "flask.answers.yaml").answers
    return next(a.answer for a in marked if questions[a.question].ask in card and 3.5 <= a.mark <= 4.5)


def seed_for(question: str) -> int:
    """A seed with which an interview of two questions about Flask begins with this one."""

    def first(seed: int) -> str:
        return choose(bank, topic="flask", level=None, count=2, last_asked={}, random=Random(seed))[0].question

    bank = load_bank(())
    return next(seed for seed in range(10_000) if first(seed) == question)


def take_pictures(folder: Path) -> None:
    """An interview from the command to the board; the feedback also as on a phone."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as place,
        demo_program(Path(place), seed_for("sessions")) as program,
        demo_page(program.url, width=900, height=860, scale=2) as page,
    ):
        page.page.locator("#messages-toggle").click()
        page.type_command("interview", topic="flask", questions=2)
        page.take_picture(folder / "command.png")
        page.page.locator("#send-message").click()
        page.settle()
        page.take_picture(folder / "question.png")
        page.click_button("Answer")
        page.fill_form({"Your answer": a_good_answer(page.cards()[-1]), "How sure": "Fairly sure"}, submit=False)
        page.take_picture(folder / "form.png")
        page.fill_form({})
        page.take_picture(folder / "feedback.png")
        page.page.set_viewport_size({"width": 390, "height": 844})
        page.take_picture(folder / "phone.png", of="#preview-shell")
        page.page.set_viewport_size({"width": 900, "height": 860})
        page.pick_command("leaderboard")
        page.take_picture(folder / "leaderboard.png")
        program.stop()


if __name__ == "__main__":
    take_pictures(Path(sys.argv[1]))
