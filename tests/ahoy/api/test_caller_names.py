"""VoiceCallerIdLookup: the site is told who calls."""

from __future__ import annotations

import pytest


@pytest.fixture
def told(world, client, office):
    """Lets somebody call the office: gives what its site was told, and the finished call."""

    def calls(handset, **settings):
        client.incoming_phone_numbers(world.number.sid).update(**settings)
        placed = handset.calls(office)
        world.settle(placed.sid)
        webhook = next(one for one in world.trace if getattr(one, "purpose", "") == "voice")
        return webhook.params, client.calls(placed.sid).fetch()

    return calls


def test_a_handsets_name_is_told_where_it_is_wanted(told, alice):
    """In CallerName, and the call keeps it."""
    params, call = told(alice, voice_caller_id_lookup=True)
    assert ("Alice", "Alice") == (params["CallerName"], call.caller_name)


def test_a_phone_without_a_name_has_an_empty_one(told, world):
    """The parameter is there all the same."""
    params, _ = told(world.phones.get("+14155550177"), voice_caller_id_lookup=True)
    assert "" == params["CallerName"]


@pytest.mark.parametrize("settings", [{}, {"voice_caller_id_lookup": False}])
def test_no_name_is_told_unasked(told, alice, settings):
    """As a number is from the beginning."""
    params, call = told(alice, **settings)
    assert "CallerName" not in params
    assert call.caller_name is None


def test_a_name_costs_a_lookup(told, client, alice):
    """A cent for each call; the number says whether it looks names up."""
    told(alice, voice_caller_id_lookup=True)
    (used,) = client.usage.records.list(category="calleridlookups")
    assert ("1", "0.01") == (used.count, str(used.price))
    assert client.incoming_phone_numbers.list()[0].voice_caller_id_lookup is True
