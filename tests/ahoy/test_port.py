"""The API on a port: the same bytes as in process, for anyone who has the credentials."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from ahoy import AhoyError, Port, World, api, disarm
from ahoy.doors.port import PortTaken, address
from ahoy.facts.errors import DIFFERENCES

ALICE, OFFICE = "+14155550123", "+14155550100"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def port(world):
    """The world's API on a port."""
    with Port(world) as port:
        yield port


@pytest.fixture
def wire(port):
    """One connection to the port."""
    connection = http.client.HTTPConnection("127.0.0.1", port.number, timeout=10)
    yield connection
    connection.close()


def authorization(world) -> dict[str, str]:
    """The header that curl -u makes of the credentials."""
    import base64

    code = base64.b64encode(f"{world.account.sid}:{world.account.auth_token}".encode()).decode()
    return {"Authorization": f"Basic {code}"}


def send(wire, world, method, path, form=None, **headers):
    """One request; gives status, headers and body."""
    body = None if form is None else urlencode(form, doseq=True)
    own = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
    wire.request(method, path, body, authorization(world) | own | headers)
    answer = wire.getresponse()
    return answer.status, answer.headers, answer.read()


# --- the same bytes ----------------------------------------------------------------------


def conversation(world) -> list[tuple[str, str, dict]]:
    """Requests of every sort: made, refused, listed, changed, deleted, not simulated."""
    home = f"/2010-04-01/Accounts/{world.account.sid}"
    text = {"To": ALICE, "From": OFFICE, "Body": "Größe 👋 & more"}
    message = f"{home}/Messages/SM{1:032x}.json"
    return [
        ("POST", f"{home}/Messages.json", text),
        (
            "POST",
            f"{home}/Messages.json",
            text | {"MediaUrl": ["https://a.b/1.png", "https://a.b/2.png"]},
        ),
        ("POST", f"{home}/Messages.json", {"To": "nobody", "From": OFFICE, "Body": ""}),
        ("POST", f"{home}/Calls.json", {"To": ALICE, "From": OFFICE, "Twiml": "<Response/>"}),
        ("GET", f"{home}/Messages.json?PageSize=1&To=%2B14155550123&DateSent%3E=2026-01-05", {}),
        ("GET", message, {}),
        ("POST", message, {"Body": ""}),
        ("DELETE", message, {}),
        ("GET", message, {}),
        ("GET", f"{home}/Nothing/Here.json", {}),
        ("PUT", message, {}),
        ("GET", "/messaging.twilio.com/v1/Services", {}),
    ]


def in_process(world, method, path, form) -> tuple[int, dict[str, str], bytes]:
    """The answer to a request that the SDK's transport would make."""
    account = world.account
    host = "" if "twilio.com" in path else "/api.twilio.com"
    reply = world.request(
        api.ApiRequest(
            method, f"https:/{host}{path}", form=form, auth=(account.sid, account.auth_token)
        )
    )
    body = reply.body if isinstance(reply.body, bytes) else reply.body.encode()
    return reply.status, reply.headers, body


def test_http_and_in_process_answers_are_the_same_bytes(world, wire, port):
    """Status, every header, every byte of the body, but for where refusals of ours lead; and the
    same traces."""
    twin = World(clock="virtual")
    for method, path, form in conversation(world):
        status, headers, body = send(wire, world, method, path, form if method == "POST" else None)
        expected, names, same = in_process(twin, method, path, form)
        if expected == 501:
            same = same.replace(DIFFERENCES.encode(), f"{port.url}/ahoy/differences".encode())
            names = names | {"Content-Length": str(len(same))}
        assert (status, dict(headers.items()), body) == (expected, names, same)
    assert list(map(str, twin.trace)) == list(map(str, world.trace))
    assert twin.trace.records == world.trace.records
    twin.close()


def test_a_refusal_of_ours_leads_to_a_page_on_the_port(world, wire, port):
    """Which anybody may read, without a network; in process it names the command instead."""
    path = f"/2010-04-01/Accounts/{world.account.sid}/Addresses.json"
    status, headers, body = send(wire, world, "GET", path)
    assert (501, str(len(body))) == (status, headers["Content-Length"])
    assert f"{port.url}/ahoy/differences" == json.loads(body)["more_info"]
    wire.request("GET", "/ahoy/differences")
    answer = wire.getresponse()
    page = (ROOT / "docs" / "differences.md").read_text(encoding="utf-8")
    assert (200, page) == (answer.status, answer.read().decode())
    said = json.loads(in_process(world, "GET", path, {})[2])["more_info"]
    command = [sys.executable, *said.split()[1:]]
    assert page + "\n" == subprocess.run(command, capture_output=True, text=True).stdout


def test_the_status_line_is_written_as_twilio_writes_it(port, world):
    """In capitals."""
    request = f"GET / HTTP/1.1\r\nHost: localhost:{port.number}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port.number), timeout=5) as line:
        line.sendall(request.encode())
        answer = line.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 401 UNAUTHORIZED\r\n")
    assert b"Connection: close\r\n" in answer


def test_without_credentials_nothing_is_told(wire, world):
    """Others on a shared computer can reach loopback, too."""
    wire.request("GET", f"/2010-04-01/Accounts/{world.account.sid}/Messages.json")
    answer = wire.getresponse()
    assert (401, 20003) == (answer.status, json.loads(answer.read())["code"])
    assert 'Basic realm="Twilio API"' == answer.headers["WWW-Authenticate"]


def test_it_listens_on_loopback_only(port):
    """Nothing on the network can ask it."""
    assert "127.0.0.1" == port._server.socket.getsockname()[0]


# --- Twilio's hosts ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "target, host, meant",
    [
        ("/2010-04-01/x.json?a=1", "127.0.0.1:80", "https://api.twilio.com/2010-04-01/x.json?a=1"),
        ("/v1/Services", "messaging.twilio.com", "https://messaging.twilio.com/v1/Services"),
        ("/v1/Services", "Messaging.Twilio.com:4000", "https://messaging.twilio.com/v1/Services"),
        ("/lookups.twilio.com/v2/x", "localhost:1", "https://lookups.twilio.com/v2/x"),
        ("/lookups.twilio.com", "localhost", "https://lookups.twilio.com"),
        ("/api.ie1.twilio.com/2010-04-01/x", "", "https://api.ie1.twilio.com/2010-04-01/x"),
        (
            "http://monitor.twilio.com/v1/Alerts?a=/b",
            "h",
            "https://monitor.twilio.com/v1/Alerts?a=/b",
        ),
        ("http://example.com/v1/Alerts", "example.com", "https://api.twilio.com/v1/Alerts"),
        ("/eviltwilio.com/x", "eviltwilio.com", "https://api.twilio.com/eviltwilio.com/x"),
        ("", "", "https://api.twilio.com/"),
    ],
)
def test_a_host_of_twilio_is_named_by_the_path_or_by_the_header(target, host, meant):
    """Or, for those who take the port for a proxy, by the whole address."""
    assert meant == address(target, host)


def test_a_host_in_the_header_is_answered_like_one_in_the_path(wire, world):
    """curl -H 'Host: messaging.twilio.com'."""
    named = send(wire, world, "GET", "/v1/Services", Host="messaging.twilio.com")
    placed = send(wire, world, "GET", "/messaging.twilio.com/v1/Services")
    assert (named[0], named[2]) == (placed[0], placed[2])


# --- other clients -----------------------------------------------------------------------


def test_an_sdk_works_with_another_base_url(world, port):
    """As printed for Python, over real HTTP; lists and their next pages too."""
    client = Client(world.account.sid, world.account.auth_token, http_client=TwilioHttpClient())
    client.api.base_url = port.url
    for number in range(3):
        client.messages.create(to=ALICE, from_=OFFICE, body=f"Text {number}")
    client.http_client.session.close()
    assert ["Text 2", "Text 1", "Text 0"] == [
        record.params["Body"]
        for record in reversed(world.trace.records)
        if getattr(record, "method", "") == "POST"
    ]


def test_many_at_once_are_all_answered(world, port):
    """Each has a connection of its own; no SID is given twice."""
    sids = []

    def text():
        client = Client(world.account.sid, world.account.auth_token, http_client=TwilioHttpClient())
        client.api.base_url = port.url
        for _ in range(5):
            sids.append(client.messages.create(to=ALICE, from_=OFFICE, body="Ahoy").sid)
        client.http_client.session.close()

    threads = [threading.Thread(target=text) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 30 == len(set(sids))


# --- clients that behave badly -----------------------------------------------------------


@pytest.mark.parametrize(
    "headers, status",
    [
        ({"Content-Length": "99999999"}, 413),
        ({"Content-Length": "-1"}, 411),
        ({"Content-Length": "5x"}, 411),
        ({"Transfer-Encoding": "chunked"}, 411),
    ],
)
def test_a_body_of_no_or_too_much_length_is_refused(wire, headers, status):
    """And the connection ends, since nobody knows where the next request begins."""
    wire.putrequest("POST", "/")
    for name, value in headers.items():
        wire.putheader(name, value)
    wire.endheaders()
    answer = wire.getresponse()
    assert (status, "close") == (answer.status, answer.headers["Connection"])


@pytest.mark.parametrize(
    "sent",
    [
        b"\r\n\r\n",
        b"\x00\xff\r\n\r\n",
        b"GET\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nA=",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n",
    ],
)
def test_nonsense_harms_nobody_else(world, port, wire, sent, capfd):
    """It is refused or dropped, nothing is printed, and the next one is answered."""
    with socket.create_connection(("127.0.0.1", port.number), timeout=5) as line:
        line.sendall(sent)
    assert 200 == send(wire, world, "GET", f"/2010-04-01/Accounts/{world.account.sid}.json")[0]
    assert ("", "") == capfd.readouterr()


def test_a_careful_client_is_told_to_go_on(world, port):
    """Expect: 100-continue."""
    with socket.create_connection(("127.0.0.1", port.number), timeout=5) as line:
        line.sendall(b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        assert b"100 Continue" in line.recv(1000)
        line.sendall(b"A=")
        assert line.recv(1000).startswith(b"HTTP/1.1 401")


# --- beginning and end -------------------------------------------------------------------


def test_a_taken_port_is_told(world, port):
    """With its number and the remedy."""
    with pytest.raises(PortTaken, match=f"^Port {port.number} is taken by another program"):
        Port(world, port.number)


def test_a_port_that_can_not_be_is_told(world):
    """65536 and more."""
    with pytest.raises(AhoyError, match=r"^There is no port 70000"):
        Port(world, 70_000)


def test_it_stops_with_connections_open(world):
    """The port is free at once, and no thread is left."""
    port = Port(world)
    wire = http.client.HTTPConnection("127.0.0.1", port.number, timeout=5)
    assert 401 == _status(wire)
    begun = time.monotonic()
    port.stop()
    port.stop()
    assert time.monotonic() - begun < 2
    assert [] == [one.name for one in threading.enumerate() if one.name == "ahoy-port"]
    with pytest.raises(OSError):
        _status(wire)
    wire.close()
    Port(world, port.number).stop()


def _status(wire) -> int:
    wire.request("GET", "/")
    answer = wire.getresponse()
    answer.read()
    return answer.status


@contextlib.contextmanager
def program(*words: str) -> Iterator[subprocess.Popen]:
    """`python -m ahoy`, in a process of its own; killed when the test fails."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ahoy", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture(autouse=True)
def the_sdk_as_it_is():
    """Real HTTP: a test before this one may have left practice's transport in its place."""
    disarm()


def read_guide(process) -> dict[str, str]:
    """What it prints until it listens: variables and their values, and its `url`."""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Your site"):
            break
    text = "".join(lines)
    found = dict(re.findall(r"export (\w+)=(\S+)", text))
    return found | {"url": re.search(r"http://127\.0\.0\.1:\d+", text).group(), "text": text}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without asking it")
def test_the_program_says_how_to_use_it_and_stops_cleanly(tmp_path, how):
    """By Ctrl-C and by a service manager; the account is in its file."""
    path = tmp_path / "account.db"
    with program("--file", str(path)) as process:
        said = read_guide(process)
        client = Client(said["TWILIO_ACCOUNT_SID"], said["TWILIO_AUTH_TOKEN"])
        client.api.base_url = said["url"]
        sid = client.messages.create(to=ALICE, from_=said["TWILIO_PHONE_NUMBER"], body="Ahoy").sid
        client.http_client.session.close()
        process.send_signal(how)
        rest, errors = process.communicate(timeout=10)
    assert (0, "Stopped.", "") == (process.returncode, rest.strip(), errors)
    with program("--file", str(path), "--export") as process:
        exported = process.communicate()[0]
    assert sid in exported
    assert said["TWILIO_AUTH_TOKEN"] not in exported


@pytest.mark.skipif(os.name == "nt", reason="no curl, no shell")
def test_the_printed_curl_lines_work(tmp_path):
    """Copied as they are into a shell."""
    with program() as process:
        said = read_guide(process)
        lines = re.findall(r"^  curl (?:.*\\\n)*.*\n", said["text"], re.MULTILINE)
        script = "\n".join(re.findall(r"^  export .*", said["text"], re.MULTILINE) + lines)
        done = subprocess.run(["sh", "-ec", script], capture_output=True, text=True, timeout=60)
        process.terminate()
        process.communicate()
    said = done.stdout
    assert (2, 1) == (said.count('"body": "Ahoy"'), said.count('"messages": [')), said + done.stderr


def test_a_file_and_virtual_time_do_not_go_together(tmp_path):
    """The second run would give SIDs that the file has already."""
    with program("--file", str(tmp_path / "account.db"), "--clock", "virtual") as process:
        _, errors = process.communicate(timeout=20)
    assert 2 == process.returncode
    assert "--clock virtual gives the same SIDs in every run" in " ".join(errors.split())


def test_a_taken_port_is_one_sentence(port):
    """No traceback; exit code 1."""
    with program("--port", str(port.number)) as process:
        _, errors = process.communicate(timeout=20)
    assert (1, 1) == (process.returncode, len(errors.splitlines()))
    assert errors.startswith(f"Port {port.number} is taken")


def test_a_file_of_a_newer_kit_is_one_sentence(tmp_path):
    """The file stays as it is."""
    import sqlite3

    path = tmp_path / "account.db"
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version = 1000")
    newer.close()
    with program("--file", str(path)) as process:
        _, errors = process.communicate(timeout=20)
    assert 1 == process.returncode
    assert re.fullmatch(r".* was written by a newer Ahoy .*\n", errors)
