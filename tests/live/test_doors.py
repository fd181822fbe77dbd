"""By whatever library Twilio is asked: what is allowed arrives, what may cost never leaves."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import socket
import ssl
import subprocess
import sys
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer

import aiohttp
import httpx
import pytest
import requests
import urllib3
from twilio.base.exceptions import TwilioException
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client

from ahoy import AhoyError, Simulator
from helpers.live.guard import LiveRefused
from tests.live.doors import (
    ACCOUNT,
    ALICE,
    DOORS,
    FORM,
    KEY,
    OFFICE,
    PLAIN,
    SID,
    STRANGER,
    TOKEN,
    body,
    by_aiohttp,
    by_requests,
    by_urllib3,
)

TEXT = {"To": STRANGER, "From": OFFICE, "Body": "Ahoy"}
OURS = TEXT | {"To": ALICE}
HELLO = "<Response><Say>Ahoy!</Say></Response>"
CALL = {"To": ALICE, "From": OFFICE, "Twiml": HELLO}
MESSAGES, CALLS = f"{ACCOUNT}/Messages.json", f"{ACCOUNT}/Calls.json"

every_door = pytest.mark.parametrize("ask", DOORS)
plain_door = pytest.mark.parametrize("ask", PLAIN)


@every_door
def test_what_is_allowed_arrives(gate, line, ask):
    """As it was given."""
    assert 201 == ask("POST", MESSAGES, OURS)
    assert [("POST", "Messages.json", OURS)] == line.seen


@every_door
def test_reading_arrives(gate, line, ask):
    """With its query, and it costs nothing."""
    ask("GET", MESSAGES + "?PageSize=1")
    assert [("GET", "Messages.json?PageSize=1", {})] == line.seen
    assert (0, 0, 0) == gate.ledger.spent


@every_door
def test_every_call_ends_in_time(gate, line, ask):
    """Ten minutes, unless the program says another time; and that much is set aside."""
    ask("POST", CALLS, CALL)
    ask("POST", CALLS, CALL | {"TimeLimit": "60"})
    assert ["600", "60"] == [form["TimeLimit"] for _, _, form in line.seen]
    assert (154_000, 2, 0) == gate.ledger.spent


@every_door
def test_a_request_is_paid_for_once(gate, line, ask):
    """However many layers it passes."""
    ask("POST", MESSAGES, OURS)
    assert (8_300, 0, 1) == gate.ledger.spent


@pytest.mark.parametrize("ask", [one for one in DOORS if one.__name__ != "by_http_client"
                                 and one.__name__ != "by_urllib"])
def test_what_twilio_refuses_has_cost_nothing(gate, line, ask):
    """A mistake does not use up the day. (Where the answer is seen: not in http.client.)"""
    line.status = 400
    ask("POST", MESSAGES, OURS)
    assert (1, (0, 0, 0)) == (len(line.seen), gate.ledger.spent)


FORBIDDEN = {
    "a text to a stranger": ("POST", MESSAGES, TEXT),
    "a call to a stranger": ("POST", CALLS, CALL | {"To": STRANGER}),
    "a call to a SIP address": ("POST", CALLS, CALL | {"To": "sip:ada@example.com"}),
    "a call to a browser": ("POST", CALLS, CALL | {"To": "client:ada"}),
    "a call that dials a stranger":
        ("POST", CALLS, CALL | {"Twiml": f"<Response><Dial>{STRANGER}</Dial></Response>"}),
    "TwiML from a strange host":
        ("POST", CALLS, {"To": ALICE, "From": OFFICE, "Url": "https://evil.example.com/x"}),
    "TwiML from a bin":
        ("POST", CALLS, {"To": ALICE, "Url": f"https://handler.twilio.com/twiml/EH{'1' * 32}"}),
    "a fallback of a strange host":
        ("POST", CALLS, CALL | {"FallbackUrl": "https://evil.example.com/x"}),
    "a status callback of a strange host":
        ("POST", CALLS, CALL | {"StatusCallback": "https://evil.example.com/x"}),
    "an application": ("POST", CALLS, {"To": ALICE, "ApplicationSid": "AP" + "1" * 32}),
    "a trunk of one's own": ("POST", CALLS, CALL | {"Byoc": "BY" + "1" * 32}),
    "a call for ever": ("POST", CALLS, CALL | {"TimeLimit": "0"}),
    "a call for longer than Twilio has": ("POST", CALLS, CALL | {"TimeLimit": "86401"}),
    "a call for no number of seconds": ("POST", CALLS, CALL | {"TimeLimit": "1e3"}),
    "a call for two times": ("POST", CALLS + "?TimeLimit=60", CALL | {"TimeLimit": "90"}),
    "a recipient in the query": ("POST", f"{MESSAGES}?To=%2B14155550177", OURS),
    "a recipient in small letters": ("POST", f"{MESSAGES}?to=%2B14155550177", OURS),
    "no recipient": ("POST", MESSAGES, {"Body": "Ahoy"}),
    "a number for sale": ("POST", f"{ACCOUNT}/IncomingPhoneNumbers.json",
                          {"PhoneNumber": OFFICE}),
    "a number of any kind": ("POST", f"{ACCOUNT}/IncomingPhoneNumbers/TollFree.json",
                             {"AreaCode": "800"}),
    "giving a number up":
        ("DELETE", f"{ACCOUNT}/IncomingPhoneNumbers/PN{'1' * 32}.json", None),
    "a number whose calls go to a strange host":
        ("POST", f"{ACCOUNT}/IncomingPhoneNumbers/PN{'1' * 32}.json",
         {"VoiceUrl": "https://evil.example.com/x"}),
    "a number whose texts go to a strange host":
        ("POST", f"{ACCOUNT}/IncomingPhoneNumbers/PN{'1' * 32}.json",
         {"SmsFallbackUrl": "https://evil.example.com/x"}),
    "a number whose calls go to an application":
        ("POST", f"{ACCOUNT}/IncomingPhoneNumbers/PN{'1' * 32}.json",
         {"VoiceApplicationSid": "AP" + "1" * 32}),
    "a number on a trunk": ("POST", f"{ACCOUNT}/IncomingPhoneNumbers/PN{'1' * 32}.json",
                            {"TrunkSid": "TK" + "1" * 32}),
    "an application of a strange host":
        ("POST", f"{ACCOUNT}/Applications.json", {"VoiceUrl": "https://evil.example.com/x"}),
    "an application that looks up who calls":
        ("POST", f"{ACCOUNT}/Applications.json", {"VoiceCallerIdLookup": "true"}),
    "a call that is led to a strange host":
        ("POST", f"{ACCOUNT}/Calls/CA{'1' * 32}.json", {"Url": "https://evil.example.com/x"}),
    "a call that is led to a stranger":
        ("POST", f"{ACCOUNT}/Calls/CA{'1' * 32}.json",
         {"Twiml": f"<Response><Dial>{STRANGER}</Dial></Response>"}),
    "a stranger in a conference":
        ("POST", f"{ACCOUNT}/Conferences/Pier/Participants.json", {"To": STRANGER}),
    "a conference with music of a strange host":
        ("POST", f"{ACCOUNT}/Conferences/Pier/Participants.json",
         {"To": ALICE, "WaitUrl": "https://evil.example.com/x"}),
    "a conference that hides a way": ("POST", f"{ACCOUNT}/Conferences/a%2FParticipants.json", {}),
    "an announcement of a strange host":
        ("POST", f"{ACCOUNT}/Conferences/Pier.json", {"AnnounceUrl": "https://evil.example.com/"}),
    "a person on hold at a strange host":
        ("POST", f"{ACCOUNT}/Conferences/Pier/Participants/ada.json",
         {"HoldUrl": "https://evil.example.com/"}),
    "a waiting caller led to a strange host":
        ("POST", f"{ACCOUNT}/Queues/QU{'1' * 32}/Members/Front.json",
         {"Url": "https://evil.example.com/x"}),
    "a recording": ("POST", f"{ACCOUNT}/Calls/CA{'1' * 32}/Recordings.json", {}),
    "a stream": ("POST", f"{ACCOUNT}/Calls/CA{'1' * 32}/Streams.json",
                 {"Url": "wss://evil.example.com"}),
    "a live transcription": ("POST", f"{ACCOUNT}/Calls/CA{'1' * 32}/Transcriptions.json", {}),
    "a payment": ("POST", f"{ACCOUNT}/Calls/CA{'1' * 32}/Payments.json", {}),
    "a siprec": ("POST", f"{ACCOUNT}/Calls/CA{'1' * 32}/Siprec.json", {}),
    "a message of TwiML's": ("POST", f"{ACCOUNT}/Calls/CA{'1' * 32}/UserDefinedMessages.json", {}),
    "a new account": ("POST", "https://api.twilio.com/2010-04-01/Accounts.json", {}),
    "closing the account": ("POST", f"{ACCOUNT}.json", {"Status": "closed"}),
    "a trigger": ("POST", f"{ACCOUNT}/Usage/Triggers.json",
                  {"CallbackUrl": "https://evil.example.com"}),
    "a key": ("POST", f"{ACCOUNT}/Keys.json", {}),
    "the old way to text": ("POST", f"{ACCOUNT}/SMS/Messages.json", TEXT),
    "another version": ("POST", MESSAGES.replace("2010-04-01", "2008-08-01"), TEXT),
    "no version": ("POST", MESSAGES.replace("/2010-04-01", ""), TEXT),
    "a code to a stranger":
        ("POST", f"https://verify.twilio.com/v2/Services/VA{'1' * 32}/Verifications",
         {"To": STRANGER, "Channel": "sms"}),
    "a code in one's own words":
        ("POST", f"https://verify.twilio.com/v2/Services/VA{'1' * 32}/Verifications",
         {"To": ALICE, "Channel": "sms", "CustomMessage": "Win!"}),
    "a flow": ("POST", f"https://studio.twilio.com/v2/Flows/FW{'1' * 32}/Executions",
               {"To": ALICE, "From": OFFICE}),
    "a flow that begins by a question":
        ("GET", f"https://webhooks.twilio.com/v1/Accounts/{SID}/Flows/FW{'1' * 32}?To=1", None),
    "a notification": ("POST", f"https://notify.twilio.com/v1/Services/IS{'1' * 32}/Notifications",
                       {"Identity": "ada"}),
    "a conversation": ("POST", "https://conversations.twilio.com/v1/Conversations", {}),
    "a fax": ("POST", "https://fax.twilio.com/v1/Faxes", {"To": ALICE}),
    "a task": ("POST", f"https://taskrouter.twilio.com/v1/Workspaces/WS{'1' * 32}/Tasks", {}),
    "a room": ("POST", "https://video.twilio.com/v1/Rooms", {}),
    "a SIM card": ("POST", "https://supersim.twilio.com/v1/SmsCommands", {}),
    "a sender": ("POST", f"https://messaging.twilio.com/v1/Services/MG{'1' * 32}/PhoneNumbers",
                 {"PhoneNumberSid": "PN" + "1" * 32}),
    "a brand": ("POST", "https://messaging.twilio.com/v1/a2p/BrandRegistrations", {}),
    "a trunk": ("POST", "https://trunking.twilio.com/v1/Trunks", {}),
    "an export": ("POST", "https://bulkexports.twilio.com/v1/Exports/Messages/Jobs", {}),
    "a lookup that costs": ("GET", f"https://lookups.twilio.com/v2/PhoneNumbers/{ALICE}"
                            "?Fields=caller_name", None),
    "an old lookup that costs": ("GET", f"https://lookups.twilio.com/v1/PhoneNumbers/{ALICE}"
                                 "?Type=carrier", None),
    "a lookup with an add-on": ("GET", f"https://lookups.twilio.com/v1/PhoneNumbers/{ALICE}"
                                "?AddOns=x", None),
    "a new product": ("POST", "https://new.twilio.com/v1/Things", {"To": ALICE}),
    "an unknown method": ("PUT", MESSAGES, OURS),
    "another spelling of an address": ("POST", MESSAGES.replace("Messages", "messages"), TEXT),
    "a letter in code": ("POST", MESSAGES.replace("Messages", "%4Dessages"), TEXT),
    "two slashes": ("POST", MESSAGES.replace("/2010", "//2010"), TEXT),
    "another port": ("POST", MESSAGES.replace(".com/", ".com:8443/"), OURS),
    "without TLS": ("GET", MESSAGES.replace("https:", "http:"), None),
    "a number in other digits": ("POST", MESSAGES, OURS | {"To": "+1415555012３"}),
    "a number and one more": ("POST", MESSAGES, OURS | {"To": f"{ALICE},{STRANGER}"}),
    "a national number": ("POST", MESSAGES, OURS | {"To": "4155550123"}),
    "a name": ("POST", MESSAGES, OURS | {"To": "messenger:1"}),
    "a parameter that nobody knows": ("POST", MESSAGES, OURS | {"FallbackTo": STRANGER}),
    "an index in a name": ("POST", MESSAGES, OURS | {"To[1]": STRANGER}),
}


@every_door
@pytest.mark.parametrize("asked", FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_way_to_spend_is_refused_at_every_door(gate, line, ask, asked):
    """In a sentence that says what was refused, that nothing was sent, and what to do."""
    with pytest.raises(LiveRefused, match=r"^Live mode refused [^.]+.*Nothing was sent\. [A-Z]"):
        ask(*asked)
    assert ([], (0, 0, 0)) == (line.seen, gate.ledger.spent)


HEADS = {
    "another method in the head": {"X-HTTP-Method-Override": "POST"},
    "another host in the head": {"Host": "verify.twilio.com"},
    "a body of another kind": {"Content-Type": "application/json"},
    "a body in pieces": {"Content-Type": "multipart/form-data; boundary=x"},
    "a body in another alphabet": {"Content-Type": FORM["Content-Type"] + "; charset=utf-7"},
    "a body that is pressed": {"Content-Encoding": "gzip"},
}


@plain_door
@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_head_that_tells_another_story_is_refused(gate, line, ask, head):
    """What is judged must be what Twilio reads."""
    with pytest.raises(LiveRefused):
        ask("POST", MESSAGES, OURS, head)
    assert line.seen == []


BODIES = {
    "two recipients": f"To=%2B14155550123&To=%2B{STRANGER[1:]}&Body=A",
    "a semicolon": f"To=%2B14155550123&Body=A;To=%2B{STRANGER[1:]}",
    "a second request": "To=%2B14155550123&Body=A\r\n\r\nPOST /x HTTP/1.1\r\nHost: y\r\n\r\n",
    "no form": '{"To": "+14155550123"}',
    "other bytes": "To=%2B14155550123&Body=ÿ".encode("latin-1"),
}


@plain_door
@pytest.mark.parametrize("form", BODIES.values(), ids=BODIES)
def test_a_body_that_two_could_read_in_two_ways_is_refused(gate, line, ask, form):
    """Nobody guesses."""
    with pytest.raises(LiveRefused):
        ask("POST", MESSAGES, form)
    assert line.seen == []


# --- the tricks of a thief ------------------------------------------------------------------


def stranger_by_a_vendored_library():
    """pip has requests and urllib3 of its own."""
    hidden = pytest.importorskip("pip._vendor.requests")
    hidden.post(MESSAGES, data=TEXT, auth=(SID, TOKEN), timeout=5)


def stranger_by_a_connection_of_urllib3():
    """Below the place where urllib3's requests pass."""
    line = urllib3.connection.HTTPSConnection("api.twilio.com")
    line.request("POST", MESSAGES.partition(".com")[2], body(TEXT), KEY | FORM)


def stranger_by_a_line_that_is_open_already():
    """An allowed request opened it."""
    pool = urllib3.HTTPSConnectionPool("api.twilio.com")
    pool.request("GET", MESSAGES.partition(".com")[2], headers=KEY)
    with contextlib.closing(pool._get_conn()) as line:
        line.request("POST", MESSAGES.partition(".com")[2], body(TEXT), KEY | FORM)


def stranger_by_the_second_request_of_a_line():
    """http.client keeps the line open."""
    with contextlib.closing(http.client.HTTPSConnection("api.twilio.com")) as line:
        line.request("GET", MESSAGES.partition(".com")[2], headers=KEY)
        line.getresponse().read()
        line.request("POST", MESSAGES.partition(".com")[2], body(TEXT), KEY | FORM)
        line.getresponse()


def stranger_behind_a_short_length():
    """The second request hides in the first one's body."""
    hidden = f"POST /2010-04-01/Accounts/{SID}/Messages.json HTTP/1.1\r\n\r\n{body(TEXT)}"
    line = http.client.HTTPSConnection("api.twilio.com")
    line.putrequest("GET", MESSAGES.partition(".com")[2])
    line.putheader("Content-Length", "0")
    line.endheaders(hidden.encode())
    line.getresponse()


def stranger_in_chunks():
    """The length is told piece by piece."""
    line = http.client.HTTPSConnection("api.twilio.com")
    line.request("POST", MESSAGES.partition(".com")[2], iter([body(TEXT).encode()]), KEY | FORM,
                 encode_chunked=True)
    line.getresponse()


def stranger_by_a_pool_of_another_name():
    """The address of a server of Twilio's, with its name in the head."""
    urllib3.HTTPSConnectionPool("192.0.2.1", cert_reqs="CERT_NONE").request(
        "POST", MESSAGES.partition(".com")[2], body=body(TEXT),
        headers=KEY | FORM | {"Host": "api.twilio.com"})


def stranger_by_the_name_that_tls_needs():
    """As above, with the name in TLS only."""
    ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), False,
                                          "api.twilio.com")


def stranger_by_a_socket():
    """Nothing but a socket and TLS."""
    with socket.create_connection(("api.twilio.com", 443)) as plain:
        ssl.create_default_context().wrap_socket(plain, server_hostname="api.twilio.com")


def stranger_by_a_socket_that_looks_up_itself():
    """The name is looked up below Python."""
    with socket.socket() as plain:
        plain.connect(("api.twilio.com", 443))


def stranger_by_asyncio():
    """Streams of the event loop."""
    async def ask():
        _, writer = await asyncio.open_connection("api.twilio.com", 443, ssl=True)
        writer.write(b"POST")

    asyncio.run(ask())


def stranger_by_httpcore():
    """Below httpx."""
    import httpcore

    httpcore.request("POST", MESSAGES, content=body(TEXT), headers=KEY | FORM)


def stranger_by_a_name_in_another_alphabet():
    """A resolver takes it for the same."""
    line = http.client.HTTPSConnection("ａpi。twilio.com")
    line.request("POST", MESSAGES.partition(".com")[2], body(TEXT), KEY | FORM)
    line.getresponse()


def stranger_by_a_name_with_a_dot():
    """The root of all names."""
    by_requests("POST", MESSAGES.replace(".com/", ".com./"), TEXT)


def stranger_by_a_name_in_code():
    """urllib decodes the host."""
    urllib.request.urlopen(urllib.request.Request(
        MESSAGES.replace("api.", "api%2e"), body(TEXT).encode(), KEY | FORM))


def stranger_in_a_thread():
    """A thread has no context of its own."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(by_requests, "POST", MESSAGES, TEXT).result()


def stranger_by_a_transport_of_ones_own():
    """It would post by itself."""
    class Own(HttpClient):
        def request(self, method, url, params=None, data=None, headers=None, auth=None,
                    timeout=None, allow_redirects=False):
            requests.post(MESSAGES, data=TEXT, auth=auth, timeout=5)
            return Response(201, "{}")

    Client(SID, TOKEN, http_client=Own(None, False)).messages.create(
        to=ALICE, from_=OFFICE, body="Ahoy")


def stranger_by_a_hook():
    """requests calls it before it sends."""
    class Session(requests.Session):
        def send(self, request, **options):
            request.body = body(TEXT)
            request.headers["Content-Length"] = str(len(request.body))
            return super().send(request, **options)

    Session().post(MESSAGES, data=OURS, auth=(SID, TOKEN), timeout=5)


def stranger_by_an_adapter():
    """requests mounts it for an address."""
    session = requests.Session()
    session.mount("https://api.twilio.com", requests.adapters.HTTPAdapter(max_retries=3))
    session.post(MESSAGES, data=TEXT, auth=(SID, TOKEN), timeout=5)


def stranger_by_a_proxy():
    """It would carry the request away."""
    requests.post(MESSAGES.replace("https", "http"), data=TEXT, timeout=5,
                  proxies={"http": "http://127.0.0.1:9"})


def stranger_by_a_proxy_of_the_environment():
    """urllib reads it."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({"http": "http://127.0.0.1:9", "https": "http://127.0.0.1:9"}))
    opener.open(urllib.request.Request(MESSAGES, body(TEXT).encode(), KEY | FORM), timeout=5)


def stranger_by_a_tunnel():
    """http.client asks a proxy for a line."""
    line = http.client.HTTPSConnection("127.0.0.1", 9)
    line.set_tunnel("api.twilio.com", 443)
    line.request("POST", MESSAGES.partition(".com")[2], body(TEXT), KEY | FORM)
    line.getresponse()


def stranger_by_httpx_and_its_transport():
    """The transport alone."""
    httpx.HTTPTransport().handle_request(httpx.Request("POST", MESSAGES, content=body(TEXT),
                                                       headers=KEY | FORM))


def stranger_by_a_form_of_aiohttp():
    """A form object, and a session with an address of its own."""
    async def ask():
        async with aiohttp.ClientSession("https://api.twilio.com") as client:
            await client.post(MESSAGES.partition(".com")[2], data=aiohttp.FormData(TEXT))

    asyncio.run(ask())


def stranger_in_the_parameters_of_aiohttp():
    """They go into the address later."""
    async def ask():
        async with aiohttp.ClientSession() as client:
            await client.post(MESSAGES, data=OURS, params={"To": STRANGER})

    asyncio.run(ask())


def stranger_in_json():
    """Some of Twilio's products read it."""
    requests.post(MESSAGES, json=TEXT, auth=(SID, TOKEN), timeout=5)


def stranger_by_a_web_socket():
    """A line that stays open."""
    async def ask():
        async with aiohttp.ClientSession() as client:
            await client.ws_connect("wss://api.twilio.com/x")

    asyncio.run(ask())


def stranger_in_another_region():
    """The SDK names another host."""
    Client(SID, TOKEN, region="ie1", edge="dublin").messages.create(
        to=STRANGER, from_=OFFICE, body="Ahoy")


def stranger_by_the_validating_client():
    """The SDK's transport that signs."""
    from twilio.http.validation_client import ValidationClient

    signing = ValidationClient(SID, "SK" + "1" * 32, "CR" + "1" * 32, "no key")
    signing.request("POST", MESSAGES, data=TEXT, auth=(SID, TOKEN))


TRICKS = {name.removeprefix("stranger_").replace("_", " "): one
          for name, one in dict(globals()).items() if name.startswith("stranger_")}


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS)
def test_a_trick_does_not_reach_a_stranger(gate, line, trick):
    """Refused by name; at most what is free has passed before."""
    with pytest.raises(LiveRefused, match=r"[Nn]othing was sent"):
        trick()
    assert {"GET"} >= {method for method, _, _ in line.seen}


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS)
def test_in_practice_a_trick_leaves_nothing_either(line, trick):
    """Answered by the simulator, or refused."""
    with Simulator(account_sid=SID, auth_token=TOKEN), pytest.raises(Exception) as told:
        trick()
        raise AhoyError("answered by the simulator")
    assert isinstance(told.value, (AhoyError, TwilioException, urllib.error.HTTPError,
                                   aiohttp.ClientResponseError))
    assert ([], []) == (line.seen, line.outside)


# --- redirects --------------------------------------------------------------------------------


@pytest.fixture
def mover():
    """A site of this computer that sends everybody to Twilio, with what they brought along."""
    class Mover(BaseHTTPRequestHandler):
        def do_POST(self):
            """Moved."""
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(307)
            self.send_header("Location", MESSAGES)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Mover)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("ask", [by_requests, by_urllib3, by_aiohttp])
def test_a_redirect_does_not_lead_to_a_stranger(gate, line, mover, ask):
    """The library follows it by itself."""
    with pytest.raises(LiveRefused):
        if ask is by_urllib3:
            urllib3.request("POST", mover, body=body(TEXT), headers=FORM)
        else:
            ask("POST", mover, TEXT)
    assert line.seen == []


# --- other processes --------------------------------------------------------------------------


def test_a_program_that_is_started_inherits_no_token(line, monkeypatch, tmp_path):
    """Nobody could guard what it sends; whoever means it hands it over."""
    from helpers import account

    monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    account._set_environment(SID, TOKEN, OFFICE, "https://office.example.com")
    look = ("import os; print(os.environ.get('TWILIO_AUTH_TOKEN'), "
            "'TWILIO_ACCOUNT_SID' in os.environ)")
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True)
    assert ("None True", TOKEN) == (done.stdout.strip(), os.environ["TWILIO_AUTH_TOKEN"])
    handed = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True,
                            env=os.environ.copy())
    assert f"{TOKEN} True" == handed.stdout.strip()
