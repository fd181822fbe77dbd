"""Every simulated operation of the 2010 API, through the real SDK: one journey a resource.

A journey gets a fresh `Scene` and uses all that its resource has. What it is answered is
looked at by test_conformance.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from twilio.rest import Client

from ahoy import SimulatorClient, World

ALICE, OFFICE = "+14155550123", "+14155550100"
HELLO = "<Response><Say>Ahoy hoy!</Say></Response>"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, as they went over the wire."""

    method: str
    path: str
    status: int
    body: str


class Recorder(SimulatorClient):
    """The transport, with a list of all that went through it."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.exchanges: list[Exchange] = []

    def request(self, method: str, uri: str, *args: Any, **kwargs: Any) -> Any:
        response = super().request(method, uri, *args, **kwargs)
        host, _, path = uri.partition("://")[2].partition("/")
        if host == "api.twilio.com":
            self.exchanges.append(
                Exchange(method, "/" + path.partition("?")[0], response.status_code, response.text))
        return response


class Scene:
    """A world, its client, and Alice with her phone."""

    def __init__(self) -> None:
        self.world = World(clock="virtual")
        self.recorder = Recorder(self.world)
        self.client = Client(self.world.account.sid, self.world.account.auth_token,
                             http_client=self.recorder)
        self.alice = self.world.phones.get(ALICE, "Alice")

    def settle(self) -> None:
        """Lets everything come to its end."""
        self.world.clock.settle(self.world.exchange.is_quiet)

    def call(self, **more: Any) -> Any:
        """Calls Alice."""
        how = more if more.keys() & {"url", "twiml"} else {"twiml": HELLO} | more
        return self.client.calls.create(to=ALICE, from_=OFFICE, **how)

    def text(self, **more: Any) -> Any:
        """Texts Alice."""
        return self.client.messages.create(to=ALICE, from_=OFFICE, **{"body": "Ahoy"} | more)


Journey = Callable[[Scene], None]
JOURNEYS: dict[str, Journey] = {}


def journey(function: Journey) -> Journey:
    """Keeps it under its name."""
    JOURNEYS[function.__name__] = function
    return function


@journey
def accounts(scene: Scene) -> None:
    """The account itself, and a subaccount."""
    api = scene.client.api
    api.account.fetch()
    sub = api.accounts.create(friendly_name="Annexe")
    api.accounts.list()
    api.accounts(sub.sid).update(status="suspended")
    api.accounts(sub.sid).fetch()
    scene.client.balance.fetch()


@journey
def keys(scene: Scene) -> None:
    """A key: made, renamed, taken back."""
    made = scene.client.new_keys.create(friendly_name="Harbour")
    scene.client.keys.list()
    scene.client.keys(made.sid).update(friendly_name="Office")
    scene.client.keys(made.sid).fetch()
    scene.client.keys(made.sid).delete()
    made = scene.client.new_signing_keys.create(friendly_name="Harbour")
    scene.client.signing_keys.list()
    scene.client.signing_keys(made.sid).update(friendly_name="Office")
    scene.client.signing_keys(made.sid).fetch()
    scene.client.signing_keys(made.sid).delete()
    scene.client.tokens.create(ttl=60)


@journey
def applications(scene: Scene) -> None:
    """A TwiML app, bare and with all its URLs."""
    url = "https://office.example.com/voice"
    scene.client.applications.create()
    made = scene.client.applications.create(friendly_name="Menu", voice_url=url, sms_url=url)
    scene.client.applications.list()
    made.update(status_callback=url, message_status_callback=url, voice_fallback_url=url)
    made.fetch()
    made.delete()


@journey
def calls(scene: Scene) -> None:
    """Calls in every state that there is: fresh, under way, ended, redirected, deleted."""
    first = scene.call()
    first.fetch()
    scene.client.calls.list()
    scene.settle()
    ended = first.fetch()
    scene.alice.is_busy()
    scene.call()
    scene.settle()
    scene.alice.habit = "person"
    again = scene.call(twiml="<Response><Pause length='60'/></Response>")
    while again.fetch().status != "in-progress":
        pass
    again.update(twiml="<Response><Pause length='60'/></Response>")
    again.update(status="completed")
    scene.alice.calls(OFFICE)
    scene.settle()
    scene.client.calls.list()
    ended.delete()


@journey
def what_happened_in_calls(scene: Scene) -> None:
    """Events and notifications of a call whose site can't be reached."""
    made = scene.call(url="https://nowhere.example.com/voice")
    scene.settle()
    made.events.list()
    noted = made.notifications.list()
    made.notifications(noted[0].sid).fetch()
    scene.client.notifications.list()
    scene.client.notifications(noted[0].sid).fetch()


@journey
def messages(scene: Scene) -> None:
    """Texts in every state that there is: fresh, delivered, undelivered, redacted, deleted."""
    first = scene.text()
    first.fetch()
    scene.settle()
    delivered = first.fetch()
    scene.alice.is_unreachable()
    scene.text()
    scene.settle()
    scene.alice.texts("Hello", to=OFFICE)
    scene.settle()
    scene.client.messages.list()
    delivered.update(body="")
    delivered.feedback.create(outcome="confirmed")
    delivered.delete()


@journey
def media(scene: Scene) -> None:
    """Pictures of a text: listed, fetched, deleted."""
    made = scene.text(media_url=["https://demo.twilio.com/owl.png", "https://a.example/b.jpg"])
    scene.settle()
    kept = made.media.list()
    made.media(kept[0].sid).fetch()
    made.media(kept[0].sid).delete()


@journey
def incoming_phone_numbers(scene: Scene) -> None:
    """Numbers of each type: bought, set up, listed, released."""
    numbers = scene.client.incoming_phone_numbers
    bought = numbers.create(phone_number="+12125550170")
    bought.update(voice_url="https://office.example.com/voice", sms_method="GET")
    bought.fetch()
    numbers.local.create(phone_number="+13125550171")
    numbers.toll_free.create(phone_number="+18005550172")
    numbers.list()
    numbers.local.list()
    numbers.toll_free.list()
    numbers.mobile.list()
    bought.delete()


@journey
def available_phone_numbers(scene: Scene) -> None:
    """Countries, and numbers of each type."""
    shop = scene.client.available_phone_numbers
    shop.list()
    shop("US").fetch()
    shop("US").local.list(area_code=415, limit=3)
    shop("US").toll_free.list(limit=3)
    for kind in ("machine_to_machine", "mobile", "national", "shared_cost", "voip"):
        getattr(shop("US"), kind).list(limit=3)


@journey
def outgoing_caller_ids(scene: Scene) -> None:
    """A number that is verified by a call, renamed, removed."""
    wanted = scene.client.validation_requests.create(phone_number=ALICE)
    scene.alice.presses(wanted.validation_code)
    scene.world.settle(wanted.call_sid)
    verified = scene.client.outgoing_caller_ids.list()[0]
    verified.update(friendly_name="Alice")
    verified.fetch()
    verified.delete()


@journey
def usage(scene: Scene) -> None:
    """What was used, in every period, and a trigger."""
    scene.call()
    scene.text()
    scene.settle()
    records = scene.client.usage.records
    records.list()
    for period in ("all_time", "daily", "last_month", "monthly", "this_month", "today", "yearly",
                   "yesterday"):
        getattr(records, period).list()
    triggers = scene.client.usage.triggers
    made = triggers.create(callback_url="https://office.example.com/usage", trigger_value="10",
                           usage_category="sms")
    triggers.list()
    made.update(friendly_name="Ten texts")
    made.fetch()
    made.delete()


@journey
def recordings(scene: Scene) -> None:
    """A recording in progress, one that has ended, and one that was deleted."""
    thanks = scene.world.hosted.bins.add(HELLO, "EH" + "1" * 32).url
    scene.alice.answers().says("Ahoy there!")
    made = scene.call(twiml=f"<Response><Record action='{thanks}'/></Response>")
    while not made.recordings.list():
        pass
    scene.settle()
    (kept,) = scene.client.recordings.list()
    made.recordings(kept.sid).fetch()
    made.recordings(kept.sid).delete()
    scene.client.recordings(kept.sid).fetch(include_soft_deleted=True)
    scene.alice.answers().says("Ahoy again!")
    scene.call(twiml=f"<Response><Record action='{thanks}'/></Response>")
    scene.settle()
    scene.client.recordings(scene.client.recordings.list()[0].sid).delete()


@journey
def transcriptions(scene: Scene) -> None:
    """Transcriptions of a recording and of the account: listed, fetched, deleted."""
    thanks = scene.world.hosted.bins.add(HELLO, "EH" + "1" * 32).url
    for _ in range(2):
        scene.alice.answers().says("Please call me back as soon as you can.")
        scene.call(twiml=f"<Response><Record action='{thanks}' transcribe='true'/></Response>")
        scene.settle()
    first, second = scene.client.transcriptions.list()
    first.fetch()
    first.delete()
    recording = scene.client.recordings(second.recording_sid)
    recording.transcriptions.list()
    recording.transcriptions(second.sid).fetch()
    recording.transcriptions(second.sid).delete()


@journey
def conferences(scene: Scene) -> None:
    """Two who are called into a conference: changed, announced to, sent away."""
    rooms = scene.client.conferences
    hello = scene.world.hosted.bins.add(HELLO, "EH" + "2" * 32).url
    made = rooms("Harbour").participants.create(from_=OFFICE, to=ALICE, label="ada")
    where = rooms(made.conference_sid)
    where.participants.create(from_=OFFICE, to="+14155550177")
    scene.world.clock.advance(10)
    where.participants.list()
    where.participants("ada").update(muted=True, hold=True)
    where.participants("ada").fetch()
    where.update(announce_url=hello)
    where.participants("ada").delete()
    rooms.list()
    where.update(status="completed")
    where.fetch()


@journey
def recordings_in_progress(scene: Scene) -> None:
    """A call's recording: begun, paused, ended."""
    made = scene.call(twiml="<Response><Pause length='60'/></Response>", record=True)
    while made.fetch().status != "in-progress":
        pass
    begun = made.recordings.create(recording_channels="dual")
    made.recordings(begun.sid).update(status="paused")
    made.recordings("Twilio.CURRENT").update(status="in-progress")
    made.recordings("Twilio.CURRENT").update(status="stopped")
    made.recordings.list()
    scene.settle()


@journey
def queues(scene: Scene) -> None:
    """A queue with somebody in it, who is then led out."""
    queues = scene.client.queues
    made = queues.create("Visitors", max_size=20)
    made.update(friendly_name="support")
    scene.call(twiml="<Response><Enqueue>support</Enqueue></Response>")
    scene.world.clock.advance(10)
    members = queues(made.sid).members
    members.list()
    members("Front").fetch()
    members("Front").update(url="https://demo.twilio.com/docs/voice.xml")
    scene.settle()
    queues.list()
    made.fetch()
    queues(made.sid).delete()


@journey
def recordings_of_a_conference(scene: Scene) -> None:
    """A conference's recording: listed, fetched, paused, ended, deleted."""
    bob = scene.world.phones.get("+14155550124", "Bob").answers().says("Ahoy!", after=3)
    room = scene.client.conferences("Harbour")
    room.participants.create(from_=OFFICE, to=ALICE, conference_record="true")
    made = room.participants.create(from_=OFFICE, to=bob.number)
    here = scene.client.conferences(made.conference_sid)
    while not here.recordings.list():
        pass
    here.recordings("Twilio.CURRENT").update(status="paused", pause_behavior="skip")
    here.recordings("Twilio.CURRENT").update(status="in-progress")
    here.update(status="completed")
    scene.settle()
    (kept,) = here.recordings.list()
    here.recordings(kept.sid).fetch()
    here.recordings(kept.sid).delete()
