"""The verbs of a reply to a text message, after the page "TwiML for Programmable Messaging"."""

from __future__ import annotations

from .attribute_values import ADDRESS, URL
from .tags import ANY_TEXT, Attribute, TextContent, link, method, tag

MESSAGE = tag(
    "Message",
    Attribute("to", ADDRESS, "the sender", None),
    Attribute("from", ADDRESS, "the number that was texted", None),
    link("action"),
    method(code=14104),
    Attribute("statusCallback", URL, "", 14105),
    children="Body Media",
    text=TextContent(needed=14103, longest=1600, long_code=14103),
    carried_out=True,
)
REPLY = tag(
    "messaging.Response", children="Message messaging.Redirect messaging.Sms", carried_out=True
)
TAGS = (
    REPLY,
    MESSAGE,
    tag("Body", text=ANY_TEXT, carried_out=True),
    tag("Media", text=ANY_TEXT, carried_out=True),
    tag("messaging.Redirect", method(code=14104), text=ANY_TEXT, carried_out=True),
    tag(
        "messaging.Sms",
        *MESSAGE.attributes.values(),
        text=MESSAGE.text,
        carried_out=True,
    ),
)
