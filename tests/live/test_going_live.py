"""start() in live mode, from `.env` to the line: the question, the swap of rules, the token."""

from __future__ import annotations

import os
import sys
import threading

import httpx
import pytest
import requests
from twilio.rest import Client

from ahoy import AhoyError, NotStarted
from ahoy.doors import patches
from helpers import start
from helpers.account import leave
from helpers.hidden_tokens import scrub
from helpers.live.guard import LiveRefused
from tests.live.doors import ACCOUNT, ALICE, KEY, OFFICE, SID, STRANGER, TOKEN

ENV = (f"AHOY_MODE=live\nTWILIO_ACCOUNT_SID={SID}\nTWILIO_AUTH_TOKEN={TOKEN}\n"
       f"TWILIO_PHONE_NUMBER={OFFICE}\nAHOY_ALLOWED_NUMBERS={ALICE}\n")
KEYS = {"TWILIO_API_KEY": "SK" + "7" * 32, "TWILIO_API_SECRET": "SecretSecretSecretSecretSecret12"}


@pytest.fixture
def folder(line, tmp_path, monkeypatch):
    """A learner's folder, with a `.env` that says live, and a terminal: `type(words)`."""
    pty = pytest.importorskip("pty")
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / ".env").write_text(ENV)
    monkeypatch.chdir(tmp_path)
    for name in ("CI", "AHOY_MODE", "AHOY_CLOCK", "AHOY_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    ours, theirs = pty.openpty()
    with open(theirs) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield lambda words: os.write(ours, words.encode())
    leave()
    os.close(ours)


def text(to=ALICE):
    """A text by the learner's client."""
    try:
        Client().messages.create(to=to, from_=OFFICE, body="Ahoy")
    except TypeError:
        """The line's answer has no date."""


def practise(tmp_path):
    """`.env` says so."""
    (tmp_path / ".env").write_text("")
    return start(clock="virtual")


# --- the question ------------------------------------------------------------------------------


def test_in_a_terminal_the_first_spending_asks_for_a_y(folder, line, capsys):
    """`n` refuses, `y` sends; then it is known."""
    start()
    capsys.readouterr()
    folder("n\n")
    with pytest.raises(LiveRefused, match="nobody has agreed"):
        text()
    folder("y\n")
    text()
    text()
    assert 2 == len(line.seen)
    question = ("May this session spend money? Today's budget is 2.00 dollars, 20 calls and 40 "
                "texts. y or n: ")
    assert question * 2 == capsys.readouterr().out


def test_what_was_agreed_goes_on_after_another_start(folder, line):
    """While `.env` stays as it is."""
    start().allow_spending()
    start()
    text()
    assert 1 == len(line.seen)


def test_another_budget_asks_anew(folder, line, tmp_path):
    """So does another list of numbers."""
    start().allow_spending()
    (tmp_path / ".env").write_text(ENV + "AHOY_BUDGET=5 texts\n")
    start()
    folder("n\n")
    with pytest.raises(LiveRefused):
        text()


def test_the_account_tells_what_was_spent_today(folder, line):
    """As the badge does."""
    account = start()
    account.allow_spending()
    text()
    assert ("0.01 dollars, 0 calls and 1 text of 2.00 dollars, 20 calls and 40 texts"
            == account.today)


# --- the swap ----------------------------------------------------------------------------------


def test_practice_after_live_and_live_after_practice(folder, line, tmp_path):
    """The rule changes, and what is caught stays caught."""
    practise(tmp_path)
    doors = requests.Session.send, Client.request, httpx.HTTPTransport.handle_request
    (tmp_path / ".env").write_text(ENV)
    start().allow_spending()
    text()
    practise(tmp_path)
    assert doors == (
        requests.Session.send, Client.request, httpx.HTTPTransport.handle_request)
    assert patches.rule().answers
    assert 1 == len(line.seen)


@pytest.mark.parametrize("restarts", [60, pytest.param(300, marks=pytest.mark.long)])
def test_no_restart_opens_a_window(folder, line, tmp_path, restarts):
    """Threads ask for a stranger all the time, and switch as often as they can."""
    over, refused, wrong = threading.Event(), [0] * 4, []

    def thief(at, ask):
        while not over.is_set():
            try:
                ask()
            except (AhoyError, NotStarted):
                refused[at] += 1
            except Exception as other:  # practice refuses in Twilio's words
                if "getaddrinfo" in str(other) or "Connection" in type(other).__name__:
                    wrong.append(other)

    client = Client(SID, TOKEN)
    form = {"To": STRANGER, "From": OFFICE, "Body": "A"}
    thieves = [threading.Thread(target=thief, args=one, daemon=True) for one in enumerate((
        lambda: client.messages.create(to=STRANGER, from_=OFFICE, body="A"),
        lambda: requests.post(f"{ACCOUNT}/Messages.json", data=form, headers=KEY, timeout=5),
        lambda: httpx.post(f"{ACCOUNT}/Messages.json", data=form, headers=KEY),
        lambda: Client(SID, TOKEN).calls.create(to=STRANGER, from_=OFFICE, twiml="<Response/>"),
    ))]
    interval = sys.getswitchinterval()
    start()
    sys.setswitchinterval(1e-6)
    try:
        for one in thieves:
            one.start()
        for at in range(restarts):
            (tmp_path / ".env").write_text("" if at % 4 == 3 else ENV)
            start(clock="virtual" if at % 4 == 3 else None)
    finally:
        over.set()
        sys.setswitchinterval(interval)
        for one in thieves:
            one.join(10)
    assert ([], [], []) == (line.seen, line.outside, wrong)
    assert min(refused) > 0


# --- the token ----------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["live", "practice"])
def test_the_shells_keys_are_hidden_in_both_modes(folder, tmp_path, mode):
    """An API key is as good as a token."""
    start() if mode == "live" else practise(tmp_path)
    assert [] == [name for name in KEYS if name in os.environ]
    leave()
    assert KEYS == {name: os.environ.get(name) for name in KEYS}


@pytest.mark.parametrize("mode", ["live", "practice"])
def test_the_environment_never_shows_a_token(folder, tmp_path, mode):
    """It works where it is used."""
    account = start() if mode == "live" else practise(tmp_path)
    token = os.environ["TWILIO_AUTH_TOKEN"]
    shown = [repr(one) for one in (os.environ, dict(os.environ), os.environ.copy(),
                                   list(os.environ.values()), token, os.environ.get(
                                       "TWILIO_AUTH_TOKEN"), vars(Client()), Client().auth)]
    assert (f"{account.auth_token}", 32) == (f"{token}", len(token))
    assert [] == [one for one in shown if f"{token}" in one]


def test_what_is_scrubbed_has_no_piece_of_the_token(folder):
    """Also where it is cut short, or in HTTP's alphabet."""
    start()
    code = KEY["Authorization"].partition(" ")[2]
    for text in (TOKEN, f"x{TOKEN[:20]}…", f"…{TOKEN[-12:]}", code, f"{{'Basic': '{code}'}}",
                 f"{code[60:80]}"):
        left = scrub(text)
        assert len(left) == len(text) and "•" in left
        assert not any(TOKEN[at:at + 8] in left for at in range(25))
    assert "nothing to hide" == scrub("nothing to hide")
