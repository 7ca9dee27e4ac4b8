"""What questions hear from marked answers."""

import pytest

from bot.bank import MarkedAnswer, Question, load_bank
from bot.bank.taught import after_hearing, fairly
from bot.errors import BankError

ASKED = Question(id="sessions", ask="Where is the session data kept?", answer="In a signed cookie.")


def answer(text: str, mark: float, *wrong: str, false: bool = False) -> MarkedAnswer:
    return MarkedAnswer(question="sessions", mark=mark, answer=text, false_claim=false or bool(wrong), wrong=wrong)


@pytest.mark.parametrize(
    ("said", "right", "wrong"),
    [
        (answer("In a cookie.", 2), ["In a cookie."], []),
        (answer("Cookie, server, key.", 1.5), [], []),
        (answer("On the server.", 1, false=True), [], ["On the server."]),
        (answer("In a cookie, which is encrypted.", 2, false=True), [], []),
        (
            answer("In a cookie. It is encrypted. Keep it small.", 2, "It is encrypted."),
            ["In a cookie. ", " Keep it small."],
            ["It is encrypted."],
        ),
        (answer("It is encrypted.", 0, "It is encrypted."), [], ["It is encrypted."]),
        (answer("A. B. C. D.", 2, "A. B.", "B. C."), [" D."], ["A. B.", "B. C."]),
        (answer("A knot is no lock. no", 2, "no lock"), ["A knot is ", ". no"], ["no lock"]),
    ],
)
def test_what_an_answer_teaches(said, right, wrong):
    heard = after_hearing(ASKED, [said]).heard
    assert (list(heard.right), list(heard.wrong)) == (right, wrong)


def test_what_was_heard_before_stays():
    once = after_hearing(ASKED, [answer("In a cookie.", 4)])
    assert after_hearing(once, [answer("The browser has it.", 4)]).heard.right == (
        "In a cookie.",
        "The browser has it.",
    )


def test_no_answer_helps_to_mark_itself():
    answers = [answer(f"In cookie {number}.", 4) for number in range(5)]
    for number, (said, asked) in enumerate(fairly(ASKED, answers)):
        assert said is answers[number]
        assert said.answer not in asked.heard.right
        assert len(asked.heard.right) == (3 if number in (0, 4) else 4)


def test_a_copy_does_not_help_to_mark_its_like():
    answers = [answer(text, 4) for text in ("In a cookie.", "The browser.", "Signed.", "In a  cookie. ", "With a key.")]
    for said, asked in fairly(ASKED, answers):
        assert " ".join(said.answer.split()) not in {" ".join(text.split()) for text in asked.heard.right}


def test_a_bank_hears_the_answers_beside_its_questions(folder):
    bank = load_bank([folder], builtin=False)
    heard = bank.get("flask", "sessions").heard
    assert heard.right == ("in a cookie\n  that is signed",)
    assert heard.wrong == ("on the server",)


def test_unheard_answers_teach_nothing(folder):
    path = folder / "flask.yaml"
    path.write_text(
        path.read_text().replace("    level: mid", "    level: mid\n    heard: {wrong: [on  the server, in a file]}")
    )
    heard = load_bank([folder], builtin=False, unheard={"on the server\n"}).get("flask", "sessions").heard
    assert (len(heard.right), heard.wrong) == (1, ("in a file",))


def test_wrong_marked_answers_are_named_when_the_bank_is_loaded(folder, answers_text):
    (folder / "flask.answers.yaml").write_text(answers_text.replace("mark: 0", "mark: 7"), encoding="utf-8")
    with pytest.raises(BankError) as caught:
        load_bank([folder], builtin=False)
    [finding] = caught.value.findings
    assert (finding.file.name, finding.line) == ("flask.answers.yaml", 10)
