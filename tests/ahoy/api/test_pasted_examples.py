"""Who pastes an example of Twilio's, numbers and all, is refused as at Twilio, and told why."""

from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException

from ahoy import Simulator
from ahoy.trace import Alert


@pytest.fixture(params=["call", "text"])
def tries(request, client, world):
    """Calls or texts: gives Twilio's code, and the remarks beside it with their cures."""

    def act(**pair):
        make = {"call": lambda: client.calls.create(twiml="<Response/>", **pair),
                "text": lambda: client.messages.create(body="Hi", **pair)}[request.param]
        with pytest.raises(TwilioRestException) as refused:
            make()
        return refused.value.code, [
            (one.text, one.cure) for one in world.trace if isinstance(one, Alert)]

    return act


@pytest.mark.parametrize("to", ["+15558675310", "(555) 867-5310", "+441632960675"])
def test_a_made_up_recipient_is_named(tries, office, to):
    """The code is that of any number that can't be."""
    code, [(said, cure)] = tries(to=to, from_=office)
    assert code in (13223, 21211)
    assert said.startswith(f"{to} is made up: nobody has such a number.")
    assert 'phone("+14155550123")' in cure


@pytest.mark.parametrize("from_", ["+15017122661", "+18668675310"])
def test_the_sender_in_the_examples_is_named(tries, alice, office, from_):
    """With the number that the account has."""
    code, [(said, cure)] = tries(to=alice.number, from_=from_)
    assert code in (21210, 21659)
    assert said.startswith(f"{from_} is the sender in Twilio's examples")
    assert f"Write your own: {office}." == cure


def test_any_other_number_gets_no_remark(tries, alice, office):
    """A slip of the finger is no example, nor is a number of somebody else's."""
    assert [] == tries(to="+1415555", from_=office)[1]
    assert [] == tries(to=alice.number, from_="+14155550200")[1]


def test_an_example_runs_as_it_stands_where_its_sender_is_the_accounts_number():
    """That of a Simulator may be any."""
    with Simulator(number="+15017122661") as twilio:
        twilio.client().messages.create(
            body="Hi there", from_="+15017122661", to="+14155550123")
        twilio.run()
        assert ("delivered", []) == (twilio.messages.last.status, twilio.alerts)
