"""What Twilio's debugger says when a document, a site or a call goes wrong: one table.

As `errors` holds the refusals of the REST API. Levels and sentences follow the alerts that
were seen and the titles of Twilio's error dictionary. `{}` is what the
place itself has to say: the URL, the number, the name.
"""

from __future__ import annotations

ERROR, WARNING = "error", "warning"

SCHEMA_WARNING = 12200
"""What stands in a document where it may not."""

_OF_A_VALUE: dict[str, str] = {
    ERROR: "13231 13239 13240 13257 13258 13299 13338 13621 "  # Conference, Record, Dial, Gather
           "14201 14202 14203 14204 14205 14206 14210 14211 14212 14213 14300 "  # Enqueue, Queue
           "16023 16024",
    WARNING: "13210 13211 13212 13213 13215 13216 13217 13218 13219 13220 13221 13222 "  # Dial
             "13230 13232 13233 13234 13235 13237 13241 13249 13256 "  # Conference, Sip
             "13310 13311 13312 13313 13314 13320 13321 13322 13326 13327 13328 13329 "  # Gather
             "13330 13331 13332 13333 13334 "
             "13410 13430 13510 13511 13512 13520 13521 "  # Play, Say
             "13610 13611 13612 13613 13614 13616 13699 13710 13810 13910 "  # Record and others
             "14103 14104 14105 "  # Message
             "15003",  # a status callback: its sentence has the site's answer
}
"""Codes of one attribute or text: the sentence is made from it and from what it says."""

_SENTENCES: dict[int, tuple[str, str]] = {
    # the account
    10003: (ERROR, "Incoming call rejected due to inactive account"),
    # asking a site
    11100: (ERROR, "Invalid URL format: {}"),
    11200: (ERROR, "HTTP retrieval failure: {}"),
    11205: (ERROR, "HTTP connection failure: {}"),
    11206: (ERROR, "HTTP protocol violation: {}"),
    11215: (ERROR, "HTTP too many redirects"),
    11750: (ERROR, "TwiML response body too large: {}"),
    12300: (ERROR, "Invalid Content-Type: {}"),
    16011: (WARNING, "{}"),
    # a document as a whole
    12100: (ERROR, "Document parse failure: {}"),
    12101: (ERROR, "Invalid Twilio Markup XML version: {}"),
    12102: (ERROR, "The root element must be Response."),
    SCHEMA_WARNING: (WARNING, "Schema validation warning: {}"),
    # <Dial> and who is called
    13000: (WARNING, "Dial: Conference can't be used with other nouns in one Dial."),
    13201: (ERROR, "Dial: Cannot Dial out from a Dial Call Segment: {}"),
    13214: (WARNING, "Dial: Invalid callerId value: {}"),
    13223: (WARNING, "Dial->Number: Invalid phone number format: {}"),
    13224: (WARNING, "Dial: Twilio does not support calling this number or the number is "
                     "invalid: {}"),
    13225: (WARNING, "Dial: Forbidden phone number {}"),
    13226: (WARNING, "Dial: Invalid country code: {}"),
    13227: (WARNING, "Dial: Geo Permission configuration is not permitting call to {}"),
    13238: (ERROR, "Invalid Verb used in {}"),
    13243: (WARNING, "Dial->Sip: Invalid SIP URI: {}"),
    21218: (WARNING, "Invalid ApplicationSid: {}"),
    21219: (WARNING, "The number {} is unverified. Trial accounts may only make calls to "
                     "verified numbers."),
    # the other verbs of a call
    13335: (WARNING, "Gather: speechTimeout auto cannot be used with a speechModel."),
    13420: (ERROR, "Play: Invalid Content-Type: {}"),
    13615: (WARNING, "Record: maxLength too high for transcription"),
    13617: (WARNING, "Record: length out of range for transcription"),
    13801: (ERROR, "Refer: the call is no SIP call"),
    13805: (WARNING, "Trial account call duration exceeded 10 minute limit"),
    14207: (WARNING, "Enqueue: The targeted queue reached max queue size"),
    # replies to texts
    14101: (WARNING, 'Invalid "To" attribute'),
    14102: (WARNING, 'Invalid "From" attribute'),
    14106: (WARNING, "Document retrieval limit reached"),
    14107: (ERROR, "Reply send rate limit exceeded"),
    14108: (WARNING, "From phone number not SMS capable"),
    14109: (WARNING, "Reply limit reached: 10 messages a document"),
    14111: (WARNING, "Invalid To phone number for Trial mode"),
    21610: (ERROR, "Attempt to send to unsubscribed recipient"),
    # conferences and calls in progress
    16020: (ERROR, "Conference is full"),
    16025: (ERROR, "Dial->Conference: Participant label is in use by another participant"),
    21262: (WARNING, "AsyncAmd without AsyncAmdStatusCallback"),
}

TABLE: dict[int, tuple[str, str]] = _SENTENCES | {
    int(code): (level, "{}") for level, codes in _OF_A_VALUE.items() for code in codes.split()}
"""Code → level and sentence."""


def level_of(code: int) -> str:
    """`error` or `warning`."""
    return TABLE[code][0]


def sentence(code: int, detail: str = "") -> str:
    """What the debugger says; without a detail it ends before the colon."""
    return TABLE[code][1].format(detail).rstrip(": ")
