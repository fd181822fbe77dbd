"""The second day: history lasts; what points to a kernel that is gone does not."""

from __future__ import annotations

import subprocess
import sys

import pytest
from twilio.rest import Client

from helpers import phone, serve, start, trace, twiml_bin, watch
from tests.notebooks.runner import kernel

WELCOME = "https://demo.twilio.com/welcome/voice/"

YESTERDAY = """
import sys
from flask import Flask
from twilio.rest import Client
from helpers import phone, serve, start, twiml_bin

account = start()
client = Client()
office = client.incoming_phone_numbers.list()[0]
office.update({what})
app = client.applications.create(voice_url=serve(Flask("app"), name="app").url)
client.messages.create(to="+14155550123", from_=account.number, body="Ahoy")
print("ready", flush=True)
sys.stdin.readline()
import os
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def home(monkeypatch, tmp_path):
    """An account that lasts, on virtual time, for this process and its children."""
    with kernel():
        monkeypatch.setenv("AHOY_HOME", str(tmp_path))
        monkeypatch.setenv("AHOY_KEEP", "yes")
        yield tmp_path


def yesterday(what: str) -> subprocess.Popen:
    """A kernel that sets up the office's number, and lives until it is told to die."""
    process = subprocess.Popen([sys.executable, "-c", YESTERDAY.format(what=what)],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert "ready\n" == process.stdout.readline()
    return process


def dies(process: subprocess.Popen) -> None:
    """It is killed: nothing is tidied up."""
    process.communicate("\n")


def office():
    """The account's number, as Twilio tells it now."""
    return Client().incoming_phone_numbers.list()[0]


@pytest.mark.parametrize("what", [
    'voice_url=serve(Flask("office")).url + "/voice?hour=9"',
    'voice_url=twiml_bin("<Response><Reject/></Response>").url',
])  # fmt: skip
def test_a_number_lets_go_of_what_died_with_a_kernel(home, what):
    """Who calls it the next day hears the welcome of a new number, and no apology."""
    dies(yesterday(what))
    account = start()
    assert WELCOME == office().voice_url
    alice = phone("+14155550123", name="Alice")
    watch(alice.calls(account.number))
    assert "application error" not in " ".join(alice.heard)


def test_history_lasts(home):
    """Texts, calls and what they cost are still there."""
    dies(yesterday(""))
    start()
    assert ["Ahoy"] == [text.body for text in Client().messages.list()]


def test_a_twiml_app_lets_go_as_a_number_does(home):
    """Its voice URL is unset again; the app itself lasts."""
    dies(yesterday(""))
    start()
    assert [None] == [app.voice_url for app in Client().applications.list()]


@pytest.mark.parametrize("what", [
    'voice_url=serve(Flask("office")).url',
    'voice_url=twiml_bin("<Response><Reject/></Response>").url',
])  # fmt: skip
def test_another_notebook_that_is_open_keeps_what_it_serves(home, what):
    """start() here takes nothing away from the kernel next door."""
    process = yesterday(what)
    start()
    assert WELCOME != office().voice_url
    dies(process)


def test_an_address_of_ones_own_stays(home):
    """An app that runs elsewhere, or not yet, is nobody's to forget."""
    own = "http://127.0.0.1:9/voice"
    dies(yesterday(f'voice_url="{own}"'))
    start()
    assert own == office().voice_url


def test_a_site_goes_on_after_start(home):
    """In one kernel a second start() is no second day: the site still answers the number."""
    start()
    site = serve(answers, name="office")
    office().update(voice_url=site.url)
    account = start()
    watch(phone("+14155550145").calls(account.number))
    site.stop()
    assert any(step.what.endswith("(voice) → 200") for step in trace())


def test_a_bin_ends_with_its_world(home):
    """start() makes new bins; a number that had an old one is as new."""
    start()
    office().update(voice_url=twiml_bin("<Response><Reject/></Response>").url)
    start()
    assert WELCOME == office().voice_url


def answers(environ, start_response):
    """A site that says one sentence."""
    start_response("200 OK", [("Content-Type", "text/xml")])
    return [b"<Response><Say>Ahoy</Say></Response>"]
