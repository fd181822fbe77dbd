"""STOP, START and HELP: who may not be texted any more, and what Twilio replies by itself.

Twilio's default handling for long codes and toll-free numbers. Only a message that is one
keyword and nothing else counts, whatever its letter case. A block holds between a sender
and a person; all numbers of a Messaging Service are one sender. That START is confirmed
even where nothing was blocked, and that a second STOP is confirmed again, is likely.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..store.rows import OptOut, PhoneNumber
from . import carrier_network

if TYPE_CHECKING:
    from ..world import World

STOP = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START = frozenset({"START", "UNSTOP"})
YES = "YES"
"""Like START, but only for who had said STOP."""
HELP = frozenset({"HELP", "INFO"})

STOPPED = ("You have successfully been unsubscribed. You will not receive any more messages"
           " from this number. Reply START to resubscribe.")
STARTED = ("You have successfully been re-subscribed to messages from this number. Reply HELP"
           " for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.")
HELPED = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."

TOLL_FREE_STOPPED = ('NETWORK MSG: You replied with the word "stop" which blocks all texts sent'
                     ' from this number. Text back "unstop" to receive messages again.')
TOLL_FREE_STARTED = ('NETWORK MSG: You have replied "unstop" and will begin receiving messages'
                     " again from this number.")


def sender_of(number: PhoneNumber) -> str:
    """Who is blocked when somebody says STOP to `number`: its service, or the number alone."""
    return number.messaging_service_sid or number.phone_number


def blocks(world: World, sender: str, to: str) -> bool:
    """True when `to` has said STOP to `sender` (see `sender_of`)."""
    return world.store.get(OptOut, f"{sender} {to}") is not None


def hear(world: World, number: PhoneNumber, person: str, body: str) -> str | None:
    """Takes note of a text from `person` to `number`; gives Twilio's own reply, or None."""
    word = body.strip().upper()
    if carrier_network.type_of(number.phone_number) == "tollfree":
        return _hear_toll_free(world, sender_of(number), person, word)
    sender = sender_of(number)
    if word in STOP:
        return _block(world, sender, person, STOPPED)
    if word in START or (word == YES and blocks(world, sender, person)):
        return _unblock(world, sender, person, STARTED)
    return HELPED if word in HELP else None


def _hear_toll_free(world: World, sender: str, person: str, word: str) -> str | None:
    """Carriers know "stop" and "unstop" or "start"; Twilio helps whom they do not block."""
    if word == "STOP":
        return _block(world, sender, person, TOLL_FREE_STOPPED)
    if word in START:
        return _unblock(world, sender, person, TOLL_FREE_STARTED)
    return HELPED if word in HELP and not blocks(world, sender, person) else None


def _block(world: World, sender: str, person: str, reply: str) -> str:
    if not blocks(world, sender, person):
        world.store.insert(OptOut(sid=f"{sender} {person}", date_created=world.clock.now()))
    return reply


def _unblock(world: World, sender: str, person: str, reply: str) -> str:
    if row := world.store.get(OptOut, f"{sender} {person}"):
        world.store.delete(row)
    return reply
