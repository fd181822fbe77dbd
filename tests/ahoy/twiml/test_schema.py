"""The table of TwiML: complete, consistent, and true about what is carried out."""

from __future__ import annotations

import inspect

import pytest
from twilio.twiml import TwiML, messaging_response, voice_response

from ahoy.exchange.verbs import carry_out
from ahoy.twiml import all_tags
from ahoy.twiml.document import Element, parse

GENERAL = set(dir(TwiML))
RESPONSES = {
    "voice": voice_response.VoiceResponse,
    "messaging": messaging_response.MessagingResponse,
}


def written_by_sdk(node: TwiML, key: str, seen: dict[str, set[str]]):
    """Every (parent's key, element, attributes) that the SDK's methods write below `node`."""
    makers = [getattr(node, name) for name in dir(node) if name[0] != "_" and name not in GENERAL]
    for maker in filter(inspect.ismethod, makers):
        names = [
            p.name
            for p in inspect.signature(maker).parameters.values()
            if p.kind is not inspect.Parameter.VAR_KEYWORD
        ]
        made = maker(**dict.fromkeys(names, "x"))
        seen.setdefault(key, set()).add(made.name)
        yield key, made.name, set(made.attrs)
        below = all_tags.TABLE[key].children.get(made.name)
        if below is not None and below not in seen:
            seen[below] = set()
            yield from written_by_sdk(made, below, seen)


@pytest.mark.parametrize("kind", ["voice", "messaging"])
def test_whatever_the_sdk_can_write_is_in_the_table(kind):
    """No element and no attribute of the installed SDK is unknown here, wherever it stands."""
    unknown, count = [], 0
    for parent, name, attributes in written_by_sdk(RESPONSES[kind](), all_tags.ROOTS[kind].key, {}):
        count += 1
        row = all_tags.child(all_tags.TABLE[parent], name)
        missing = attributes - set(row.attributes) if row else {"the element itself"}
        unknown += [(parent, name, sorted(missing))] if missing else []
    assert unknown == []
    assert count >= len(all_tags.ROOTS[kind].children) - 2


def test_the_table_says_carried_out_of_just_the_verbs_that_are():
    """A verb is either executed or refused by name, never neither."""
    said = {
        name for name in all_tags.ROOTS["voice"].children
        if all_tags.verb("voice", name).carried_out
    }
    assert set(carry_out.VERBS) == said


def test_what_is_not_carried_out_has_a_reason():
    """The reason is a sentence, for the page that lists what is simulated."""
    silent = [
        (line.place, line.attribute)
        for line in all_tags.lines()
        if line.support != "simulated" and not line.why.endswith(".")
    ]
    assert silent == []


def test_every_row_can_be_reached_and_every_child_exists():
    """No dead rows, no dangling keys."""
    roots = all_tags.ROOTS.values()
    reached = {key for root in roots for key in (root.key, *all_tags.inside(root))}
    assert set(all_tags.TABLE) == reached
    assert {key for row in all_tags.TABLE.values() for key in row.children.values()} <= reached


def test_every_example_of_a_good_value_is_a_good_value():
    """Cures quote these examples."""
    bad = [
        (row.key, one.name)
        for row in all_tags.TABLE.values()
        for one in row.attributes.values()
        if one.read(one.values.example)[0] is None
    ]
    assert bad == []


@pytest.mark.parametrize(
    ("place", "attribute", "good", "bad", "code"),
    [
        ("Say", "voice", "Polly.Joanna", "robot", 13511),
        ("Say", "language", "en-GB", "English!", 13512),
        ("Say", "loop", "0", "-1", 13510),
        ("Gather.Say", "voice", "alice", "robot", 13321),
        ("Gather.Say", "loop", "2", "often", 13322),
        ("Play", "loop", "3", "x", 13410),
        ("Play", "digits", "ww12#", "12z", 13430),
        ("Pause", "length", "10", "0", 13910),
        ("Gather", "method", "GET", "PUT", 13312),
        ("Gather", "input", "dtmf speech", "voice", 13326),
        ("Gather", "timeout", "auto", "soon", 13313),
        ("Gather", "numDigits", "4", "0", 13314),
        ("Gather", "finishOnKey", "*", "x", 13310),
        ("Gather", "finishOnKey", "", "12", 13311),
        ("Gather", "actionOnEmptyResult", "true", "yes", 13338),
        ("Reject", "reason", "busy", "tired", 13810),
        ("Redirect", "method", "GET", "DELETE", 13710),
        ("Record", "maxLength", "60", "0", 13612),
        ("Dial", "timeout", "600", "601", 13212),
        ("Dial", "record", "record-from-answer", "maybe", 13217),
        ("Number", "sendDigits", "1w2", "1x", 13222),
        ("Conference", "beep", "onEnter", "loud", 13235),
        ("Enqueue", "waitUrlMethod", "GET", "X", 14206),
        ("Message", "statusCallback", "/done", "ftp://x", 14105),
        ("Start", "method", "POST", "X", 12200),
    ],
)
def test_a_bad_value_has_the_code_of_twilios_dictionary(place, attribute, good, bad, code):
    """Good values pass; bad ones give the verb's own warning."""
    one = all_tags.TABLE[place].attributes[attribute]
    assert (good, 0, None, code) == (*one.read(good), *one.read(bad))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<Pay/>", ["<Pay>", "<Gather>"]),
        ("<Dial><Sim>DE1</Sim></Dial>", ["<Sim>", "not simulated"]),
        ("<Record recordingConfigurationId='x'/>", ["<Record", "Set the attributes"]),
    ],
)
def test_a_refusal_names_the_verb_the_reason_and_what_works(source, words):
    """The exchange shows it as an alert."""
    (element,) = parse(f"<Response>{source}</Response>", "voice").verbs
    reason = all_tags.refusal(element, "voice")
    assert [word for word in words if word not in reason] == []


@pytest.mark.parametrize("name", sorted(set(carry_out.VERBS) - {"Dial"}))  # numbers: not yet
def test_a_simulated_verb_with_harmless_attributes_is_not_refused(name):
    """Everything that is carried out in full gives None."""
    attributes = {"input": "dtmf speech", "language": "en-US"} if name == "Gather" else {}
    assert all_tags.refusal(Element(name, attributes, "x", [], 1), "voice") is None
