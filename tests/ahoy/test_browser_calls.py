"""A browser or an app with a Voice SDK calls a TwiML app: what it may say, and what it hears."""

from __future__ import annotations

import pytest

from ahoy.phones import PhoneError
from ahoy.trace import Webhook

BOB = "+14155550124"


@pytest.fixture
def ada(world):
    """Ada's browser."""
    return world.phones.get("client:ada", "Ada")


@pytest.fixture
def app(client, hosted):
    """An app whose document has these verbs: gives its SID."""
    return lambda *verbs, **more: client.applications.create(
        voice_url=hosted(*verbs), **more).sid


def asked(world):
    return [one.params for one in world.trace if isinstance(one, Webhook)]


def test_a_browser_calls_an_app(world, client, ada, app):
    """The app's document is carried out; the call is listed as one that came in."""
    placed = ada.calls(f"app:{app('<Say>Ahoy, Ada.</Say>')}")
    world.settle(placed.sid)

    call = client.calls(placed.sid).fetch()
    assert ["Ahoy, Ada."] == ada.heard
    assert ("client:ada", "", "inbound", "completed") == (
        call._from, call.to, call.direction, call.status)


def test_the_site_is_told_the_app_and_what_the_browser_says(world, ada, app):
    """Parameters of the connection come under their own names, To among them."""
    sid = app("<Say>One.</Say>")
    world.settle(ada.calls(f"app:{sid}", To=BOB, order=42).sid)

    first = asked(world)[0]
    assert {"ApplicationSid": sid, "From": "client:ada", "Caller": "client:ada", "To": BOB,
            "order": "42", "Called": "", "Direction": "inbound", "CallStatus": "ringing"}.items() \
        <= first.items()


def test_the_next_document_is_told_nothing_of_it(world, ada, app, hosted):
    """An action has the call's own parameters and those of its verb."""
    end = hosted("<Hangup/>")
    world.settle(ada.calls(f"app:{app(f'<Redirect>{end}</Redirect>')}", To=BOB, order=42).sid)

    last = asked(world)[-1]
    assert ("", False, False) == (last["To"], "order" in last, "ApplicationSid" in last)


def test_it_reaches_a_telephone_through_the_app(world, client, office, ada, app, bob):
    """The app's document dials; who is called sees the account's number."""
    bob.answers().says("Hello?", after=1).hangs_up(after=1)
    sid = app(f'<Dial callerId="{office}"><Number>{BOB}</Number></Dial>')
    parent = ada.calls(f"app:{sid}", To=BOB).sid
    world.settle(parent)

    assert ["[ringing]", "[Bob: Hello?]"] == ada.heard
    assert [(office, BOB)] == [(one._from, one.to) for one in
                               client.calls.list(parent_call_sid=parent)]


def test_the_app_is_told_of_the_end(world, ada, app, hosted):
    """By its status callback."""
    told = hosted("")
    world.settle(ada.calls(f"app:{app('<Say>One.</Say>', status_callback=told)}").sid)
    assert "completed" == asked(world)[-1]["CallStatus"]


def test_its_screen_shows_whom_it_calls(ada, app):
    """And the story does."""
    sid = app("<Pause length='9'/>")
    ada.calls(f"app:{sid}")
    assert f"app:{sid}" == ada.snapshot()["peer"]


def test_a_telephone_calls_no_app(alice, app):
    """It has no Voice SDK."""
    with pytest.raises(PhoneError, match=r"^Alice can't call an app: only a browser or an app of "):
        alice.calls(f"app:{app('<Say>One.</Say>')}")


def test_an_unknown_app_is_named(ada):
    """With how to make one."""
    with pytest.raises(PhoneError, match=r"^Ada can't reach app:AP404: your account has no such"):
        ada.calls("app:AP404")


def test_a_browser_that_calls_a_stranger_is_led_to_the_app(ada):
    """A telephone number is reached by what the app dials."""
    with pytest.raises(PhoneError, match=r'A browser reaches others by your app: \.calls\("app:AP'):
        ada.calls(BOB)


def test_a_telephone_says_nothing_but_the_number(alice, office):
    """Parameters are for an app."""
    with pytest.raises(PhoneError, match=r"^order: only an app is told parameters"):
        alice.calls(office, order="42")
