"""Who may do what: every action of a component or a form, and every command, with the right answer to each person.

An answer is ``ACTS`` (something changes, or a form opens), ``SHOWS`` (nothing changes; what is shown is the person's
own, or everybody's), ``HIDDEN`` (Discord does not offer the command), or a part of the sentence that refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.flows.conftest import GOOD, World

ACTS, SHOWS, HIDDEN = "acts", "shows", "is hidden"

OTHER, MODERATOR, ELSEWHERE, FORMER, DIRECT = "other", "moderator", "elsewhere", "former", "direct"
PEOPLE = (OTHER, MODERATOR, ELSEWHERE, FORMER, DIRECT)
"""Beside the owner: another member, who has the moderators' role, who manages another server, who has left the server
and somebody who was never in it, both in direct messages."""


@dataclass(frozen=True)
class Power:
    """What becomes of one action. ``card`` (of tour.CARDS) is where its owner finds it.

    A form is opened by the action ``opened_by`` and filled in with ``fields``. ``arguments`` are for what no card of
    the tour has.
    """

    card: str
    answers: dict[str, str]
    owner: str = "ada"
    owners: str = ACTS
    opened_by: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    arguments: Callable[[World], tuple[object, ...]] | None = None
    like: str | None = None
    """Another action of the same card with the same arguments."""

    def answer(self, person: str) -> str:
        return self.owners if person == "owner" else self.answers[person]


def everybody(answer: str, **others: str) -> dict[str, str]:
    return dict.fromkeys(PEOPLE, answer) | others


MINE = everybody("somebody else's interview")
ABOUT_ME = everybody("That is about somebody else.")
MY_CARD = everybody("This is somebody else's card.")
EACH_THEIR_OWN = everybody(SHOWS)
BOARD = everybody(SHOWS, former="in servers only", direct="in servers only")
NO_SERVER = "only in a server that I am a member of"
WRITERS = everybody("somebody else's answer", former=NO_SERVER, direct=NO_SERVER)
NO_ROUND = "This round is not stored here"
AWAY = {ELSEWHERE: NO_ROUND, FORMER: NO_ROUND, DIRECT: NO_ROUND}
GROUP = {OTHER: ACTS, MODERATOR: ACTS} | AWAY
HOSTS = {OTHER: "Only the host of the round", MODERATOR: ACTS} | AWAY
JUDGES = {
    OTHER: "Only who moderates here",
    MODERATOR: ACTS,
    ELSEWHERE: "no such appeal in this server",
    FORMER: NO_SERVER,
    DIRECT: NO_SERVER,
}
ANSWERED = {"answer": GOOD}

POWERS: dict[str, Power] = {
    # an interview
    "answer": Power("question", MINE),
    "first": Power("question", MINE, opened_by="answer", fields=ANSWERED),
    "hint": Power("question", MINE),
    "skip": Power("question", MINE),
    "end": Power("question", MINE),
    "next": Power("feedback", MINE),
    "again": Power("feedback", MINE),
    "second": Power("feedback", MINE, opened_by="again", fields=ANSWERED),
    "follow": Power("feedback", MINE),
    "followed": Power("feedback", MINE, opened_by="follow", fields=ANSWERED),
    "model": Power("feedback", MINE),
    "look": Power("end", MINE, owners=SHOWS),
    "another": Power("end", MINE),
    "resume": Power("end by silence", MINE),
    "where": Power("stale", MINE, owners=SHOWS),
    "replace": Power("open already", MINE),
    # what a member has done
    "board": Power("end", BOARD, owners=SHOWS),
    "page": Power("board", BOARD, owners=SHOWS),
    "history": Power("progress", EACH_THEIR_OWN, owners=SHOWS),
    "past-page": Power("history", EACH_THEIR_OWN, owners=SHOWS, arguments=lambda w: (w.ada.id, "older", 1, "sky")),
    "past": Power("history", everybody("not stored here any more, or it is somebody else's"), owners=SHOWS),
    "past-all": Power(
        "history", everybody("You have no answer to such a question"), owners=SHOWS, arguments=lambda _: ("sky", 0)
    ),
    # reviews and reminders
    "review": Power("nothing due", MY_CARD, owners=SHOWS, arguments=lambda w: (w.ada.id,)),
    "nudge": Power("nothing due", MY_CARD),
    "nudge-set": Power(
        "nothing due", everybody(ACTS), opened_by="nudge", fields={"hour": ["9"], "zone": "UTC"}
    ),  # whoever sends it sets their own
    "nudge-stop": Power("reminders", MY_CARD),
    # privacy
    "export-me": Power("privacy", ABOUT_ME, owners=SHOWS),
    "hide-me": Power("privacy", ABOUT_ME),
    "show-me": Power("privacy hide", ABOUT_ME),
    "delete-me": Power("privacy", ABOUT_ME, owners=SHOWS),
    "delete-me-now": Power("privacy", ABOUT_ME, arguments=lambda w: (w.ada.id,)),
    "keep-me": Power("privacy delete", ABOUT_ME, owners=SHOWS),
    # appeals
    "appeal": Power("feedback", WRITERS),
    "appealed": Power("feedback", WRITERS, opened_by="appeal", fields={"point": ["short-waves"], "why": "Look."}),
    "appeal-accept": Power("appeals", JUDGES, owner="mona"),
    "appeal-accepted": Power("appeals", JUDGES, owner="mona", opened_by="appeal-accept", fields={"phrase": ""}),
    "appeal-uphold": Power("appeals", JUDGES, owner="mona"),
    "appeal-upheld": Power("appeals", JUDGES, owner="mona", opened_by="appeal-uphold", fields={"word": "No."}),
    "appeal-next": Power("appeals", JUDGES | {MODERATOR: SHOWS, ELSEWHERE: SHOWS}, owner="mona", owners=SHOWS),
    # a server's questions
    "questions": Power(
        "topic of a bank",
        everybody(SHOWS, elsewhere="no topic of that name", former=NO_SERVER, direct=NO_SERVER),
        owner="mona",
        owners=SHOWS,
    ),
    "bank-remove": Power(
        "removal of a topic",
        {
            OTHER: "Only who moderates here",
            MODERATOR: "Somebody else asked for that",
            ELSEWHERE: "Somebody else asked for that",
            FORMER: NO_SERVER,
            DIRECT: NO_SERVER,
        },
        owner="mona",
    ),
    # a round
    "round-answer": Power("question of a round", GROUP),
    "round-sent": Power("question of a round", GROUP, opened_by="round-answer", fields=ANSWERED),
    "round-mine": Power(
        "reveal of a round",
        {OTHER: "You did not answer this", MODERATOR: "You did not answer this"} | AWAY,
        owners=SHOWS,
    ),
    "round-model": Power("reveal of a round", GROUP, owners=SHOWS, like="round-mine"),
    "round-reveal": Power("question of a round", HOSTS, owner="mona"),
    "round-end": Power("question of a round", HOSTS, owner="mona"),
    "round-next": Power("reveal of a round", HOSTS, owner="mona"),
    "round-wait": Power("reveal of a round", HOSTS, owner="mona"),
    "round-again": Power("podium", GROUP),
}


@dataclass(frozen=True)
class Order:
    """A command with its options, and the answers to a member, a moderator, a manager, to who manages another server,
    and to somebody in direct messages."""

    member: str
    moderator: str
    manager: str
    elsewhere: str
    direct: str
    options: Callable[[World], dict[str, Any]] = lambda _: {}


RUNNING = "There is a round in this channel already"  # the member's
NO_TOPIC = "no topic of that name"
MODERATES = "Only who moderates here"
MANAGES = "Only members who may manage the server"
TOPIC = (
    "topic: own\ntitle: Own\nquestions:\n  - id: a\n    ask: What is a kea?\n    answer: A parrot of the mountains.\n"
)


def _bank(_world: World) -> dict[str, Any]:
    return {"topic": "many"}


def _daily(world: World) -> dict[str, Any]:
    return {"channel": world.channel, "time": "9", "timezone": "UTC"}


COMMANDS: dict[str, Order] = {
    "interview": Order(ACTS, ACTS, ACTS, ACTS, ACTS),
    "round": Order(ACTS, RUNNING, RUNNING, ACTS, HIDDEN),
    "leaderboard": Order(SHOWS, SHOWS, SHOWS, SHOWS, HIDDEN),
    "progress": Order(SHOWS, SHOWS, SHOWS, SHOWS, SHOWS),
    "review": Order(SHOWS, SHOWS, SHOWS, SHOWS, SHOWS),
    "history": Order(SHOWS, SHOWS, SHOWS, SHOWS, SHOWS),
    "daily set": Order(MANAGES, MANAGES, ACTS, "", HIDDEN, _daily),
    "daily off": Order(MANAGES, MANAGES, ACTS, "There is no question of the day", HIDDEN),
    "daily show": Order(MANAGES, MANAGES, SHOWS, "There is no question of the day", HIDDEN),
    "bank list": Order(SHOWS, SHOWS, SHOWS, SHOWS, HIDDEN),
    "bank show": Order(SHOWS, SHOWS, SHOWS, NO_TOPIC, HIDDEN, _bank),
    "bank health": Order(MODERATES, SHOWS, SHOWS, NO_TOPIC, HIDDEN, _bank),
    "bank upload": Order(MODERATES, ACTS, ACTS, ACTS, HIDDEN, lambda _: {"file": ("own.yaml", TOPIC.encode())}),
    "bank download": Order(MODERATES, SHOWS, SHOWS, NO_TOPIC, HIDDEN, _bank),
    "bank remove": Order(MODERATES, SHOWS, SHOWS, NO_TOPIC, HIDDEN, _bank),
    "appeals": Order(SHOWS, SHOWS, SHOWS, SHOWS, HIDDEN),
    "settings": Order(MANAGES, MANAGES, ACTS, ACTS, HIDDEN, lambda _: {"questions": 3}),
    "privacy show": Order(SHOWS, SHOWS, SHOWS, SHOWS, SHOWS),
    "privacy export": Order(SHOWS, SHOWS, SHOWS, SHOWS, SHOWS),
    "privacy hide": Order(ACTS, ACTS, ACTS, ACTS, ACTS),
    "privacy delete": Order(SHOWS, SHOWS, SHOWS, SHOWS, SHOWS),
    "help": Order(SHOWS, SHOWS, SHOWS, SHOWS, SHOWS),
}
MENUS: dict[str, Order] = {
    "Submit as my answer": Order(
        "no interview open here", "no interview open here", "no interview open here", "no interview open here", ""
    ),
}
"""The menu of a message of one's own; on somebody else's message see test_menu."""
