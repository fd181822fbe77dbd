"""Practice reaches this computer and Twilio's own pages, whatever a document says; and nothing
that a document says goes on for ever."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ahoy.trace import Alert
from ahoy.web import http_client
from ahoy.web.http_client import HttpRequest, is_loopback

HERE = ["http://127.0.0.1/", "http://127.8.9.10:81/x", "http://[::1]:8000/", "http://LocalHost/",
        "http://localhost./", "http://shop.localhost:9/", "http://user:word@127.0.0.1/",
        "https://127.0.0.1/", "http://[::ffff:127.0.0.1]/"]
ELSEWHERE = [
    "http://example.com/", "http://localhost.example.com/", "http://127.0.0.1.example.com/",
    "http://127.0.0.1.nip.io/", "http://localtest.me/", "http://notlocalhost/",
    "http://localhost@example.com/", "http://127.0.0.1:80@example.com/",
    "http://example.com#@127.0.0.1/", "http://example.com?@127.0.0.1/", "http://0.0.0.0/",
    "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/",
    "http://[::]/", "http://[fe80::1]/", "http://[::ffff:8.8.8.8]/", "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data", "http://①②⑦.⓪.⓪.①/", "//example.com/",
    "http:///example.com/", "http://[", "http://[::1", "http://", "", "file:///etc/hosts",
    "http://127.0.0.1\\@example.com/", "http://\x00127.0.0.1/", "http://metadata/",
]
TWO_READERS = ["http://example.com\\@127.0.0.1/", "http://example.com\\\\@localhost/",
               "http://example.com\\.localhost/"]


@pytest.mark.parametrize("url", HERE)
def test_this_computer_is_known_by_its_addresses(url):
    """And by localhost and the names under it."""
    assert is_loopback(url)


@pytest.mark.parametrize("url", ELSEWHERE)
def test_every_other_host_is_elsewhere(url):
    """Numbers written in other ways, too: what is not plainly this computer is not reached."""
    assert not is_loopback(url)


@pytest.fixture
def asked_for(monkeypatch):
    """The hosts that somebody looked up or connected to."""
    hosts = []

    def look_up(host, port, *more, **named):
        hosts.append(host)
        raise socket.gaierror(f"{host} is not looked up here")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return hosts


@pytest.mark.parametrize("url", [*HERE, *ELSEWHERE, *TWO_READERS])
def test_no_url_leads_the_carrier_outside(asked_for, url):
    """Also where two readers of a URL see two hosts in it; no name of elsewhere is looked up."""
    answer = http_client.http(HttpRequest("GET", url, {}))

    assert answer.error is not None
    assert outside(asked_for) == []


def outside(hosts):
    """Those that are not this computer."""
    return [host for host in hosts if not is_loopback(f"http://{_bracketed(host)}/")]


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@pytest.mark.parametrize("verb", ["<Redirect>{}</Redirect>", "<Play>{}</Play>",
                                  "<Gather timeout='1' actionOnEmptyResult='true' action='{}'/>",
                                  "<Gather input='speech' partialResultCallback='{}'/>"])
@pytest.mark.parametrize("url", ["http://example.com\\@127.0.0.1:9/", "http://[", "//[/",
                                 "http://169.254.169.254/", "https://localtest.me/"])
def test_no_verb_leads_outside(call, alice, asked_for, verb, url):
    """The call ends as on Twilio; nobody out there is looked up."""
    alice.answers().says("hello", after=1)

    assert "completed" == call(f"<Response>{verb.format(url)}</Response>").status
    assert outside(asked_for) == []


@pytest.fixture
def mover():
    """A site of this computer that sends everybody elsewhere; gives its URL, and where to."""
    class Mover(BaseHTTPRequestHandler):
        target = ""

        def do_POST(self):
            self.send_response(307)
            self.send_header("Location", self.target)
            self.end_headers()

        def log_message(self, *_):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Mover)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", lambda to: setattr(Mover, "target", to)
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("target", "code"),
    [("http://example.com/", 11205), ("//example.com/", 11205), ("http://[", 11100),
     ("file:///etc/passwd", 11100), ("http://10.0.0.1/", 11205),
     ("http://example.com\\@127.0.0.1:1/", 11205)])
def test_a_site_can_not_send_twilio_outside(client, alice, office, world, mover, target, code):
    """Each hop of a redirect is looked at anew."""
    url, leads_to = mover
    leads_to(target)

    made = client.calls.create(to=alice.number, from_=office, url=url)
    world.settle(made.sid)

    assert [code] == [one.code for one in world.trace if isinstance(one, Alert)]
    assert "completed" == made.fetch().status


@pytest.mark.parametrize("twiml", [
    "<Response><Redirect/></Response>",
    "<Response><Gather timeout='0'/><Redirect/></Response>",
    "<Response><Gather timeout='0' input='speech' actionOnEmptyResult='true'/></Response>",
    "<Response><Play digits=''/><Redirect/></Response>",
    "<Response><Dial>not a number</Dial><Redirect/></Response>",
    "<Response><Sing/><Redirect method='TEAR'/></Response>",
])
def test_a_document_that_leads_to_itself_in_no_time_ends(client, alice, office, world, twiml):
    """With an alert that says what to mend, and the apology."""
    url = world.hosted.bins.add(twiml, "EH" + "1" * 32).url
    made = client.calls.create(to=alice.number, from_=office, url=url)
    world.settle(made.sid)

    last = [one for one in world.trace if isinstance(one, Alert)][-1]
    assert "100 documents in a row said and did nothing." == last.text
    assert "completed" == made.fetch().status


def test_a_call_that_is_led_on_for_an_hour_is_no_circle(client, alice, office, world):
    """What waits a while each time may go on: the limit counts empty documents only."""
    url = world.hosted.bins.add(
        "<Response><Pause length='10'/><Redirect/></Response>", "EH" + "1" * 32).url
    alice.answers(after=0).hangs_up(after=3000)
    made = client.calls.create(to=alice.number, from_=office, url=url)
    world.settle(made.sid)

    assert ("3000", []) == (
        made.fetch().duration, [one for one in world.trace if isinstance(one, Alert)])
