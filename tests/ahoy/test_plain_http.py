"""Code that asks Twilio without the SDK is answered all the same, and reaches nobody else."""

from __future__ import annotations

import asyncio
import base64
import importlib
import json
import os
import socket
import sys
import urllib.request
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlencode, urlsplit, urlunsplit

import aiohttp
import httpx
import pytest
import requests
import urllib3
from flask import Flask, request

from ahoy import NotStarted, Simulator, arm, begin, disarm

ALICE = "+14155550123"
OFFICE = "https://office.example.com"
API = "https://api.twilio.com/2010-04-01/Accounts"


@pytest.fixture
def twilio(monkeypatch):
    """A running simulator, where no name of another computer is ever looked up."""
    with Simulator() as twilio:
        found = socket.getaddrinfo

        def look_up(host, *more, **named):
            assert host in ("127.0.0.1", b"127.0.0.1")
            return found(host, *more, **named)

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        yield twilio


def key(auth):
    return {"Authorization": "Basic " + base64.b64encode(":".join(auth).encode()).decode()}


def by_requests(method, url, form, auth):
    answer = requests.request(method, url, data=form, auth=auth, timeout=5)
    return answer.status_code, answer.content


def by_urllib3(method, url, form, auth):
    with urllib3.PoolManager() as pool:
        answer = pool.request(method, url, body=urlencode(form), headers={
            "Content-Type": "application/x-www-form-urlencoded", **key(auth)})
    return answer.status, answer.data


def by_urllib(method, url, form, auth):
    asked = urllib.request.Request(url, urlencode(form).encode() or None, key(auth), method=method)
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


def by_http_client(method, url, form, auth):
    parts = urlsplit(url)
    line = (HTTPSConnection if parts.scheme == "https" else HTTPConnection)(parts.netloc)
    line.request(method, urlunsplit(("", "", *parts[2:])), urlencode(form), key(auth))
    answer = line.getresponse()
    return answer.status, answer.read()


def by_httpx(method, url, form, auth):
    answer = httpx.request(method, url, data=form, auth=auth)
    return answer.status_code, answer.content


def by_httpx_async(method, url, form, auth):
    async def ask():
        async with httpx.AsyncClient(auth=auth) as client:
            answer = await client.request(method, url, data=form)
            return answer.status_code, answer.content

    return asyncio.run(ask())


def by_aiohttp(method, url, form, auth):
    async def ask():
        async with (aiohttp.ClientSession(headers=key(auth)) as client,
                    client.request(method, url, data=form) as answer):
            return answer.status, await answer.read()

    return asyncio.run(ask())


WAYS = [by_requests, by_urllib3, by_urllib, by_http_client, by_httpx, by_httpx_async, by_aiohttp]
every_way = pytest.mark.parametrize("ask", WAYS)


def texts(twilio):
    return f"{API}/{twilio.account_sid}/Messages.json"


def credentials(twilio):
    return twilio.account_sid, twilio.auth_token


@every_way
def test_a_text_is_sent_without_the_sdk(twilio, ask):
    """By each library that speaks HTTP, with whatever the body holds."""
    alice = twilio.phone(ALICE)
    form = {"To": ALICE, "From": twilio.number, "Body": "Ahoy & hëllo"}
    status, body = ask("POST", texts(twilio), form, credentials(twilio))
    twilio.run()
    assert (201, twilio.messages.last.sid) == (status, json.loads(body)["sid"])
    assert ["Ahoy & hëllo"] == [text.body for text in alice.messages]


@every_way
def test_a_refusal_comes_as_twilio_writes_it(twilio, ask):
    """Status and body: an app may look at both."""
    status, body = ask("POST", texts(twilio), {"To": ALICE}, credentials(twilio))
    assert (400, 21603) == (status, json.loads(body)["code"])


@every_way
def test_without_tls_nothing_leaves_either(twilio, ask):
    """Who writes http:// by mistake would send the token in the open."""
    url = texts(twilio).replace("https:", "http:")
    assert 200 == ask("GET", url, {}, credentials(twilio))[0]


@every_way
def test_what_the_query_asks_is_heard(twilio, ask):
    """A page of one, and no body."""
    status, body = ask("GET", texts(twilio) + "?PageSize=1", {}, credentials(twilio))
    assert (200, 1) == (status, json.loads(body)["page_size"])


@every_way
def test_a_head_has_no_body(twilio, ask):
    """As HTTP has it; and this resource takes none, as Twilio says with 405."""
    assert (405, b"") == ask("HEAD", texts(twilio), {}, credentials(twilio))


@every_way
def test_before_a_world_has_begun_nothing_is_sent(ask):
    """As for the SDK: Ahoy must know first which mode it is."""
    begin(None)
    arm()
    try:
        with pytest.raises(NotStarted, match="Nothing was sent"):
            ask("GET", f"{API}.json", {}, ("AC", "token"))
    finally:
        disarm()


def test_a_voicemail_keeps_the_file_of_a_message(twilio):
    """Fetched with the account's credentials from the address that the webhook gave."""
    app, kept = Flask("voicemail"), []

    @app.post("/voice")
    def voice():
        return '<Response><Record action="/kept"/></Response>'

    @app.post("/kept")
    def keep():
        auth = os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"]
        file = requests.get(request.form["RecordingUrl"] + ".wav", auth=auth, timeout=5)
        kept.append((file.status_code, file.headers["Content-Type"], file.content[:4]))
        return "<Response/>"

    twilio.mount(OFFICE, app)
    twilio.configure(voice_url=f"{OFFICE}/voice")
    twilio.phone(ALICE).says("Please call me back.").presses("#").calls(twilio.number)
    twilio.run()
    assert [(200, "audio/x-wav", b"RIFF")] == kept


def test_a_site_keeps_the_picture_of_a_text(twilio):
    """In its own event loop or not: the picture comes from Twilio's address."""
    kept = []

    async def app(scope, receive, send):
        form = urllib.parse.parse_qs((await receive())["body"].decode())
        async with httpx.AsyncClient(auth=credentials(twilio)) as client:
            picture = await client.get(form["MediaUrl0"][0])
        kept.append((picture.status_code, picture.headers["Content-Type"]))
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    twilio.mount(OFFICE, app)
    twilio.configure(sms_url=f"{OFFICE}/texts")
    alice = twilio.phone(ALICE)
    alice.texts("Look!", to=twilio.number, media=["https://example.com/boat.jpg"])
    twilio.run()
    assert [(200, "image/jpeg")] == kept


def test_another_host_of_twilio_is_known_by_its_name(twilio):
    """Lookup is on one of its own."""
    url = f"https://lookups.twilio.com/v2/PhoneNumbers/{ALICE}"
    found = requests.get(url, auth=credentials(twilio), timeout=5).json()
    assert (ALICE, True) == (found["phone_number"], found["valid"])


def test_a_large_body_may_come_in_pieces(twilio):
    """From a generator or from a file, as a library may send it."""
    form = urlencode({"To": ALICE, "From": twilio.number, "Body": "In pieces"}).encode()
    with urllib3.PoolManager(headers=key(credentials(twilio))) as pool:
        for body in (iter([form[:9], form[9:]]), memoryview(form)):
            pool.request("POST", texts(twilio), body=body)
    twilio.run()
    assert ["In pieces"] * 2 == [text.body for text in twilio.messages]


def test_the_tests_own_mocks_come_first(twilio, monkeypatch):
    """Who replaces requests, replaces it for Twilio, too."""
    told = requests.Response()
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", lambda *_, **__: told)
    assert told is requests.get(texts(twilio), timeout=5)


def test_a_proxy_is_not_asked(twilio, monkeypatch):
    """The environment may name one for every request to other computers."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    answers = [ask("GET", texts(twilio), {}, credentials(twilio))[0] for ask in WAYS]
    assert [200] * len(WAYS) == answers


def test_a_library_that_is_imported_later_is_caught_as_well(twilio, monkeypatch):
    """An app may load it in the middle of a request."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "httpx"]:
        monkeypatch.delitem(sys.modules, name)
    later = importlib.import_module("httpx")
    assert 200 == later.get(texts(twilio), auth=credentials(twilio)).status_code


def test_each_world_answers_for_itself():
    """Also where a port of the one before is still remembered."""
    for sid in ("AC" + "a" * 32, "AC" + "b" * 32):
        with Simulator(account_sid=sid) as twilio:
            status, body = by_aiohttp("GET", texts(twilio), {}, credentials(twilio))
            assert (200, True) == (status, sid in body.decode())


def places():
    """Where the libraries are caught."""
    return [urllib3.HTTPConnectionPool.urlopen, HTTPConnection.connect, HTTPSConnection.connect,
            httpx.HTTPTransport.handle_request, httpx.AsyncHTTPTransport.handle_async_request,
            aiohttp.ClientSession._request]


def test_afterwards_every_library_is_as_it_was():
    """Other tests may go where they like. (What `import helpers` caught is given back first.)"""
    disarm()
    before = places(), list(sys.meta_path)
    with Simulator():
        during = places()
    assert before == (places(), list(sys.meta_path))
    assert not set(before[0]) & set(during)
