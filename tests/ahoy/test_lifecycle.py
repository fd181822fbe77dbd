"""What may follow what."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ahoy.facts import life_cycles
from ahoy.facts.life_cycles import CALL, FINAL_CALL, FINAL_MESSAGE, MESSAGE_OUT, follows
from ahoy.store.rows import Call
from ahoy.store.statuses import ImpossibleStatus, become
from ahoy.store.store import Store


@pytest.mark.parametrize("life", [
    "queued ringing in-progress completed",
    "queued ringing busy",
    "queued ringing no-answer",
    "queued failed",
    "queued canceled",
    "ringing in-progress completed",
])
def test_a_call_may_live_like_this(life):
    """Twilio's page on the Call resource lists these lives."""
    steps = life.split()
    assert all(follows(CALL, old, new) for old, new in pairwise(steps))


@pytest.mark.parametrize("life", [
    "queued sending sent delivered",
    "queued sending sent undelivered",
    "accepted queued sending failed",
    "scheduled canceled",
    "scheduled queued sending sent delivered read",
])
def test_a_message_may_live_like_this(life):
    """Twilio's page on message statuses (2026) lists these lives."""
    steps = life.split()
    assert all(follows(MESSAGE_OUT, old, new) for old, new in pairwise(steps))


def test_nothing_follows_a_final_call():
    """A call that has ended stays as it ended."""
    assert not any(follows(CALL, old, new) for old in FINAL_CALL for new in CALL)


def test_only_a_read_receipt_follows_a_final_message():
    """A delivered message may still be read (WhatsApp, RCS)."""
    later = {new for old in FINAL_MESSAGE for new in MESSAGE_OUT.get(old, ())}
    assert {"read"} == later


def test_every_status_that_follows_is_itself_in_the_table():
    """No way leads out of a table."""
    for table in (CALL, MESSAGE_OUT, life_cycles.MESSAGE_IN, life_cycles.CONFERENCE,
                  life_cycles.RECORDING, life_cycles.TRANSCRIPTION):
        assert set(table) >= set().union(*table.values())


def test_every_status_leads_to_an_end():
    """No status is a dead end without being final."""
    for table, final in ((CALL, FINAL_CALL), (MESSAGE_OUT, FINAL_MESSAGE)):
        assert final >= {status for status, later in table.items() if not later}


def test_a_status_that_cannot_follow_is_refused():
    """By the one writer of statuses, whoever asks it: the row stays as it is."""
    store = Store(":memory:")
    call = Call(sid="CA" + "1" * 32, account_sid="AC" + "1" * 32, to="+14155550123",
                from_="+14155550100", direction="outbound-api", status="completed")
    store.insert(call)
    with pytest.raises(ImpossibleStatus, match=r"^Call CA1{32}: completed → ringing$"):
        become(store, call, "ringing", 0.0)
    assert call.status == "completed"
