"""An explanation says what the exchange then does, and what is wrong like a kind compiler."""

from __future__ import annotations

import pytest

from ahoy import trace
from ahoy.exchange import explain_url
from ahoy.facts import timing
from ahoy.twiml import all_tags, explain_phrases
from ahoy.twiml.document import parse
from ahoy.twiml.explain_document import Explanation, read

MENU = """\
<Response>
  <Gather numDigits="1" action="/menu" timeout="soon">
    <Say>Press one for tides.</Say>
    <Pause/>
  </Gather>
  <Say lop="2" loop="2">Nothing came.</Say>
  <Hangup/>
  <Say>Never.</Say>
</Response>"""


def voice_of(inside: str, url: str = "") -> Explanation:
    """The explanation of a call with these verbs."""
    return read(f"<Response>{inside}</Response>", "voice", url)


def test_an_explanation_reads_as_a_timeline_with_the_faults_below():
    """Times as in the trace; faults with their line, a caret, the effect and the cure."""
    assert repr(read(MENU)) == """\
A call of 9.1 s, if the caller presses and says nothing.
  0:00.0  Gather       listens for 1 key: while it speaks and 5 s after
  0:00.0    Say        “Press one for tides.” (1.3 s)
  0:01.3    Pause      silence (1 s)
              keys:    POST /menu, with Digits; its answer takes over
              nothing: the next verb
  0:07.3  Say          “Nothing came.”, 2 times (1.7 s)
  0:09.1  Hangup       hangs up
          Say          never reached: line 7 ends the call
  0:09.1  The call ends.

2 faults:
  line 2: warning 13313
    |   <Gather numDigits="1" action="/menu" timeout="soon">
    |                                        ^^^^^^^^^^^^^^
    Gather: Invalid timeout value 'soon'.
    Twilio uses 5.
    Write a whole number of 0 or more, or auto: timeout="5".
  line 6: warning 12200
    |   <Say lop="2" loop="2">Nothing came.</Say>
    |        ^^^^^^^
    Schema validation warning: Attribute 'lop' is not allowed to appear in element 'Say'.
    Twilio ignores lop.
    Did you mean loop?

“/menu” works where the document is served at a URL. In a document that comes with the request \
(twiml=…) it is error 11100: write an absolute URL there."""


def test_steps_are_records_for_a_program():
    """When, how long, which verb, and which document takes over."""
    steps = voice_of("<Say>Ahoy hoy there!</Say><Redirect>/next</Redirect>", "http://a.test/b")
    assert [(0.0, 1.0, "Say", ""), (1.0, 0.0, "Redirect", "POST http://a.test/next")] == [
        (step.at, step.seconds, step.verb, step.asks) for step in steps.steps]


@pytest.mark.parametrize("inside", [
    "<Say>Ahoy</Say>",
    '<Say loop="3">Ahoy hoy, this is the harbour office.</Say><Pause length="4"/>',
    "<Say>One <break time='2s'/> two</Say>",
    "<Play>https://api.twilio.com/cowbell.mp3</Play>",
    "<Play>http://demo.twilio.com/docs/classic.mp3</Play>",
    '<Play digits="1ww2#"/><Say>x</Say>',
    '<Pause length="7"/>',
    "<Gather timeout='2'><Say>Press one, please.</Say><Pause/></Gather><Say>Too late.</Say>",
    "<Gather timeout='auto'/>",
    "<Say>One</Say><Hangup/><Say>Two</Say>",
    '<Say loop="0">Please hold the line.</Say><Hangup/>',
    '<Say loop="0">Please hold the line, all of our people are out at sea today.</Say><Say>x</Say>',
    "<Say>x</Say><Reject/>",
    "<Record timeout='2'/><Say>x</Say>",
    "<Record playBeep='false'/>",
    "",
])
def test_a_call_lasts_as_long_as_its_explanation_says(call, world, alice, inside):
    """And the phone hears what the steps that are reached say."""
    said = read(f"<Response>{inside}</Response>", "voice",
                measure=lambda url: explain_url.length(world, url))
    call(f"<Response>{inside}</Response>")
    answered = next(one.at for one in world.trace if getattr(one, "status", "") == "in-progress")
    ended = next(one.at for one in world.trace if isinstance(one, trace.Ended))
    heard = {one.strip("[]").removeprefix("keys ") for one in alice.heard}
    assert (min(round(said.seconds, 1), timing.CALL_LIMIT), set()) == (
        round(ended - answered, 1), {one for one in heard if one not in repr(said)})


@pytest.mark.parametrize(("inside", "end"), [
    ("<Say>x</Say>", "The call ends."),
    ("<Redirect>/on</Redirect>", "POST http://a.test/on takes over."),
    ("<Redirect method='GET'>https://b.test/</Redirect>", "GET https://b.test/ takes over."),
    ("<Redirect/>", "It asks for itself and nobody hears anything: after 100 documents practice "
     "ends the call."),
    ("<Pause length='6'/><Redirect/>", "It begins again every 6 s, until the caller hangs up: "
     "2,400 times in the four hours that a call may last."),
    ("<Pause length='6'/><Redirect>http://a.test/menu#x</Redirect>", "It begins again every 6 s, "
     "until the caller hangs up: 2,400 times in the four hours that a call may last."),
    ("<Gather actionOnEmptyResult='true' action='/got'/>", "POST http://a.test/got takes over."),
    ("<Reject/>", "The call is refused."),
    ("<Dial action='/after'>+14155550123</Dial>", "POST http://a.test/after takes over."),
    ("<Enqueue>harbour</Enqueue>", "The call ends."),
    ("<Dial>+14155550123</Dial><Redirect/>", "It begins again, until the caller hangs up."),
    ("<Leave/>", "The queue is left."),
])
def test_it_says_how_a_call_goes_on(inside, end):
    """Which document takes over, or how often the same one comes round."""
    assert end == voice_of(inside, "http://a.test/menu").end


@pytest.mark.parametrize(("inside", "what"), [
    ("<Say voice='Polly.Lea' language='fr-FR'>Bonjour</Say>",
     "“Bonjour” in fr-FR, Polly.Lea (0.5 s)"),
    ("<Say loop='0'>Hold</Say>", "“Hold”, again and again, 1,000 times at most (8 min 20 s)"),
    ("<Pause length='3'/>", "silence (3 s); an incoming call goes on ringing"),
    ("<Gather input='dtmf speech' timeout='3'/>", "listens for keys, # to end or words: 3 s"),
    ("<Gather numDigits='4'/>", "listens for 4 keys, # to end: 5 s"),
    ("<Gather numDigits='4' finishOnKey=''/>", "listens for 4 keys: 5 s"),
    ("<Record maxLength='60'/>", "a beep; records what the caller says, 1 min at most, until 5 s "
     "of silence or a key"),
    ("<Record playBeep='false'/>", "records what the caller says, 1 h at most, until 5 s of "
     "silence or a key"),
    ("<Dial timeout='20'>+14155550123</Dial>",
     "rings +14155550123: 25 s at most, then talks until one hangs up"),
    ("<Dial><Number>+14155550123</Number><Client>ada</Client></Dial>",
     "rings +14155550123, ada, all at once; the first to answer talks: 35 s at most, then talks "
     "until one hangs up"),
    ("<Dial sequential='true'><Client>bob</Client><Client>ada</Client></Dial>",
     "rings bob, ada, one after the other; the first to answer talks: 35 s at most, then talks "
     "until one hangs up"),
    ("<Dial><Conference>Quay</Conference></Dial>",
     "the conference “Quay”, until the caller leaves it or it ends"),
    ("<Dial><Queue>harbour</Queue></Dial>",
     "talks to whoever waits first in the queue “harbour”"),
    ("<Dial/>", "dials nobody"),
    ("<Enqueue waitUrl='/wait'>harbour</Enqueue>",
     "waits in the queue “harbour”, hearing what /wait says"),
    ("<Reject reason='busy'/>", "refuses an incoming call with a busy tone; it costs nothing. A "
     "call that was answered ends"),
    ("<Connect><Stream url='wss://a.test'/></Connect>",
     "gives the sound of the call to <Stream>, until that ends"),
    ("<Start><Recording/></Start>", "begins in the background: <Recording>"),
    ("<Stop><Stream/></Stop>", "ends in the background: <Stream>"),
    ("<Refer><Sip>sip:a@a.test</Sip></Refer>",
     "nothing: only a call over SIP can be referred (13801)"),
    ("<Sms>Ahoy</Sms>", "texts “Ahoy” to the person in the call"),
    ("<Echo/>", "is carried out"),
])
def test_each_verb_is_told_in_words(inside, what):
    """What the caller hears, what is waited for, and who is rung."""
    assert what == voice_of(inside).steps[0].what


def test_a_reply_to_a_text_is_told_by_its_messages():
    """With whom it goes to, and how many segments it takes; no seconds."""
    said = read("<Response><Message>Ahoy</Message><Message to='+14155550123'><Body>Tide 🌊</Body>"
                "<Media>/a.png</Media></Message><Redirect>/on</Redirect></Response>")
    assert repr(said).splitlines()[:5] == [
        "A reply to a text: 2 messages.",
        "          Message      texts “Ahoy” to the sender (1 segment, GSM-7)",
        "          Message      texts “Tide 🌊” to +14155550123 (1 media)",
        "          Redirect     POST /on; its answer takes over",
        "          POST /on takes over."]


def test_the_eleventh_reply_is_not_sent():
    """Twilio drops it with 14109, and the explanation says so."""
    steps = read("<Response>" + "<Message>x</Message>" * 11 + "</Response>").steps
    assert (11, "not sent: 10 replies a document are the limit (14109)", False) == (
        len(steps), steps[-1].what, steps[-1].is_reached)


@pytest.mark.parametrize(("inside", "kind"), [
    ("<Say>x</Say>", "voice"), ("<Message>x</Message>", "messaging"), ("", "voice"),
    ("<Redirect>/x</Redirect>", "voice"), ("<Say><speak>x</speak></Say>", "voice"),
    ("<Message></Message>", "messaging"), ("<Say>a</Say><Loud/><Loud/>", "voice")])
def test_the_verbs_tell_whether_it_is_a_call_or_a_text(inside, kind):
    """Where both could be meant it is a call."""
    assert kind == read(f"<Response>{inside}</Response>").kind


@pytest.mark.parametrize(("source", "line", "meant"), [
    ("<Response>\n <Say>R & D</Say></Response>", " <Say>R & D</Say></Response>", "&"),
    ("<Response>\n <Say>x</say></Response>", " <Say>x</say></Response>", "</say>"),
    ("OK then", "OK then", "OK then"),
    ("<response/>", "<response/>", "<response/>"),
    ("<Response>\n <Gather\n  timeout='x'/></Response>", "  timeout='x'/></Response>",
     "timeout='x'"),
    ("<Response>oh my<Say>x</Say></Response>", "<Response>oh my<Say>x</Say></Response>", "oh my"),
    ("<Response>\n <Say>\n </Say></Response>", " <Say>", "<Say"),
    ("<Response>" + "<Pause/>" * 20 + "<Sing/>" + "<Pause/>" * 20 + "</Response>",
     "…e/><Pause/><Pause/><Sing/><Pause/><Pause/><Pause/><Pause/><Pause/><Pause/>…", "<Sing"),
])
def test_the_caret_stands_under_what_is_meant(source, line, meant):
    """In a long line the part around it is shown."""
    (fault,) = read(source, "voice").faults
    first, last = fault.caret
    assert (line, meant) == (fault.source, fault.source[first:last + 1])


def test_what_can_not_be_read_at_all_ends_the_call():
    """No steps; the fault says what the caller hears."""
    said = read("<Response><Say>R & D</Say></Response>")
    assert ([], False, None, 12100) == (
        said.steps, said.is_readable, said.seconds, said.faults[0].code)
    assert "the caller hears Twilio's apology, and the call ends." in said.end


def test_every_fault_has_an_effect_and_a_cure():
    """What Twilio does about it, and what to write instead."""
    inside = ("<Sing/><Say lop='1' voice='x'>a</Say><Say/>words<Pause>words</Pause>"
              f"<Say>{'x' * 5000}</Say><Dial><Conference>a</Conference><Number>1</Number></Dial>"
              f"<Gather finishOnKey='12'><Dial/></Gather><Dial callReason='{'x' * 51}'>1</Dial>")
    faults = [one for one in voice_of(inside).faults if one.code]
    assert 11 == len(faults)
    assert [] == [one for one in faults if not (one.effect.endswith(".") and one.cure)]


def test_what_this_kit_refuses_stands_among_the_faults():
    """By the table that the exchange asks, whichever verbs that are today."""
    for name in all_tags.ROOTS["voice"].children:
        source = f"<Response><{name}>x</{name}></Response>"
        reasons = {all_tags.refusal(one, "voice") for one in parse(source, "voice").verbs} - {None}
        refused = [one for one in read(source, "voice").faults if one.level == "not simulated"]
        assert (name, len(reasons)) == (name, len(refused))


def test_every_verb_that_is_carried_out_has_words_of_its_own():
    """None falls back to a general phrase."""
    for kind, words in explain_phrases.OF.items():
        alive = {name for name, key in all_tags.ROOTS[kind].children.items()
                 if all_tags.TABLE[key].carried_out}
        assert alive - set(words) == set()
