"""A day's budget: reserved before anything is sent, shared, kept, and agreed to."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import random
import re
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
import requests
from twilio.rest import Client

from helpers.live import budget
from helpers.live.budget import DEFAULT, Ledger, RequestCost, parse
from helpers.live.gate import Consent, Gate, open_gate
from helpers.live.guard import Guard, LiveRefused
from helpers.settings import SettingsError, read
from tests.live.doors import ALICE, BOB, OFFICE, PUBLIC, SID, TOKEN

KIT = str(Path(budget.__file__).parents[2])
LONDON = "+442079460958"


def text(to=ALICE, body="Ahoy"):
    """One text."""
    return Client(SID, TOKEN).messages.create(to=to, from_=OFFICE, body=body)


def call(**more):
    """One call."""
    return Client(SID, TOKEN).calls.create(
        to=ALICE, from_=OFFICE, twiml="<Response><Say>Ahoy</Say></Response>", **more)


# --- how it is written ------------------------------------------------------------------------


@pytest.mark.parametrize(("written", "expected"), [
    ("", RequestCost(2_000_000, 20, 40)),
    ("2.00 dollars, 20 calls, 40 texts", RequestCost(2_000_000, 20, 40)),
    ("$0.50", DEFAULT._replace(micros=500_000)),
    ("1 USD,1 call,1 text", RequestCost(1_000_000, 1, 1)),
    ("5 texts, 0 calls", DEFAULT._replace(texts=5, calls=0)),
    ("0 dollars", DEFAULT._replace(micros=0)),
    ("9 calls, 3 calls", DEFAULT._replace(calls=3)),
])
def test_a_budget_is_written_as_one_says_it(written, expected):
    """What is not named is as it is without the line; of two the smaller counts."""
    assert expected == parse(written)


LIVE = (f"AHOY_MODE=live\nTWILIO_ACCOUNT_SID={SID}\nTWILIO_AUTH_TOKEN={TOKEN}\n"
        f"TWILIO_PHONE_NUMBER={OFFICE}\nAHOY_ALLOWED_NUMBERS={ALICE}\n")


def settings(folder, more="", **environ):
    """What a `.env` says."""
    (folder / "pyproject.toml").touch()
    (folder / ".env").write_text(LIVE + more)
    return read(folder, environ)


@pytest.mark.parametrize("written", [
    "a lot", "2", "2 euros", "2.005 dollars", "-1 calls", "1e3 texts", "20 calls; 40 texts",
    "2.00 dollars 20 calls", "١ calls"])
def test_a_budget_that_can_not_be_read_is_told_its_form(tmp_path, written):
    """And live mode does not begin."""
    with pytest.raises(SettingsError, match=re.escape(
            f"line 6: AHOY_BUDGET is “{written}”, not what one day may cost. Write dollars, calls "
            "and texts: AHOY_BUDGET=2.00 dollars, 20 calls, 40 texts.")):
        settings(tmp_path, f"AHOY_BUDGET={written}\n")


def test_the_shell_can_not_raise_the_budget(tmp_path):
    """Neither by another sum, nor by another folder for what was spent."""
    mine = settings(tmp_path, AHOY_BUDGET="900 dollars", AHOY_HOME="/elsewhere")
    assert ("", tmp_path / ".ahoy") == (mine.budget, mine.ledger)


def test_the_example_shows_the_budget():
    """As the code has it."""
    example = (Path(KIT) / ".env.example").read_text(encoding="utf-8")
    line, = re.findall(r"^#AHOY_BUDGET=(.+)$", example, re.MULTILINE)
    assert DEFAULT == parse(line)


# --- what it costs ----------------------------------------------------------------------------


@pytest.mark.parametrize(("act", "micros"), [
    (lambda: text(), 8_300),
    (lambda: text(body="A" * 161), 16_600),
    (lambda: text(body="ö" * 71), 8_300),
    (lambda: text(body="ш" * 71), 16_600),
    (lambda: call(time_limit=60), 14_000),
    (lambda: call(time_limit=61), 28_000),
    (lambda: call(), 140_000),
    (lambda: call(time_limit=60, record=True), 16_500),
    (lambda: call(time_limit=60, machine_detection="Enable"), 21_500),
    (lambda: Client(SID, TOKEN).messages.create(
        to=ALICE, from_=OFFICE, media_url=["https://x.example.com/a.jpg"]), 22_000),
    (lambda: Client(SID, TOKEN).calls.create(
        to=ALICE, from_=OFFICE, time_limit=60,
        twiml=f"<Response><Dial>{BOB}</Dial><Sms to='{BOB}'>A</Sms></Response>"), 36_300),
    (lambda: Client(SID, TOKEN).conferences("Pier").participants.create(
        to=ALICE, from_=OFFICE, time_limit=60), 14_000),
    (lambda: Client(SID, TOKEN).calls("CA" + "1" * 32).update(time_limit=14400), 3_360_000),
    (lambda: Client(SID, TOKEN).calls("CA" + "1" * 32).update(status="completed"), 0),
    (lambda: Client(SID, TOKEN).calls("CA" + "1" * 32).update(
        twiml=f"<Response><Dial>{BOB}</Dial></Response>"), 140_000),
    (lambda: Client(SID, TOKEN).messages.create(
        to=ALICE, from_=OFFICE, body="A", send_as_mms=True), 22_000),
    (lambda: Client(SID, TOKEN).validation_requests.create(phone_number=ALICE), 14_000),
    (lambda: Client(SID, TOKEN).verify.v2.services("VA" + "1" * 32).verifications.create(
        to=ALICE, channel="sms"), 150_000),
    (lambda: Client(SID, TOKEN).messages.list(limit=1), 0),
])
def test_the_list_price_is_set_aside(gate, line, act, micros):
    """At most that: what is not used is not given back, since nobody can know it in time."""
    with contextlib.suppress(KeyError, TypeError):  # the line's answer is no real one
        act()
    assert micros == gate.ledger.spent.micros
    assert len(line.seen) == 1


def test_another_country_costs_more(line, ledger):
    """Its list price is not known here: a guess on the safe side."""
    open_gate(Gate(Guard((LONDON,), PUBLIC), ledger, Consent(lambda: True)))
    text(to=LONDON)
    assert (200_000, 0, 1) == ledger.spent


# --- what is left -----------------------------------------------------------------------------


def small(gate, **parts):
    """A budget with so much of it."""
    gate.ledger.budget = DEFAULT._replace(**parts)


@pytest.mark.parametrize("parts", [{"texts": 3}, {"micros": 30_000}])
def test_three_hundred_texts_do_not_pass(gate, line, parts):
    """Three do, and then each is refused."""
    small(gate, **parts)
    refused = 0
    for _ in range(300):
        try:
            text()
        except LiveRefused:
            refused += 1
    assert (3, 297) == (len(line.seen), refused)


def test_fifty_calls_of_four_hours_do_not_pass(gate, line):
    """Not even one: it may cost 3.36 dollars."""
    small(gate)
    for _ in range(50):
        with pytest.raises(LiveRefused):
            call(time_limit=14400)
    assert ([], (0, 0, 0)) == (line.seen, gate.ledger.spent)


def test_a_budget_that_is_used_up_says_how_much_and_what_to_do(gate, line):
    """In plain words."""
    small(gate, texts=1)
    text()
    with pytest.raises(LiveRefused) as told:
        text()
    assert ("Live mode refused to spend 0.01 dollars, 0 calls and 1 text: today's budget is 2.00 "
            "dollars, 20 calls and 1 text, and 0.01 dollars, 0 calls and 1 text of it are spent or "
            "set aside. Nothing was sent. Wait until tomorrow, give a shorter time_limit, or raise "
            "AHOY_BUDGET in .env and run start() again.") == str(told.value)


def test_what_was_spent_lasts_and_is_shared(tmp_path):
    """Two kernels have one budget, and a restart does not begin it anew."""
    one, other = (Ledger(tmp_path / "spent.json", RequestCost(0, 2, 0)) for _ in range(2))
    one.reserve(RequestCost(0, 1, 0))
    other.reserve(RequestCost(0, 1, 0))
    for ledger in (one, other, Ledger(tmp_path / "spent.json", RequestCost(0, 2, 0))):
        with pytest.raises(LiveRefused):
            ledger.reserve(RequestCost(0, 1, 0))


def test_a_new_day_begins_anew(tmp_path):
    """Yesterday's are forgotten."""
    ledger = Ledger(tmp_path / "spent.json", RequestCost(0, 2, 0))
    yesterday = dt.datetime.now().astimezone().date() - dt.timedelta(1)
    ledger.path.write_text(json.dumps(
        {"day": yesterday.isoformat(), "micros": 5, "calls": 2, "texts": 0}))
    ledger.reserve(RequestCost(0, 1, 0))
    assert (0, 1, 0) == ledger.spent


def test_a_clock_that_is_set_back_begins_no_day(tmp_path):
    """Tomorrow's count goes on."""
    ledger = Ledger(tmp_path / "spent.json", RequestCost(0, 2, 0))
    tomorrow = dt.datetime.now().astimezone().date() + dt.timedelta(1)
    ledger.path.write_text(json.dumps(
        {"day": tomorrow.isoformat(), "micros": 0, "calls": 2, "texts": 0}))
    with pytest.raises(LiveRefused):
        ledger.reserve(RequestCost(0, 1, 0))


@pytest.mark.parametrize("content", ["", "{", "[]", '{"day": "2026-01-01"}', "null",
                                     '{"day": "x", "micros": 0, "calls": 0, "texts": 0}',
                                     '{"day": "2999-01-01", "micros": -9, "calls": 0, "texts": 0}'])
def test_a_damaged_file_spends_nothing(tmp_path, content):
    """Nobody knows what was spent; the sentence names the file."""
    ledger = Ledger(tmp_path / "spent.json", RequestCost(10**6, 2, 2))
    ledger.path.write_text(content)
    with pytest.raises(LiveRefused) as told:
        ledger.reserve(RequestCost(0, 1, 0))
    assert (f"Live mode refused to spend: {ledger.path} keeps what was spent today, and it is "
            "damaged. Nothing was sent. Delete the file if you are sure: today's count then begins "
            "anew.") == str(told.value)


def test_a_folder_that_can_not_be_written_spends_nothing(tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "home").write_text("")
    with pytest.raises(LiveRefused, match=r"Nothing was sent\. Make room there, or let this"):
        Ledger(tmp_path / "home" / "spent.json", DEFAULT).reserve(RequestCost(0, 1, 0))


SPENDER = """
    import sys
    from pathlib import Path
    from helpers.live.budget import Ledger, RequestCost
    from helpers.live.guard import LiveRefused

    ledger = Ledger(Path(sys.argv[1]), RequestCost(10**9, 0, int(sys.argv[2])))
    while True:
        try:
            ledger.reserve(RequestCost(8300, 0, 1))
        except LiveRefused as refused:
            print("refused", refused, flush=True)
            break
        print("sent", flush=True)
"""


def spenders(path, budget, count):
    """Kernels that send text after text."""
    return [subprocess.Popen([sys.executable, "-c", textwrap.dedent(SPENDER), path, str(budget)],
                             cwd=KIT, stdout=subprocess.PIPE, text=True) for _ in range(count)]


def test_kernels_that_spend_at_once_do_not_pass_the_budget(tmp_path):
    """Three, and together exactly what the day has."""
    path = tmp_path / "spent.json"
    said = [one.communicate(timeout=60)[0].splitlines() for one in spenders(path, 60, 3)]
    assert 60 == sum(lines.count("sent") for lines in said)
    assert all("today's budget is" in lines[-1] for lines in said)


def kills(path, rounds):
    """Kernels that are killed while they reserve; gives how many texts they sent, and how often."""
    chance, sent = random.Random(1), 0
    for _ in range(rounds):
        kernels = spenders(path, 10**6, 2)
        for kernel in kernels:
            kernel.stdout.readline()  # it has begun
        time.sleep(chance.random() * 0.05)
        for kernel in kernels:
            os.kill(kernel.pid, signal.SIGKILL)
        sent += sum(1 + kernel.communicate()[0].count("sent\n") for kernel in kernels)
    return sent


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing is killed like this here")
@pytest.mark.parametrize("rounds", [5, pytest.param(100, marks=pytest.mark.long)])
def test_a_kill_while_reserving_loses_nothing(tmp_path, rounds):
    """All that was sent is counted, and at most one more for each that was killed."""
    path = tmp_path / "spent.json"
    sent = kills(path, rounds)
    counted = Ledger(path, DEFAULT).spent.texts
    assert sent <= counted <= sent + 2 * rounds


# --- the first time -----------------------------------------------------------------------------


def test_the_first_spending_of_a_session_asks(line, ledger):
    """Once; reading asks nobody."""
    asked = []
    open_gate(Gate(Guard((ALICE,), PUBLIC), ledger, Consent(lambda: asked.append(1) or True)))
    Client(SID, TOKEN).messages.list(limit=1)
    assert asked == []
    text()
    text()
    assert [1] == asked


def test_of_several_threads_one_asks(line, ledger):
    """The others wait for its answer."""
    asked = []
    open_gate(Gate(Guard((ALICE,), PUBLIC), ledger,
                   Consent(lambda: asked.append(1) or time.sleep(0.1) or True)))
    threads = [threading.Thread(target=text) for _ in range(5)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert ([1], 5) == (asked, len(line.seen))


def test_who_does_not_agree_spends_nothing(line, ledger):
    """And is asked again the next time."""
    open_gate(Gate(Guard((ALICE,), PUBLIC), ledger, Consent(lambda: False)))
    for _ in range(2):
        with pytest.raises(LiveRefused) as told:
            requests.post(f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages.json",
                          data={"To": ALICE, "From": OFFICE, "Body": "A"}, timeout=5)
    assert ("Live mode asked whether this session may spend money, and nobody has agreed. Nothing "
            "was sent. Run it again, and answer y.") == str(told.value)
    assert ([], (0, 0, 0)) == (line.seen, ledger.spent)
