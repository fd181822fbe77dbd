"""Holds what the SDK's TwiML builder has built against the table of TwiML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twilio.twiml import TwiML
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import VoiceResponse

from ...twiml import all_tags
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
    root = all_tags.ROOTS["voice" if isinstance(response, VoiceResponse) else "messaging"]
    yield from _below(response, root, lines, lines[id(response)][1])


def _refused(node: Any, row: Tag, lines: dict[int, tuple[Any, int]], line: int
             ) -> Iterator[Found]:
    """<Connect> says nothing without the service in it: that is named, in its line."""
    inner = [(one, found) for one in node.verbs
             if is_twiml(one) and (found := all_tags.child(row, one.name)) is not None
             and not found.carried_out] if row.name == "Connect" else []
    for one, found in inner:
        yield (lines.get(id(one), (None, line))[1],
               f"<{row.name}><{found.name}> is not simulated.", found.why)
    if not inner:
        yield line, f"<{row.name}> is not simulated.", row.why


def _below(node: Any, row: Tag, lines: dict[int, tuple[Any, int]], line: int) -> Iterator[Found]:
    for child in node.verbs:
        found = all_tags.child(row, child.name) if is_twiml(child) else None
        if found is None:
            continue
        place = lines.get(id(child), (None, line))[1]
        if not found.carried_out:
            yield from _refused(child, found, lines, place)
            continue
        for name, value in child.attrs.items():
            one = found.attributes.get(name)
            if one is not None and all_tags.refuses(one, str(value)):
                yield place, f'<{found.name} {name}="{value}"> is not simulated.', one.why
        yield from _below(child, found, lines, place)
