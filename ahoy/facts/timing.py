"""How long things take, all in one place. Seconds, unless a name says otherwise.

Real telephone networks vary; these figures are fixed so that a lesson runs the same
way twice. docs/differences.md#time-and-people names them.
"""

from __future__ import annotations

import datetime as dt

EPOCH = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC).timestamp()
"""Where virtual time begins: Monday 5 January 2026, 09:00 UTC (seconds since 1970)."""

REQUEST = 1.0
"""One REST request moves virtual time this far, but not from inside a webhook."""

QUEUE = 0.5
"""From `queued` to dialling: how long a new call stays in Twilio's queue."""

SETUP = 0.5
"""From dialling to the first ring."""

AUTOPILOT_ANSWER = 3.0
"""A called handset that nobody touches and whose script is silent answers after this."""

STRANGER_ANSWER = 5.0
"""A number without a handset answers after this."""

KEY_GAP = 0.3
"""Between two scripted keys."""

KEY_PAUSES = {"w": 0.5, "W": 1.0}
"""The two pauses that may stand among keys (Twilio's SendDigits)."""

RINGS_ON = 5.0
"""So much longer than its `timeout` says a <Dial> rings (Twilio's page on Dial)."""

SPEECH_PER_CHARACTER = 1 / 15
SPEECH_LEAST = 0.5
"""A sentence lasts 1/15 s a character, at least half a second."""

SPEECH_PAUSE = 1.0
"""`speechTimeout="auto"` takes a silence of this length for the end of a sentence."""

PLAY = 5.0
"""An audio file whose length is not known lasts this long."""

CHOOSING = 0.25
"""A Messaging Service has chosen the sender of a text after this."""

SENDING = 0.5
SENT = 1.5
DELIVERED = 2.5
"""When a text is `sending`, `sent` and `delivered`, counted from its creation."""

TEXT_TRAVEL = 0.5
"""From a handset's *send* to Twilio, and so to the webhook."""

BUSY_TONE = 1.0
"""A busy phone is known to be busy after this."""

VOICEMAIL_PICKUP = 20.0
"""A voicemail answers after this much ringing."""

BEEP = 0.5
"""The tone before a recording."""

KEY_TONE = 0.2
"""The tone of a key in a recording."""

PROCESSING = 2.0
"""A recording is `processing` for so long after it has ended, then `completed`."""

MACHINE_PAUSE = 0.5
"""A voicemail or fax machine waits this long before it sounds, and before the beep."""

HELLO = 1.0
"""A person who answers has said "Hello?" after this, where Twilio listens for machines."""

TRANSCRIBING = 5.0
"""A transcription takes so long, once its recording is completed."""

CALL_LIMIT = 14_400.0
"""No call lasts longer than four hours (Twilio's default time limit)."""


def speech(text: str) -> float:
    """Seconds that it takes to say `text`."""
    return max(SPEECH_LEAST, len(text) * SPEECH_PER_CHARACTER)


def word_ends(text: str) -> list[tuple[float, str]]:
    """When each word of a sentence ends, in seconds from the sentence's beginning."""
    words = text.split()
    scale = speech(text) / max(1, len(" ".join(words)))
    ends, length = [], -1
    for word in words:
        length += len(word) + 1
        ends.append((length * scale, word))
    return ends
