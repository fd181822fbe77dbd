"""Counting segments, against the figures of Twilio's own calculator."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ahoy.facts import segments

TEXTS = st.text(st.sampled_from("aZ 9€[é\nжЖ😀‍“ç"), max_size=400)


@pytest.mark.parametrize(
    ("body", "encoding", "count"),
    [
        ("", "GSM-7", 1),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),
        ("€" * 81, "GSM-7", 2),
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 3),
        ("ж" * 70, "UCS-2", 1),
        ("ж" * 71, "UCS-2", 2),
        ("ж" * 134, "UCS-2", 2),
        ("ж" * 135, "UCS-2", 3),
        ("ж" * 66 + "😀" + "ж" * 66, "UCS-2", 3),
        ("😀" * 35, "UCS-2", 1),
        ("😀" * 36, "UCS-2", 2),
    ],
)
def test_a_body_takes_as_many_segments_as_in_twilios_calculator(body, encoding, count):
    """The limits of 160 and 153 septets, of 70 and 67 UTF-16 units, to the character."""
    assert (encoding, count) == segments.count(body)[:2]


@pytest.mark.parametrize(
    ("body", "units"),
    [("hello", 5), ("a\r\nb", 4), ("[€]", 6), ("😀", 2), ("🇳🇱", 4), ("👨‍👩‍👧‍👦", 11)],
)
def test_units_are_septets_or_utf16_units(body, units):
    """Extended characters count two septets, an emoji its UTF-16 units."""
    assert units == segments.count(body).units


@pytest.mark.parametrize("char", ["ç", "`", "\t", "“", "…", "–", "\u00a0", "ж"])
def test_one_character_outside_gsm7_turns_the_whole_body_into_ucs2(char):
    """The culprits say where it stands, so that a learner can replace it."""
    seen = segments.count(f"ab{char}d")
    assert ("UCS-2", ((2, char),)) == (seen[0], seen.culprits)


def test_per_segment_is_the_room_of_the_message_as_sent():
    """160 and 70 alone, 153 and 67 when joined."""
    rooms = [segments.count(body).per_segment for body in ("a", "a" * 161, "ж", "ж" * 71)]
    assert [160, 153, 70, 67] == rooms


@given(TEXTS)
def test_packing_never_splits_a_character(body):
    """Segments hold whole characters, lose none, and a next one begins only when needed."""
    seen = segments.count(body)
    sizes = [len(char.encode("utf-16-be")) // 2 for char in body]
    if seen.encoding == "GSM-7":
        sizes = [1 + (char in "€[") for char in body]
    filled = segments.pack(sizes, seen.per_segment)
    assert (sum(sizes), len(filled)) == (seen.units, seen.segments)
    assert all(0 <= part <= seen.per_segment for part in filled)
    assert all(part >= seen.per_segment - 1 for part in filled[:-1])


@given(TEXTS, TEXTS)
def test_a_longer_body_never_takes_fewer_segments(body, more):
    """Adding characters can only add segments, also where it changes the alphabet."""
    assert segments.count(body).segments <= segments.count(body + more).segments


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        ("“Ahoy” – it’s…", '"Ahoy" - it\'s...'),
        ("½ ｔｅａ", "1/2 tea"),
        ("• one", "- one"),
        ("a\u200bb\ufeff", "ab"),
        ("a\tb", "a       b"),
        ("plain [text] €5", "plain [text] €5"),
        ("ж stays", "ж stays"),
    ],
)
def test_smart_encoding_replaces_look_alikes_and_nothing_else(body, sent):
    """What GSM-7 can carry stays as it is; so does what has no look-alike."""
    assert sent == segments.smart(body)


@given(st.text(max_size=200))
def test_every_replacement_is_plain_gsm7(body):
    """A character is either left alone or replaced by what GSM-7 can carry."""
    assert all(
        smart == char or segments.GSM7.issuperset(smart)
        for char in body for smart in [segments.smart(char)]
    )
