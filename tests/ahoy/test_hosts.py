"""One reader of addresses: what two programs could read in two ways names no host."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests.models import PreparedRequest
from urllib3.util import parse_url

from ahoy.web import plain_urls
from ahoy.web.plain_urls import Address, UnclearAddress, read
from tests.house import AHOY, KIT, ROOT

PLAIN = {
    "https://api.twilio.com/x?a=b#c": Address("https", "api.twilio.com", 443, "/x?a=b"),
    "HTTPS://API.Twilio.COM./": Address("https", "api.twilio.com", 443, "/"),
    "http://127.0.0.1:5000": Address("http", "127.0.0.1", 5000, ""),
    "https://[::1]:8/?q": Address("https", "[::1]", 8, "/?q"),
    "https://a.example/pa th": Address("https", "a.example", 443, "/pa th"),
    "https://a_b.example/\\": Address("https", "a_b.example", 443, "/\\"),
}

UNCLEAR = [
    "https://evil.example\\.twilio.com/", "https://evil.example\\@api.twilio.com/",
    "https://api.twilio.com\\evil.example/", "https://user@api.twilio.com/",
    "https://user:word@api.twilio.com/", "https://api.twilio.com:443@evil.example/",
    "https://evil.example @api.twilio.com/", "https:// api.twilio.com/", " https://a.example/",
    "https://api.twilio.com /", "https://api.\ttwilio.com/", "https://api.twilio.com/\n",
    "https://api.twilio.com/\x00", "\nhttps://a.example/", "https://a.example/\x7f",
    "https://a.example/\u2028", "https://ａpi.twilio.com/", "https://api。twilio.com/",
    "https://api%2etwilio.com/", "https://a.example:/", "https://a.example:x/",
    "https://a.example:443:443/", "https:///x", "https:api.twilio.com", "https:/api.twilio.com",
    "//api.twilio.com", "api.twilio.com", "", "https://[::1/", "https://[v1.x]/", "https://a,b/",
]


@pytest.mark.parametrize(("url", "expected"), PLAIN.items())
def test_a_plain_address_has_its_parts(url, expected):
    """Host in small letters, without the dot at its end; the usual port."""
    assert expected == read(url)


@pytest.mark.parametrize("url", UNCLEAR)
def test_an_unclear_address_has_no_host(url):
    """Nobody guesses."""
    with pytest.raises(UnclearAddress):
        read(url)


def test_a_webhook_may_have_a_user():
    """Twilio sends the name and the word as HTTP Basic; two of them are unclear."""
    assert "127.0.0.1" == read("http://ada:word@127.0.0.1/", user_info=True).host
    for url in ("http://a@b@127.0.0.1/", "http://a\\@127.0.0.1/", "http://a b@127.0.0.1/"):
        with pytest.raises(UnclearAddress):
            read(url, user_info=True)


pieces = st.sampled_from(["https", "http", ":", "/", "//", "\\", "@", ".", "twilio.com", "api",
                          "evil.example", " ", "\t", "#", "?", "%2e", "[", "]", "443", "ａ", ";"])


@given(st.lists(pieces, max_size=9).map(lambda found: "https://" + "".join(found)))
def test_whoever_connects_sees_the_same_host(url):
    """requests and urllib3 read no other host in an address than the one that is judged."""
    try:
        host = read(url).host
    except UnclearAddress:
        return
    prepared = PreparedRequest()
    prepared.prepare_url(url, None)
    assert host == parse_url(url).host.rstrip(".").lower()
    assert host == parse_url(prepared.url).host.rstrip(".").lower()


@pytest.mark.parametrize("host", [
    "api.twilio.com", "API.TWILIO.COM", "api.twilio.com.", "twilio.com", b"api.twilio.com",
    "api.dublin.ie1.twilio.com", "ａpi.twilio.com", "api。twilio.com", "api.twil\u00adio.com",
    "api.twilio.com:443", "user@api.twilio.com", " api.twilio.com"])
def test_every_spelling_of_twilios_names_is_known(host):
    """What a resolver takes for one of them."""
    assert plain_urls.is_twilio(host)


@pytest.mark.parametrize("host", ["", None, "evil-twilio.com", "twilio.com.evil.example",
                                  "twilio.example", "nottwilio.com"])
def test_other_names_are_others(host):
    """They only look alike."""
    assert not plain_urls.is_twilio(host)


# Who may still ask the standard library for a host, and why nothing leaves by it.
MAY = {
    "helpers/page/account/glance.py",  # shows an address
    "helpers/page/forms/field_rules.py",  # judges what is typed; nothing is sent
    "ahoy/api/request_context.py",  # which product was asked: answered here
    "ahoy/web/http_client.py",  # after this one reader has agreed
    "ahoy/web/hosted/__init__.py",  # Twilio's own pages: answered here
    "ahoy/web/kernel_addresses.py",  # compares with addresses of this computer; nothing is sent
    "ahoy/web/mounted_sites.py",  # a mounted app is in this process
    "ahoy/media/recording_files.py",  # a recording's file: answered here
}


def test_no_other_file_decides_which_host_is_meant():
    """`.hostname` is read in no file that sends."""
    found = {file.relative_to(ROOT).as_posix() for file in AHOY + KIT
             for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
             if isinstance(node, ast.Attribute) and node.attr == "hostname"}
    assert MAY == found
