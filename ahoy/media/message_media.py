"""Media of messages: their rows, their addresses at Twilio, and a stand-in for the files.

Practice fetches no media from where they are: a file that is asked for at Twilio is a small
picture or note of the right type, its colour made from its SID. Twilio redirects to its
file store; here the file is the answer itself.
"""

from __future__ import annotations

import base64
import json
import mimetypes
import struct
import zlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..store.rows import Media, Message

if TYPE_CHECKING:
    from ..world import World

API = "https://api.twilio.com"
SIDE = 64
"""Pixels of a picture's side."""

GIF = base64.b64decode("R0lGODdhAQABAIAAAAAAAAAAACwAAAAAAQABAAAIBAABBAQAOw==")
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1td"
    "hbWGkJ6jq62rZ4C8ybqmx5moq6T/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABP/EABQQAQAAAAAAAAAA"
    "AAAAAAAAAAD/2gAIAQEAAD8AC//Z")
"""The smallest pictures of their kinds: one pixel each."""


def type_of(url: str) -> str:
    """The content type that a URL's ending promises; image/jpeg where it promises none."""
    return mimetypes.guess_type(urlsplit(url).path)[0] or "image/jpeg"


def keep(world: World, message: Message) -> None:
    """Writes a row for each file of the message, in order."""
    if not message.num_media:
        return
    now = world.clock.now()
    for url in json.loads(message.media):
        world.store.insert(Media(
            sid=world.ids.sid("ME"), account_sid=message.account_sid, parent_sid=message.sid,
            url=url, content_type=type_of(url), date_created=now, date_updated=now))


def of(world: World, message: Message) -> list[Media]:
    """The message's files in their order, without those that were deleted."""
    if not message.num_media:
        return []
    return world.store.find(Media, parent_sid=message.sid)[::-1]


def path(file: Media) -> str:
    """Its path in the REST API, without an ending: there the file is."""
    return (f"/2010-04-01/Accounts/{file.account_sid}/Messages/{file.parent_sid}"
            f"/Media/{file.sid}")


def content(file: Media) -> bytes:
    """A stand-in for the file, of its type."""
    kind = file.content_type
    if kind == "image/png":
        return _png(bytes.fromhex(file.sid[-6:]))
    if kind == "image/gif":
        return GIF
    if kind.startswith("image/"):
        return JPEG
    return f"A stand-in for {file.url}\n".encode()


def _png(colour: bytes) -> bytes:
    """A square of one colour (three bytes: red, green, blue)."""
    head = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    lines = (b"\0" + colour * SIDE) * SIDE
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
