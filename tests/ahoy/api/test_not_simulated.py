"""What Ahoy does not do is named, never swallowed."""

from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioException, TwilioRestException

from ahoy.trace import Alert


def refusal(act) -> tuple[int, str]:
    """Status and sentence."""
    with pytest.raises(TwilioRestException) as refused:
        act()
    return refused.value.status, refused.value.msg.partition(": ")[2]


@pytest.mark.parametrize(("act", "what", "instead"), [
    (lambda client: client.sip.domains.create("harbour.sip.twilio.com"),
     "POST /2010-04-01/Accounts/.../SIP/Domains.json", "<Dial><Sip>sip:ada@example.com</Sip>"),
    (lambda client: client.available_phone_numbers("GB").fetch(),
     "numbers of the country GB", "Search in US"),
    (lambda client: client.lookups.v2.phone_numbers("+14155550123").fetch(fields="sim_swap"),
     "the Lookup package sim_swap", "line_type_intelligence"),
    (lambda client: client.verify.v2.services.create("Harbour"),
     "POST verify.twilio.com/v2/Services (Verify)", "client.messages.create()"),
])
def test_a_resource_that_is_not_simulated_is_named(client, act, what, instead):
    """HTTP 501, with the request and the nearest thing that works."""
    status, sentence = refusal(lambda: act(client))
    assert 501 == status
    assert sentence.startswith(f"Ahoy does not simulate {what} yet.")
    assert instead in sentence


@pytest.mark.parametrize(("pair", "what"), [
    ({"to": "whatsapp:+14155550123", "from_": "whatsapp:+14155550100"}, "WhatsApp"),
    ({"to": "messenger:1234", "from_": "messenger:5678"}, "Facebook Messenger"),
    ({"to": "rcs:+14155550123", "from_": "+14155550100"}, "RCS"),
    ({"to": "+14155550123", "from_": "whatsapp:+14155550100"}, "WhatsApp"),
    ({"to": "+14155550123", "from_": "messenger:5678"}, "Facebook Messenger"),
])
def test_a_channel_other_than_texts_is_named(client, pair, what):
    """An address of it is no mistyped number."""
    status, sentence = refusal(lambda: client.messages.create(body="Hi", **pair))
    assert 501 == status
    assert sentence.startswith(f"Ahoy does not simulate {what} yet. Send a text ")


def test_a_list_that_is_not_simulated_is_named(client):
    """The SDK wraps it in a plain exception, and the words are still in it."""
    with pytest.raises(TwilioException, match=r"does not simulate GET .*/Domains.json yet"):
        client.sip.domains.list()


@pytest.mark.parametrize("more", [
    {"content_sid": "HX" + "1" * 32},
    {"content_retention": "discard"},
    {"persistent_action": ["geo:37.8,-122.4"]},
    {"shorten_urls": True},
])
def test_a_messages_parameter_that_is_not_simulated_is_named(client, text, more):
    """No silent success: nothing is sent."""
    status, sentence = refusal(lambda: text(**more))
    name = "".join(word.capitalize() for word in next(iter(more)).split("_"))
    assert 501 == status
    assert f"the parameter {name} yet" in sentence
    assert not client.messages.list()


@pytest.mark.parametrize("more", [
    {"byoc": "BY" + "1" * 32},
    {"caller_id": "+14155550100"},
])
def test_a_calls_parameter_that_is_not_simulated_is_named(client, ring, more):
    """No silent success: no phone rings."""
    assert 501 == refusal(lambda: ring(**more))[0]
    assert not client.calls.list()


def test_a_parameter_with_the_value_that_it_has_anyway_is_accepted(text, ring):
    """`record=False` asks for nothing that is not there."""
    assert "queued" == text(smart_encoded=False).status
    assert "queued" == ring(record=False).status


@pytest.mark.parametrize(("name", "instead"), [
    ("CallerId", "from_"), ("CallToken", "carry no CallToken"), ("Byoc", "Carriers"),
    ("ClientNotificationUrl", "client:ada"), ("Passports", "passports"),
    ("RecordingConfigurationId", "record=True")])
def test_what_a_call_can_not_have_says_what_works(ask, home, name, instead):
    """501, with the parameter's name and the nearest thing."""
    said = ask("POST", home + "/Calls.json", **{name: "https://a.example/x"})
    sentence = said.json["message"]
    assert (501, True, True) == (
        said.status_code, f"the parameter {name} yet" in sentence, instead in sentence)


def test_an_unknown_parameter_is_ignored_aloud(world, ask, home):
    """As on Twilio, with a warning in the debugger: 20001."""
    said = ask("POST", home + "/Messages.json", To="+14155550123", From="+14155550100", Body="Hi",
               Bodyy="Hi")
    warning = next(record for record in world.trace if isinstance(record, Alert))
    assert 201 == said.status_code
    assert (20001, "warning") == (warning.code, warning.level)
    assert "Bodyy" in warning.text


def test_a_page_for_browsers_is_named(ask, home):
    """Twilio has HTML, too."""
    said = ask("GET", f"{home}/Messages.html", raw=True)
    assert 501 == said.status_code
    assert "JSON, XML and CSV work." in said.text
