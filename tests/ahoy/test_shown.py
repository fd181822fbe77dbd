"""What comes from outside is shown as text without steering the terminal that shows it."""

from __future__ import annotations

import socket
import unicodedata

import pytest

from ahoy import api
from ahoy.facts.shown_text import shown
from ahoy.testing.scanner import check
from helpers.site import serve

NASTY = "a\x1b[31mred\x00\x7f\x9b2J\rb\u202eevil\u2066\u200f\u2028\ud800"
TYPED = NASTY.replace("\x00", "")
"""What a document of XML can hold nearly all of."""

BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def steers(text: str) -> set[str]:
    """The characters in it that a terminal obeys, or can't write."""
    return {one for one in text if one not in "\n\t" and (
        unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(one) in BIDI or one in "\u200e\u200f\u061c")}


def test_the_characters_are_spelt_out():
    """So that one sees that they are there; all others stay, also those of emoji families."""
    assert r"a\x1b[31mred\x00\u007f\u009b2J\x0db\u202eevil\u2066\u200f\u2028\ud800" == shown(NASTY)
    plain = "Größe\t👩‍👩‍👧\nمرحبا שלום ❤️"
    assert plain == shown(plain)


def test_every_character_of_the_kind_is_among_them():
    """Of all that there are."""
    everything = "".join(map(chr, range(0x110000)))
    assert set() == steers(shown(everything))


def test_a_text_that_comes_in_and_goes_out_steers_nothing(world, client, alice, office):
    """Trace, story, phones, and what a test sees."""
    from ahoy.testing import calls_and_texts as seen

    alice.texts(NASTY, to=office, media=[f"https://example.com/{NASTY}"])
    client.messages.create(to=alice.number, from_=office, body=NASTY)
    world.clock.settle(world.exchange.is_quiet)
    alice.name = NASTY
    told = [*map(str, world.trace), repr(alice), *map(str, seen.texts(world)),
            repr(seen.texts(world)), repr(alice.messages), repr(world.trace.records)]
    assert set() == steers("".join(told))
    assert r"\x1b[31m" in "".join(told)


def test_what_is_said_in_a_call_steers_nothing(world, alice, call):
    """By a person, and by a document; and what a site answers."""
    alice.answers().says(TYPED)
    call(f"<Response><Gather input='speech'/><Say>{TYPED}</Say></Response>")
    call("<Response><Say>" + "".join(one for one in TYPED if one not in "\x1b\x9b\x7f\ud800")
         + "</Say></Response>")
    assert set() == steers("".join(map(str, world.trace)))


@pytest.mark.parametrize("place", ["name", "query", "path", "user"])
def test_half_a_character_is_refused_or_read_as_a_wire_would_carry_it(world, place):
    """Wherever it stands: never HTTP 500."""
    home = f"https://api.twilio.com/2010-04-01/Accounts/{world.account.sid}"
    half, auth = "a\ud800", (world.account.sid, world.account.auth_token)
    asked = {
        "name": api.ApiRequest("POST", f"{home}/Messages.json", form={half: "x"}, auth=auth),
        "query": api.ApiRequest("GET", f"{home}/Messages.json", params={half: half}, auth=auth),
        "path": api.ApiRequest("GET", f"{home}/{half}.json", auth=auth),
        "user": api.ApiRequest("GET", f"{home}.json", auth=(half, half)),
    }[place]
    reply = world.request(asked)
    assert reply.status in (200, 400, 401, 501)
    assert reply.body.encode()


def test_what_a_handler_prints_steers_nothing():
    """The site's log, and its tracebacks."""
    def app(environ, start_response):
        print(NASTY)
        raise ValueError(NASTY)

    site = serve(app, name="nasty")
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as line:
        line.sendall(b"GET /%1b%00?a=%e2%80%ae HTTP/1.0\r\n\r\n")
        assert line.recv(100)
    site.stop()
    assert set() == steers(str(site.log) + "".join(site.log.tracebacks))
    assert str(site.log).count(r"\x1b[31mred\x00") == 2


def test_what_a_document_or_a_file_holds_steers_nothing(tmp_path):
    """Explained, and looked through."""
    from helpers import explain

    file = tmp_path / "app.py"
    file.write_text("from twilio.twiml.voice_response import VoiceResponse\n"
                    "TWIML = '<Response><Saay \u202e=\"1\">\u2066x\u009b</Saay></Response>'\n")
    assert set() == steers(repr(explain(f"<Response><Saay>{TYPED}</Saay></Response>"))
                           + repr(explain("<Response><Say voice='\u202e'>\u2066</Say></Response>"))
                           + repr(check(file)))
