"""A mounted WSGI app that is written by hand is answered for as PEP 3333 has it."""

from __future__ import annotations

import sys

import pytest

from ahoy import AhoyError, Simulator

OFFICE = "https://office.example.com"
HELLO = b"<Response><Message>Hello</Message></Response>"
XML = [("Content-Type", "text/xml")]
ALICE = "+14155550123"


@pytest.fixture
def twilio():
    """A running simulator."""
    with Simulator() as twilio:
        yield twilio


def replies(twilio, app):
    """Alice texts the app: gives what she reads."""
    twilio.mount(OFFICE, app)
    twilio.configure(sms_url=f"{OFFICE}/texts")
    alice = twilio.phone(ALICE)
    alice.texts("Ahoy", to=twilio.number)
    twilio.run()
    return [text.body for text in twilio.messages.to(ALICE)]


class Body:
    """An answer in pieces that knows whether it was closed."""

    def __init__(self, pieces):
        self._pieces, self.closed = iter(pieces), 0

    def __iter__(self):
        return self._pieces

    def close(self):
        """Counted."""
        self.closed += 1


def test_a_body_comes_in_pieces_and_is_closed_once(twilio):
    """A framework gives back there what the request has used."""
    body = Body([HELLO[:9], b"", HELLO[9:]])

    def app(environ, start_response):
        start_response("200 OK", XML)
        return body

    assert (["Hello"], 1) == (replies(twilio, app), body.closed)


def test_what_is_written_comes_before_what_is_returned(twilio):
    """Old apps use the function that start_response() gives."""

    def app(environ, start_response):
        write = start_response("200 OK", XML)
        write(HELLO[:9])
        return [HELLO[9:]]

    assert ["Hello"] == replies(twilio, app)


def test_a_status_may_come_with_the_first_piece(twilio):
    """A generator begins when it is read."""

    def app(environ, start_response):
        start_response("200 OK", XML)
        yield HELLO

    assert ["Hello"] == replies(twilio, app)


def failing(first):
    """An app that fails after `first`, and then asks for another status."""

    def app(environ, start_response):
        start_response("200 OK", XML)
        yield first
        try:
            raise ZeroDivisionError("division by zero")
        except ZeroDivisionError:
            start_response("503 Service Unavailable", XML, sys.exc_info())
        yield b""

    return app


def test_a_failing_app_may_take_its_status_back(twilio):
    """As long as nothing has gone out: then it answered itself, and did not fail."""
    replies(twilio, failing(b""))
    assert [503] == [one.status for one in twilio.webhooks]


def test_what_has_gone_out_can_not_be_taken_back(twilio):
    """The server breaks off, and the test is told what the app raised."""
    with pytest.raises(ZeroDivisionError):
        replies(twilio, failing(b"<Resp"))
    assert [500] == [one.status for one in twilio.webhooks]


def test_an_app_that_gives_no_status_is_told_so(twilio):
    """It forgot to call start_response()."""
    with pytest.raises(AhoyError, match=r"gave no status: a WSGI app calls start_response\(\)"):
        replies(twilio, lambda environ, start_response: [HELLO])
