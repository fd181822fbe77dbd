"""Property tests: whatever is asked, the answer is a success or a refusal that Twilio knows."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ahoy import World
from ahoy.api import ApiRequest
from ahoy.facts.errors import TABLE

KNOWN = {code for code, *_ in TABLE} | {501}

NUMBERS = st.one_of(
    st.sampled_from([
        "+14155550123", "+14155550100", "4155550123", "+18885550150", "client:ada",
        "+15005550006", "+442079460123", "+999", "whatsapp:+14155550123", "", "12345"]),
    st.from_regex(r"\+?[0-9]{1,16}", fullmatch=True),
    st.text(max_size=12))
WORDS = st.one_of(st.text(max_size=30), st.sampled_from(
    ["true", "false", "GET", "PUT", "fixed", "2026-01-05T12:00:00Z", "http://a.example/b", "415",
     "0", "-1", "99999999999", "MG" + "1" * 32, "PN" + "1" * 32, "validation", "STOP", "4**", "%"]))
BODIES = st.one_of(st.text(max_size=40), st.text(alphabet="xé😀€“", min_size=60, max_size=1700))

PARAMETERS = {
    "Messages": "To From Body MediaUrl MessagingServiceSid StatusCallback ValidityPeriod"
                " ScheduleType SendAt SmartEncoded SendAsMms ProvideFeedback ContentSid",
    "IncomingPhoneNumbers": "PhoneNumber AreaCode FriendlyName SmsUrl SmsMethod VoiceUrl"
                            " StatusCallback VoiceReceiveMode BundleSid",
    "OutgoingCallerIds": "PhoneNumber FriendlyName CallDelay Extension StatusCallback"
                         " StatusCallbackMethod",
}
SEARCHES = ("AreaCode Contains SmsEnabled FaxEnabled NearNumber NearLatLong Distance InPostalCode"
            " InRegion InLocality InRateCenter InLata PageSize Beta")
SERVICE = ("FriendlyName InboundRequestUrl InboundMethod StickySender SmartEncoding ValidityPeriod"
           " Usecase ScanMessageContent StatusCallback Nonsense")

FEW = settings(max_examples=60, deadline=None, derandomize=True,
               suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=["full", "trial-classic", "trial-2026"])
def asker(request):
    """Sends a bare request to an account of each kind: gives status, code and body."""
    world = World(clock="virtual", kind=request.param)
    account = world.account

    def ask(method, url, given):
        name = "form" if method == "POST" else "params"
        said = world.request(ApiRequest(method, url, auth=(account.sid, account.auth_token),
                                     **{name: given}))
        body = json.loads(said.body) if said.body else {}
        return said.status, body.get("code") if said.status >= 400 else None, body

    ask.home = f"/2010-04-01/Accounts/{account.sid}"
    ask.world = world
    yield ask
    world.close()


def must_be_known(status: int, code: int | None) -> None:
    assert status < 300 or (status != 500 and code in KNOWN), (status, code)


def values(names: str) -> st.SearchStrategy[dict]:
    """Some of these parameters, each with something that it may get."""
    kinds = {"To": NUMBERS, "From": NUMBERS, "PhoneNumber": NUMBERS, "NearNumber": NUMBERS,
             "Body": BODIES}
    return st.fixed_dictionaries({}, optional={
        name: st.one_of(kinds.get(name, WORDS), WORDS) for name in names.split()})


@pytest.mark.parametrize("resource", sorted(PARAMETERS))
@FEW
@given(data=st.data())
def test_nothing_can_be_made_that_breaks(asker, resource, data):
    """Messages, numbers and verifications, with any parameters."""
    wanted = data.draw(values(PARAMETERS[resource]))
    must_be_known(*asker("POST", f"{asker.home}/{resource}.json", wanted)[:2])


@FEW
@given(body=BODIES)
def test_any_body_is_sent_whole(asker, body):
    """Or refused because it is empty, too long, or no template."""
    status, code, said = asker("POST", asker.home + "/Messages.json",
                               {"To": "+14155550124", "From": "+14155550100", "Body": body})
    if status == 201:
        assert said["body"] == body and int(said["num_segments"]) >= 1
    else:
        assert code in (21619, 21617, 21608, 572006)


@FEW
@given(wanted=values(SEARCHES))
def test_any_search_finds_fictional_numbers_or_says_why_not(asker, wanted):
    """At most thirty, each once."""
    status, code, said = asker(
        "GET", f"{asker.home}/AvailablePhoneNumbers/US/Local.json", wanted)
    must_be_known(status, code)
    found = [one["phone_number"] for one in said.get("available_phone_numbers", [])]
    assert len(found) == len(set(found)) <= 30
    assert all(re.fullmatch(r"\+1[2-9]\d\d55501[5-9]\d", one) for one in found)


@FEW
@given(wanted=values(SERVICE))
def test_any_service_is_made_as_asked_or_refused(asker, wanted):
    """Messaging Services."""
    status, code, said = asker("POST", "https://messaging.twilio.com/v1/Services", wanted)
    must_be_known(status, code)
    if status == 201:
        assert said["friendly_name"] == wanted["FriendlyName"]


@FEW
@given(number=NUMBERS, more=values("Fields CountryCode"))
def test_any_number_is_looked_up(asker, number, more):
    """Valid or not, or no number at all."""
    from urllib.parse import quote

    status, code, said = asker(
        "GET", "https://lookups.twilio.com/v2/PhoneNumbers/" + quote(number, safe="+"), more)
    must_be_known(status, code)
    if status == 200:
        assert said["valid"] is (not said["validation_errors"])


@FEW
@given(wanted=values("PhoneNumber FriendlyName Beta Origin PageSize"),
       resource=st.sampled_from(["IncomingPhoneNumbers", "IncomingPhoneNumbers/Local",
                                 "OutgoingCallerIds"]))
def test_any_filter_lists(asker, wanted, resource):
    """What fits, or nothing."""
    must_be_known(*asker("GET", f"{asker.home}/{resource}.json", wanted)[:2])


@settings(FEW, max_examples=20)
@given(words=st.lists(st.one_of(st.text(max_size=12), st.sampled_from(
    ["STOP", "START", "HELP", "yes", " stop "])), min_size=1, max_size=4))
def test_any_text_may_come_in(words):
    """Whatever is said, the last keyword settles whether texts may go out."""
    world = World(clock="virtual")
    alice = world.phones.get("+14155550123", "Alice")
    stopped = False
    for said in words:
        world.settle(alice.texts(said, to="+14155550100").sid)
        word = said.strip().upper()
        stopped = word == "STOP" or (stopped and word not in ("START", "UNSTOP", "YES"))
    status = world.request(ApiRequest(
        "POST", f"/2010-04-01/Accounts/{world.account.sid}/Messages.json",
        form={"To": "+14155550123", "From": "+14155550100", "Body": "Hi"},
        auth=(world.account.sid, world.account.auth_token))).status
    world.close()
    assert (400 if stopped else 201) == status
