"""Holds what the SDK's TwiML builder has built against the table of TwiML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twilio.twiml import TwiML
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import VoiceResponse

from ...twiml import schema
from ...twiml.tags import Tag

Found = tuple[int, str, str]


def is_twiml(thing: Any) -> bool:
    """True for anything that the builder makes."""
    return isinstance(thing, TwiML)


def is_response(thing: Any) -> bool:
    """True for a whole document."""
    return isinstance(thing, VoiceResponse | MessagingResponse)


def refusals(response: Any, lines: dict[int, tuple[Any, int]]) -> Iterator[Found]:
    """Line, what and why, for each verb and attribute that is not simulated.

    `lines`: where each piece was built, by its id.
    """
    root = schema.ROOTS["voice" if isinstance(response, VoiceResponse) else "messaging"]
    yield from _below(response, root, lines, lines[id(response)][1])


def _below(node: Any, row: Tag, lines: dict[int, tuple[Any, int]], line: int) -> Iterator[Found]:
    for child in node.verbs:
        found = schema.child(row, child.name) if is_twiml(child) else None
        if found is None:
            continue
        place = lines.get(id(child), (None, line))[1]
        if not found.carried_out:
            yield place, f"<{found.name}> is not simulated.", found.why
            continue
        for name, value in child.attrs.items():
            one = found.attributes.get(name)
            if one is not None and schema.refuses(one, str(value)):
                yield place, f'<{found.name} {name}="{value}"> is not simulated.', one.why
        yield from _below(child, found, lines, place)
