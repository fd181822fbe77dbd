"""A refused request is one block in a notebook, and no traceback has the token."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from jupyter_client.manager import KernelManager

from ahoy.world import ACCOUNT_SID
from helpers.hidden_tokens import scrub

SET_UP = """
from twilio.rest import Client
from helpers import phone, serve, start, trace, watch
account = start({clock})
client = Client()
alice = phone("+14155550123", name="Alice")
"""
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Kernel:
    """A real kernel, asked as a page would ask it."""

    def __init__(self, monkeypatch) -> None:
        monkeypatch.setenv("AHOY_MODE", "practice")
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code: str, interrupt_after: float | None = None) -> tuple[str, str]:
        """Runs a cell: what is shown of its exception, and all that it printed."""
        asked, error, printed = self.client.execute(code), "", ""
        if interrupt_after is not None:
            time.sleep(interrupt_after)
            self.manager.interrupt_kernel()
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != asked:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "error":
                error = ANSI.sub("", "\n".join(content["traceback"])) + content["evalue"]
                self.shown = ANSI.sub("", "\n".join(content["traceback"]))
            if kind == "stream":
                printed += content["text"]
            if kind == "status" and content["execution_state"] == "idle":
                return error, printed

    def close(self) -> None:
        """Ends it."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel(monkeypatch) -> Iterator[Kernel]:
    """A kernel in practice mode, on virtual time."""
    running = Kernel(monkeypatch)
    running.run(SET_UP.format(clock=""))
    yield running
    running.close()


def test_a_refusal_is_one_block(kernel):
    """Status, code, sentence, place, cure, link, and how to see the rest: seven lines."""
    kernel.run('x = 1\nclient.messages.create(to="Alice", from_=account.number, body="Ahoy")')
    assert [
        "Twilio refused: HTTP 400, code 21211",
        "Unable to create record: Invalid 'To' Phone Number: AXXXX",
        'In your cell, line 2: client.messages.create(to="Alice", from_=account.number, '
        'body="Ahoy")',
        "What to do: To is no telephone number: a plus sign, the country code and the number, "
        "like alice.number.",
        "Twilio's page: https://www.twilio.com/docs/errors/21211",
        "The whole traceback: %tb",
    ] == kernel.shown.splitlines()


def test_a_sentence_of_the_kit_is_a_block_as_well(kernel):
    """Where it was asked, and nothing of the kit's own lines."""
    kernel.run("alice.answers(after=-1)")
    assert [
        "after=-1 is no time: give seconds, for example after=2.",
        "In your cell, line 1: alice.answers(after=-1)",
        "The whole traceback: %tb",
    ] == kernel.shown.splitlines()


def test_what_is_refused_before_the_first_start_is_a_block_as_well(monkeypatch):
    """Whoever forgets start() reads one sentence about it."""
    fresh = Kernel(monkeypatch)
    fresh.run('from helpers import phone\nphone("+14155550123")')
    fresh.close()
    assert ["There is no practice account yet. Run account = start() first.",
            'In your cell, line 2: phone("+14155550123")',
            "The whole traceback: %tb"] == fresh.shown.splitlines()


@pytest.mark.parametrize("mode", ["Plain", "Context", "Verbose", "Minimal"])
def test_no_traceback_has_the_token(kernel, mode):
    """In any %xmode; neither of a refusal, nor of an error in the learner's own code."""
    token = kernel.run("print(str(account.auth_token), end='')")[1]
    kernel.run(f"%xmode {mode}")
    kernel.run('client.messages.create(to="Alice", from_=account.number, body="Ahoy")')
    whole, _ = kernel.run("%tb")
    kernel.run("secret = str(account.auth_token)\nenv = dict(client.http_client.__dict__)")
    own, _ = kernel.run("def view(token, auth):\n    return token[40], auth\n"
                        "view(secret, client.auth)")
    assert "TwilioRestException" in whole and "IndexError" in own
    if mode == "Verbose":
        assert "•" * 32 in own
    assert token and token not in whole + own


def test_an_interrupted_watch_ends_in_one_sentence(kernel):
    """And not in asyncio's words; the next cell waits on."""
    kernel.run("account = start(clock='real'); client = Client()")
    kernel.run('call = client.calls.create(to=alice.number, from_=account.number, '
               'twiml="<Response><Pause length=\'3\'/></Response>")')
    kernel.run("await watch(call)", interrupt_after=1.0)
    assert 1 == len(kernel.shown.splitlines())
    assert kernel.shown.startswith("Stopped waiting.")
    kernel.shown = ""
    assert "completed" in kernel.run("await watch(call); print(call.fetch().status)")[1]


def test_a_cell_that_is_interrupted_elsewhere_is_told_as_usual(kernel):
    """Only watching has a sentence of its own."""
    kernel.run("import asyncio\nfor _ in range(60): await asyncio.sleep(0.05)", interrupt_after=1.0)
    assert "CancelledError" in kernel.shown or "KeyboardInterrupt" in kernel.shown


def test_sids_stay_where_tokens_go():
    """A SID says what was asked; what looks like a token is hidden wherever it stands."""
    token = "0123456789abcdef" * 2
    assert f"{ACCOUNT_SID} {'•' * 32}" == scrub(f"{ACCOUNT_SID} {token}")
