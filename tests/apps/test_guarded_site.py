"""A site that lets only Twilio in: the decorator that many apps carry."""

from __future__ import annotations

import os
from functools import wraps
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from flask import Flask, abort, request
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import VoiceResponse

from helpers import watch


def only_twilio(view):
    """Refuses what is not signed with our token."""

    @wraps(view)
    def guarded(*args, **kwargs):
        validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
        signature = request.headers.get("X-Twilio-Signature", "")
        if not validator.validate(request.url, request.form, signature):
            abort(403)
        return view(*args, **kwargs)

    return guarded


def make_app():
    app = Flask("guarded")

    @app.route("/voice", methods=["GET", "POST"])
    @only_twilio
    def voice():
        response = VoiceResponse()
        response.say(f"Hello, caller from {request.values['FromCity'].title()}.", voice="alice")
        return str(response)

    @app.post("/sms")
    @only_twilio
    def sms():
        Client().messages.create(
            to="+14155550124",
            from_=request.form["To"],
            body=f"{request.form['From']} wrote: {request.form['Body']}",
        )
        response = MessagingResponse()
        response.message("Passed on.")
        return str(response)

    return app


def test_twilio_is_let_in(account, alice, publish):
    """The call is answered, with what the number tells."""
    publish(make_app())

    watch(alice.calls(account.number))

    assert ["Hello, caller from San Francisco."] == alice.heard


def test_a_stranger_is_kept_out(publish):
    """Without a signature: 403."""
    site = publish(make_app())

    with pytest.raises(HTTPError, match="403"):
        urlopen(site.url + "/voice", data=urlencode({"From": "+14155550123"}).encode())


def test_a_view_may_use_the_client(account, alice, publish):
    """One text is passed on by the API, another is the reply."""
    from helpers import phone

    bob = phone("+14155550124", name="Bob")
    publish(make_app())

    story = watch(alice.texts("Fog ahead", to=account.number))
    for message in Client().messages.list():
        watch(message)

    assert ["Passed on."] == [text.body for text in alice.messages if text.direction == "inbound"]
    assert ["+14155550123 wrote: Fog ahead"] == [text.body for text in bob.messages]
    assert "Passed on." in repr(story)
