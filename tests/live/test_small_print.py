"""Addresses that two read in two ways, conferences by name, and proxies."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import aiohttp
import pytest
import requests
from flask import Flask
from twilio.rest import Client

from ahoy import Simulator
from helpers import account, serve
from helpers.live.guard import LiveRefused
from tests.live.doors import ACCOUNT, ALICE, BOB, KEY, OFFICE, PLAIN, PUBLIC, SID, STRANGER, TOKEN

TWO_HOSTS = ["https://evil.example\\.twilio.com/", "https://evil.example\\@api.twilio.com/",
             "https://user@api.twilio.com/2010-04-01/Accounts.json",
             "https://api.twilio.com\\.evil.example/", "https://evil.example/.twilio.com",
             "https://evil.example#.twilio.com", "https://evil.example?.twilio.com",
             "https://evil.example\t.twilio.com/", "https://evil.example .twilio.com/"]


@pytest.mark.parametrize("url", TWO_HOSTS)
def test_the_token_goes_to_no_host_but_twilios(gate, line, url):
    """The guard and the library read the same host, or nothing is sent."""
    with pytest.raises(LiveRefused, match=r"your token would go along\. Nothing was sent\. Use"):
        Client(SID, TOKEN).request("GET", url)
    assert ([], []) == (line.seen, line.outside)


def test_an_address_of_two_hosts_is_told_why(gate):
    """In plain words."""
    with pytest.raises(LiveRefused) as told:
        Client(SID, TOKEN).request("GET", TWO_HOSTS[0])
    assert ("Live mode refused a request to an address that has a backslash or a blank beside its "
            "host: two programs could read two hosts in it, and your token would go along. "
            "Nothing was sent. Use Client() as it is.") == str(told.value)


# --- addresses that Twilio fetches -----------------------------------------------------------

GOOD = [PUBLIC, f"{PUBLIC}/voice", f"{PUBLIC}/voice?a=b", "http://demo.twilio.com/docs/voice.xml",
        "https://demo.twilio.com/welcome/voice/", ""]


@pytest.mark.parametrize("url", GOOD)
def test_an_address_of_ones_own_or_a_demo_is_accepted(gate, line, url):
    """For calls and for numbers."""
    client = Client(SID, TOKEN)
    with contextlib.suppress(TypeError, KeyError):
        client.incoming_phone_numbers("PN" + "1" * 32).update(voice_url=url, sms_url=url)
    with contextlib.suppress(TypeError, KeyError):
        client.calls.create(to=ALICE, from_=OFFICE, url=url or PUBLIC, fallback_url=url,
                            status_callback=url)
    assert 2 == len(line.seen)


@pytest.mark.parametrize(("act", "sentence"), [
    (lambda c: c.calls.create(to=ALICE, from_=OFFICE, application_sid="AP" + "1" * 32),
     "Live mode refused POST /Calls with the parameter applicationsid: it may cost money or can't "
     "be undone. Nothing was sent. Do it in the Twilio Console."),
    (lambda c: c.incoming_phone_numbers("PN" + "1" * 32).update(
        voice_application_sid="AP" + "1" * 32),
     "Live mode refused voiceapplicationsid: nobody can judge the addresses of an application "
     "from here. Nothing was sent. Give the address itself, as voice_url or sms_url."),
    (lambda c: c.calls.create(to=ALICE, from_=OFFICE, url="https://evil.example.com/x"),
     "Live mode refused https://evil.example.com/x as url: nobody can judge what stands there, "
     "and it may call anyone. Nothing was sent. Give the TwiML itself, an address under "
     "PUBLIC_URL in .env, or one of Twilio's demo pages."),
    (lambda c: c.calls.create(to=ALICE, from_=OFFICE, twiml="<Response/>", time_limit=0),
     "Live mode refused this call: time_limit is “0”, and it must be from 1 to 14400 seconds. "
     "Nothing was sent. Leave it out, and it is 600."),
    (lambda c: c.request("GET", "https://webhooks.twilio.com/v1/x"),
     "Live mode refused to ask webhooks.twilio.com: a question there may start something that "
     "costs money. Nothing was sent. Do it in the Twilio Console."),
    (lambda c: c.request("POST", f"{ACCOUNT}/Messages.json?To=%2B14155550123", data={"To": ALICE}),
     "Live mode refused POST /Messages: to is given twice, and one of them would be lost. Nothing "
     "was sent. Give it once."),
    (lambda c: requests.get(f"{ACCOUNT}.json", headers={"Host": "verify.twilio.com"}, timeout=5),
     "Live mode refused a request whose Host header names another host than api.twilio.com. "
     "Nothing was sent. Leave the header out."),
    (lambda c: socket.create_connection(("api.twilio.com", 443)),
     "A connection to api.twilio.com was refused, and nothing was sent: it was opened by a library "
     "that Ahoy can't look into. Ask Twilio by its SDK, or by requests, httpx, urllib or aiohttp."),
])
def test_each_refusal_has_its_sentence(gate, act, sentence):
    """What happened, why, and what to do."""
    with pytest.raises(LiveRefused) as told:
        act(Client(SID, TOKEN))
    assert sentence == str(told.value)


# --- conferences by name ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Pier", "Pier 39", "CF" + "1" * 32, "Ann's room", "a.b"])
def test_a_conference_may_be_named_when_its_people_are_allowed(gate, line, name):
    """As Twilio has it: the name in the place of the SID."""
    with contextlib.suppress(TypeError, KeyError):
        Client(SID, TOKEN).conferences(name).participants.create(to=BOB, from_=OFFICE, label="bob")
    assert [("POST", "Participants.json", {
        "To": BOB, "From": OFFICE, "Label": "bob", "TimeLimit": "600"})] == line.seen


@pytest.mark.parametrize("name", ["Pier", "CF" + "1" * 32])
def test_a_stranger_is_refused_in_a_conference_of_any_name(gate, line, name):
    """Whatever it is called."""
    with pytest.raises(LiveRefused):
        Client(SID, TOKEN).conferences(name).participants.create(to=STRANGER, from_=OFFICE)
    assert [] == line.seen


# --- proxies -----------------------------------------------------------------------------------


@pytest.fixture
def proxy(monkeypatch):
    """A proxy of this computer that notes what it is asked; all of the environment names it."""
    asked = []

    class Proxy(BaseHTTPRequestHandler):
        def note(self):
            """And says no."""
            asked.append(self.path)
            self.send_error(502)

        do_GET = do_POST = do_CONNECT = note

        def log_message(self, *_):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, url)
        monkeypatch.setenv(name.upper(), url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    yield asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("ask", PLAIN)
def test_no_proxy_carries_practice_traffic_away(line, proxy, ask, scheme):
    """Whatever the environment names, and whatever is asked."""
    with Simulator(account_sid=SID, auth_token=TOKEN):
        status = ask("GET", f"{ACCOUNT}/Messages.json".replace("https", scheme))
    assert (200, [], []) == (status, proxy, line.outside)


def test_a_session_of_aiohttp_that_trusts_the_environment_asks_no_proxy(line, proxy):
    """Nor one that was given a proxy; and it goes on to be itself."""
    async def ask():
        async with aiohttp.ClientSession(trust_env=True, proxy=os.environ["http_proxy"],
                                         headers=KEY) as client:
            statuses = []
            for _ in range(2):
                async with client.get(f"{ACCOUNT}/Messages.json") as answer:
                    statuses.append(answer.status)
            return statuses, client.trust_env, client.closed

    with Simulator(account_sid=SID, auth_token=TOKEN):
        assert ([200, 200], True, False) == asyncio.run(ask())
    assert [] == proxy


def test_a_program_of_its_own_asks_no_proxy_on_its_way_to_the_port(line, proxy):
    """The hop is on this computer."""
    code = "from twilio.rest import Client; print(len(Client().messages.list()))"
    with Simulator() as twilio, twilio.port() as port:
        done = subprocess.run([sys.executable, "-c", code], env=os.environ | port.environment,
                              capture_output=True, text=True)
    assert ("0\n", []) == (done.stdout, proxy)


def test_a_webhook_asks_no_proxy(line, proxy):
    """The learner's site is on this computer, too."""
    app = Flask("office")
    app.add_url_rule("/", view_func=lambda: "<Response><Say>Ahoy</Say></Response>",
                     methods=["POST"])
    site = serve(app, name="office")
    try:
        with Simulator() as twilio:
            twilio.phone(ALICE).answers()
            twilio.client().calls.create(to=ALICE, from_=twilio.number, url=site.url + "/")
            twilio.run()
            assert "completed" == twilio.calls.last.status
    finally:
        site.stop()
    assert [] == proxy


def test_a_variable_of_ones_own_does_not_hand_the_token_on(line, monkeypatch):
    """However it is called."""
    monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    account._set_environment(SID, TOKEN, OFFICE, PUBLIC)
    monkeypatch.setenv("MY_TOKEN", os.environ["TWILIO_AUTH_TOKEN"])
    done = subprocess.run([sys.executable, "-c", "import os; print(os.environ)"],
                          capture_output=True, text=True)
    assert SID in done.stdout and TOKEN not in done.stdout
