"""One table: a row an error code that numbers, caller IDs and messages can meet.

Calls and what comes of them have `test_voice_error_codes`, what a new call or a plain message
lacks stands in `test_refusals`, trials in `test_trials`.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from tests.refusals import refusal

ALICE, OFFICE, SEATTLE = "+14155550123", "+14155550100", "+12065550150"
LONG = "https://a.example/" + "x" * 1000

Act = Callable[[SimpleNamespace], object]


@pytest.fixture
def scene(client, world, alice):
    """An account with a service of one number, a spare number and a rival service."""
    services = client.messaging.v1.services
    spare = client.incoming_phone_numbers.create(phone_number=SEATTLE)
    mute = client.incoming_phone_numbers.create(phone_number="+14155550159")
    service, rival = services.create("Harbour"), services.create("Rival")
    services(service.sid).phone_numbers.create(world.number.sid)
    return SimpleNamespace(
        client=client, world=world, alice=alice, spare=spare, mute=mute, service=service.sid,
        rival=rival.sid, buy=client.incoming_phone_numbers.create,
        verify=client.validation_requests.create,
        join=lambda sid, number: services(sid).phone_numbers.create(number.sid),
        send=lambda **more: client.messages.create(**{"to": ALICE, "body": "Hi"} | more))


def verify_alice(s) -> None:
    wanted = s.verify(phone_number=ALICE)
    s.alice.presses(wanted.validation_code)
    s.world.settle(wanted.call_sid)


def verified_twice(s) -> None:
    verify_alice(s)
    s.verify(phone_number=ALICE)


def verified_elsewhere(s) -> None:
    branch = s.client.api.v2010.accounts.create(friendly_name="Branch")
    verify_alice(s)
    s.client.api.v2010.accounts(branch.sid).validation_requests.create(phone_number=ALICE)


def sold_out(s) -> None:
    for last in range(150, 200):
        s.world.phones.get(f"+13075550{last}")
    s.buy(area_code="307")


def opted_out(s) -> None:
    s.world.settle(s.alice.texts("STOP", to=SEATTLE).sid)
    s.send(from_=SEATTLE)


def without_pictures(s) -> None:
    """No number for sale is so: this one is made so."""
    s.world.store.update(s.world.number, capabilities="voice sms")
    s.send(from_=OFFICE, media_url=["https://a.example/boat.jpg"])


def scheduled(s, **more) -> None:
    at = {"schedule_type": "fixed", "send_at": "2026-01-05T12:00:00Z"}
    s.send(**{"messaging_service_sid": s.service} | at | more)


def canceled_twice(s) -> None:
    made = s.send(messaging_service_sid=s.service, schedule_type="fixed",
                  send_at="2026-01-05T12:00:00Z")
    made.update(status="canceled")
    made.update(status="canceled")


TABLE: list[tuple[Act, int, int, str]] = [
    # numbers
    (lambda s: s.buy(), 400, 21602, "Either a 'PhoneNumber' or an 'AreaCode' is required"),
    (lambda s: s.buy(phone_number="boat"), 400, 21421, "boat is not a valid number"),
    (lambda s: s.buy(phone_number="+1415555"), 400, 21421, "+1415555 is not a valid number"),
    (lambda s: s.buy(phone_number=OFFICE), 400, 21422, f"{OFFICE} is not available"),
    (lambda s: s.buy(phone_number=ALICE), 400, 21422, f"{ALICE} is not available"),
    (lambda s: s.buy(phone_number="+14155550199"), 400, 21422, "+14155550199 is not available"),
    (lambda s: s.buy(phone_number="+14155550200"), 400, 21422, "+14155550200 is not available"),
    (lambda s: s.buy(area_code="12"), 400, 21451, "Invalid area code"),
    (sold_out, 400, 21452, "No phone numbers found"),
    (lambda s: s.buy(area_code="999"), 400, 21452, "No phone numbers found"),
    (lambda s: s.client.incoming_phone_numbers.local.create(phone_number="+18885550150"), 400,
     21458, "PhoneNumber does not belong to this subresource"),
    (lambda s: s.buy(area_code="307", voice_url="voice"), 400, 21402, "Invalid Url"),
    (lambda s: s.buy(area_code="307", sms_method="PUT"), 400, 21403, "Invalid Method"),
    # caller IDs
    (lambda s: s.verify(phone_number="boat"), 400, 21401, "Invalid Phone Number"),
    (lambda s: s.verify(phone_number=OFFICE), 400, 21449,
     "Number already can be used for outgoing calls and messages"),
    (verified_twice, 400, 21450, "Phone number already validated on your account"),
    (verified_elsewhere, 400, 21453, "Phone number already validated on another account"),
    (lambda s: s.verify(phone_number=ALICE, call_delay=61), 400, 21454, "Invalid CallDelay"),
    (lambda s: s.verify(phone_number=ALICE, status_callback="/verified"), 400, 21456,
     "Invalid CallbackUrl"),
    (lambda s: s.verify(phone_number=ALICE, status_callback=LONG), 400, 21456,
     "Invalid CallbackUrl"),
    # senders and services
    (lambda s: s.send(from_="+14155550159"), 400, 21661, "'From' number is not SMS-capable"),
    (without_pictures, 400, 21621, "The 'From' number has not been enabled for MMS"),
    (lambda s: s.send(messaging_service_sid="MG" + "9" * 32), 404, 21701,
     "The Messaging Service does not exist"),
    (lambda s: s.send(messaging_service_sid=s.rival), 400, 21704,
     "The Messaging Service contains no phone numbers."),
    (lambda s: s.send(messaging_service_sid="MG12"), 400, 21705,
     "The Messaging Service Sid MG12 is invalid."),
    (lambda s: s.join(s.service, s.world.number), 409, 21710,
     "Phone Number or Short Code is already in the Messaging Service."),
    (lambda s: s.send(messaging_service_sid=s.service, from_=SEATTLE), 400, 21711,
     f"The 'From' number {SEATTLE} is not associated with the Messaging Service"),
    (lambda s: s.join(s.rival, s.world.number), 409, 21712,
     "Phone Number or Short Code is associated with another Messaging Service."),
    (opted_out, 400, 21610, "Attempt to send to unsubscribed recipient"),
    (lambda s: s.send(to="+442079460123", from_=SEATTLE), 400, 21408,
     "Permission to send an SMS has not been enabled for the region indicated by the 'To' number:"
     " +44207946XXXX"),
    (lambda s: s.send(from_=SEATTLE, content_variables='{"1": "Ada"}'), 400, 21654,
     "ContentSid Required"),
    (lambda s: s.send(from_=SEATTLE, smart_encoded="perhaps"), 400, 20001,
     "Invalid Parameter SmartEncoded"),
    # scheduling
    (lambda s: scheduled(s, send_at=""), 400, 35111, "SendAt timestamp is missing"),
    (lambda s: scheduled(s, send_at="2026-01-05T09:01:00Z"), 400, 35114,
     "Scheduling does not support this timestamp"),
    (lambda s: scheduled(s, send_at="2026-03-05T09:01:00Z"), 400, 35115,
     "Scheduling does not support this timestamp"),
    (lambda s: scheduled(s, send_at="noon"), 400, 35117,
     "Scheduling does not support this timestamp"),
    (lambda s: scheduled(s, messaging_service_sid="", from_=SEATTLE), 400, 35118,
     "MessagingServiceSid is required to schedule a message"),
    (lambda s: scheduled(s, schedule_type="daily"), 400, 35126,
     "The ScheduleType value provided is not supported for this channel"),
    (canceled_twice, 409, 30409, "This message cannot be canceled"),
    (lambda s: s.send(messaging_service_sid=s.service).delete(), 409, 20009,
     "Cannot delete message because delivery has not been completed."),
]


@pytest.mark.parametrize(("act", "status", "code", "sentence"), TABLE,
                         ids=[str(row[2]) for row in TABLE])
def test_a_code_is_met(scene, act, status, code, sentence):
    """With its HTTP status and its sentence."""
    assert (status, code, sentence) == refusal(lambda: act(scene))


def test_an_area_code_has_no_place_under_a_type(ask, home):
    """21457: the SDK has no such parameter there."""
    said = ask("POST", home + "/IncomingPhoneNumbers/Local.json", AreaCode="415")
    assert (400, 21457) == (said.status_code, said.json["code"])
