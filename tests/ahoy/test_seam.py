"""The seam: where the SDK chooses its transport, and what it expects of one.

Should a new SDK move it, these tests say so before a learner's code reaches Twilio.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest
import twilio
from twilio.base import client_base
from twilio.http import HttpClient
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from ahoy import AsyncSimulatorClient, NotStarted, SimulatorClient, arm, begin, disarm
from ahoy.doors.sdk_client import is_armed

SDK = Path(twilio.__file__).parent
REQUEST = ["method", "params", "data", "headers", "auth", "timeout", "allow_redirects"]
"""What a transport is given, beside the address, which is called `uri` or `url`."""


@pytest.fixture
def armed():
    """The simulator is the default; no world has begun."""
    begin(None)
    arm()
    yield
    disarm()


def parameters(function) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name != "self"]


def test_the_sdk_chooses_its_transport_by_one_name(monkeypatch):
    """`TwilioHttpClient` in `twilio.base.client_base`, looked up when a client is built."""
    monkeypatch.setattr(client_base, "TwilioHttpClient", lambda: "ours")
    assert "ours" == Client("AC", "token").http_client


def test_no_other_file_of_the_sdk_chooses_one():
    """A second place would be a way around the simulator."""
    makers = {}
    for file in SDK.rglob("*.py"):
        if "HttpClient(" in (text := file.read_text(encoding="utf-8")):
            calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
            names = {ast.unparse(call.func) for call in calls}
            if made := {name for name in names if name.endswith("HttpClient")}:
                makers[file.relative_to(SDK).as_posix()] = made
    assert {"base/client_base.py": {"TwilioHttpClient"}} == makers


@pytest.mark.parametrize("transport", [
    HttpClient, TwilioHttpClient, AsyncTwilioHttpClient, SimulatorClient, AsyncSimulatorClient])
def test_every_transport_takes_the_same(transport):
    """The SDK's and ours, in this order."""
    method, address, *rest = parameters(transport.request)
    assert REQUEST == [method, *rest]
    assert address in ("uri", "url")


def test_a_client_hands_on_what_a_transport_takes(monkeypatch):
    """By these names, with what the program said."""
    seen = []

    class Transport(SimulatorClient):
        def request(self, *args, **kwargs):
            seen.append((args, sorted(kwargs)))
            return Response(200, '{"sid": "AC", "status": "active"}')

    Client("AC", "token", http_client=Transport()).api.accounts("AC").fetch()
    (args, kwargs), = seen
    assert ("GET", "https://api.twilio.com/2010-04-01/Accounts/AC.json") == args
    assert {"params", "data", "headers", "auth", "timeout", "allow_redirects"} == set(kwargs)


def test_an_answer_is_made_as_the_sdk_reads_it():
    """Status, text and headers."""
    assert ["status_code", "text", "headers"] == parameters(Response.__init__)
    answer = Response(201, "{}", headers={"a": "b"})
    assert (201, "{}", "{}", {"a": "b"}) == (
        answer.status_code, answer.text, answer.content, answer.headers)


def test_ours_is_a_transport_of_the_sdks_kind():
    """With what the base class keeps; the async one says that it is one."""
    assert {"logger", "is_async", "timeout"} <= set(parameters(HttpClient.__init__))
    assert (False, True) == (SimulatorClient().is_async, AsyncSimulatorClient().is_async)


def test_every_client_goes_through_the_seam_when_armed(armed):
    """However it is built: nothing is sent before a world has begun."""
    for client in (Client("AC", "token"), Client("AC", "token", http_client=TwilioHttpClient()),
                   Client("AC", "token", region="ie1", edge="dublin")):
        with pytest.raises(NotStarted):
            client.api.accounts("AC").fetch()


def test_every_transport_of_the_sdk_ends_in_the_simulator_when_armed(armed):
    """All that can send, and those that are imported afterwards, too."""
    for file in (SDK / "http").glob("*.py"):
        importlib.import_module(f"twilio.http.{file.stem}")
    from twilio.http.validation_client import ValidationClient

    signing = ValidationClient("AC", "SK", "CR", "a private key")
    with pytest.raises(NotStarted):
        signing.request("GET", "https://api.twilio.com")
    senders = {file.stem for file in (SDK / "http").glob("*.py")
               if "requests" in imports(file) or "aiohttp" in imports(file)}
    assert {"__init__", "http_client", "async_http_client", "validation_client"} == senders


def imports(file: Path) -> set[str]:
    """The packages that a file imports."""
    text = file.read_text(encoding="utf-8")
    return set(re.findall(r"^\s*(?:import|from) (\w+)", text, re.MULTILINE))


def test_only_the_transports_of_the_sdk_can_send():
    """No other file imports what opens a connection."""
    others = [file for file in SDK.rglob("*.py") if file.parent != SDK / "http"]
    sending = {"requests", "aiohttp", "urllib3", "urllib2", "socket", "http", "httpx"}
    assert len(others) > 100
    assert set() == {file.relative_to(SDK).as_posix() for file in others if imports(file) & sending}


def test_disarming_gives_everything_back():
    """To the last method."""
    before = TwilioHttpClient.request, AsyncTwilioHttpClient.request, client_base.TwilioHttpClient
    arm()
    arm()
    assert is_armed()
    disarm()
    disarm()
    assert not is_armed()
    assert before == (
        TwilioHttpClient.request, AsyncTwilioHttpClient.request, client_base.TwilioHttpClient)
    assert "__init_subclass__" not in vars(HttpClient)
