"""<Dial> and the nouns in it: whom to connect the caller with.

Follows the documentation pages of Dial, Number, Client, Sip, Conference and Queue, and
the error dictionary's codes 13201 to 13299.
"""

from __future__ import annotations

from dataclasses import replace

from .attribute_values import (
    FLAG,
    METHOD,
    TEXT,
    TONES,
    URL,
    Values,
    matching,
    one_of,
    some_of,
    whole,
)
from .tags import (
    ANY_TEXT,
    DIFFERS,
    REFUSED,
    Attribute,
    Support,
    Tag,
    TextContent,
    callbacks,
    flag,
    link,
    method,
    plain,
    recording_callbacks,
    tag,
)
from .voice_table import RECORDING_EVENTS

CALL_EVENTS = some_of("initiated", "ringing", "answered", "completed")
CONFERENCE_EVENTS = some_of(
    "start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement"
)
COUNTRIES = ["at", "au", "bg", "br", "be", "ch", "cl", "cn", "cz", "de", "dk", "ee", "es", "fi",
    "fr", "gr", "hu", "il", "in", "it", "lt", "jp", "mx", "my", "nl", "no", "nz", "ph", "pl",
    "pt", "ru", "se", "sg", "th", "uk", "us", "us-old", "tw", "ve", "za"]
RECORD = (
    "do-not-record",
    "record-from-answer",
    "record-from-ringing",
    "record-from-answer-dual",
    "record-from-ringing-dual",
    "true",
    "false",
)

WHY = "Queues are not simulated yet. Use <Play> with a loop to let callers wait."

_NO_SETTINGS = Support(support=REFUSED, why="Configurations of recordings are not simulated.")
_NO_REFER = Support(support=DIFFERS, why="No phone here sends a REFER, so it is never asked.")
_HIDDEN = Support(support=DIFFERS, why="Checked, and shown to nobody.")
_NO_PUSH = Support(support=REFUSED, why="Push notifications are not simulated.")


def _recording() -> tuple[Attribute, ...]:
    return (
        Attribute("record", one_of(*RECORD), "do-not-record", 13217),
        Attribute("trim", one_of("trim-silence", "do-not-trim"), "do-not-trim", 13239),
        *recording_callbacks(RECORDING_EVENTS, 13256),
        Attribute("recordingTrack", one_of("inbound", "outbound", "both"), "both"),
        Attribute("recordingConfigurationId", **_NO_SETTINGS),
    )


def _dial() -> Tag:
    return tag(
        "Dial",
        link("action"),
        method(code=13210),
        Attribute("timeout", whole(5, 600), "30", 13212),
        Attribute("timeLimit", whole(1, 86_400), "14400", 13216),
        Attribute("callerId", TEXT, "the caller's number", None),
        flag("hangupOnStar", "false", 13213),
        flag("answerOnBridge", "false", 13219),
        flag("sequential", "false", 13218),
        *_recording(),
        Attribute(
            "ringTone",
            one_of(*COUNTRIES),
            "the carrier's",
            13220,
            support=DIFFERS,
            why="The caller hears [ringing] in every country.",
        ),
        link("referUrl", **_NO_REFER),
        method("referMethod", **_NO_REFER),
        Attribute("callReason", TEXT, "", longest=50, **_HIDDEN),
        Attribute(
            "ifMachine",
            one_of("Continue", "Hangup"),
            "Continue",
            13211,
            refused_words=("Hangup",),
            why="It is deprecated. Use machineDetection in <Number>.",
        ),
        Attribute("events", support=REFUSED, why="Use statusCallbackEvent in the noun."),
        Attribute("passports", support=REFUSED, why="SHAKEN passports are not simulated."),
        children="Number Client Sip Conference Dial.Queue Application Sim WhatsApp",
        text=ANY_TEXT,
        nested_code=13215,
        carried_out=True,
    )


def _machine_detection() -> tuple[Attribute, ...]:
    return (
        Attribute("machineDetection", one_of("Enable", "DetectMessageEnd"), "none"),
        Attribute("machineDetectionTimeout", whole(3, 60), "30"),
        Attribute("machineDetectionSpeechThreshold", whole(1000, 6000), "2400"),
        Attribute("machineDetectionSpeechEndThreshold", whole(500, 5000), "1200"),
        Attribute("machineDetectionSilenceTimeout", whole(2000, 10_000), "5000"),
        link("amdStatusCallback"),
        method("amdStatusCallbackMethod"),
    )


def _number() -> Tag:
    return tag(
        "Number",
        Attribute("sendDigits", TONES, "", 13222),
        link("url"),
        method(code=13221),
        *callbacks(CALL_EVENTS),
        Attribute("byoc", support=REFUSED, why="Carriers of your own are not simulated."),
        *_machine_detection(),
        text=TextContent(needed=13223),
        carried_out=True,
    )


def _sip() -> tuple[Tag, ...]:
    why = "Write the address itself: <Sip>sip:ada@example.com</Sip>."
    secret = Support(support=DIFFERS, why="Phones here ask for no password.")
    return (
        tag(
            "Sip",
            Attribute("username", longest=255, long_code=13249, **secret),
            Attribute("password", longest=255, long_code=13249, **secret),
            link("url"),
            method(code=13241),
            *callbacks(CALL_EVENTS),
            *_machine_detection(),
            Attribute("codecs", support=DIFFERS, why="No sound is coded here."),
            children="Uri Headers",
            text=ANY_TEXT,
            carried_out=True,
        ),
        tag(
            "Uri",
            Attribute("priority", whole(0)),
            Attribute("weight", whole(0)),
            *plain("username", "password"),
            text=ANY_TEXT,
            why=why,
        ),
        tag("Headers", children="Header", why=why),
        tag("Header", *plain("name", "value"), why=why),
    )


def _clients() -> tuple[Tag, ...]:
    return (
        tag(
            "Client",
            link("url"),
            method(),
            *callbacks(CALL_EVENTS),
            link("clientNotificationUrl", **_NO_PUSH),
            children="Identity Dial.Parameter",
            text=TextContent(longest=256),
            carried_out=True,
        ),
        tag("Identity", text=ANY_TEXT, carried_out=True),
        tag("Dial.Parameter", *plain("name", "value"), carried_out=True),
        tag(
            "Application",
            link("url"),
            method(),
            *callbacks(CALL_EVENTS),
            Attribute("copyParentTo", FLAG, "false"),
            *plain("customerId", "applicationSid"),
            children="ApplicationSid Dial.Parameter",
            text=ANY_TEXT,
            carried_out=True,
        ),
        tag("ApplicationSid", text=ANY_TEXT, carried_out=True),
        tag("Sim", text=TextContent(needed=13258),
            why="SIM cards are not simulated. Use <Number>."),
        tag(
            "WhatsApp",
            link("url"),
            method(),
            *callbacks(CALL_EVENTS),
            text=ANY_TEXT,
            why="WhatsApp is not simulated. Use <Number>.",
        ),
    )


def _queues() -> tuple[Tag, ...]:
    router = Support(support=REFUSED, why="TaskRouter is not simulated. Leave it out: "
                     "the first caller is taken.")
    inside = tag(
        "Dial.Queue",
        link("url"),
        method(code=14210),
        Attribute("reservationSid", **router),
        Attribute("postWorkActivitySid", **router),
        text=TextContent(needed=14212, longest=64, long_code=14213),
        carried_out=True,
    )
    why = "A <Queue> outside of <Dial> is in no page of Twilio's. Put it into a <Dial>."
    return inside, replace(inside, key="Queue", carried_out=False, why=why)


def _conference() -> Tag:
    regions = one_of("us1", "us2", "ie1", "de1", "sg1", "br1", "au1", "jp1", "in1")
    beeps = one_of("true", "false", "onEnter", "onExit")
    records = one_of("do-not-record", "record-from-start", "true", "false")
    quality = Support(support=DIFFERS, why="Changes how it sounds, and sound is not simulated.")
    return tag(
        "Conference",
        flag("muted", "false", 13230),
        Attribute("beep", beeps, "true", 13235),
        flag("startConferenceOnEnter", "true", 13232),
        flag("endConferenceOnExit", "false", 13231),
        Attribute("participantLabel", _label(), "", 16023, longest=128, long_code=16023),
        Attribute("jitterBufferSize", one_of("small", "medium", "large", "off"), "large",
                  **quality),
        Attribute("waitUrl", URL, "Twilio's hold music", 13233),
        Attribute("waitMethod", METHOD, "POST", 13234),
        Attribute("maxParticipants", whole(2, 250), "250"),
        Attribute("record", records, "do-not-record"),
        Attribute("region", regions, "the nearest, us1 here"),
        Attribute("trim", one_of("trim-silence", "do-not-trim"), "trim-silence", 13239),
        Attribute("coach", _call_sid(), "", 13240),
        link("statusCallback"),
        method("statusCallbackMethod"),
        Attribute("statusCallbackEvent", CONFERENCE_EVENTS, "none"),
        *recording_callbacks(RECORDING_EVENTS, 13256),
        link("eventCallbackUrl", support=REFUSED,
             why="It is deprecated and not simulated. Use statusCallback, and"
             " recordingStatusCallback for a recording."),
        Attribute("recordingConfigurationId", support=REFUSED,
                  why="Configurations of recordings are not simulated."),
        text=TextContent(needed=13237),
        carried_out=True,
    )


def _label() -> Values:
    return matching(
        r"(?!CA[0-9a-f]{32}$)(?:(?!/|%2F|%2f).)*",
        'a name without "/" that does not look like the SID of a call',
        "customer",
    )


def _call_sid() -> Values:
    return matching(
        r"CA[0-9a-fA-F]{32}", "the SID of a call (CA and 32 hex digits)", "CA" + "0" * 32
    )


TAGS = (
    _dial(),
    _number(),
    *_sip(),
    *_clients(),
    *_queues(),
    _conference(),
)
