"""SIDs and tokens."""

from __future__ import annotations

import re

from ahoy.store.sids import Ids


def test_a_sid_is_its_prefix_and_32_hex_digits():
    """On either clock a SID has 34 characters, as Twilio's OpenAPI demands."""
    for seeded in (True, False):
        assert re.fullmatch("CA[0-9a-f]{32}", Ids(seeded=seeded).sid("CA"))


def test_seeded_sids_count_for_each_kind_apart():
    """A new message does not change the SIDs of the calls after it."""
    plain, busy = Ids(seeded=True), Ids(seeded=True)
    busy.sid("SM")
    assert [plain.sid("CA"), plain.sid("CA")] == [busy.sid("CA"), busy.sid("CA")]


def test_seeded_tokens_are_the_same_in_every_run():
    """Two runs of a lesson see one auth token."""
    assert Ids(seeded=True).token() == Ids(seeded=True).token()


def test_unseeded_sids_and_tokens_never_repeat():
    """An account that lasts in a file must not meet its old SIDs again."""
    ids = Ids(seeded=False)
    given = {ids.sid("CA") for _ in range(100)} | {ids.token() for _ in range(100)}
    assert 200 == len(given)


def test_a_token_has_as_many_hex_digits_as_were_asked_for():
    """Odd lengths, too."""
    for seeded in (True, False):
        assert re.fullmatch("[0-9a-f]{7}", Ids(seeded=seeded).token(7))
