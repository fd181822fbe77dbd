"""A phone tree: a menu that asks again, branches, and says goodbye."""

from __future__ import annotations

import pytest
from flask import Flask, request
from twilio.twiml.voice_response import Gather, VoiceResponse

from helpers import watch


def make_app():
    app = Flask("tree")

    @app.route("/voice", methods=["GET", "POST"])
    def voice():
        response = VoiceResponse()
        gather = Gather(num_digits=1, action="/choice")
        gather.say("For the berths, press 1. For the weather, press 2.")
        response.append(gather)
        response.redirect("/voice")
        return str(response)

    @app.route("/choice", methods=["POST"])
    def choice():
        response = VoiceResponse()
        words = {"1": "Berth four is free.", "2": "Fog until noon."}
        if request.values.get("Digits") in words:
            response.say(words[request.values["Digits"]])
            response.hangup()
        else:
            response.say("Sorry, I don't know that.")
            response.redirect("/voice")
        return str(response)

    return app


MENU = "For the berths, press 1. For the weather, press 2."


@pytest.mark.parametrize(
    ("keys", "words"), [("1", "Berth four is free."), ("2", "Fog until noon.")]
)
def test_a_key_leads_to_its_branch(account, alice, publish, keys, words):
    """And the call ends there."""
    publish(make_app())
    alice.presses(keys)

    watch(alice.calls(account.number))

    assert [MENU, words] == alice.heard


def test_a_wrong_key_is_asked_again(account, alice, publish):
    """Twice, if need be."""
    publish(make_app())
    alice.presses("9").presses("2")

    watch(alice.calls(account.number))

    assert [MENU, "Sorry, I don't know that.", MENU, "Fog until noon."] == alice.heard


def test_silence_hears_the_menu_again_until_the_caller_gives_up(account, alice, publish):
    """Five seconds of silence, then the menu from the top."""
    publish(make_app())
    alice.hangs_up(after=30)

    watch(alice.calls(account.number))

    assert {MENU} == set(alice.heard)
    assert 3 <= len(alice.heard) <= 5
