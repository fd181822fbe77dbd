"""An answer as JSON, XML or CSV: what the path's extension asks for.

The 2010 API answers in XML where the path has no extension, the product APIs in JSON
alone (Twilio's page "Twilio's Response", 2026). The XML is as in recordings of 2011 to
2020: elements in CamelCase, the paging links as attributes of the list, URIs without
`.json`. CSV is as in "Alternative Representations": a row of names, then one row an item;
an error is XML there, too, which is unconfirmed.
"""

from __future__ import annotations

import csv
import io
import json
import re
from functools import cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

PROLOG = "<?xml version='1.0' encoding='UTF-8'?>\n"

TYPES = {"json": "application/json; charset=utf-8", "xml": "application/xml", "csv": "text/csv"}

SINGULAR = {"countries": "Country", "addresses": "Address", "media_list": "Media"}
"""Names of one item of a list, where taking the last letter off does not give them."""

ROOTS = {
    "Countries": "Country", "Media": "Media", "Balance": "Balance", "Records": "UsageRecord",
    "Triggers": "UsageTrigger", "Members": "QueueMember", "Local": "IncomingPhoneNumber",
    "TollFree": "IncomingPhoneNumber", "Mobile": "IncomingPhoneNumber",
    "AvailablePhoneNumbers": "Country", "Addresses": "Address", "Feedback": "Feedback",
}
"""Names of a single resource, by the last word of its path, where an s less is wrong."""

ENVELOPE = {
    "page": "page", "page_size": "pagesize", "start": "start", "end": "end", "uri": "uri",
    "first_page_uri": "firstpageuri", "previous_page_uri": "previouspageuri",
    "next_page_uri": "nextpageuri",
}
"""Keys of a list, and the attributes that they are in XML."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML may hold, and halves of characters, which no encoding may."""

as_json = json.JSONEncoder(check_circular=False).encode


def text(body: dict[str, Any], form: str, word: str) -> str:
    """The body in a form of `TYPES`. `word`: the last name in the path, such as `Calls`."""
    if form == "json":
        return as_json(body)
    error = "more_info" in body and "code" in body and "status" in body
    if form == "csv" and not error:
        return _clean(_csv(body))
    root = ROOTS.get(word, word.removesuffix("s"))
    if error or "validation_code" in body:
        root = "RestException" if error else "ValidationRequest"
    return f"{PROLOG}<TwilioResponse>{_clean(_xml(body, root))}</TwilioResponse>"


def _clean(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)


def _list_key(body: dict[str, Any]) -> str | None:
    """The key of a list's items; None for a single resource."""
    rest = [key for key in body if key not in ENVELOPE]
    return rest[0] if len(rest) == 1 and isinstance(body[rest[0]], list) else None


@cache
def _camel(key: str) -> str:
    return "".join(word.capitalize() for word in key.split("_"))


@cache
def _one(key: str) -> str:
    return SINGULAR.get(key) or _camel(key.removesuffix("s"))


def _xml(body: dict[str, Any], root: str) -> str:
    key = _list_key(body)
    if key is None:
        return _element(root, root, body)
    links = "".join(f" {attribute}={quoteattr(_plain(body[name]))}"
                    for name, attribute in ENVELOPE.items() if name in body)
    return f"<{_camel(key)}{links}>{_inside(key, body[key])}</{_camel(key)}>"


def _element(name: str, key: str, value: Any) -> str:
    inside = _inside(key, value)
    return f"<{name}>{inside}</{name}>" if inside else f"<{name}/>"


def _inside(key: str, value: Any) -> str:
    if isinstance(value, dict):
        return "".join(_element(_camel(name), name, _bare(name, one))
                       for name, one in value.items())
    if isinstance(value, list):
        return "".join(_element(_one(key), "", one) for one in value)
    return escape(_plain(value))


_EXTENSION = re.compile(r"\.json(?=\?|$)")


def _bare(key: str, value: Any) -> Any:
    """URIs lead on in the form in which they are read."""
    if key == "subresource_uris" and value:
        return {name: _EXTENSION.sub("", uri) for name, uri in value.items()}
    return _EXTENSION.sub("", value) if value and key.endswith("uri") else value


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _csv(body: dict[str, Any]) -> str:
    key = _list_key(body)
    rows = [body] if key is None else body[key]
    names = [name for name in (rows[0] if rows else ()) if name != "subresource_uris"]
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    if rows:
        writer.writerow([_camel(name) for name in names])
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return lines.getvalue()


def _cell(value: Any) -> str:
    return as_json(value) if isinstance(value, dict | list) else _plain(value)
