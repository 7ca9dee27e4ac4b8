import pytest

from bot.errors import RefusedError
from bot.interview.zone import zone_named


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("UTC", "UTC"),
        (" europe/berlin ", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("AMERICA/NEW YORK", "America/New_York"),
    ],
)
def test_zones_may_be_written_loosely(typed, zone):
    assert zone_named(typed) == zone


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Berlni", "I know no time zone of that name. Did you mean Europe/Berlin?"),
        ("qqqqqqqq", "I know no time zone of that name. Write it as in Europe/Berlin or America/New_York."),
        ("", "I know no time zone of that name. Write it as in Europe/Berlin or America/New_York."),
        ("../../etc/passwd", "I know no time zone of that name. Write it as in Europe/Berlin or America/New_York."),
    ],
)
def test_others_are_refused_with_what_to_write(typed, sentence):
    with pytest.raises(RefusedError) as refused:
        zone_named(typed)
    assert str(refused.value) == sentence
