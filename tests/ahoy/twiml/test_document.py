"""Reading TwiML: what Twilio takes, what it warns about, what it can't read."""

from __future__ import annotations

import pytest
from twilio.twiml.voice_response import VoiceResponse

from ahoy.twiml.document import Document, Element, parse

PROLOG = '<?xml version="1.0" encoding="UTF-8"?>'


def voice(inside: str) -> Document:
    """The document with these verbs."""
    return parse(f"<Response>{inside}</Response>", "voice")


def codes(document: Document) -> list[int]:
    """The alerts that Twilio would raise, in order."""
    return [fault.code for fault in [*document.faults, *filter(None, [document.fatal])]]


def names(document: Document) -> list[str]:
    """The verbs that are left to carry out."""
    return [element.name for element in document.verbs]


def test_a_document_of_the_sdk_is_read_as_it_was_meant():
    """Names, attributes, texts, children and lines, in order."""
    response = VoiceResponse()
    gather = response.gather(num_digits=1, action="/menu", method="GET")
    gather.say("Press one.", voice="alice")
    response.redirect("/again")
    expected = [
        Element(
            "Gather",
            {"action": "/menu", "method": "GET", "numDigits": "1"},
            "",
            [Element("Say", {"voice": "alice"}, "Press one.", [], 1)],
            1,
        ),
        Element("Redirect", {}, "/again", [], 1),
    ]
    assert Document(expected) == parse(str(response), "voice")


def test_elements_know_their_lines():
    """A line counts from 1, the one on which the tag begins."""
    document = parse(f"{PROLOG}\n<Response>\n  <Say>a</Say>\n\n  <Hangup/>\n</Response>", "voice")
    assert [3, 5] == [element.line for element in document.verbs]


@pytest.mark.parametrize(
    "source",
    [
        "<Response/>",
        "<Response></Response>",
        f"{PROLOG}<Response/>\n",
        "<Response><!-- nothing --></Response>",
        b"<Response/>",
        '<Response version="2010-04-01"/>',
        "\n <Response/>",
    ],
)
def test_an_empty_response_is_a_good_document(source):
    """Nothing to do, nothing to complain about."""
    assert Document() == parse(source, "voice")


def test_bytes_are_read_in_the_encoding_that_they_declare():
    """UTF-8 unless the prolog says something else."""
    latin = '<?xml version="1.0" encoding="ISO-8859-1"?><Response><Say>Café</Say></Response>'
    texts = [
        parse(source, "voice").verbs[0].text
        for source in (
            latin.encode("latin-1"),
            latin,
            "<Response><Say>Café</Say></Response>".encode(),
        )
    ]
    assert ["Café"] * 3 == texts


@pytest.mark.parametrize(
    ("source", "line", "sentence", "cure"),
    [
        ("OK", 1, "Content is not allowed in prolog.", "<Response>"),
        ('\n\n{"a": 1}', 3, "Content is not allowed in prolog.", "<Response>"),
        ("", 1, "Premature end of file.", "<Response>"),
        (
            "\n" + PROLOG + "<Response/>",
            2,
            'The processing instruction target matching "[xX][mM][lL]" is not allowed.',
            "empty line",
        ),
        (
            "\ufeff" + PROLOG + "<Response/>",
            1,
            "Content is not allowed in prolog.",
            "byte order mark",
        ),
        (b"\xef\xbb\xbf<Response/>", 1, "Content is not allowed in prolog.", "byte order mark"),
        (
            "<Response>\n<Say>R & D</Say></Response>",
            2,
            "The entity name must immediately follow the '&'",
            "&amp;",
        ),
        (
            "<Response><Say>a&nbsp;b</Say></Response>",
            1,
            'The entity "nbsp" was referenced, but not declared.',
            "UTF-8",
        ),
        (
            "<Response><Say voice=alice>x</Say></Response>",
            1,
            'Open quote is expected for attribute "voice".',
            'voice="…"',
        ),
        (
            "<Response><Say voice>x</Say></Response>",
            1,
            "must be followed by the ' = ' character.",
            'voice="…"',
        ),
        (
            '<Response><Say loop="1" loop="2">x</Say></Response>',
            1,
            'Attribute "loop" was already specified',
            "loop once",
        ),
        (
            "<Response>\n<Say>x</say>\n</Response>",
            2,
            'The element type "Say" must be terminated by the matching end-tag "</Say>".',
            "</Say>",
        ),
        (
            "<Response>\n<Say>x\n</Response>",
            3,
            'The element type "Say" must be terminated by the matching end-tag "</Say>".',
            "before </Response>",
        ),
        (
            "<Response>\n<Say>x</Say>",
            2,
            "XML document structures must start and end within the same entity.",
            "</Response>",
        ),
        (
            "<Response/>\n<Response/>",
            2,
            "The markup in the document following the root element must be well-formed.",
            "one root",
        ),
        (
            "<Response><Say>1 < 2</Say></Response>",
            1,
            "The content of elements must consist of well-formed character data or markup.",
            "&lt;",
        ),
        (
            '<Response><Say voice="<">x</Say></Response>',
            1,
            "must not contain the '<' character.",
            "&lt;",
        ),
        ("<!DOCTYPE x><Response/>", 1, "DOCTYPE is disallowed", "DTD"),
        ("<!doctype html><html><br></html>", 1, "", "web page"),
        ("<html>\n<br>\n</html>", 3, 'The element type "br"', "web page"),
        (
            b'<?xml version="1.0" encoding="klingon"?><Response/>',
            1,
            "Invalid encoding name.",
            "UTF-8",
        ),
        ("<Response><Say>\ud800</Say></Response>", 1, "An invalid XML character", "UTF-8"),
        (b"<Response><Say>\x00</Say></Response>", 1, "An invalid XML character", "UTF-8"),
    ],
)
def test_what_is_no_xml_is_error_12100_with_line_sentence_and_cure(source, line, sentence, cure):
    """The call can't go on: Twilio's parser's words, and what to write instead."""
    fatal = parse(source, "voice").fatal
    assert (12100, "error", line) == (fatal.code, fatal.level, fatal.line)
    assert f"Error on line {line} of document  : " in fatal.text
    assert sentence in fatal.text and cure in fatal.cure


@pytest.mark.parametrize(
    ("source", "code", "cure"),
    [
        ("<response/>", 12102, "Write <Response>."),
        ("<html><body/></html>", 12102, "web page"),
        ("<Say>Hi</Say>", 12102, "<Response>"),
        ('<Response version="1999-12-31"/>', 12101, "without a version"),
    ],
)
def test_a_wrong_root_ends_the_reading(source, code, cure):
    """12102 for another element, 12101 for a version that never was."""
    document = parse(source, "voice")
    assert (code, "error", []) == (document.fatal.code, document.fatal.level, document.verbs)
    assert cure in document.fatal.cure


def test_a_reply_to_a_text_that_is_no_xml_gets_the_warning_that_twilio_gives():
    """ "OK" as the answer to an SMS is 12200, seen in the debugger; to a call it is 12100."""
    assert ([12200], [12100]) == (codes(parse("OK", "messaging")), codes(parse("OK", "voice")))


@pytest.mark.parametrize(
    ("inside", "kept", "cure"),
    [
        ("<say>x</say>", [], "TwiML is case-sensitive. Write <Say>."),
        ("<Saay>x</Saay>", [], "Did you mean <Say>?"),
        ("<Number>1</Number>", [], "Put it in <Dial>."),
        ("<Message>x</Message>", [], "client.messages.create"),
        ("<Qwxyz/>", [], "may stand Connect"),
        ("<Hangup><Wat/></Hangup>", ["Hangup"], "There is no <Wat>"),
        ("hello", [], 'Put "hello" into <Say>.'),
        ("<Pause>hello</Pause>", ["Pause"], 'leave out "hello"'),
        ('<Hangup now="1"/>', ["Hangup"], "has no attributes"),
        ('<Play Loop="2">a.mp3</Play>', ["Play"], "case-sensitive. Write loop."),
        ('<Play lop="2">a.mp3</Play>', ["Play"], "Did you mean loop?"),
    ],
)
def test_what_the_schema_does_not_know_is_skipped_with_warning_12200(inside, kept, cure):
    """The other verbs still run; the cure says what was probably meant."""
    document = voice(inside + "<Redirect>/on</Redirect>")
    (fault,) = document.faults
    assert (12200, "warning", 1, [*kept, "Redirect"]) == (
        fault.code,
        fault.level,
        fault.line,
        names(document),
    )
    assert cure in fault.cure
    assert all(not element.attributes for element in document.verbs)


@pytest.mark.parametrize(
    ("inside", "code", "cure"),
    [
        ("<Gather><Dial>1</Dial></Gather>", 13320, "Put it in <Response>."),
        ("<Dial><Say>x</Say></Dial>", 13215, "<Response>"),
        ("<Say></Say>", 13520, "words to say"),
        ("<Say><p> </p></Say>", 13520, "words to say"),
        ("<Say>" + "x" * 4097 + "</Say>", 13521, "several <Say>"),
        ('<Say voice="robot">x</Say>', 13511, "Twilio uses man."),
        ('<Gather timeout="soon"/>', 13313, 'timeout="5"'),
        ('<Gather finishOnKey="##"/>', 13311, "one key"),
        ('<Pause length="-3"/>', 13910, "whole number of 1 or more"),
        ('<Redirect method="PUT">/x</Redirect>', 13710, "GET or POST"),
        ("<Dial><Conference>a</Conference><Number>1</Number></Dial>", 13000, "alone"),
        ("<Dial><Number/></Dial>", 13223, "phone number"),
    ],
)
def test_each_mistake_has_its_own_code_and_cure(inside, code, cure):
    """13xxx warnings: the call goes on, with the default or without the element."""
    document = voice(inside)
    assert [code] == codes(document) and document.fatal is None
    assert cure in document.faults[0].cure


def test_an_attribute_with_a_bad_value_is_dropped_so_that_the_default_counts():
    """Its neighbours stay, in the form in which Twilio understands them."""
    document = voice('<Gather timeout="soon" numDigits=" 4 " method="get" bargeIn="FALSE"/>')
    assert {"numDigits": "4", "method": "GET", "bargeIn": "false"} == document.verbs[0].attributes


def test_a_fault_carries_the_line_of_its_element():
    """So that the learner finds it in a long document."""
    document = parse(
        '<Response>\n <Say>a</Say>\n <Pause\n  length="x"/>\n <say/>\n text\n</Response>', "voice"
    )
    assert [(13910, 3), (12200, 5), (12200, 6)] == [
        (fault.code, fault.line) for fault in document.faults
    ]


def test_what_is_spoken_includes_the_words_of_ssml():
    """Marks change how words sound, not which words; an alias is said instead of its text."""
    say = voice(
        "<Say>Hello <prosody rate='slow'>my <emphasis>dear</emphasis></prosody>,\n"
        "  <sub alias='World Wide Web'>WWW</sub><break time='1500ms'/>and"
        "<p>all</p><amazon:effect name='whispered'>psst</amazon:effect></Say>"
    ).verbs[0]
    assert ("Hello my dear, World Wide Web and all psst", 1.5) == (say.text, say.breaks)
    assert ["prosody", "sub", "break", "p", "amazon:effect"] == [mark.name for mark in say.children]


def test_texts_of_messages_keep_their_lines():
    """A line break in a text message is a line break; the blanks around it are not sent."""
    document = parse("<Response><Message>\n one\ntwo \n</Message></Response>", "messaging")
    assert "one\ntwo" == document.verbs[0].text


def test_a_message_has_bodies_and_media():
    """Attributes that need an account to be judged are left as they are."""
    (message,) = parse(
        '<Response><Message to="somebody"><Body>a</Body><Body>b</Body>'
        "<Media>/cat.png</Media></Message></Response>",
        "messaging",
    ).verbs
    assert ({"to": "somebody"}, [("Body", "a"), ("Body", "b"), ("Media", "/cat.png")]) == (
        message.attributes,
        [(part.name, part.text) for part in message.children],
    )


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("<Message/>", 14103),
        ("<Message><Body> </Body></Message>", 14103),
        ("<Message>" + "x" * 1601 + "</Message>", 14103),
        ("<Message><Body>" + "x" * 900 + "</Body><Body>" + "x" * 701 + "</Body></Message>", 14103),
        ("<Say>x</Say>", 12200),
        ('<Message method="PUT">x</Message>', 14104),
    ],
)
def test_replies_to_texts_have_codes_of_their_own(source, code):
    """14xxx; a verb of calls is skipped with a warning."""
    assert [code] == codes(parse(f"<Response>{source}</Response>", "messaging"))


def test_equal_sources_are_read_once():
    """A polled page costs a look-up, not a parse."""
    assert parse("<Response><Hangup/></Response>", "voice") is parse(
        "<Response><Hangup/></Response>", "voice"
    )
