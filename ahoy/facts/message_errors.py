"""What may become of a text after Twilio took it: error codes, ends, titles.

`failed`: it never left Twilio. `undelivered`: a carrier or the phone refused it. Codes and
titles are those of Twilio's error pages; which end belongs to which code is from memory
for some of them. A message's `error_message` is the title.
"""

from __future__ import annotations

from typing import Any

from . import alerts

FAILED, UNDELIVERED = "failed", "undelivered"

TABLE: dict[int, tuple[str, str]] = {
    14107: (FAILED, alerts.sentence(14107)),
    21703: (FAILED, "The Messaging Service does not have a phone number available to send"
                    " a message"),
    30001: (FAILED, "Queue overflow"),
    30002: (FAILED, "Account suspended"),
    30003: (UNDELIVERED, "Unreachable destination handset"),
    30004: (UNDELIVERED, "Message blocked"),
    30005: (UNDELIVERED, "Unknown destination handset"),
    30006: (UNDELIVERED, "Landline or unreachable carrier"),
    30007: (UNDELIVERED, "Message filtered"),
    30008: (UNDELIVERED, "Unknown error"),
    30010: (FAILED, "Message price exceeds max price"),
    30017: (UNDELIVERED, "Carrier network congestion"),
    30018: (UNDELIVERED, "Destination carrier requires sender ID pre-registration"),
    30019: (FAILED, "Content size exceeds carrier limit"),
    30022: (UNDELIVERED, "US A2P 10DLC - rate limits exceeded"),
    30023: (UNDELIVERED, "US A2P 10DLC - daily message cap reached"),
    30024: (UNDELIVERED, "Numeric sender ID not provisioned on carrier"),
    30027: (UNDELIVERED, "US A2P 10DLC - T-Mobile daily message limit reached"),
    30032: (UNDELIVERED, "Toll-free number has not been verified"),
    30033: (UNDELIVERED, "US A2P 10DLC - campaign suspended"),
    30034: (UNDELIVERED, "US A2P 10DLC - message from an unregistered number"),
    30035: (UNDELIVERED, "Message blocked: the number is still being configured"),
    30036: (FAILED, "Validity period expired"),
    30037: (FAILED, "Outbound messaging disabled"),
    30038: (UNDELIVERED, "OTP message body filtered"),
    30039: (UNDELIVERED, "Message filtered to prevent message loops"),
    30044: (FAILED, "Trial message length exceeded"),
    30410: (UNDELIVERED, "Provider timeout"),
    30450: (UNDELIVERED, "Message delivery blocked"),
    30453: (UNDELIVERED, "Message couldn't be delivered"),
    30454: (FAILED, "Account exceeded the messages limit"),
}


def end_of(code: int) -> str:
    """`failed` or `undelivered`."""
    return TABLE[code][0]


def as_row(code: int) -> dict[str, Any]:
    """What the message's row says about it."""
    status, title = TABLE[code]
    return {"status": status, "error_code": code, "error_message": title}
