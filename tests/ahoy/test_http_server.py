"""Every socket of ours, the port's and a site's: what is no request is refused, and nothing
that somebody sends, or does not send, costs more than a little."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

import pytest
from flask import Flask, request

from ahoy import Port
from ahoy.web import http_server as wire
from helpers.site import serve


@pytest.fixture(params=["port", "site"])
def place(request, world):
    """Where it listens; the site tells the size of what it gets."""
    if request.param == "port":
        with Port(world) as port:
            yield ("127.0.0.1", port.number)
    else:
        site = serve(measuring(), name="measuring")
        yield ("127.0.0.1", site.port)
        site.stop()


def measuring() -> Flask:
    """A site that tells the size of what it gets, and how often it was asked."""
    app = Flask("measuring")
    app.add_url_rule("/", view_func=lambda: str(len(request.get_data())), methods=["GET", "POST"])
    return app


def said(place, data: bytes, *, ends: bool = True) -> bytes:
    """What comes back until the other side closes. `ends`: we send no more."""
    with socket.create_connection(place, timeout=5) as line:
        with contextlib.suppress(OSError):
            line.sendall(data)
            if ends:
                line.shutdown(socket.SHUT_WR)
        return b"".join(received(line))


def received(line):
    with contextlib.suppress(ConnectionResetError):
        while data := line.recv(65_536):
            yield data


def status(answer: bytes) -> int:
    """Of the first answer; 0 where there is none."""
    return int(answer.split()[1]) if answer else 0


def ordinary(place) -> int:
    """The status that an ordinary request gets."""
    return status(said(place, b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))


POST = b"POST / HTTP/1.1\r\nHost: localhost\r\n"


@pytest.mark.parametrize(("sent", "wanted"), [
    (POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab", 400),
    (POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n", 400),
    (POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabcde\r\n0\r\n\r\n", 400),
    (POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"5" * 40 + b"\r\nabcde\r\n0\r\n\r\n", 400),
    (POST + b"Transfer-Encoding: gzip\r\n\r\n", 501),
    (POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400),
    (POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", 400),
    (POST + b"Content-Length: 5\r\n\r\nabc", 400),
    (POST + b"Content-Length: +5\r\n\r\nabcde", 400),
    (POST + b"Content-Length : 5\r\n\r\nabcde", 400),
    (POST + b"Content-Length: 99999999999\r\n\r\n", 413),
    (POST + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: example.com\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\x00b\r\n\r\n", 400),
    (b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    (b"GET /\x1b[31m HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    (b"GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505),
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", 431),
    (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"a: b\r\n" * 50_000, 431),
    (b"\x16\x03\x01 TLS\r\n\r\n", 400),
])
def test_what_is_no_request_is_refused_once_and_the_connection_ends(place, sent, wanted, capfd):
    """At once, whoever sent it; the next one is answered, and nothing is printed."""
    answer = said(place, sent)
    assert (wanted, 1) == (status(answer), answer.count(b"Error code"))
    assert ordinary(place) in (200, 401)
    assert ("", "") == capfd.readouterr()


def test_a_request_that_breaks_off_never_reaches_the_app():
    """A chunk that was promised and does not come: 129 bytes made the server loop."""
    site = serve(measuring(), name="measuring")
    assert 400 == status(said(("127.0.0.1", site.port),
                              POST + b"Transfer-Encoding: chunked\r\n\r\nffff\r\n" + b"x" * 60))
    assert ["(refused)  400"] == [str(visit).splitlines()[0] for visit in site.log]
    site.stop()


def test_pieces_without_end_are_refused_when_they_are_too_many(world):
    """Nobody can fill the memory or the disk."""
    with Port(world) as port:
        pieces = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        answer = said(("127.0.0.1", port.number),
                      POST + b"Transfer-Encoding: chunked\r\n\r\n" + pieces * 20)
        assert 413 == status(answer)


@pytest.mark.parametrize("sent", [b"", b"GET / HT", POST + b"Content-Length: 9\r\n\r\nabc"])
def test_who_sends_too_slowly_is_let_go(place, monkeypatch, sent):
    """A request must be there in time, from its first byte to its last."""
    monkeypatch.setattr(wire, "ARRIVAL", 0.3)
    begun = time.monotonic()
    assert status(said(place, sent, ends=False)) in (0, 408)
    assert time.monotonic() - begun < 4


def test_a_byte_now_and_then_is_too_slow_as_well(place, monkeypatch):
    """The time counts as a whole, not from byte to byte."""
    monkeypatch.setattr(wire, "ARRIVAL", 0.5)
    with socket.create_connection(place, timeout=5) as line:
        with contextlib.suppress(OSError):
            for _ in range(40):
                line.sendall(b"G")
                time.sleep(0.05)
        assert status(b"".join(received(line))) in (0, 408)


def test_silent_connections_end_by_themselves(place, monkeypatch):
    """After a while."""
    monkeypatch.setattr(wire, "IDLE", 0.3)
    answer = said(place, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", ends=False)
    assert status(answer) in (200, 401)


def test_connections_are_limited_and_silent_ones_make_room(place, monkeypatch):
    """However many are opened, there are so many threads and no more, and all are answered."""
    monkeypatch.setattr(wire, "MOST", 5)
    before, lines = threading.active_count(), []
    for _ in range(30):
        line = socket.create_connection(place, timeout=5)
        line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert status(line.recv(1000)) in (200, 401)
        lines.append(line)
    assert threading.active_count() - before <= 5
    assert ordinary(place) in (200, 401)
    for line in lines:
        line.close()


def test_more_at_once_than_there_is_room_for_are_all_answered(place, monkeypatch):
    """They wait for their turn."""
    monkeypatch.setattr(wire, "MOST", 5)
    found = []
    threads = [threading.Thread(target=lambda: found.append(ordinary(place))) for _ in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 60 == sum(one in (200, 401) for one in found)


def test_an_answer_of_another_length_than_it_promised_is_told(monkeypatch):
    """Half an answer must not look like a whole one; the log says what was wrong."""
    def app(environ, start_response):
        start_response("200 OK", [("Content-Length", "5")])
        return [b"much more"]

    site = serve(app, name="boasting")
    assert b"much more" not in said(("127.0.0.1", site.port), b"GET / HTTP/1.0\r\n\r\n")
    assert "another length than its Content-Length says" in str(site.log)
    site.stop()


def test_a_header_that_would_become_two_is_not_sent():
    """An app that puts a line break into a header has failed."""
    def app(environ, start_response):
        start_response("200 OK", [("X-Boat", "Ada\r\nX-Evil: 1")])
        return [b""]

    site = serve(app, name="evil")
    answer = said(("127.0.0.1", site.port), b"GET / HTTP/1.0\r\n\r\n")
    assert (500, False) == (status(answer), b"Evil" in answer)
    site.stop()


def test_django_gets_a_body_in_pieces_whole():
    """Frameworks that look for a Content-Length find one."""
    lengths = []

    def app(environ, start_response):
        length = int(environ["CONTENT_LENGTH"])
        lengths.append((length, len(environ["wsgi.input"].read(length))))
        start_response("200 OK", [])
        return [b""]

    site = serve(app, name="pieces")
    said(("127.0.0.1", site.port),
         POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    site.stop()
    assert [(5, 5)] == lengths
