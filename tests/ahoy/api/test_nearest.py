"""Whatever the SDK can ask of Twilio is simulated, or refused with the product and what works."""

from __future__ import annotations

import contextlib
import inspect
import re

import pytest
from twilio.base.domain import Domain
from twilio.base.exceptions import TwilioException
from twilio.base.list_resource import ListResource
from twilio.base.version import Version
from twilio.rest import Client

from ahoy.api.not_simulated import PRODUCTS, RESOURCES
from ahoy.trace import Request

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

SAID = re.compile(r"Ahoy does not simulate \w+ \S+\.twilio\.com/\S+ \((?P<product>[^)]+)\) yet\."
                  r" (?P<works>.+)")
SIMULATED = {"api", "lookups", "messaging", "monitor"}


def parts(thing, kind):
    """The properties of an SDK object that are of this kind, but those that it can't import:
    version 9.1 names files for OAuth that it does not have."""
    names = [name for name, one in inspect.getmembers(type(thing)) if isinstance(one, property)]
    found = []
    for name in names:
        with contextlib.suppress(ModuleNotFoundError):
            found.append(getattr(thing, name))
    return [one for one in found if isinstance(one, kind)]


def lists(thing):
    """What can be listed, made or fetched below a version of the SDK's."""
    for one in parts(thing, ListResource):
        yield one
        yield from lists(one)


def ask_all(resource):
    """Lists, makes and fetches what there is, with "x" for all that must be given."""
    acts = [getattr(resource, name) for name in ("list", "create", "fetch", "__call__")
            if hasattr(resource, name)]
    for act in acts:
        needed = [name for name, one in inspect.signature(act).parameters.items()
                  if one.default is one.empty and one.kind is not one.VAR_KEYWORD]
        with contextlib.suppress(TwilioException, AttributeError, TypeError, ValueError):
            found = act(**dict.fromkeys(needed, "x"))  # some want an object, and ask nothing
            found.fetch()  # an instance's context


HOSTS = {one.base_url.split("//")[1].split(".")[0]: one
         for one in parts(Client("AC" + "0" * 32, "x"), Domain)}


@pytest.mark.parametrize("host", sorted(HOSTS))
def test_every_product_of_the_sdk_is_named_with_what_works(world, client, host):
    """Not "What works: client.calls" for all: each has a sentence of its own."""
    mine = next(one for one in parts(client, Domain) if f"//{host}." in one.base_url)
    for version in parts(mine, Version):
        for resource in lists(version):
            ask_all(resource)
    said = [one.message for one in world.trace if isinstance(one, Request) and one.status == 501]
    if host == "api":  # named by its path, since it is the one that everybody means
        return
    name, works = PRODUCTS[host]
    known = {works, *RESOURCES.get(host, {}).values()}
    told = [SAID.fullmatch(one) for one in said]
    assert all(told), said
    assert {name} >= {one["product"] for one in told}
    assert known >= {one["works"] for one in told}
    assert said or host in SIMULATED | {"preview"}


@pytest.mark.parametrize(("path", "works"), [
    ("Addresses.json", "need no address"),
    ("AuthorizedConnectApps.json", "client.applications"),
    ("Calls/CA1/Payments.json", "<Gather>"),
    ("Calls/CA1/Siprec.json", "recordings.create()"),
    ("Calls/CA1/Streams.json", "<Start><Transcription>"),
    ("Calls/CA1/Transcriptions.json", "<Start><Transcription statusCallbackUrl='...'>"),
    ("Calls/CA1/UserDefinedMessages.json", "client.messages.create()"),
    ("Calls/CA1/UserDefinedMessageSubscriptions.json", "client.messages.create()"),
    ("ConnectApps.json", "client.applications"),
    ("SIP/Domains.json", "<Dial><Sip>sip:ada@example.com</Sip>"),
    ("SMS/ShortCodes.json", "client.incoming_phone_numbers"),
    ("Fax.json", "client.calls, client.messages"),
])
def test_a_resource_of_the_2010_api_is_refused_with_what_works(ask, home, path, works):
    """The last word of the path that is known says what."""
    said = ask("GET", f"{home}/{path}")
    assert 501 == said.status_code
    assert works in said.json["message"]


def test_no_hint_needs_to_be_escaped():
    """The SDK shows the refusal of a list as JSON; a learner shall read it all the same."""
    hints = [works for _, works in PRODUCTS.values()]
    hints += [works for words in RESOURCES.values() for works in words.values()]
    assert [] == [one for one in hints if '"' in one or not one.isascii()]
