"""A phone tree: a menu that asks again, branches, and says goodbye."""

from __future__ import annotations

import pytest
from flask import Flask, request
from twilio.twiml.voice_response import Gather, VoiceResponse


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
def test_a_key_leads_to_its_branch(play, keys, words):
    """And the call ends there."""

    def scene(office):
        office.publish(make_app())
        alice = office.phone(23, "Alice").presses(keys)

        alice.calls(office.number)
        office.settle()

        assert [MENU, words] == alice.heard

    play(scene)


def test_a_wrong_key_is_asked_again(play):
    """Twice, if need be."""

    def scene(office):
        office.publish(make_app())
        alice = office.phone(23, "Alice").presses("9").presses("2")

        alice.calls(office.number)
        office.settle()

        assert [MENU, "Sorry, I don't know that.", MENU, "Fog until noon."] == alice.heard

    play(scene)


def test_silence_hears_the_menu_again_until_the_caller_gives_up(play):
    """Five seconds of silence, then the menu from the top."""

    def scene(office):
        office.publish(make_app())
        alice = office.phone(23, "Alice").hangs_up(after=20)

        alice.calls(office.number)
        office.settle()

        assert [MENU] * 3 == alice.heard

    play(scene)
