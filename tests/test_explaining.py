"""explain() tells what TwiML does, from text, from the SDK's objects and from a URL."""

from __future__ import annotations

import pytest
from flask import Flask, request
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import VoiceResponse

from ahoy import AhoyError
from helpers import explain, serve, start, trace, twiml_bin, watch
from helpers.account import leave


@pytest.fixture(params=["virtual", "real"])
def account(request):
    """Practice, on either clock."""
    yield start(clock=request.param)
    leave()


@pytest.fixture
def site(account):
    """A site with a menu, a broken page and one that asks the API while it answers."""
    app, asked = Flask(__name__), []

    @app.post("/voice")
    def voice():
        asked.append((request.url, request.headers["X-Twilio-Signature"], dict(request.form)))
        return "<Response><Say>Ahoy</Say><Redirect>/on</Redirect></Response>", 200, {
            "Content-Type": "text/xml"}

    @app.get("/moved")
    def moved():
        return "", 302, {"Location": "/got"}

    @app.get("/got")
    def got():
        return "Plain words", 200, {"Content-Type": "text/plain"}

    @app.post("/broken")
    def broken():
        raise RuntimeError("Nothing works")

    @app.post("/json")
    def as_json():
        return {"say": "Ahoy"}

    @app.post("/sms")
    def sms():
        calls = len(Client().calls.list())
        return f"<Response><Message>{request.form['Body']}, {calls} calls</Message></Response>"

    served = serve(app)
    served.asked = asked
    yield served
    served.stop()


def test_text_needs_no_world():
    """Before start() a document is explained all the same."""
    assert ["Say"] == [step.verb for step in explain("<Response><Say>Hi</Say></Response>").steps]


def test_the_sdks_objects_say_what_they_are():
    """A MessagingResponse is a reply to a text even when it is empty."""
    assert ("voice", "messaging") == (explain(VoiceResponse()).kind,
                                      explain(MessagingResponse()).kind)


def test_the_sdks_objects_are_read_as_their_xml():
    """As Twilio gets them."""
    response = VoiceResponse()
    response.say("From the SDK")
    assert ["“From the SDK” (0.8 s)"] == [step.what for step in explain(response).steps]


def test_a_notebook_shows_a_timeline():
    """A picture beside the text."""
    shown = explain("<Response><Say>Hi</Say></Response>")._repr_mimebundle_()
    assert ["image/svg+xml", "text/plain"] == sorted(shown)
    assert "<svg" in shown["image/svg+xml"] and "“Hi” (0.5 s)" in shown["text/plain"]


def test_a_url_is_asked_as_twilio_would(account, site):
    """Signed, with a call's parameters, and without making a call."""
    told = explain(f"{site.url}/voice")

    ((url, signature, params),) = site.asked
    assert RequestValidator(account.auth_token).validate(url, params, signature)
    assert (account.number, "inbound", "ringing") == tuple(
        params[name] for name in ("To", "Direction", "CallStatus"))
    assert f"POST {site.url}/on takes over." == told.end
    assert [] == Client().calls.list()


def test_the_request_stands_in_the_trace(site):
    """Nothing is asked in secret."""
    explain(f"{site.url}/voice")
    assert ["explain"] == [one.purpose for one in trace() if hasattr(one, "purpose")]


def test_redirects_are_followed_and_plain_words_are_said(site):
    """As for a call."""
    told = explain(f"{site.url}/moved", method="get")
    assert (f"{site.url}/got", "“Plain words” (0.7 s)") == (told.url, told.steps[0].what)


def test_a_text_may_be_asked_for_and_its_handler_may_use_the_api(site):
    """`kind="messaging"` asks with the parameters of a text."""
    told = explain(f"{site.url}/sms", kind="messaging")
    assert "texts “Ahoy, 0 calls” to the sender (1 segment, GSM-7)" == told.steps[0].what


@pytest.mark.parametrize(("path", "code", "cure"), [
    ("/broken", 11200, "The view failed: "),
    ("/json", 12300, 'Answer with the content type "text/xml".')])
def test_a_site_that_fails_is_a_fault(site, path, code, cure):
    """With the code that a call would bring, and the cure."""
    (fault,) = explain(site.url + path).faults
    assert code == fault.code
    assert fault.cure.startswith(cure) and "apology" in fault.effect


def test_an_address_outside_fails_as_an_unreachable_site_does(account):
    """And the cure says how to serve the page yourself."""
    (fault,) = explain("https://example.com/voice").faults
    assert (11205, "HTTP connection failure") == (fault.code, fault.reason)
    assert "Serve the page yourself: site = serve(app)" in fault.cure


def test_hosted_pages_are_explained(account):
    """Twilio's demo pages, twimlets and bins need no network."""
    bin_ = twiml_bin("<Response><Say>From the bin</Say></Response>")
    told = [explain(one).steps[0].what for one in (
        "http://demo.twilio.com/docs/voice.xml", "http://twimlets.com/message?Message=Ahoy",
        bin_.url, bin_)]
    assert ["“Thanks for trying our documentation. Enjoy!” in alice (2.9 s)", "“Ahoy” (0.5 s)",
            *["“From the bin” (0.8 s)"] * 2] == told


@pytest.mark.parametrize(("asked", "sentence"), [
    ({"document": "http://a.test/"}, r"^explain\(\) asks a URL in practice only\. Run account = "
     r"start\(\) first, or give it the TwiML itself\.$"),
    ({"document": "", "kind": "fax"}, r'^explain\(\) knows no kind=\'fax\'\. Use kind="voice" or '
     r'kind="messaging"\.$'),
    ({"document": "", "method": "PUT"}, r'^Twilio asks with "GET" or "POST", not with \'PUT\'\.$'),
])
def test_what_can_not_be_asked_is_refused_with_what_can(asked, sentence):
    """Errors are lessons."""
    with pytest.raises(AhoyError, match=sentence):
        explain(**asked)


def test_from_inside_a_webhook_it_is_refused_on_virtual_time():
    """There a request could wait for ever."""
    start(clock="virtual")
    app, said = Flask(__name__), []

    @app.post("/voice")
    def voice():
        try:
            explain(request.url)
        except AhoyError as refused:
            said.append(str(refused))
        return "<Response/>"

    site = serve(app)
    watch(Client().calls.create(
        to="+14155550123", from_="+14155550100", url=f"{site.url}/voice"))
    site.stop()
    leave()
    assert ["A URL can't be explained from inside a webhook. Ask for it from a cell, or give the "
            "TwiML itself."] == said
