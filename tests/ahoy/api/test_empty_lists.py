"""Lists of what an account of Ahoy can't have: empty, as on Twilio, for tools that walk all."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
from twilio.base.domain import Domain
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.base.list_resource import ListResource
from twilio.base.version import Version

from ahoy.api import empty_lists
from tests.ahoy import openapi

REFUSED = {
    "autopilot v1", "conversations v1/Roles", "conversations v2", "events v1/Types",
    "flex-api v1/Insights", "flex-api v1/PluginService", "insights v1/Conferences",
    "insights v1/Voice", "insights v3", "intelligence v2/Operator", "intelligence v3",
    "knowledge v2", "marketplace v1/Available", "media v1", "memory v1", "microvisor v1",
    "monitor v1/Events", "numbers v1/SigningRequest",
    "numbers v2/RegulatoryCompliance/EndUserTypes", "numbers v2/RegulatoryCompliance/Regulations",
    "numbers v2/RegulatoryCompliance/SupportingDocumentTypes", "numbers v2/ShortCodes",
    "preview ", "pricing v", "supersim v1/Networks", "supersim v1/UsageRecords",
    "trusthub v1/EndUserTypes", "trusthub v1/Policies", "trusthub v1/SupportingDocumentTypes",
    "verify v2/Templates", "voice v1/DialingPermissions", "voice v3", "webhooks v1",
    "wireless v1/UsageRecords"}
"""Beginnings of lists that Twilio fills by itself, that hold what the account did, or of which
nobody says what an account that never used them has: an empty one could be untrue. Autopilot and
Media are products that Twilio has shut; an old SDK still asks them."""

SOME = {"addresses", "sip.domains", "sip.credential_lists", "sip.ip_access_control_lists",
        "connect_apps", "authorized_connect_apps", "short_codes"}


def lists_of(of: object) -> Iterator[ListResource]:
    """Every list below a client, a domain, a version or a list."""
    for name, found in inspect.getmembers(type(of)):
        if isinstance(found, property) and not name.startswith("_"):
            try:
                below = getattr(of, name)
            except Exception:  # a name that only an older SDK served
                continue
            if isinstance(below, ListResource) and hasattr(below, "list"):
                yield below
            if isinstance(below, (Domain, Version, ListResource)):
                yield from lists_of(below)


def place(of: ListResource) -> str:
    """`taskrouter v1/Workspaces`."""
    version = of._version
    host = version.domain.base_url.partition("//")[2].partition(".")[0]
    return f"{host} {version.version}{of._uri}"


@pytest.mark.filterwarnings("ignore")
def test_every_list_of_the_sdk_is_answered_or_refused_by_name(client):
    """A tool that syncs an account asks them all."""
    refused = {}
    for one in lists_of(client):
        try:
            one.list(limit=3)
        except TwilioException as why:
            refused[place(one)] = str(why)
    refused.pop("iam v1/Keys", None)  # asks for an AccountSid
    assert [] == [name for name in refused if not name.startswith(tuple(REFUSED))]
    assert [] == [why for why in refused.values() if "Ahoy does not simulate GET " not in why]


@pytest.mark.parametrize("name", sorted(SOME))
def test_what_an_account_cannot_have_is_an_empty_list(client, name):
    """Of the 2010 API; also in pages, and a filter finds nothing."""
    resource = client
    for word in name.split("."):
        resource = getattr(resource, word)
    assert ([], []) == (resource.list(), resource.list(limit=5000))


def test_an_empty_list_has_twilios_envelope(ask, home):
    """Of the 2010 API, and of a product."""
    url = f"{home}/Addresses.json?PageSize=20&Page=0"
    assert {"first_page_uri": url, "end": 0, "previous_page_uri": None, "addresses": [],
            "uri": url, "page_size": 20, "start": 0, "next_page_uri": None, "page": 0
            } == ask("GET", home + "/Addresses.json", PageSize="20").json
    flows = "https://studio.twilio.com/v2/Flows?PageSize=50&Page=0"
    assert {"meta": {"page": 0, "page_size": 50, "first_page_url": flows,
                     "previous_page_url": None, "url": flows, "next_page_url": None,
                     "key": "flows"}, "flows": []
            } == ask("GET", "/v2/Flows", host="https://studio.twilio.com").json


@pytest.mark.skipif(not openapi.is_here(), reason=f"{openapi.VARIABLE} names no file")
@pytest.mark.parametrize("path", [path for table in (empty_lists.MADE, empty_lists.FOUND)
                                  for path in table["api"]])
def test_an_empty_list_is_as_twilios_schema_says(client, ask, world, path):
    """Under Twilio's own key, in JSON; and it can be had as XML."""
    number = client.incoming_phone_numbers.list()[0].sid
    world.phones.get("+14155550123").says("Hello there")
    call = client.calls.create(to="+14155550123", from_="+14155550100", record=True,
                               twiml="<Response><Pause length='9'/></Response>")
    world.settle(call.sid)
    recording = client.recordings.list()[0].sid
    path = path.format(account_sid=world.account.sid, sid=number, recording_sid=recording)
    said = ask("GET", path + ".json", raw=True)
    template = openapi.operation_of("GET", path + ".json")
    assert (200, []) == (said.status_code,
                         openapi.faults("GET", template, said.status_code, said.text))
    assert 200 == ask("GET", path, raw=True).status_code


@pytest.mark.parametrize("act", [
    lambda client: client.addresses("AD" + "1" * 32).fetch(),
    lambda client: client.addresses("AD" + "1" * 32).update(friendly_name="Pier"),
    lambda client: client.addresses("AD" + "1" * 32).delete(),
    lambda client: client.sip.domains("SD" + "1" * 32).fetch(),
    lambda client: client.sip.domains("SD" + "1" * 32).auth.calls.credential_list_mappings(
        "CL" + "1" * 32).fetch(),
    lambda client: client.short_codes("SC" + "1" * 32).fetch(),
    lambda client: client.connect_apps("CN" + "1" * 32).fetch(),
    lambda client: client.studio.v2.flows("FW" + "1" * 32).fetch(),
    lambda client: client.taskrouter.v1.workspaces("WS" + "1" * 32).activities("WA1").fetch(),
    lambda client: client.verify.v2.services("VA" + "1" * 32).fetch(),
    lambda client: client.incoming_phone_numbers("PN" + "1" * 32).assigned_add_ons("XE1").fetch(),
])
def test_one_of_an_empty_list_is_not_found(client, act):
    """404 and 20404, as for any SID that the account does not have."""
    with pytest.raises(TwilioRestException) as refused:
        act(client)
    assert (404, 20404) == (refused.value.status, refused.value.code)


@pytest.mark.parametrize("act", [
    lambda client: client.addresses("AD" + "1" * 32).dependent_phone_numbers.list(),
    lambda client: client.taskrouter.v1.workspaces("WS" + "1" * 32).workers.list(),
    lambda client: client.incoming_phone_numbers("PN" + "1" * 32).assigned_add_ons.list(),
    lambda client: client.recordings("RE" + "1" * 32).add_on_results.list(),
    lambda client: client.messaging.v1.services("MG" + "1" * 32).short_codes.list(),
])
def test_a_list_of_what_is_not_there_is_not_found(client, act):
    """Nothing is below it, not even an empty list."""
    with pytest.raises(TwilioException, match="20404"):
        act(client)


def test_lists_below_what_is_there_are_empty(client, world):
    """Add-ons of a number; other senders of a Messaging Service."""
    service = client.messaging.v1.services.create(friendly_name="Harbour")
    number = client.incoming_phone_numbers(world.number.sid)
    assert [[]] * 4 == [one.list() for one in (
        number.assigned_add_ons, service.short_codes, service.alpha_senders,
        service.us_app_to_person)]


@pytest.mark.parametrize(("act", "named"), [
    (lambda c: c.addresses.create("Ada", "1 Pier", "Oakland", "CA", "94601", "US"), "/Addresses"),
    (lambda c: c.sip.domains.create("harbour.sip.twilio.com"), "/SIP/Domains"),
    (lambda c: c.sip.credential_lists.create("Crew"), "/SIP/CredentialLists"),
    (lambda c: c.studio.v2.flows.create("Menu", "draft", {}), "(Studio)"),
    (lambda c: c.taskrouter.v1.workspaces.create("Pier"), "(TaskRouter)"),
    (lambda c: c.verify.v2.services("VA" + "1" * 32).verifications.create("+14155550123", "sms"),
     "(Verify)"),
])
def test_making_one_is_refused_by_name(client, act, named):
    """501: no silent success, and no refusal that looks like Twilio's."""
    with pytest.raises(TwilioRestException) as refused:
        act(client)
    assert (501, True) == (refused.value.status, named in refused.value.msg)


def test_what_nobody_can_make_is_refused_as_by_twilio(ask, home):
    """ConnectApps come about in the Console."""
    assert 405 == ask("POST", home + "/ConnectApps.json").status_code
