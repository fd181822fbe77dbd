"""Reading TwiML that is meant to do harm, or means nothing at all."""

from __future__ import annotations

import time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ahoy.twiml import all_tags
from ahoy.twiml.document import Document, Element, parse


def codes(document: Document) -> list[int]:
    """The alerts that Twilio would raise, in order."""
    return [fault.code for fault in [*document.faults, *filter(None, [document.fatal])]]


@pytest.mark.parametrize(
    "source",
    [
        '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><Response><Say>&b;</Say></Response>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><Response><Say>&x;</Say></Response>',
        '<!DOCTYPE r SYSTEM "http://example.com/evil.dtd"><Response/>',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://example.com/x"> %p;]><Response/>',
    ],
)
def test_dtds_and_entities_are_refused(source):
    """Neither expanded nor fetched: the document is unreadable."""
    document = parse(source, "voice")
    assert (12100, []) == (document.fatal.code, document.verbs)


HOSTILE = {
    "a million verbs": "<Response>" + "<Hangup/>" * 1_000_000 + "</Response>",
    "deep nesting": "<Response>" + "<Say>" * 100_000,
    "deep speech marks": "<Response><Say>" + "<prosody>" * 10_000,
    "thousands of unknown names": "<Response>"
    + "".join(f"<a{n}/>" for n in range(7000))
    + "</Response>",
    "thousands of attributes": "<Response><Say "
    + " ".join(f'a{n}="1"' for n in range(6000))
    + "/></Response>",
    "one endless name": "<Response><" + "a" * 60_000 + "/></Response>",
    "one endless value": '<Response><Pause length="' + "9" * 60_000 + '"/></Response>',
    "a language without end": '<Response><Say language="' + "aa-" * 20_000 + '">x</Say></Response>',
    "nothing but line ends": "<Response><Say>" + "\n" * 60_000 + "</Say></Response>",
    "nothing but ampersands": "<Response>" + "&" * 60_000,
    "nothing but brackets": "<" * 60_000,
    "half attributes": "<Say " + "a=" * 30_000,
    "quotes": "<Say " + "a='\" " * 12_000 + "<",
}


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("<Response><Say>" + "<p><s>" * 25 + "x" + "</s></p>" * 25 + "</Say></Response>", "deeply"),
        ("<Response>" + "<Hangup/>" * 20_000 + "</Response>", "more elements"),
    ],
)
def test_more_than_any_real_document_has_makes_it_unreadable(source, sentence):
    """Fifty elements in each other, or twenty thousand in all, are the limits."""
    document = parse(source, "voice")
    assert (12100, []) == (document.fatal.code, document.verbs) and sentence in document.fatal.text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_ends_soon(name):
    """Faults are listed up to a limit; nothing takes more than a moment."""
    begun = time.process_time()
    document = parse(HOSTILE[name], "voice")
    assert codes(document) and len(document.faults) <= 51
    assert time.process_time() - begun < 2


KINDS = st.sampled_from(["voice", "messaging"])
PIECES = st.sampled_from(
    [
        "<Response>",
        "</Response>",
        "<Say>",
        "</Say>",
        "<Say",
        " voice='x'",
        ">",
        "/>",
        "<Gather>",
        "</Gather>",
        "&",
        "&amp;",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "\n",
        "<?xml version='1.0'?>",
        "hello",
        "\ufeff",
        "<!DOCTYPE a>",
        "\x00",
        "é",
    ]
)


@given(
    st.binary(max_size=200) | st.text(max_size=200) | st.lists(PIECES, max_size=25).map("".join),
    KINDS,
)
def test_whatever_the_source_is_it_gives_a_document(source, kind):
    """Never an exception; what can't be read has no verbs, and each fault says what to do."""
    document = parse(source, kind)
    assert not (document.fatal and document.verbs)
    assert all(fault.cure and fault.level in ("error", "warning") for fault in document.faults)
    assert {element.name for element in document.verbs} <= set(all_tags.ROOTS[kind].children)


NAMES = st.sampled_from(sorted(
    {row.name for row in all_tags.TABLE.values() if ":" not in row.name}))
VALUES = st.sampled_from(
    ["", "1", "0", "-1", "true", "POST", "get", "speech", "/x", "alice", "#", "x"]
)
TEXTS = st.sampled_from(["", " ", "hello", "+14155550123"])


@st.composite
def written(draw, key: str, depth: int = 3) -> ElementTree.Element:
    """An element as the table has it, with now and then something that has no place there."""
    row = all_tags.TABLE[key]
    made = ElementTree.Element(row.name)
    made.text = draw(TEXTS)
    known = st.sampled_from(sorted(set(row.attributes) - {"xml:lang"}) or ["x"])
    for name in draw(st.lists(known | st.sampled_from(["loop", "odd"]), max_size=3)):
        examples = [row.attributes[name].values.example] if name in row.attributes else ["1"]
        made.set(name, draw(VALUES | st.sampled_from(examples)))
    for child in draw(st.lists(st.sampled_from(sorted(row.children.values()) or [""]), max_size=3)):
        if child and ":" not in child and depth:
            made.append(draw(written(child, depth - 1)))
    if draw(st.integers(0, 9)) == 0:
        made.append(ElementTree.Element(draw(NAMES)))
    return made


def rewritten(element: Element) -> ElementTree.Element:
    """What was kept of a document, as XML again; speech marks as words and one pause."""
    made = ElementTree.Element(element.name, element.attributes)
    made.text = element.text
    if element.name != "Say":
        made.extend(rewritten(one) for one in element.children)
    elif element.breaks:
        ElementTree.SubElement(made, "break", {"time": f"{element.breaks}s"})
    return made


@settings(max_examples=100, deadline=None)
@given(st.data(), KINDS)
def test_what_is_kept_of_a_document_has_no_faults(data, kind):
    """Left out is all that Twilio warns about: writing the rest again gives the same verbs."""
    root = data.draw(written(all_tags.ROOTS[kind].key))
    root.text = ""
    first = parse(ElementTree.tostring(root, encoding="unicode"), kind)
    again = ElementTree.Element("Response")
    again.extend(rewritten(element) for element in first.verbs)
    second = parse(ElementTree.tostring(again, encoding="unicode"), kind)
    assert [ElementTree.tostring(rewritten(element)) for element in first.verbs] == [
        ElementTree.tostring(rewritten(element)) for element in second.verbs
    ]
    assert [] == codes(second)
