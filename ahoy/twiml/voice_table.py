"""Every verb of a call that Twilio's SDK can write, and what stands directly in it.

Attributes, defaults and codes follow the verbs' own documentation pages and Twilio's
error dictionary; `dial_table` has what stands in <Dial>, `stream_table` what stands in
<Connect>, <Start> and <Stop>, `speech_table` the marks inside <Say>.
"""

from __future__ import annotations

from .attribute_values import HINTS, LANGUAGE, TONES, URL, VOICE, matching, one_of, some_of, whole
from .tags import (
    ANY_TEXT,
    DIFFERS,
    REFUSED,
    Attribute,
    Support,
    Tag,
    TextContent,
    flag,
    link,
    method,
    plain,
    recoded,
    recording_callbacks,
    tag,
)

RECORDING_EVENTS = some_of("in-progress", "completed", "absent")
SSML = "break emphasis lang p phoneme prosody s say-as sub w amazon:effect amazon:domain"

_SHOWN = "The page shows the words; the voice is not imitated."
_UNDERSTOOD = "Every word is understood as it was said, so this changes nothing."
_UNMASKED = "No word is masked: which ones Twilio masks is not published."


def _gather() -> Tag:
    finish = matching(r"[0-9#*]?", 'one key of 0-9, * and #, or "" for none', "#")
    models = matching(r"[a-z0-9_\-]+", "the name of a speech model", "phone_call")
    same = Support(support=DIFFERS, why=_UNDERSTOOD)
    return tag(
        "Gather",
        link("action", "this document again"),
        method(code=13312),
        Attribute("input", some_of("dtmf", "speech"), "dtmf", 13326),
        Attribute("timeout", whole(0, or_word="auto"), "5", 13313),
        Attribute("numDigits", whole(1), "as many as are pressed", 13314),
        Attribute("finishOnKey", finish, "#", 13310, longest=1, long_code=13311),
        flag("actionOnEmptyResult", "false", 13338),
        flag("bargeIn", "true", 13332),
        Attribute("speechTimeout", whole(0, or_word="auto"), "the timeout", 13327),
        Attribute("maxSpeechTime", whole(1), "60", 13328),
        Attribute("language", LANGUAGE, "en-US", 13331, **same),
        Attribute("hints", HINTS, "", 13330, **same),
        flag("profanityFilter", "true", 13333, support=DIFFERS, why=_UNMASKED),
        Attribute("speechModel", models, "default", 13334, **same),
        flag("enhanced", "false", 13339, **same),
        link("partialResultCallback"),
        method("partialResultCallbackMethod", 13329),
        flag("debug", "false", 13336, **same),
        children="Gather.Say Gather.Play Pause",
        nested_code=13320,
        carried_out=True,
    )


def _record() -> Tag:
    keys = matching(r"[0-9#*]*", "keys of 0-9, * and #", "#")
    unknown = "Recording configurations are not simulated. Set the attributes themselves."
    return tag(
        "Record",
        link("action", "this document again"),
        method(code=13610),
        Attribute("timeout", whole(0), "5", 13611),
        Attribute("maxLength", whole(1, 86_400), "3600", 13612),
        Attribute("finishOnKey", keys, "any key", 13613),
        flag("transcribe", "false", 13614),
        Attribute("transcribeCallback", URL, "", 13257),
        flag("playBeep", "true", 13616),
        Attribute("trim", one_of("trim-silence", "do-not-trim"), "trim-silence", 13699),
        *recording_callbacks(RECORDING_EVENTS, 13256, 13621),
        Attribute("recordingConfigurationId", support=REFUSED, why=unknown),
        carried_out=True,
    )


def _enqueue() -> Tag:
    return tag(
        "Enqueue",
        link("action"),
        method(code=14201),
        Attribute("waitUrl", URL, "Twilio's hold music", 14202),
        method("waitUrlMethod", 14206),
        Attribute("maxQueueSize", whole(1, 5000), "1000", support=REFUSED,
                  why="Set the size over the API: client.queues(sid).update(max_size=…)."),
        Attribute("workflowSid", support=REFUSED,
                  why="TaskRouter is not simulated. Name a queue, and dial it with <Queue>."),
        children="Task",
        text=TextContent(needed=14204, longest=64, long_code=14205),
        carried_out=True,
    )


def _pay() -> tuple[Tag, ...]:
    names = (
        "input action bankAccountType statusCallback statusCallbackMethod timeout maxAttempts "
        "securityCode postalCode minPostalCodeLength paymentConnector paymentMethod tokenType "
        "chargeAmount currency description validCardTypes language"
    )
    prompt = plain("for", "errorType", "cardType", "attempt", "requireMatchingInputs")
    why = "Payments are not simulated. Use <Gather> in practice, never with a real card."
    return (
        tag("Pay", *plain(*names.split()), children="Prompt Parameter", why=why),
        tag("Prompt", *prompt, children="Gather.Say Gather.Play Pause", why=why),
    )


def _sounds() -> tuple[Tag, ...]:
    shown = Support(support=DIFFERS, why=_SHOWN)
    say = tag(
        "Say",
        Attribute("voice", VOICE, "man", 13511, **shown),
        Attribute("language", LANGUAGE, "en-US", 13512, **shown),
        Attribute("loop", whole(0), "1", 13510),
        children=SSML,
        text=TextContent(needed=13520, longest=4096, long_code=13521, spoken=True),
        carried_out=True,
    )
    play = tag(
        "Play",
        Attribute("loop", whole(0), "1", 13410),
        Attribute("digits", TONES, "none", 13430),
        text=ANY_TEXT,
        carried_out=True,
    )
    return (
        say,
        play,
        recoded(say, "Gather.Say", {"voice": 13321, "loop": 13322}),
        recoded(play, "Gather.Play", {}),
        tag("Pause", Attribute("length", whole(1), "1", 13910), carried_out=True),
    )


def _ends() -> tuple[Tag, ...]:
    refused = Support(support=REFUSED, why="It is for a service that is not simulated.")
    reasons = one_of("rejected", "busy")
    return (
        tag("Redirect", method(code=13710), text=ANY_TEXT, carried_out=True),
        tag(
            "Reject",
            Attribute("reason", reasons, "rejected", 13810),
            children="Hangup.Parameter",
            carried_out=True,
        ),
        tag("Hangup", children="Hangup.Parameter", carried_out=True),
        tag("Hangup.Parameter", *plain("name", "value"), carried_out=True),
        tag(
            "Parameter",
            Attribute("name", **refused),
            Attribute("value", **refused),
            why=refused["why"],
        ),
    )


def _others() -> tuple[Tag, ...]:
    never = Support(support=DIFFERS, why="No phone is referred, so it is never asked.")
    return (
        tag(
            "Sms",
            Attribute("to", code=None),
            Attribute("from", code=None),
            link("action"),
            method(code=14104),
            Attribute("statusCallback", URL, "", 14105),
            text=TextContent(needed=14103, longest=1600, long_code=14103),
            carried_out=True,
        ),
        tag("Echo", why="<Echo> is for tests of lines and is not simulated."),
        tag("Leave", carried_out=True),
        tag(
            "Task",
            Attribute("priority", whole(0)),
            Attribute("timeout", whole(0)),
            text=ANY_TEXT,
            why="TaskRouter is not simulated.",
        ),
        tag(
            "Refer",
            link("action", **never),
            method(**never),
            children="Refer.Sip",
            carried_out=True,
        ),
        tag("Refer.Sip", text=ANY_TEXT, carried_out=True),
    )


RESPONSE = tag(
    "voice.Response",
    children="Connect Dial Echo Enqueue Gather Hangup Leave Pause Pay Play Prompt Queue Record "
    "Redirect Refer Reject Say Sms Start Stop",
    carried_out=True,
)
TAGS = (RESPONSE, *_sounds(), _gather(), _record(), *_ends(), _enqueue(), *_pay(), *_others())
