"""What Ahoy does not simulate, and the nearest thing that works.

Products are told apart by their host, resources by words of the path.
"""

from __future__ import annotations

from ..facts import errors
from .request_context import UncheckedAsk

TEXTS = "Texts work: client.messages.create()."
QUEUES = "Callers can wait: <Enqueue>, then <Dial><Queue>; client.queues lists them."
SIP = ("SIP phones ring without a domain: <Dial><Sip>sip:ada@example.com</Sip>, and"
       " phone('sip:ada@example.com') on the page.")
SITE = "Write it as a site of your own: serve(app), or twiml_bin(xml) for TwiML that never changes."
KEYS = "Keys work: client.new_keys.create(), client.iam.v1.new_api_key.create()."
NUMBERS = "Numbers work: client.available_phone_numbers, client.incoming_phone_numbers."
TRANSCRIPTIONS = ("Begin it in TwiML: <Start><Transcription statusCallbackUrl='...'>."
                  " Those of recordings work: client.transcriptions.list().")
UNREGISTERED = "Nothing has to be registered in practice: calls and texts go through."

PRODUCTS = {
    "accounts": ("the Accounts API", "The account itself works: client.api.account, client.keys."),
    "api": ("", "What works: client.calls, client.messages, client.incoming_phone_numbers,"
            " client.api.account."),
    "autopilot": ("Autopilot", "Words are heard: <Gather input='speech'>."),
    "bulkexports": ("BulkExport", "List them: client.messages.list(), client.calls.list()."),
    "chat": ("Programmable Chat", TEXTS),
    "content": ("the Content API",
                "Send a body of your own: client.messages.create(body=...)."),
    "conversations": ("Conversations", TEXTS),
    "events": ("Event Streams",
               "Your site is told of each event: status_callback=... of a call or a text."),
    "flex-api": ("Flex", QUEUES),
    "frontline-api": ("Frontline", TEXTS),
    "iam": ("the IAM API", KEYS),
    "insights": ("Voice Insights",
                 "What happened in a call: client.calls(sid).events.list(), and trace() on the"
                 " page."),
    "intelligence": ("Conversational Intelligence",
                     "Words work: <Start><Transcription>, and client.transcriptions.list() after"
                     " <Record transcribe='true'>."),
    "ip-messaging": ("Programmable Chat", TEXTS),
    "knowledge": ("AI knowledge", SITE),
    "lookups": ("Lookup", "client.lookups.v2.phone_numbers(number).fetch() works."),
    "marketplace": ("Add-ons", "Your site can ask others by itself when its webhook comes."),
    "media": ("Twilio Live", SITE),
    "memory": ("Conversation Memory", SITE),
    "messaging": ("this part of Messaging",
                  "Services and their numbers work: client.messaging.v1.services."),
    "microvisor": ("Microvisor", SITE),
    "monitor": ("this part of Monitor", "Alerts work: client.monitor.v1.alerts.list()."),
    "notify": ("Notify", "Send one text to each: client.messages.create() in a loop."),
    "numbers": ("the Numbers API", NUMBERS),
    "oauth": ("OAuth", KEYS),
    "preview": ("a preview of Twilio's", TEXTS),
    "preview-iam": ("a preview of Twilio's", KEYS),
    "pricing": ("Pricing",
                "What something did cost: the price of a finished call or text, and"
                " client.usage.records.list(). The rates: ahoy/facts/prices.py."),
    "proxy": ("Proxy",
              "Hide numbers in your own site: <Dial callerId='...'> for calls, and"
              " <Message to='...'> for texts."),
    "routes": ("the Routes API", "All is in region us1. Leave it out."),
    "serverless": ("Functions and Assets", SITE),
    "studio": ("Studio",
               "Write the flow as TwiML of your own site: <Gather> asks, <Redirect> goes on."),
    "supersim": ("Super SIM", "Phones need no SIM: phone('+14155550123')."),
    "sync": ("Sync", "Keep it in your own site: a dict, or a database."),
    "taskrouter": ("TaskRouter", QUEUES),
    "trunking": ("Elastic SIP Trunking", SIP),
    "trusthub": ("Trust Hub", UNREGISTERED),
    "verify": ("Verify",
               "Send a code of your own: client.messages.create(), or read it out in a call;"
               " then compare in your site what comes back."),
    "video": ("Video", "Voices meet in a room: <Dial><Conference>."),
    "voice": ("this part of Voice", "Calls work: client.calls.create()."),
    "webhooks": ("the Webhooks API",
                 "Set the URL itself: client.incoming_phone_numbers(sid).update(voice_url=...)."),
    "wireless": ("Programmable Wireless", "Phones need no SIM: phone('+14155550123')."),
}
"""Host: the product's name, and what works instead."""

PERMISSIONS = "Countries are permitted by account.permissions.allow('GB')."
SERVICE_NUMBERS = "Numbers work: client.messaging.v1.services(sid).phone_numbers."

RESOURCES = {
    "accounts": {"GeoPermissions": PERMISSIONS},
    "api": {
        "Addresses": "Numbers here need no address. Buy one without.",
        "AssignedAddOns": "Your site can ask others by itself when its webhook comes.",
        "Payments": "Ask for keys with <Gather>, and never for a real card.",
        "Recordings": "Recordings themselves work: client.recordings.list().",
        "SIP": SIP,
        "Siprec": "Recordings work: client.calls(sid).recordings.create().",
        "Streams": "Words work: <Start><Transcription>. Sound: client.calls(sid).recordings.",
        "Transcriptions": TRANSCRIPTIONS,
        "UserDefinedMessageSubscriptions": TEXTS,
        "UserDefinedMessages": TEXTS,
    },
    "messaging": {
        "AlphaSenders": SERVICE_NUMBERS,
        "ChannelSenders": SERVICE_NUMBERS,
        "Channels": "Only texts are simulated: client.messages.create().",
        "Compliance": UNREGISTERED,
        "DestinationAlphaSenders": SERVICE_NUMBERS,
        "Indicators": "Only texts are simulated: client.messages.create().",
        "LinkShortening": "Send the URL as it is.",
        "PreregisteredUsa2p": UNREGISTERED,
        "ShortCodes": SERVICE_NUMBERS,
        "Tollfree": UNREGISTERED,
        "Usecases": UNREGISTERED,
        "a2p": UNREGISTERED,
    },
    "monitor": {"Events": "What your code asked is in the trace: trace() on the page."},
    "voice": {
        "ByocTrunks": "Carriers of your own are not simulated: call from a number of yours.",
        "ConnectionPolicies": SIP,
        "DialingPermissions": PERMISSIONS,
        "IpRecords": SIP,
        "Settings": PERMISSIONS,
        "SourceIpMappings": SIP,
        "Transcriptions": TRANSCRIPTIONS,
    },
}
"""Host, then a word of the path: what works instead. The last word that is known counts."""

_UNKNOWN = ("", PRODUCTS["api"][1])


def no_such_resource(ask: UncheckedAsk) -> errors.TwilioError:
    """501 for a path that Ahoy does not know. (Twilio may not know it either.)"""
    product = ask.parts[0]
    words = RESOURCES.get(product, {})
    known = [words[part] for part in ask.parts if part in words]
    return errors.not_simulated(
        _request(ask), known[-1] if known else PRODUCTS.get(product, _UNKNOWN)[1])


def no_such_method(ask: UncheckedAsk, instead: str) -> errors.TwilioError:
    """501 for a method that Twilio has here and Ahoy has not."""
    return errors.not_simulated(_request(ask), instead)


def _request(ask: UncheckedAsk) -> str:
    """`POST verify.twilio.com/v2/Services (Verify)`; of the 2010 API only the path.

    All in ASCII and without ", since the SDK shows some refusals as escaped JSON.
    """
    host = "" if ask.parts[0] == "api" else f"{ask.parts[0]}.twilio.com"
    name = PRODUCTS.get(ask.parts[0], _UNKNOWN)[0]
    path = ask.path
    if ask.names.get("account_sid"):
        path = path.replace(ask.names["account_sid"], "...", 1)
    return f"{ask.method} {host}{path}{f' ({name})' if name else ''}"
