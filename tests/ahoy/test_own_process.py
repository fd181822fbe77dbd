"""An app in a process of its own, in Python and unchanged, asks the simulator's port."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap

import pytest

from ahoy import Simulator

ALICE = "+14155550123"

SEND = f"""
    import os
    from twilio.rest import Client
    sent = Client().messages.create(
        to="{ALICE}", from_=os.environ["TWILIO_PHONE_NUMBER"], body="Ahoy from afar")
    print(sent.sid)
"""

SEND_ASYNC = f"""
    import asyncio, os
    from twilio.http.async_http_client import AsyncTwilioHttpClient
    from twilio.rest import Client

    async def send():
        async with AsyncTwilioHttpClient() as http:
            sent = await Client(http_client=http).messages.create_async(
                to="{ALICE}", from_=os.environ["TWILIO_PHONE_NUMBER"], body="Ahoy from afar")
            print(sent.sid)

    asyncio.run(send())
"""

ASK = """
    import json, os, sys
    import urllib.error, urllib.request

    account = os.environ["TWILIO_ACCOUNT_SID"]
    url = "https://api.twilio.com/2010-04-01/Accounts/" + account + ".json"
    try:
        urllib.request.urlopen(url)
    except urllib.error.HTTPError as refusal:
        print(json.load(refusal)["code"])
    print(sorted({"helpers", "simpy", "phonenumbers", "requests"} & set(sys.modules)))
"""

LOOKUP = """
    import asyncio, os, httpx

    async def ask():
        auth = os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"]
        async with httpx.AsyncClient(auth=auth) as client:
            found = await client.get("https://lookups.twilio.com/v2/PhoneNumbers/+14155550123")
            print(found.json()["valid"])

    asyncio.run(ask())
"""

SITE = """
    import os, sys, threading
    from wsgiref.simple_server import WSGIRequestHandler, make_server
    import requests
    from flask import Flask, request
    from twilio.request_validator import RequestValidator

    app = Flask("site")
    WSGIRequestHandler.log_message = lambda *_: None

    @app.before_request
    def only_twilio():
        check = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
        if not check.validate(request.url, request.form, request.headers["X-Twilio-Signature"]):
            return "", 403

    @app.post("/voice")
    def voice():
        return '<Response><Record action="/kept"/></Response>'

    @app.post("/kept")
    def kept():
        auth = os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"]
        file = requests.get(request.form["RecordingUrl"] + ".wav", auth=auth, timeout=5)
        return f"<Response><Say>{file.content[:4].decode()}</Say></Response>"

    server = make_server("127.0.0.1", 0, app)
    print(server.server_port, flush=True)
    server.serve_forever()
"""


@pytest.fixture
def twilio():
    """A running simulator."""
    with Simulator() as twilio:
        yield twilio


@pytest.fixture
def port(twilio):
    """Its port."""
    with twilio.port() as port:
        yield port


def run(port, code, **more):
    """What the program prints, a line each."""
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True, text=True,
                          env=os.environ | port.environment | more, stdout=subprocess.PIPE)
    return done.stdout.splitlines()


@pytest.mark.parametrize("code", [SEND, SEND_ASYNC])
def test_its_text_arrives(twilio, port, code):
    """By the SDK, which finds the credentials in the environment."""
    sid, = run(port, code)
    twilio.run()
    assert (sid, "Ahoy from afar") == (twilio.messages.last.sid, twilio.messages.last.body)


def test_a_region_in_the_shell_leads_nowhere_else(twilio, port, monkeypatch):
    """The SDK would name another host."""
    monkeypatch.setenv("TWILIO_REGION", "au1")
    run(port, SEND)
    assert 1 == len(twilio.messages)


def test_it_needs_nothing_of_the_kits(port):
    """It may have packages of its own, and another Python."""
    assert ["20003", "[]"] == run(port, ASK)


def test_another_host_is_asked_by_httpx(port):
    """From an event loop."""
    assert ["True"] == run(port, LOOKUP)


def test_its_own_start_is_not_lost(port, tmp_path):
    """Python runs one sitecustomize; ours hands on to the one that it hides."""
    (tmp_path / "sitecustomize.py").write_text("print('mine')")
    environment = os.environ | {"PYTHONPATH": str(tmp_path)} | {
        name: value for name, value in port.environment.items() if name != "PYTHONPATH"}
    ours = port.environment["PYTHONPATH"].split(os.pathsep)[0]
    environment["PYTHONPATH"] = os.pathsep.join([ours, str(tmp_path)])
    done = subprocess.run([sys.executable, "-c", "print('then')"], check=True, text=True,
                          env=environment, stdout=subprocess.PIPE)
    assert ["mine", "then"] == done.stdout.split()


def test_without_a_port_it_is_left_alone(port):
    """The folder may stay on a path."""
    code = "import sys; print([one for one in sys.meta_path if 'ahoy' in type(one).__module__])"
    assert ["[]"] == run(port, code, AHOY_TWILIO="")


def test_its_site_is_called_and_fetches_a_recording(twilio, port):
    """Signed for its address on this computer."""
    site = subprocess.Popen([sys.executable, "-c", textwrap.dedent(SITE)], text=True,
                            env=os.environ | port.environment, stdout=subprocess.PIPE)
    try:
        twilio.configure(voice_url=f"http://127.0.0.1:{int(site.stdout.readline())}/voice")
        alice = twilio.phone(ALICE)
        alice.says("Please call me back.").presses("#").calls(twilio.number)
        twilio.run()
        assert ["[beep]", "RIFF"] == alice.heard
    finally:
        site.kill()
        site.communicate()


def simulator(*words):
    return subprocess.run([sys.executable, "-m", "ahoy", *words], text=True,
                          capture_output=True)


def test_the_program_starts_an_app_beside_it():
    """Both end together, with the app's exit code."""
    code = textwrap.dedent(SEND) + "print(sent.status); raise SystemExit(3)"
    done = simulator("--clock", "virtual", "--", sys.executable, "-c", code)
    assert (3, "queued") == (done.returncode, done.stdout.splitlines()[-1])


def test_an_app_that_can_not_be_started_is_named():
    """With how to write it."""
    done = simulator("--", "no-such-app")
    assert (1, True) == (done.returncode, done.stderr.startswith(
        "no-such-app could not be started: No such file or directory. Give the command"))


def test_the_environment_is_plain_text(port):
    """It can be written into a file for another tool."""
    assert port.environment == json.loads(json.dumps(port.environment))
