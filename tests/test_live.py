"""Live mode without Twilio: a guard that lets nothing else out, real phones, their story.

Below the guard stands a web server on loopback instead of Twilio: the simulator behind
real HTTP. What the guard lets through arrives there; what it refuses never does.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioException
from twilio.http import AsyncHttpClient, HttpClient
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from twilio.twiml.voice_response import Dial, VoiceResponse

from ahoy import AhoyError, World, api, disarm
from ahoy.phones import Handset
from helpers import account, spending
from helpers.account import LiveAccount, leave
from helpers.live.budget import Ledger, RequestCost
from helpers.live.gate import Consent, Gate, open_gate
from helpers.live.guard import Guard, LiveRefused
from helpers.live.phones_and_stories import LivePhone, live_story, variable
from helpers.settings import Secret, Settings, SettingsError
from helpers.site import serve
from helpers.story import Story
from helpers.watching import watch

ALICE, BOB, STRANGER = "+14155550123", "+14155550124", "+14155550177"
ALLOWED = (ALICE, BOB)
OFFICE = "+14155550100"
HELLO = "<Response><Say>Ahoy!</Say></Response>"
CA, SM, PN, AC, VA = (prefix + "1" * 32 for prefix in ("CA", "SM", "PN", "AC", "VA"))


class Loopback:
    """Twilio's place, taken by the simulator behind HTTP. `seen`: what arrived."""

    def __init__(self) -> None:
        self.world = World(clock="virtual")
        self.seen: list[tuple[str, str]] = []
        self.site = serve(self.answer, name="Twilio's place")

    def answer(self, environ, start_response):
        """One request of the SDK (WSGI)."""
        path, query = environ["PATH_INFO"], parse_qs(environ["QUERY_STRING"])
        form = environ["wsgi.input"].read().decode()
        self.seen.append((environ["REQUEST_METHOD"], path.rpartition("/")[2]))
        product = "monitor" if path.startswith("/v1/Alerts") else "api"
        reply = self.world.request(api.ApiRequest(
            method=environ["REQUEST_METHOD"], url=f"https://{product}.twilio.com{path}",
            params=query, form=parse_qs(form), headers={},
            auth=(self.world.account.sid, self.world.account.auth_token)))
        start_response(f"{reply.status} X", list(reply.headers.items()))
        return [reply.body.encode()]


@pytest.fixture
def twilio(monkeypatch, tmp_path):
    """Whatever goes out over requests' sockets arrives on loopback."""
    place = Loopback()
    send = HTTPAdapter.send

    def to_loopback(adapter, request, **options):
        parts = urlsplit(request.url)
        request.url = place.site.url + parts.path + (f"?{parts.query}" if parts.query else "")
        return send(adapter, request, **{**options, "proxies": {}})

    monkeypatch.setattr(HTTPAdapter, "send", to_loopback)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", place.world.account.sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", place.world.account.auth_token)
    disarm()
    ledger = Ledger(tmp_path / "spent.json", RequestCost(10**9, 10**6, 10**6))
    open_gate(Gate(Guard(ALLOWED, "https://example.com"), ledger, Consent(lambda: True)))
    yield place
    leave()
    place.site.stop()
    place.world.close()


@pytest.fixture
def client(twilio):
    """The learner's client in live mode."""
    return Client()


# --- what may pass -----------------------------------------------------------------------------

MAY_PASS = {
    "a text to an allowed number":
        lambda c: c.messages.create(to=ALICE, from_=OFFICE, body="Ahoy"),
    "the same number as people write it":
        lambda c: c.messages.create(to="+1 (415) 555-0123", from_=OFFICE, body="Ahoy"),
    "a WhatsApp text to an allowed number":
        lambda c: c.messages.create(to=f"whatsapp:{ALICE}", from_=OFFICE, body="Ahoy"),
    "a call to an allowed number":
        lambda c: c.calls.create(to=BOB, from_=OFFICE, twiml=HELLO),
    "a call that dials an allowed number":
        lambda c: c.calls.create(to=BOB, from_=OFFICE, twiml=str(_dial(ALICE))),
    "a call that dials a conference":
        lambda c: c.calls.create(to=BOB, from_=OFFICE, twiml="<Response><Dial><Conference>Pier"
                                 "</Conference></Dial></Response>"),
    "ending a call": lambda c: c.calls(CA).update(status="completed"),
    "redacting a text": lambda c: c.messages(SM).update(body=""),
    "deleting a text": lambda c: c.messages(SM).delete(),
    "deleting a call": lambda c: c.calls(CA).delete(),
    "reading the account": lambda c: c.api.accounts(c.account_sid).fetch(),
    "listing texts": lambda c: c.messages.list(),
    "listing calls to a stranger": lambda c: c.calls.list(to=STRANGER),
    "looking for numbers": lambda c: c.available_phone_numbers("US").local.list(area_code=415),
    "setting a number's site":
        lambda c: c.incoming_phone_numbers(PN).update(voice_url="https://example.com/voice"),
    "verifying an allowed number's caller ID":
        lambda c: c.validation_requests.create(phone_number=ALICE),
    "sending a code to an allowed number":
        lambda c: c.verify.v2.services(VA).verifications.create(to=ALICE, channel="sms"),
    "checking a code":
        lambda c: c.verify.v2.services(VA).verification_checks.create(to=ALICE, code="1234"),
    "a free lookup": lambda c: c.lookups.v2.phone_numbers(STRANGER).fetch(),
}

REFUSED = {
    "a text to a stranger": lambda c: c.messages.create(to=STRANGER, from_=OFFICE, body="Ahoy"),
    "a text in national form": lambda c: c.messages.create(to="4155550123", from_=OFFICE, body="A"),
    "a text through a service":
        lambda c: c.messages.create(to=STRANGER, messaging_service_sid="MG" + "1" * 32, body="A"),
    "a WhatsApp text to a stranger":
        lambda c: c.messages.create(to=f"whatsapp:{STRANGER}", from_=OFFICE, body="Ahoy"),
    "a call to a stranger": lambda c: c.calls.create(to=STRANGER, from_=OFFICE, twiml=HELLO),
    "a call to a browser": lambda c: c.calls.create(to="client:ada", from_=OFFICE, twiml=HELLO),
    "a call to a SIP address":
        lambda c: c.calls.create(to="sip:ada@example.com", from_=OFFICE, twiml=HELLO),
    "a call that dials a stranger":
        lambda c: c.calls.create(to=ALICE, from_=OFFICE, twiml=str(_dial(STRANGER))),
    "a call that dials a stranger as a noun":
        lambda c: c.calls.create(to=ALICE, from_=OFFICE, twiml="<Response><Gather/><Dial><Number>"
                                 f"{STRANGER}</Number></Dial></Response>"),
    "a call that texts a stranger":
        lambda c: c.calls.create(to=ALICE, from_=OFFICE,
                                 twiml=f"<Response><Sms to='{STRANGER}'>A</Sms></Response>"),
    "a call that dials a SIP address":
        lambda c: c.calls.create(to=ALICE, from_=OFFICE, twiml="<Response><Dial><Sip>ada@example."
                                 "com</Sip></Dial></Response>"),
    "a call with TwiML that can't be read":
        lambda c: c.calls.create(to=ALICE, from_=OFFICE, twiml="<Response><Dial>"),
    "a call with TwiML that hides a number in an entity":
        lambda c: c.calls.create(to=ALICE, from_=OFFICE, twiml="<!DOCTYPE r [<!ENTITY n "
                                 f"'{STRANGER}'>]><Response><Dial>&n;</Dial></Response>"),
    "a call that is turned to a stranger":
        lambda c: c.calls(CA).update(twiml=str(_dial(STRANGER))),
    "a stranger in a conference":
        lambda c: c.conferences("CF" + "1" * 32).participants.create(to=STRANGER, from_=OFFICE),
    "verifying a stranger's caller ID":
        lambda c: c.validation_requests.create(phone_number=STRANGER),
    "sending a code to a stranger":
        lambda c: c.verify.v2.services(VA).verifications.create(to=STRANGER, channel="sms"),
    "buying a number": lambda c: c.incoming_phone_numbers.create(phone_number=OFFICE),
    "buying a local number": lambda c: c.incoming_phone_numbers.local.create(phone_number=OFFICE),
    "giving a number up": lambda c: c.incoming_phone_numbers(PN).delete(),
    "giving a number away": lambda c: c.incoming_phone_numbers(PN).update(account_sid=AC),
    "making an account": lambda c: c.api.accounts.create(),
    "closing the account": lambda c: c.api.accounts(c.account_sid).update(status="closed"),
    "recording a call": lambda c: c.calls(CA).recordings.create(),
    "streaming a call": lambda c: c.calls(CA).streams.create(url="wss://example.com"),
    "a lookup that costs": lambda c: c.lookups.v2.phone_numbers(ALICE).fetch(fields="caller_name"),
    "a fax, a wireless card, a studio flow":
        lambda c: c.studio.v2.flows("FW" + "1" * 32).executions.create(to=ALICE, from_=OFFICE),
    "a conversation": lambda c: c.conversations.v1.conversations.create(),
    "a new product":
        lambda c: c.request("POST", "https://new.twilio.com/v1/Things", data={"To": ALICE}),
    "two recipients at once":
        lambda c: c.request("POST", _url(c, "Messages"), data={"To": [ALICE, STRANGER]}),
    "a recipient in the address":
        lambda c: c.request("POST", _url(c, "Messages") + f"?To={STRANGER}", data={"To": ALICE}),
    "a recipient in the query":
        lambda c: c.request("POST", _url(c, "Messages"), params={"to": STRANGER},
                            data={"To": ALICE}),
    "no recipient": lambda c: c.request("POST", _url(c, "Messages"), data={"Body": "Ahoy"}),
    "a body that can't be read": lambda c: c.request("POST", _url(c, "Messages"), data="To=x"),
    "another spelling of an address":
        lambda c: c.request("POST", _url(c, "messages"), data={"To": STRANGER}),
    "a detour in an address":
        lambda c: c.request("POST", _url(c, "Calls/../Messages"), data={"To": STRANGER}),
    "an unknown method": lambda c: c.request("PATCH", _url(c, "Messages"), data={"To": ALICE}),
    "another host": lambda c: c.request("GET", "https://example.com/2010-04-01/Accounts"),
    "a host that ends alike": lambda c: c.request("GET", "https://evil-twilio.com/"),
    "a token in the clear": lambda c: c.request("GET", "http://api.twilio.com/2010-04-01/Accounts"),
}


def _dial(number):
    response = VoiceResponse()
    response.append(Dial(number))
    return response


def _url(client, resource):
    return f"https://api.twilio.com/2010-04-01/Accounts/{client.account_sid}/{resource}.json"


@pytest.mark.parametrize("request_", MAY_PASS.values(), ids=MAY_PASS)
def test_what_is_free_or_allowed_reaches_twilio(twilio, client, request_):
    """The real transport carries it; what Twilio says to it is another matter."""
    with contextlib.suppress(TwilioException):
        request_(client)
    assert 1 <= len(twilio.seen)


@pytest.mark.parametrize("request_", REFUSED.values(), ids=REFUSED)
def test_what_may_cost_never_leaves(twilio, client, request_):
    """A sentence that begins with who refused, and says that nothing was sent."""
    with pytest.raises(LiveRefused) as told:
        request_(client)
    assert re.match(r"Live mode refused .* Nothing was sent\. [A-Z]", str(told.value))
    assert ([], False) == (twilio.seen, client.password in str(told.value))


@pytest.mark.parametrize(("request_", "sentence"), [
    ("a call to a stranger",
     "Live mode refused to reach +14155550177: it is not among AHOY_ALLOWED_NUMBERS in .env. "
     "Nothing was sent. Add it there if you mean it, and run start() again."),
    ("a text in national form",
     "Live mode refused to reach 4155550123: it is not among AHOY_ALLOWED_NUMBERS in .env. "
     "Nothing was sent. Write it in E.164 form, a plus sign and the digits, as it stands there."),
    ("buying a number",
     "Live mode refused POST /IncomingPhoneNumbers: it buys, gives up or moves what belongs to "
     "your account. Nothing was sent. Do it in the Twilio Console, or try it with "
     "AHOY_MODE=practice in .env."),
    ("recording a call",
     f"Live mode refused POST /Calls/{CA}/Recordings: it is not on the list of what is known to "
     "be harmless. Nothing was sent. Do it in the Twilio Console, or try it with "
     "AHOY_MODE=practice in .env."),
    ("giving a number away",
     f"Live mode refused POST /IncomingPhoneNumbers/{PN} with the parameter accountsid: it may "
     "cost money or can't be undone. Nothing was sent. Do it in the Twilio Console."),
    ("no recipient",
     "Live mode refused POST /Messages: it has no To. Nothing was sent. Name one of your "
     "AHOY_ALLOWED_NUMBERS as To."),
    ("a call with TwiML that can't be read",
     "Live mode refused this call: its TwiML can't be read, so nobody knows whom it would call. "
     "Nothing was sent. Mend the XML first."),
    ("a call that dials a SIP address",
     "Live mode refused this call: <Sip> leads to an address that can't be checked. Nothing was "
     "sent. Use <Number>."),
    ("a lookup that costs",
     "Live mode refused this lookup: its extra fields cost money. Nothing was sent. Ask without "
     "them; that is free."),
    ("another host",
     "Live mode refused a request to example.com: it is not Twilio over https, and your token "
     "would go along. Nothing was sent. Use Client() as it is."),
    ("a body that can't be read",
     "Live mode refused a request whose parameters it can't read. Nothing was sent. Give them as "
     "keyword arguments of the SDK."),
])
def test_a_refusal_says_why_and_what_to_do(client, request_, sentence):
    """In plain words."""
    with pytest.raises(LiveRefused) as told:
        REFUSED[request_](client)
    assert sentence == str(told.value)


@settings(deadline=None, max_examples=200,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(to=st.one_of(st.text(max_size=20),
                    st.from_regex(r"[+ ]?[0-9 ().-]{3,18}", fullmatch=True),
                    st.sampled_from(ALLOWED).flatmap(
                        lambda n: st.tuples(st.just(n), st.characters()).map("".join))))
def test_no_spelling_reaches_another_number(twilio, client, to):
    """Only what is exactly an allowed number, written with blanks and dashes or not, passes."""
    twilio.seen.clear()
    with contextlib.suppress(LiveRefused, TwilioException):
        client.messages.create(to=to, from_=OFFICE, body="Ahoy")
    digits = "+" + re.sub(r"\D", "", to, flags=re.ASCII)
    assert [] == twilio.seen or digits in ALLOWED


# --- however the client was built -----------------------------------------------------------


class OwnTransport(HttpClient):
    """A transport that a learner wrote, as Twilio's documentation shows it."""

    def __init__(self):
        super().__init__(None, False, None)
        self.seen = []

    def request(self, method, url, **options):
        """Answers by itself."""
        self.seen.append(method)
        return Response(201, '{"sid": "SM1"}')


class OwnAsyncTransport(AsyncHttpClient):
    """The same for the asynchronous methods."""

    def __init__(self):
        super().__init__(None, True, None)
        self.seen = []

    async def request(self, method, url, **options):
        """Answers by itself."""
        self.seen.append(method)
        return Response(201, '{"sid": "SM1"}')


def test_a_transport_built_by_hand_is_guarded(twilio):
    """Also when it is used without any client."""
    transport = TwilioHttpClient(pool_connections=False)
    with pytest.raises(LiveRefused):
        Client(http_client=transport).messages.create(to=STRANGER, from_=OFFICE, body="Ahoy")
    with pytest.raises(LiveRefused):
        transport.request("POST", _url(Client(), "Messages"), data={"To": STRANGER})
    assert [] == twilio.seen
    Client(http_client=transport).messages.create(to=ALICE, from_=OFFICE, body="Ahoy")
    assert [("POST", "Messages.json")] == twilio.seen


def test_a_transport_of_ones_own_is_guarded(twilio):
    """The guard stands in the client too."""
    transport = OwnTransport()
    client = Client(http_client=transport)
    with pytest.raises(LiveRefused):
        client.messages.create(to=STRANGER, from_=OFFICE, body="Ahoy")
    client.messages.create(to=ALICE, from_=OFFICE, body="Ahoy")
    assert ["POST"] == transport.seen


def test_asynchronous_requests_are_guarded(twilio):
    """Twilio's transport and one's own."""
    own = OwnAsyncTransport()

    async def text(transport, to):
        client = Client(http_client=transport)
        return await client.messages.create_async(to=to, from_=OFFICE, body="Ahoy")

    async def refused():
        for transport in (own, AsyncTwilioHttpClient(pool_connections=False)):
            with pytest.raises(LiveRefused):
                await text(transport, STRANGER)

    asyncio.run(refused())
    asyncio.run(text(own, ALICE))
    assert ["POST"] == own.seen


def test_a_client_in_another_region_is_guarded(twilio):
    """Region and edge change the host, not the rules."""
    client = Client(region="ie1", edge="dublin")
    client.messages.create(to=ALICE, from_=OFFICE, body="Ahoy")
    with pytest.raises(LiveRefused):
        client.messages.create(to=STRANGER, from_=OFFICE, body="Ahoy")
    assert [("POST", "Messages.json")] == twilio.seen


# --- real phones -------------------------------------------------------------------------------

SETTINGS = Settings(mode="live", allowed_numbers=ALLOWED, phones={"ALICE": ALICE, "ZOE": BOB})


@pytest.fixture
def alice(twilio):
    """Alice's phone: in live mode it is hers, here the simulator plays it."""
    return LivePhone.of("+14155550199", "Alice", SETTINGS)


def test_a_phone_is_known_by_its_owner(alice):
    """The number in the cell does not matter: AHOY_PHONE_ALICE does."""
    assert ALICE == alice.number


def test_a_phone_shows_no_private_number(alice):
    """Notebooks are shared."""
    assert "Alice's real phone, in a person's hand" == repr(alice)
    assert "the phone that ends in 23's real phone, in a person's hand" == repr(
        LivePhone.of(ALICE, None, SETTINGS))


@pytest.mark.parametrize(("name", "expected"), [
    ("Alice", "AHOY_PHONE_ALICE"), ("Zoë", "AHOY_PHONE_ZOE"),
    ("Ada of the pier", "AHOY_PHONE_ADA_OF_THE_PIER"),
])
def test_a_name_becomes_a_variable(name, expected):
    """In letters that every editor and shell can write."""
    assert expected == variable(name)


def test_an_unknown_person_is_told_the_missing_line():
    """Which variable, and what goes into it."""
    with pytest.raises(SettingsError) as told:
        LivePhone.of(ALICE, "Bob", SETTINGS)
    assert (".env: AHOY_PHONE_BOB is missing, and live mode must know which phone is Bob's. Add "
            "AHOY_PHONE_BOB= and a number that is among AHOY_ALLOWED_NUMBERS.") == str(told.value)


@pytest.mark.parametrize(("script", "sentence"), [
    (lambda p: p.answers(after=2), "answer the next call, 2 s after it begins to ring"),
    (lambda p: p.declines(after=1.5), "decline the next call, 1.5 s after it begins to ring"),
    (lambda p: p.presses("1#"), "press 1# when you are asked to"),
    (lambda p: p.presses("1#", after=3), "press 1# 3 s later"),
    (lambda p: p.says("yes"), "say “yes” when you are asked to"),
    (lambda p: p.hangs_up(after=5), "hang up 5 s later"),
    (lambda p: p.is_busy(), "be in another call, with call waiting switched off"),
    (lambda p: p.does_not_answer(), "let it ring"),
    (lambda p: p.is_unreachable(), "switch the phone off"),
    (lambda p: p.has_voicemail(greeting="Hi"), "switch the voicemail on, and let it answer"),
    (lambda p: p.is_silent(), "answer the next call and say nothing"),
    (lambda p: p.is_fax(), "let a fax machine answer"),
    (lambda p: p.rejects_texts(30007), "switch the phone off, so that texts can't be delivered"),
    (lambda p: p.accepts_texts(), "switch the phone on"),
])
def test_a_script_tells_the_person_what_to_do(alice, capsys, script, sentence):
    """And gives the phone, so that no cell of a lesson changes."""
    assert alice is script(alice)
    assert f"Alice, please {sentence}.\n" == capsys.readouterr().out


LESSONS_USE = [
    "answers", "presses", "says", "hangs_up", "declines", "is_busy", "does_not_answer",
    "is_unreachable", "has_voicemail", "is_silent", "is_fax", "rejects_texts",
    "accepts_texts", "calls", "texts", "heard", "voicemails", "messages", "status", "number",
    "name",
]


@pytest.mark.parametrize("name", LESSONS_USE[:15])
def test_scripts_and_acts_are_called_as_in_practice(name):
    """The same parameters in the same order, so that no cell of a lesson changes."""
    live, practice = (inspect.signature(getattr(kind, name)).parameters
                      for kind in (LivePhone, Handset))
    assert list(practice) == list(live)


def test_a_live_phone_has_every_name_that_lessons_use(alice):
    """What a practice phone has, a real one has; some of it to say that nobody can know."""
    assert [] == [name for name in LESSONS_USE if name not in {*dir(alice), *vars(alice)}]


def test_nobody_can_read_what_a_real_phone_heard(alice):
    """And the sentence says whom to ask."""
    with pytest.raises(LiveRefused) as told:
        _ = alice.heard
    assert ("Nobody can read what a real phone heard: ask Alice. In practice mode, heard has the "
            "words.") == str(told.value)


def test_nobody_can_read_a_real_voicemail(alice):
    """And the sentence says whom to ask."""
    with pytest.raises(LiveRefused) as told:
        _ = alice.voicemails
    assert ("Nobody can read a real phone's voicemail: ask Alice. In practice mode, voicemails has "
            "the messages.") == str(told.value)


def test_a_phones_texts_come_from_twilios_records(twilio, client, alice):
    """Both directions, oldest first, each as the phone's owner sees it."""
    twilio.world.store.update(twilio.world.number, sms_url="")
    client.messages.create(to=ALICE, from_=OFFICE, body="Is it you?")
    twilio.world.phones.get(ALICE).texts("It is me.", to=OFFICE)
    client.messages.list()
    assert [("inbound", "Is it you?", OFFICE), ("outbound", "It is me.", ALICE)] == [
        (text.direction, text.body, text.from_) for text in alice.messages]


def test_a_phones_status_comes_from_twilios_records(twilio, client, alice):
    """Idle, ringing, in a call."""
    seen = [alice.status]
    twilio.world.phones.get(ALICE).answers(after=8)
    call = client.calls.create(to=ALICE, from_=OFFICE, twiml="<Response><Pause length='600'/>"
                               "</Response>")
    seen.append(alice.status)
    while call.fetch().status != "in-progress":
        pass
    seen.append(alice.status)
    assert ["idle", "ringing", "in-call"] == seen


def test_a_call_that_a_person_was_asked_for_is_found(twilio, alice, capsys):
    """Not yet there, it says so; then it is the newest from that phone."""
    twilio.world.phones.get(ALICE).calls(OFFICE)
    asked = alice.calls(OFFICE)
    with pytest.raises(LiveRefused) as told:
        _ = asked.sid
    assert ("Twilio has no call from Alice yet. Wait for it with await watch(…), or run this cell "
            "again afterwards.") == str(told.value)
    while twilio.world.phones.get(ALICE).status != "idle":
        Client().calls.list(limit=1)
    placed = twilio.world.phones.get(ALICE).calls(OFFICE)
    assert (placed.sid, f"Alice, please call {OFFICE} now.\n") == (
        asked.sid, capsys.readouterr().out)


def test_a_text_that_a_person_was_asked_for_is_found(twilio, alice, capsys):
    """With its status."""
    asked = alice.texts("Ahoy", to=OFFICE, media=["https://example.com/boat.jpg"])
    placed = twilio.world.phones.get(ALICE).texts("Ahoy", to=OFFICE)
    assert placed.sid == asked.sid
    assert asked.status in ("receiving", "received")
    assert f"Alice, please text “Ahoy” with 1 picture to {OFFICE} now.\n" == capsys.readouterr().out


# --- the story -----------------------------------------------------------------------------------


def statuses(story):
    """The statuses of its records."""
    return [record.status for record in story]


def test_watching_shows_every_status_that_twilio_tells(twilio, client, alice):
    """Until the call is over; each look costs one request."""
    twilio.world.phones.get(ALICE).answers(after=3)
    call = client.calls.create(to=ALICE, from_=OFFICE, twiml=HELLO)
    story = live_story(call)
    story._poll = 0
    story.wait(timeout=20)
    assert ("completed", True) == (statuses(story)[-1], story.is_over)
    assert ["ringing", "in-progress", "completed"] == statuses(story)[-3:]
    assert isinstance(story, Story)
    assert re.fullmatch(r"(0:\d\d\.\d  Twilio: call is [a-z-]+\n?)+", repr(story))


def test_a_watched_text_can_be_awaited(twilio, client, alice):
    """As in practice; clicks get in meanwhile."""
    text = client.messages.create(to=ALICE, from_=OFFICE, body="Ahoy")

    async def watched():
        story = live_story(text)
        story._poll = 0
        heard = []
        stop = story.listen(lambda: heard.append(statuses(story)[-1]))
        await story
        stop()
        return statuses(story)[-1], heard[-1:]

    assert ("delivered", ["delivered"]) == asyncio.run(watched())


def test_a_failed_text_tells_its_code(twilio, client, alice):
    """The record is a problem, with Twilio's number."""
    twilio.world.phones.get(ALICE).is_unreachable()
    story = live_story(client.messages.create(to=ALICE, from_=OFFICE, body="Ahoy"))
    story._poll = 0
    last = story.wait(timeout=20).records[-1]
    assert last.is_problem and last.error_code


def test_waiting_for_a_person_ends_with_the_call(twilio, alice):
    """watch() may begin before the person has called."""
    story = live_story(alice.calls(OFFICE))
    story._poll = 0
    assert ("Nothing has happened yet.", False) == (repr(story), story.is_over)
    twilio.world.phones.get(ALICE).hangs_up(after=3).calls(OFFICE)
    assert "completed" == statuses(story.wait(timeout=20))[-1]


def test_a_lost_request_does_not_end_the_story(twilio, client, monkeypatch):
    """Two may be lost on the way; the third in a row is told."""
    text = client.messages.create(to=ALICE, from_=OFFICE, body="Ahoy")
    story, send = live_story(text), HTTPAdapter.send

    def lost(*_, **__):
        raise requests.ConnectionError("the line is down")

    monkeypatch.setattr(HTTPAdapter, "send", lost)
    story.look()
    story.look()
    with pytest.raises(requests.ConnectionError):
        story.look()
    monkeypatch.setattr(HTTPAdapter, "send", send)
    story._poll = 0
    assert "delivered" == statuses(story.wait(timeout=20))[-1]


def test_a_story_is_drawn_for_the_page(twilio, client):
    """Text for everyone, a drawing for those who see."""
    text = client.messages.create(to=ALICE, from_=OFFICE, body="Ahoy")
    bundle = live_story(text)._repr_mimebundle_()
    assert bundle["image/svg+xml"].startswith("<svg") and "message is" in bundle["text/plain"]


@pytest.mark.parametrize("thing", [None, 42, "AC" + "1" * 32, object])
def test_what_is_no_call_and_no_text_cant_be_watched(twilio, thing):
    """With what can."""
    with pytest.raises(AhoyError, match="can't be watched: give a call or a message"):
        live_story(thing)


def test_one_call_or_text_is_watched_at_a_time(monkeypatch):
    """Twilio is asked for each of them, again and again."""
    monkeypatch.setattr(account, "is_live", lambda: True)
    with pytest.raises(AhoyError, match="one call or message is watched at a time"):
        watch("CA" + "1" * 32, "CA" + "2" * 32)


# --- what the page reads --------------------------------------------------------------------


@pytest.fixture
def real_account(twilio):
    """The account behind the server on loopback, as start() gives it in live mode."""
    mine = twilio.world.account
    return LiveAccount(Settings(mode="live", account_sid=mine.sid, phone_number=OFFICE,
                                auth_token=Secret(mine.auth_token)))


def test_the_account_is_read_once_when_it_is_shown(twilio, client, real_account):
    """A request for each part; no widget that would go on asking; no token."""
    client.messages.create(to=ALICE, from_=OFFICE, body="Ahoy!")
    twilio.seen.clear()
    bundle = real_account._repr_mimebundle_()
    assert [path for _, path in twilio.seen] == [
        "Balance.json", "IncomingPhoneNumbers.json", "Calls.json", "Messages.json", "Alerts"]
    assert sorted(bundle) == ["text/html", "text/plain"]
    assert "Ahoy!" in bundle["text/plain"] and "Run it again to read it anew" in bundle["text/html"]
    assert f"{real_account.auth_token}" not in str(bundle)


def test_naming_the_account_asks_nothing(twilio, real_account):
    """A `repr` may stand in a log, a list or an error."""
    assert repr(real_account).startswith("LIVE account AC")
    assert twilio.seen == []


def test_what_was_charged_is_read_in_one_request(twilio, client, monkeypatch):
    """Twilio's own figures, said to be that, without a widget."""
    monkeypatch.setenv("TWILIO_PHONE_NUMBER", OFFICE)
    bundle = spending()._repr_mimebundle_()
    assert [path for _, path in twilio.seen] == ["Records.json"]
    assert sorted(bundle) == ["image/svg+xml", "text/plain"]
    assert bundle["text/plain"] == (
        "What Twilio has charged: 1.1500 USD\n  Numbers, by the month  1 number  1.1500 USD\n"
        "From the account's usage records. Twilio may add to them hours later.")
