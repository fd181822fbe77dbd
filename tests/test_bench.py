"""twiml_bench(): each click has its twin in code, and XML, Python and explanation agree."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from xml.etree.ElementTree import canonicalize

import pytest
from twilio.rest import Client
from twilio.twiml.voice_response import VoiceResponse

from ahoy import AhoyError
from ahoy.twiml import all_tags
from helpers import phone, start, twiml_bench, watch
from helpers.account import leave


@pytest.fixture
def account():
    """Practice on virtual time."""
    yield start(clock="virtual")
    leave()


@pytest.fixture
def bench():
    """A question with a prompt in it, and a farewell."""
    made = twiml_bench("<Response/>")
    return (made.add("Gather", num_digits=1).add("Say", "Press one.", inside="1")
            .add("Hangup"))


def ran(code: str) -> str:
    """What the code prints."""
    out = io.StringIO()
    with redirect_stdout(out):
        exec(compile(code, "bench", "exec"), {})
    return out.getvalue()


def same(xml: str) -> str:
    """XML without the differences that mean nothing."""
    return canonicalize(xml.encode().decode(), strip_text=True)


def test_it_begins_with_a_verb_that_says_ahoy():
    """And reads as what it is."""
    assert repr(twiml_bench()) == """\
TwiML bench: a call, 1 piece, no faults
<Response>
  <Say>Ahoy hoy!</Say>
</Response>"""


def test_verbs_are_added_nested_moved_set_and_removed(bench):
    """Numbers say which one is meant; attributes may have either name."""
    bench.move("2", -1).set("2", timeout=3, numDigits=None).set("2.1", "Press two.", loop=2)
    bench.add("Pause").remove("1")
    assert bench.twiml == """\
<Response>
  <Gather timeout="3">
    <Say loop="2">Press two.</Say>
  </Gather>
  <Pause/>
</Response>"""
    assert [("1", "Gather timeout=3"), ("1.1", "Say loop=2 “Press two.”"), ("2", "Pause")] == (
        bench.outline)


def test_the_python_makes_the_same_document(bench):
    """It runs as it stands."""
    assert bench.code == """\
from twilio.twiml.voice_response import VoiceResponse

response = VoiceResponse()
gather = response.gather(num_digits=1)
gather.say("Press one.")
response.hangup()
print(response)"""
    assert same(bench.twiml) == same(ran(bench.code))


@pytest.mark.parametrize(("kind", "name"), [
    (kind, name) for kind, root in all_tags.ROOTS.items() for name in root.children])
def test_every_verb_and_attribute_has_its_python(kind, name):
    """With all its attributes, and all that may stand in it."""
    bench = twiml_bench("<Response/>", kind=kind)
    row = all_tags.child(all_tags.ROOTS[kind], name)
    bench.add(name, "x" if row.text.allowed else "", **examples(row))
    for inside in row.children:
        child = all_tags.child(row, inside)
        if ":" not in inside and not row.text.spoken:
            bench.add(inside, "x" if child.text.allowed else "", inside="1", **examples(child))
    assert same(bench.twiml) == same(ran(bench.code))


def examples(row: all_tags.Tag) -> dict[str, str]:
    """A good value for each attribute."""
    return {one.name: one.values.example for one in row.attributes.values()}


def test_words_with_marks_between_them_have_their_python():
    """As SSML has them."""
    bench = twiml_bench('<Response><Say>Low <break time="1s"/> tide <w>now</w></Say></Response>')
    assert same(bench.twiml).replace(" ", "") == same(ran(bench.code)).replace(" ", "")


def test_the_xml_may_be_edited(bench):
    """What the list, the code and the explanation show follows."""
    bench.edit("<Response><Redirect>/on</Redirect></Response>")
    assert ([("1", "Redirect “/on”")], "POST /on takes over.") == (
        bench.outline, bench.explained.end)


def test_text_that_is_no_xml_stays_with_its_fault(bench):
    """So that one can go on typing; verbs wait until it is mended."""
    bench.edit("<Response><Say>R & D</Say></Response>")
    assert ([], "", [12100]) == (bench.outline, bench.code, [one.code for one in bench.faults])
    with pytest.raises(AhoyError, match=r"^The document can't be read: mend its XML first with "
                                        r"edit\(\)\.$"):
        bench.add("Say")


def test_a_field_says_what_is_allowed_and_what_counts_without_it():
    """From the table by which documents are read."""
    fields = {one.name: one for one in twiml_bench().fields("1")}
    assert ["", "voice", "language", "loop"] == list(fields)
    assert ("Ahoy hoy!", "A whole number of 0 or more. Without it: 1.") == (
        fields[""].value, fields["loop"].hint)
    assert fields["voice"].why.startswith("Differs: ")
    methods = {one.name: one for one in twiml_bench("<Response><Gather/></Response>").fields("1")}
    assert ("GET", "POST") == methods["method"].choices


@pytest.mark.parametrize(("change", "sentence"), [
    (lambda bench: bench.add("Number"), r"^<Number> may not stand in <Response>\. There may: "),
    (lambda bench: bench.add("Say", inside="2"), r"^<Say> may not stand in <Hangup>\."),
    (lambda bench: bench.add("Say", lop=1), r"^<Say> has no attribute 'lop'\. It has: voice, "),
    (lambda bench: bench.set("2", "x"), r"^<Hangup> has no text\. It holds Parameter\.$"),
    (lambda bench: bench.remove("9"), r'^There is no piece "9" on the bench\. Its outline lists'),
    (lambda bench: twiml_bench(kind="fax"), r"^There is no bench for kind='fax'\. Use kind="),
])
def test_what_can_not_be_is_refused_with_what_can(bench, change, sentence):
    """And nothing has changed."""
    before = bench.twiml
    with pytest.raises(AhoyError, match=sentence):
        change(bench)
    assert before == bench.twiml


def test_it_begins_with_a_document_of_the_sdk():
    """A `VoiceResponse`, as well as text."""
    response = VoiceResponse()
    response.say("From the SDK")
    assert [("1", "Say “From the SDK”")] == twiml_bench(response).outline


def test_it_is_run_on_a_handset_through_the_sdk(account, bench):
    """A practice call, with the document as its TwiML."""
    alice = phone("+14155550123", name="Alice")
    call = bench.run(alice)
    watch(call)
    assert (["Press one."], "completed", [call]) == (
        alice.heard, Client().calls(call.sid).fetch().status, bench.calls)


@pytest.mark.parametrize(("made", "reason"), [
    (lambda: twiml_bench(), r"^It runs in practice only, after account = start\(\)\. In live"),
    (lambda: twiml_bench(kind="messaging"), r"^A reply answers a text: host it with twiml_bin"),
])
def test_where_it_can_not_be_run_it_says_why(made, reason):
    """As the button on the page does."""
    with pytest.raises(AhoyError, match=reason):
        made().run(None)


def test_a_document_that_can_not_be_read_is_not_run(account):
    """It would be an apology."""
    assert "Mend the document first." == twiml_bench("<Response").obstacle
