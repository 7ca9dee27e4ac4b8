"""Cards within Discord's limits, whatever is put on them."""

from __future__ import annotations

from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_ui.actions import Press
from bot.discord_ui.layout import CARD_TEXT, Card

parts = st.lists(
    st.tuples(st.integers(min_value=0, max_value=2), st.integers(min_value=1, max_value=4500)), min_size=1, max_size=40
)


def made(sizes) -> tuple[Card, list[str]]:
    card, texts = Card(), []
    for number, (rank, size) in enumerate(sizes):
        texts.append(chr(0x4E00 + number) * size)
        card.text(texts[-1], rank=rank)
    return card, texts


def shown(view: ui.LayoutView) -> list[str]:
    return [item.content for item in view.walk_children() if isinstance(item, ui.TextDisplay)]


@given(parts)
def test_a_card_keeps_the_limit_of_text(sizes):
    card, _ = made(sizes)
    view = card.view()
    assert sum(map(len, shown(view))) <= CARD_TEXT
    assert view.content_length() <= CARD_TEXT


@given(parts)
def test_what_fits_is_shown_whole_and_what_does_not_is_owned_up_to(sizes):
    card, texts = made(sizes)
    whole = "\n".join(texts)
    said = "\n".join(shown(card.view()))
    if len(whole) < CARD_TEXT:
        assert said == whole
    elif len(whole) > CARD_TEXT:
        assert said.endswith(Card.LEFT_OUT)
    for (rank, _), text in zip(sizes, texts, strict=True):
        # What matters most is cut at worst, never left out.
        assert rank or text[0] in said


@given(parts)
def test_what_matters_least_goes_first(sizes):
    card, texts = made(sizes)
    said = "\n".join(shown(card.view()))
    kept = {rank for (rank, _), text in zip(sizes, texts, strict=True) if rank and text in said}
    gone = {rank for (rank, _), text in zip(sizes, texts, strict=True) if rank and text[0] not in said}
    assert not kept or not gone or max(kept) <= max(gone)


def test_empty_parts_and_rows_are_nothing():
    view = Card().text("").line().text("words").line().row(None, None).view()
    assert shown(view) == ["words"]
    assert view.total_children_count == 2


def test_lines_separate_blocks():
    view = Card().text("one").text("two").line().text("three").row(Press("Go", "next", 1)).view()
    assert shown(view) == ["one\ntwo", "three"]
    assert view.total_children_count == 6


def test_a_picture_stands_below_the_first_block_with_its_words():
    card = Card().text("head").line().text("rest").picture("a.png", "d" * 5000)
    kinds = [type(item).__name__ for item in card.view().children[0].children]
    assert kinds == ["TextDisplay", "MediaGallery", "Separator", "TextDisplay"]
    (item,) = card.view().children[0].children[1].items
    assert item.media.url == "attachment://a.png"
    assert len(item.description) == 1024


def test_a_card_never_times_out():
    assert Card().text("words").view().timeout is None
