"""<Connect>, <Start>, <Stop> and the media services in them.

Of most of these services we know only the names of the attributes, from the SDK: any
value passes, and none is carried out.
"""

from __future__ import annotations

from typing import Any

from .attribute_values import FLAG, LANGUAGE, one_of
from .tags import (
    ANY_TEXT,
    DIFFERS,
    REFUSED,
    Attribute,
    Support,
    Tag,
    link,
    method,
    plain,
    recording_callbacks,
    tag,
)
from .voice_table import RECORDING_EVENTS

WHY = "This service is not simulated. Use <Gather> to hear from the caller."
SOCKET = "No WebSocket is opened in practice. Use <Gather>, or <Start><Transcription>."
VIDEO = "Video is not simulated. Use <Dial><Conference>."
PROVIDER = "There is no provider here whose data could be sent."
UNMASKED = "No word is masked: which ones Twilio masks is not published."

RELAY = (
    "url language ttsLanguage transcriptionLanguage ttsProvider voice transcriptionProvider "
    "speechModel profanityFilter dtmfDetection welcomeGreeting partialPrompts "
    "welcomeGreetingInterruptible interruptible preemptible hints intelligenceService "
    "reportInputDuringAgentSpeech elevenlabsTextNormalization interruptSensitivity debug "
    "backgroundNoiseReduction speechTimeout deepgramSmartFormat ignoreBackchannel events "
    "partialPromptOnHangup eagerEotThreshold asrSmartFormat ttsTextNormalization "
    "ttsLanguageTextNormalization elevenlabsLanguageTextNormalization includeInPrompt "
    "customerName applicationReconnect echoPromptFiltering turnDetection"
)
RELAY_LANGUAGE = (
    "code ttsProvider voice transcriptionProvider speechModel hints asrSmartFormat "
    "ttsTextNormalization ttsLanguageTextNormalization"
)
CONVERSATION = (
    "serviceInstanceSid inboundAutocreation routingAssignmentTimeout inboundTimeout url method "
    "record trim recordingStatusCallback recordingStatusCallbackMethod "
    "recordingStatusCallbackEvent statusCallback statusCallbackMethod statusCallbackEvent"
)


def _transcription() -> Tag:
    tracks = one_of("inbound_track", "outbound_track", "both_tracks")
    same = Support(support=DIFFERS, why="Every word is understood as it was said.")
    hidden = Support(support=DIFFERS, why="Not sent: which parameter has it is not known.")
    refused = Support(support=REFUSED, why="Conversational Intelligence is not simulated.")
    return tag(
        "Transcription",
        Attribute("name"),
        Attribute("track", tracks, "both_tracks"),
        link("statusCallbackUrl"),
        method("statusCallbackMethod"),
        Attribute("languageCode", LANGUAGE, "en-US"),
        Attribute("partialResults", FLAG, "false"),
        Attribute("transcriptionEngine", one_of("google", "deepgram"), "google", **same),
        Attribute("profanityFilter", FLAG, "true", support=DIFFERS, why=UNMASKED),
        Attribute("enableAutomaticPunctuation", FLAG, "true", **same),
        Attribute("speechModel", **same),
        Attribute("hints", **same),
        Attribute("inboundTrackLabel", **hidden),
        Attribute("outboundTrackLabel", **hidden),
        Attribute("enableProviderData", FLAG, "false", refused_words=("true",), why=PROVIDER),
        Attribute("intelligenceService", **refused),
        children="Config Parameter",
        carried_out=True,
    )


def _stream() -> Tag:
    return tag(
        "Stream",
        *plain("name", "connectorName", "audioFormat", "sampleRate"),
        link("url"),
        Attribute(
            "track", one_of("inbound_track", "outbound_track", "both_tracks"), "inbound_track"
        ),
        link("statusCallback"),
        method("statusCallbackMethod"),
        children="Parameter",
        why=SOCKET,
    )


def _recording() -> Tag:
    return tag(
        "Recording",
        *recording_callbacks(RECORDING_EVENTS),
        Attribute("trim", one_of("trim-silence", "do-not-trim"), "trim-silence"),
        Attribute("track", one_of("inbound", "outbound", "both"), "both"),
        Attribute("channels", one_of("mono", "dual"), "dual"),
        *plain("name"),
        Attribute("recordingConfigurationId", support=REFUSED,
                  why="Configurations of recordings are not simulated."),
        carried_out=True,
    )


def _named(key: str, names: str, why: str = WHY, **rest: Any) -> Tag:
    return tag(key, *plain(*names.split()), why=why, **rest)


def _verbs() -> tuple[Tag, ...]:
    never = Support(support=DIFFERS, why="It is not asked: no page of Twilio says when it is.")
    return (
        tag(
            "Connect",
            link("action"),
            method(),
            children="AiSession Autopilot Conversation ConversationRelay ConversationRelaySession "
            "Room Stream VirtualAgent",
            why=WHY,
        ),
        tag(
            "Start",
            link("action", **never),
            method(**never),
            children="Recording Siprec Stream Transcription",
            nested_code=14300,
            carried_out=True,
        ),
        tag("Stop", children="Recording Siprec Stream Transcription", carried_out=True),
    )


TAGS = (
    *_verbs(),
    _stream(),
    _transcription(),
    _recording(),
    _named(
        "Siprec",
        "name connectorName track statusCallback statusCallbackMethod",
        "SIP recording servers are not simulated. Use <Start><Recording> or <Record>.",
        children="Parameter",
    ),
    _named("Config", "name value"),
    _named("AiSession", "aiConnector aiSessionConfiguration"),
    _named("Autopilot", "", text=ANY_TEXT),
    _named("Conversation", CONVERSATION),
    _named("ConversationRelay", RELAY, SOCKET, children="Language Parameter"),
    _named("ConversationRelaySession", "connector sessionConfiguration"),
    _named("Language", RELAY_LANGUAGE),
    _named("Room", "participantIdentity", VIDEO, text=ANY_TEXT),
    _named(
        "VirtualAgent",
        "connectorName language sentimentAnalysis statusCallback statusCallbackMethod",
        children="Config Parameter",
    ),
)
