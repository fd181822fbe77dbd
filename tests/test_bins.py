"""twiml_bin() hosts a document, and says what is wrong with it."""

from __future__ import annotations

import pytest
from twilio.rest import Client
from twilio.twiml.voice_response import VoiceResponse

from ahoy import AhoyError
from helpers import phone, start, twiml_bin, watch
from helpers.account import leave


@pytest.fixture
def account():
    """Practice on virtual time."""
    yield start(clock="virtual")
    leave()


def test_a_call_can_use_a_bin(account):
    """Its URL answers like any other."""
    response = VoiceResponse()
    response.say("From the bin")
    alice = phone("+14155550123", name="Alice")

    watch(Client().calls.create(to=alice.number, from_=account.number, url=twiml_bin(response).url))

    assert ["From the bin"] == alice.heard


def test_a_bin_names_its_faults(account):
    """Hosted all the same; the fault has its line and its cure."""
    hosted = twiml_bin("<Response><say>Hi</say></Response>")

    assert "12200" in repr(hosted)
    assert "Write <Say>" in repr(hosted)


def test_a_bin_that_cant_be_read_is_not_saved(account):
    """As in Twilio's console."""
    with pytest.raises(AhoyError, match=r"^The bin was not saved: error 12100"):
        twiml_bin("<Response><Say>Open")


def test_a_bin_needs_a_world():
    """start() first."""
    with pytest.raises(
        AhoyError, match=r"^A TwiML bin needs a running world\. Run account = start\(\) first\.$"
    ):
        twiml_bin("<Response/>")
