"""<Connect>, <Start>, <Stop> and the media services in them.

Of most of these services we know only the names of the attributes, from the SDK: any
value passes, and none is carried out.
"""

from __future__ import annotations

from .tags import ANY_TEXT, Attribute, Tag, link, method, plain, recording_callbacks, tag
from .values import FLAG, LANGUAGE, one_of
from .voice_table import RECORDING_EVENTS

WHY = "Media services are not simulated yet. Use <Gather> to hear from the caller."

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
    return tag(
        "Transcription",
        Attribute("track", tracks, "both_tracks"),
        link("statusCallbackUrl"),
        method("statusCallbackMethod"),
        Attribute("languageCode", LANGUAGE, "en-US"),
        Attribute("transcriptionEngine", one_of("google", "deepgram"), "google"),
        Attribute("partialResults", FLAG, "false"),
        Attribute("profanityFilter", FLAG, "true"),
        Attribute("enableAutomaticPunctuation", FLAG, "true"),
        Attribute("enableProviderData", FLAG, "false"),
        *plain(
            "name",
            "speechModel",
            "hints",
            "inboundTrackLabel",
            "outboundTrackLabel",
            "intelligenceService",
        ),
        children="Config Parameter",
        why=WHY,
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
        why=WHY,
    )


def _recording() -> Tag:
    return tag(
        "Recording",
        *recording_callbacks(RECORDING_EVENTS),
        Attribute("trim", one_of("trim-silence", "do-not-trim"), "trim-silence"),
        Attribute("track", one_of("inbound", "outbound", "both"), "both"),
        Attribute("channels", one_of("mono", "dual"), "mono"),
        *plain("recordingConfigurationId"),
        why=WHY,
    )


def _named(key: str, names: str, **rest) -> Tag:
    return tag(key, *plain(*names.split()), why=WHY, **rest)


def _verbs() -> tuple[Tag, ...]:
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
            link("action"),
            method(),
            children="Recording Siprec Stream Transcription",
            nested_code=14300,
            why=WHY,
        ),
        tag("Stop", children="Recording Siprec Stream Transcription", why=WHY),
    )


TAGS = (
    *_verbs(),
    _stream(),
    _transcription(),
    _recording(),
    _named(
        "Siprec",
        "name connectorName track statusCallback statusCallbackMethod",
        children="Parameter",
    ),
    _named("Config", "name value"),
    _named("AiSession", "aiConnector aiSessionConfiguration"),
    _named("Autopilot", "", text=ANY_TEXT),
    _named("Conversation", CONVERSATION),
    _named("ConversationRelay", RELAY, children="Language Parameter"),
    _named("ConversationRelaySession", "connector sessionConfiguration"),
    _named("Language", RELAY_LANGUAGE),
    _named("Room", "participantIdentity", text=ANY_TEXT),
    _named(
        "VirtualAgent",
        "connectorName language sentimentAnalysis statusCallback statusCallbackMethod",
        children="Config Parameter",
    ),
)
