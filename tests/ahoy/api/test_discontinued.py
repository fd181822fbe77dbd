"""What Twilio refuses: premium numbers, SIP limits, senders of others, and old resources."""

from __future__ import annotations

import pytest

from tests.refusals import refusal

PREMIUM = "+19005550123"
SIP = "sip:ada@example.com"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/SMS/Messages.json", "/SMS/Messages/SM1.json"])
def test_the_resource_before_messages_is_gone(ask, home, method, path):
    """410 and 20410."""
    said = ask(method, home + path)
    assert (410, 20410, "Gone") == (said.status_code, said.json["code"], said.json["message"])


def test_premium_numbers_are_neither_called_nor_texted(client, office):
    """+1900."""
    assert (400, 21202, "'To' number is a premium number") == refusal(
        lambda: client.calls.create(to=PREMIUM, from_=office, twiml="<Response/>"))
    assert (400, 21268) == refusal(
        lambda: client.messages.create(to=PREMIUM, from_=office, body="Hi"))[:2]


@pytest.mark.parametrize(("more", "code"), [
    ({"sip_auth_username": "u" * 256, "sip_auth_password": "p"}, 21221),
    ({"sip_auth_username": "a b", "sip_auth_password": "p"}, 21222),
    ({"sip_auth_username": "u", "sip_auth_password": "p" * 256}, 21223),
    ({"sip_auth_username": "u", "sip_auth_password": "p\n"}, 21224),
    ({"sip_auth_username": "u"}, 21225),
    ({"to": SIP + "?x=" + "y" * 1022}, 21227),
])
@pytest.mark.parametrize("way", ["call", "participant"])
def test_limits_of_sip_have_their_codes(client, office, more, code, way):
    """Credentials of 255 characters, headers of 1,023."""
    wanted = {"to": SIP, "from_": office} | more

    def make():
        if way == "call":
            return client.calls.create(twiml="<Response/>", **wanted)
        return client.conferences("Pier").participants.create(**wanted)

    assert (400, code) == refusal(make)[:2]


def test_what_just_fits_is_called(client, office):
    """No refusal."""
    made = client.calls.create(
        to=SIP + "?x=" + "y" * 1021, from_=office, twiml="<Response/>",
        sip_auth_username="u" * 255, sip_auth_password="p" * 255)
    assert "queued" == made.status


def test_twilios_own_number_is_of_another_account(client, world, alice):
    """That of the sandbox for WhatsApp: 21660, and 21659 for what is no number of Twilio's."""
    sent = [refusal(lambda from_=from_: client.messages.create(
        to=alice.number, from_=from_, body="Hi"))[1]
        for from_ in ("+14155238886", "+14155550188")]
    assert [21660, 21659] == sent
