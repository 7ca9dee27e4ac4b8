import pytest

from bot.bank.model import Misconception, Point, Question


@pytest.fixture(scope="session")
def sessions() -> Question:
    return Question(
        id="sessions",
        ask="How do you use sessions in Flask, and where is the session data kept?",
        answer=(
            "You read and write the session object like a dictionary. The data itself travels in a cookie that is "
            "signed with the secret key, not encrypted, so the browser can read it but cannot change it unnoticed. "
            "Without a secret key, writing to the session raises an error. For large or private data use an extension "
            "such as Flask-Session, which keeps the data on the server and only an identifier in the cookie."
        ),
        points=(
            Point(
                id="dict",
                weight=2,
                say="You read and write the session object like a dictionary.",
                accept=("session works like a dict", "session['user_id'] = 1"),
            ),
            Point(
                id="signed-cookie",
                weight=3,
                say="The data itself travels in a cookie that is signed, not encrypted.",
                accept=("signed cookie", "kept in the browser's cookie", "signed but not encrypted"),
            ),
            Point(
                id="secret-key",
                weight=2,
                say="The cookie is signed with the secret key, which has to be set.",
                accept=("needs a secret key", "app.secret_key must be set"),
            ),
            Point(
                id="server-side",
                weight=1,
                say="An extension such as Flask-Session keeps the data on the server.",
                accept=("Flask-Session with redis", "use a server side store for large data"),
            ),
        ),
        misconceptions=(
            Misconception(
                say="The session data is encrypted.",
                match=("session data is encrypted", "the cookie is encrypted with the secret key"),
                correct="It is signed, not encrypted: anybody who holds the cookie can read it.",
            ),
            Misconception(
                say="Flask keeps the session data in a file on the server by default.",
                match=("Flask stores the session data in a file on the server", "sessions are files on the server"),
                correct="By default the data is in the cookie.",
            ),
        ),
    )


@pytest.fixture(scope="session")
def plain() -> Question:
    return Question(
        id="deadlock",
        ask="What is a deadlock?",
        answer=(
            "Two or more threads each hold a lock and wait for a lock that another of them holds, "
            "so that none of them can ever continue."
        ),
    )
