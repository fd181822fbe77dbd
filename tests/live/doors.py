"""The doors by which Python can ask Twilio, each as `ask(method, url, form, headers)`."""

from __future__ import annotations

import asyncio
import base64
import ssl
import urllib.request
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlencode, urlsplit

import aiohttp
import httpx
import requests
import urllib3
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

ALICE, BOB, STRANGER = "+14155550123", "+14155550124", "+14155550177"
OFFICE = "+14155550100"
PUBLIC = "https://office.example.com/kit"
SID, TOKEN = "AC" + "1" * 32, "0123456789abcdef" * 2
ACCOUNT = f"https://api.twilio.com/2010-04-01/Accounts/{SID}"
KEY = {"Authorization": "Basic " + base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def body(form):
    """As a browser sends it."""
    return form if isinstance(form, (str, bytes)) or form is None else urlencode(form, doseq=True)


def whole(form, headers):
    """The headers of a request that has a body or none."""
    return {**KEY, **(FORM if form else {}), **headers}


def by_requests(method, url, form=None, headers=()):
    """requests, as most programs have it."""
    return requests.request(method, url, data=body(form), headers=whole(form, dict(headers)),
                            timeout=5).status_code


def by_session(method, url, form=None, headers=()):
    """The session inside of the SDK's own transport."""
    session = TwilioHttpClient().session
    return session.request(method, url, data=body(form), headers=whole(form, dict(headers)),
                           timeout=5).status_code


def by_urllib3(method, url, form=None, headers=()):
    """What is below requests."""
    with urllib3.PoolManager() as pool:
        return pool.request(method, url, body=body(form), headers=whole(form, dict(headers)),
                            retries=False).status


def by_urllib(method, url, form=None, headers=()):
    """The standard library."""
    data = body(form)
    asked = urllib.request.Request(url, data.encode() if isinstance(data, str) else data,
                                   whole(form, dict(headers)), method=method)
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def by_http_client(method, url, form=None, headers=()):
    """The lowest of the standard library."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    line = kind(parts.netloc, timeout=5)
    line.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body(form),
                 whole(form, dict(headers)))
    try:
        return line.getresponse().status
    finally:
        line.close()


def by_httpx(method, url, form=None, headers=()):
    """httpx."""
    return httpx.request(method, url, content=body(form),
                         headers=whole(form, dict(headers))).status_code


def by_httpx_async(method, url, form=None, headers=()):
    """httpx in an event loop."""
    async def ask():
        async with httpx.AsyncClient() as client:
            answer = await client.request(method, url, content=body(form),
                                          headers=whole(form, dict(headers)))
            return answer.status_code

    return asyncio.run(ask())


def by_aiohttp(method, url, form=None, headers=()):
    """aiohttp."""
    async def ask():
        line = aiohttp.TCPConnector(ssl=ssl.create_default_context())
        async with (aiohttp.ClientSession(connector=line) as client,
                    client.request(method, url, data=body(form),
                                   headers=whole(form, dict(headers))) as answer):
            return answer.status

    return asyncio.run(ask())


def by_the_client(method, url, form=None, headers=()):
    """The SDK's client, asked for any address."""
    data = dict(form) if form else None
    return Client(SID, TOKEN).request(method, url, data=data,
                                      headers=dict(headers) or None).status_code


PLAIN = [by_requests, by_session, by_urllib3, by_urllib, by_http_client, by_httpx, by_httpx_async,
         by_aiohttp]
DOORS = [*PLAIN, by_the_client]
