from bot.grading.clauses import CLAIMED, DENIED, OPEN, claims
from bot.grading.text import COMMA, GLUED, SENTENCE, read, sentences
from bot.grading.words import budget, is_known, rarity, repair, stem


def polarity(text):
    words = read(text)
    return dict(zip(words.words, claims(words).polarity, strict=True))


def test_words_keep_their_places():
    raw = "It’s **Signed**, nöt `url_for('x')`."
    words = read(raw)
    assert words.words == ("it", "signed", "not", "url", "for", "x")
    assert [raw[a:b] for a, b in zip(words.starts, words.ends, strict=True)] == [
        "It",
        "Signed",
        "nöt",
        "url",
        "for",
        "x",
    ]


def test_words_are_parted():
    words = read("Use url_for, then stop. Next")
    assert words.gaps[words.words.index("for")] == GLUED
    assert words.gaps[words.words.index("then")] == COMMA
    assert words.gaps[words.words.index("next")] == SENTENCE


def test_a_negation_keeps_to_its_clause():
    found = polarity("It is not encrypted, it is signed")
    assert found["encrypted"] == DENIED
    assert found["signed"] == CLAIMED


def test_idioms_deny_nothing():
    assert polarity("It is not only signed")["signed"] == CLAIMED
    assert polarity("Don't forget the key")["key"] == CLAIMED


def test_without_sets_apart():
    assert polarity("Without a key it fails")["key"] == OPEN
    assert polarity("It is signed instead of encrypted")["encrypted"] == OPEN


def test_what_is_taken_back_is_withdrawn():
    words = read("It is encrypted. Wait, no: it is signed.")
    withdrawn = claims(words).withdrawn
    assert withdrawn[words.words.index("encrypted")]
    assert not withdrawn[words.words.index("signed")]


def test_word_forms_meet():
    assert stem("sessions") == stem("session")
    assert stem("stored") == stem("stores")
    assert stem("authorization") != stem("author")
    assert stem("authorization") != stem("authentication")


def test_slips_have_a_budget():
    assert [budget(length) for length in (3, 4, 7, 8)] == [0, 1, 1, 2]
    assert repair("cokie", ["cookie", "session"]) == "cookie"
    assert repair("xyzzy", ["cookie"]) is None
    assert is_known("mutable")
    assert not is_known("cokie")
    assert rarity("the") < rarity("cookie") < rarity("cokie")


def test_a_name_that_begins_with_a_dot_ends_no_sentence():
    assert len(sentences(read("Cron reads .bashrc and `.profile` first. Not so."))) == 2
