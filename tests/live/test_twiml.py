"""The judge of TwiML: what is not known to be harmless is refused, at every place."""

from __future__ import annotations

import pytest

from helpers.live.guard import Guard, LiveRefused
from helpers.live.harmless_twiml import SHAPES
from tests.live.doors import ALICE, BOB, PUBLIC, STRANGER

HARMLESS = [
    "<Say>Ahoy!</Say>",
    "<Say voice='Polly.Amy' language='en-GB' loop='2'>One <break time='1s'/> two"
    "<prosody rate='slow'>three</prosody></Say>",
    "<Play>https://sounds.example.com/a.mp3</Play>",
    "<Play digits='ww12#'/>",
    "<Pause length='2'/>",
    f"<Gather input='dtmf speech' action='{PUBLIC}/menu' hints='yes'><Say>Press 1</Say></Gather>",
    f"<Record maxLength='20' action='{PUBLIC}/kept' transcribe='true'/>",
    f"<Redirect method='POST'>{PUBLIC}/voice?a=b</Redirect>",
    "<Redirect>http://demo.twilio.com/docs/voice.xml</Redirect>",
    "<Hangup/>", "<Reject reason='busy'/>", "<Leave/>",
    f"<Dial>{ALICE}</Dial>",
    "<Dial>+1 (415) 555-0123</Dial>",
    f"<Dial callerId='+14155550100' timeout='10'>\n  <Number>{ALICE}</Number>\n"
    f"  <Number sendDigits='1'>{BOB}</Number>\n</Dial>",
    "<Dial><Conference beep='false'>Pier</Conference></Dial>",
    "<Dial><Conference waitUrl=''>Pier</Conference></Dial>",
    "<Dial><Queue>waiting</Queue></Dial>",
    "<Enqueue waitUrl='http://twimlets.com/holdmusic?Bucket=com.twilio.music.ambient'>w</Enqueue>",
    f"<Sms to='{ALICE}'>Ahoy</Sms>",
    f"<Message to='{ALICE}'><Body>Ahoy</Body><Media>https://x.example.com/a.jpg</Media></Message>",
    "<!-- a remark -->",
]

DANGEROUS = {
    # whom
    "a stranger": f"<Dial>{STRANGER}</Dial>",
    "a stranger as a noun": f"<Dial><Number>{STRANGER}</Number></Dial>",
    "a stranger beside a friend": f"<Dial><Number>{ALICE}</Number><Number>{STRANGER}</Number>"
                                  "</Dial>",
    "a stranger before a noun": f"<Dial>{STRANGER}<Number>{ALICE}</Number></Dial>",
    "a stranger after a noun": f"<Dial><Number>{ALICE}</Number>{STRANGER}</Dial>",
    "words after a noun": f"<Dial><Number>{ALICE}</Number>or</Dial>",
    "words in a dial": "<Dial>ada</Dial>",
    "an empty number": "<Dial><Number/></Dial>",
    "a number in a comment's two halves": "<Dial>+1<!-- -->4155550123</Dial>",
    "a number behind a comment": f"<Dial><!-- {ALICE} -->{STRANGER}</Dial>",
    "a number in CDATA": f"<Dial><![CDATA[{STRANGER}]]></Dial>",
    "a number in other digits": "<Dial>+1415555012３</Dial>",
    "two numbers": f"<Dial>{ALICE},{STRANGER}</Dial>",
    "a client": "<Dial><Client>ada</Client></Dial>",
    "a client with an identity": "<Dial><Client><Identity>ada</Identity></Client></Dial>",
    "a SIP address": "<Dial><Sip>sip:ada@example.com</Sip></Dial>",
    "a SIM card": "<Dial><Sim>DE11111111111111111111111111111111</Sim></Dial>",
    "WhatsApp": f"<Dial><WhatsApp>{STRANGER}</WhatsApp></Dial>",
    "an application": "<Dial><Application>AP11111111111111111111111111111111</Application></Dial>",
    "a refer": "<Refer><Sip>sip:ada@example.com</Sip></Refer>",
    "a text to a stranger": f"<Sms to='{STRANGER}'>A</Sms>",
    "a message to a stranger": f"<Message to='{STRANGER}'>A</Message>",
    "a text to whoever calls": "<Sms>A</Sms>",
    "a message to whoever calls": "<Message>A</Message>",
    "a trunk": f"<Dial><Number byoc='BY1'>{ALICE}</Number></Dial>",
    # where it leads
    "a strange redirect": "<Redirect>https://evil.example.com/x</Redirect>",
    "a strange redirect behind a name": f"<Redirect>https://{PUBLIC[8:].partition('/')[0]}"
                                        "@evil.example.com/</Redirect>",
    "a backslash": "<Redirect>https://evil.example\\.office.example.com/kit/</Redirect>",
    "a tab in an address": "<Redirect>https://office.example.com\t.evil.com/kit/</Redirect>",
    "a host that begins alike": "<Redirect>https://office.example.com.evil.com/kit/x</Redirect>",
    "another port": "<Redirect>https://office.example.com:8443/kit/x</Redirect>",
    "without TLS": "<Redirect>http://office.example.com/kit/x</Redirect>",
    "a folder that begins alike": "<Redirect>https://office.example.com/kitten</Redirect>",
    "a way up": f"<Redirect>{PUBLIC}/../x</Redirect>",
    "a way up in code": f"<Redirect>{PUBLIC}/%2e%2e/x</Redirect>",
    "another scheme": "<Redirect>ftp://office.example.com/kit/x</Redirect>",
    "a relative address without a place": "<Redirect>/voice</Redirect>",
    "a host without a scheme": "<Redirect>//evil.example.com/x</Redirect>",
    "a bin": "<Redirect>https://handler.twilio.com/twiml/EH1</Redirect>",
    "a twimlet that forwards":
        "<Redirect>http://twimlets.com/forward?PhoneNumber=415-555-0177</Redirect>",
    "a demo that is none": "<Redirect>http://demo.twilio.com/../x</Redirect>",
    "a demo with a question": "<Redirect>http://demo.twilio.com/docs/v.xml?To=1</Redirect>",
    "a demo of another host": "<Redirect>http://demo.twilio.com.evil.com/docs/v.xml</Redirect>",
    "a strange action of Gather": "<Gather action='https://evil.example.com'/>",
    "a strange callback of Gather": "<Gather partialResultCallback='https://evil.example.com'/>",
    "a strange action of Record": "<Record action='https://evil.example.com'/>",
    "a strange callback of Record": "<Record recordingStatusCallback='https://evil.example.com'/>",
    "a strange transcriber": "<Record transcribeCallback='https://evil.example.com'/>",
    "a strange action of Dial": f"<Dial action='https://evil.example.com'>{ALICE}</Dial>",
    "a strange whisper": f"<Dial><Number url='https://evil.example.com'>{ALICE}</Number></Dial>",
    "a strange callback of Number":
        f"<Dial><Number statusCallback='https://evil.example.com'>{ALICE}</Number></Dial>",
    "a strange waiting room":
        "<Dial><Conference waitUrl='https://evil.example.com'>P</Conference></Dial>",
    "a strange callback of a conference":
        "<Dial><Conference statusCallback='https://evil.example.com'>P</Conference></Dial>",
    "a strange callback of old": "<Dial><Conference eventCallbackUrl='https://evil.example.com'>P"
                                 "</Conference></Dial>",
    "a strange page of a queue": "<Dial><Queue url='https://evil.example.com'>w</Queue></Dial>",
    "a strange music": "<Enqueue waitUrl='https://evil.example.com'>w</Enqueue>",
    "a strange action of Enqueue": "<Enqueue action='https://evil.example.com'>w</Enqueue>",
    "a strange action of Sms": f"<Sms to='{ALICE}' action='https://evil.example.com'>A</Sms>",
    "a transfer": f"<Dial referUrl='https://evil.example.com'>{ALICE}</Dial>",
    # what it does
    "connect a stream": "<Connect><Stream url='wss://evil.example.com'/></Connect>",
    "connect anything": "<Connect><AnyThing/></Connect>",
    "an assistant": "<Connect><ConversationRelay url='wss://evil.example.com'/></Connect>",
    "a flow": "<Connect><VirtualAgent connectorName='x'/></Connect>",
    "a room": "<Connect><Room>R</Room></Connect>",
    "a stream": "<Start><Stream url='wss://evil.example.com'/></Start>",
    "a transcription": "<Start><Transcription/></Start>",
    "a payment": "<Pay/>",
    "a prompt": "<Prompt/>",
    "a workflow": "<Enqueue workflowSid='WW11111111111111111111111111111111'/>",
    "a task": "<Enqueue><Task>{}</Task></Enqueue>",
    "a reservation": "<Dial><Queue reservationSid='WR1'>w</Queue></Dial>",
    "a verb of HTML": "<b>bold</b>",
    "HTML in a sentence": "<Say>Ahoy <b>you</b></Say>",
    "a verb of tomorrow": "<Teleport/>",
    "another spelling": f"<dial>{ALICE}</dial>",
    "another name space": f"<x:Dial xmlns:x='y'>{ALICE}</x:Dial>",
    "a dial in a sentence": f"<Say><Dial>{STRANGER}</Dial></Say>",
    "a dial in a dial": f"<Dial><Dial>{ALICE}</Dial></Dial>",
    "a dial in a gather": f"<Gather><Dial>{ALICE}</Dial></Gather>",
    "an attribute of tomorrow": f"<Dial to='{STRANGER}'>{ALICE}</Dial>",
    "an attribute of another name space": f"<Dial xmlns:x='y' x:to='1'>{ALICE}</Dial>",
    "words between verbs": f"{STRANGER}",
    "words after a verb": "<Say>A</Say>B",
    "words in a pause": "<Pause>1</Pause>",
    "an endless dial": f"<Dial timeLimit='0'>{ALICE}</Dial>",
    "a dial of days": f"<Dial timeLimit='86400'>{ALICE}</Dial>",
    "a dial of words": f"<Dial timeLimit='long'>{ALICE}</Dial>",
    "an instruction": "<?php dial() ?>",
    "a file of this computer": "<Play>file:///etc/passwd</Play>",
}

DOCUMENTS = {
    "no document": "Ahoy!", "nothing": "", "another root": "<Say>A</Say>",
    "a root of another name space": "<Response xmlns='y'/>",
    "an attribute of the root": "<Response to='+14155550177'/>",
    "an entity": f"<!DOCTYPE r [<!ENTITY n '{STRANGER}'>]><Response><Dial>&n;</Dial></Response>",
    "a DTD": "<!DOCTYPE Response SYSTEM 'https://evil.example.com/x.dtd'><Response/>",
    "two documents": f"<Response/><Response><Dial>{STRANGER}</Dial></Response>",
    "half a document": "<Response><Dial>",
    "another encoding": "<?xml version='1.0' encoding='UTF-7'?><Response/>",
    "wide letters": "<?xml version='1.0' encoding='utf-16'?><Response/>",
}


@pytest.fixture
def judge():
    """Judges a document that stands in the program."""
    return Guard((ALICE, BOB), PUBLIC).judge_twiml


@pytest.mark.parametrize("verbs", HARMLESS)
def test_what_is_harmless_passes(judge, verbs):
    """The verbs of the course."""
    assert judge(f"<Response>{verbs}</Response>")


@pytest.mark.parametrize("verbs", DANGEROUS.values(), ids=DANGEROUS)
def test_what_is_not_known_to_be_harmless_is_refused(judge, verbs):
    """With a sentence that says what and why."""
    with pytest.raises(LiveRefused, match=r"^Live mode refused .*Nothing was sent\. [A-Z]"):
        judge(f"<Response>{verbs}</Response>")


@pytest.mark.parametrize("source", DOCUMENTS.values(), ids=DOCUMENTS)
def test_what_two_could_read_in_two_ways_is_no_document(judge, source):
    """Nobody knows whom it would call."""
    with pytest.raises(LiveRefused, match=r"Nothing was sent\. [A-Z]"):
        judge(source)


@pytest.mark.parametrize(("verbs", "sentence"), [
    ("<Pay/>",
     "Live mode refused this TwiML: <Pay> in <Response> is not on the list of what is known to be "
     "harmless. Nothing was sent. Take it out, or try it with AHOY_MODE=practice in .env."),
    ("<Enqueue workflowSid='WW1'/>",
     "Live mode refused this TwiML: the attribute workflowSid of <Enqueue> is not on the list of "
     "what is known to be harmless. Nothing was sent. Take it out, or try it with "
     "AHOY_MODE=practice in .env."),
    (f"<Dial><Number>{ALICE}</Number>or</Dial>",
     "Live mode refused this TwiML: there is the text “or” in <Dial>, where none belongs. Nothing "
     "was sent. Take it out, or try it with AHOY_MODE=practice in .env."),
    ("<Sms>Ahoy</Sms>",
     "Live mode refused this TwiML: <Sms> does not say to whom, and the one who is answered is "
     "not known. Nothing was sent. Write to= and one of your AHOY_ALLOWED_NUMBERS."),
    ("<Redirect>https://evil.example.com/x</Redirect>",
     "Live mode refused https://evil.example.com/x as <Redirect>: nobody can judge what stands "
     "there, and it may call anyone. Nothing was sent. Give the TwiML itself, an address under "
     "PUBLIC_URL in .env, or one of Twilio's demo pages."),
    ("<Redirect>https://a\\.b.com/</Redirect>",
     "Live mode refused https://a\\.b.com/ as <Redirect>: the address has a backslash or a blank "
     "beside its host. Nothing was sent. Give the TwiML itself, an address under PUBLIC_URL in "
     ".env, or one of Twilio's demo pages."),
    ("<Dial timeLimit='0'>+14155550123</Dial>",
     "Live mode refused this TwiML: “0” is no number of seconds from 1 to 14400. Nothing was "
     "sent. Take it out, or try it with AHOY_MODE=practice in .env."),
    ("<Dial>+14155550123<!-- x --></Dial>",
     "Live mode refused this TwiML: there is a comment in <Dial>. Nothing was sent. Take it out, "
     "or try it with AHOY_MODE=practice in .env."),
])
def test_a_refusal_of_twiml_says_why_and_what_to_do(judge, verbs, sentence):
    """In plain words."""
    with pytest.raises(LiveRefused) as told:
        judge(f"<Response>{verbs}</Response>")
    assert sentence == str(told.value)


def test_every_dial_ends_in_time(judge):
    """Also where the document says nothing about it; what it says, counts."""
    free = judge(f"<Response><Dial>{ALICE}</Dial></Response>")
    given = judge(f"<Response><Dial timeLimit='60'>{ALICE}</Dial></Response>")
    assert (f'<Response><Dial timeLimit="600">{ALICE}</Dial></Response>', [(ALICE, 600)]) == (
        free.source, free.legs)
    assert (f"<Response><Dial timeLimit='60'>{ALICE}</Dial></Response>", [(ALICE, 60)]) == (
        given.source, given.legs)


def test_no_element_is_let_in_that_the_table_does_not_know(judge):
    """Each child that a shape names has a shape."""
    assert set() == {child for shape in SHAPES.values() for child in shape.children} - set(SHAPES)
