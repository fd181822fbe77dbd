"""A request and a reply, as plain values."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

Values = dict[str, "str | list[str]"]
"""Parameters: a repeated key has a list."""


@dataclass(slots=True)
class ApiRequest:
    """What was asked.

    `url` is absolute, or a path of api.twilio.com; `params` are the query's, `form` the
    body's; `auth` is the user name and password of HTTP Basic, or None.
    """

    method: str
    url: str
    params: Values = field(default_factory=dict)
    form: Values = field(default_factory=dict)
    auth: tuple[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class ApiReply:
    """What was answered: HTTP status, body ("" for 204, bytes for a file) and headers."""

    status: int
    body: str | bytes
    headers: dict[str, str]


def fields(text: str) -> Values:
    """A query or a form, decoded. Empty values count; what is given once is no list."""
    found = parse_qs(text, keep_blank_values=True)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def received(method: str, url: str, headers: Mapping[str, str], body: bytes) -> ApiRequest:
    """The request that came over HTTP. What is sent in a POST's body counts, else the query."""
    given: dict[str, Values] = {"form": fields(body.decode("utf-8", "replace"))}
    if method.upper() != "POST":
        url, _, query = url.partition("?")
        given = {"params": fields(query)}
    return ApiRequest(method.upper(), url, auth=basic(headers), headers=dict(headers.items()),
                      **given)


def basic(headers: Mapping[str, str]) -> tuple[str, str] | None:
    """User name and password of HTTP Basic, or None."""
    given = next((v for name, v in headers.items() if name.lower() == "authorization"), "")
    scheme, _, code = given.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, _, password = base64.b64decode(code).decode().partition(":")
    except ValueError:
        return None
    return user, password
