"""The URL that Twilio signed, as it stood on the wire.

A request's signature covers the address that Twilio asked, to the letter. Behind a proxy
the app sees another host, and a framework's `request.url` is decoded; both make a good
signature look bad. (Twilio: "Security: validating requests are coming from Twilio".)
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import quote

PATH_SAFE = "/:@!$&'()*+,;=~-._"
"""What stands for itself in a path (RFC 3986)."""


def signed_url(request: Any, public_url: str | None = None) -> str:
    """The URL for `RequestValidator.validate`.

    Args:
        request: Flask's request, or anything with a WSGI `environ`, or that dictionary.
        public_url: where Twilio reaches this site, like `https://example.com`; left out,
            the environment's PUBLIC_URL, then the headers of a proxy, then the host asked.
    """
    environ = getattr(request, "environ", request)
    public_url = public_url or os.environ.get("PUBLIC_URL", "").strip()
    base = public_url.rstrip("/") if public_url else _base(environ)
    return base + _target(environ)


def _base(environ: dict[str, Any]) -> str:
    """Scheme and host as the one who asked wrote them."""
    scheme = _first(environ, "HTTP_X_FORWARDED_PROTO") or environ.get("wsgi.url_scheme", "http")
    host = _first(environ, "HTTP_X_FORWARDED_HOST") or environ.get("HTTP_HOST")
    if not host:
        host = f"{environ.get('SERVER_NAME', 'localhost')}:{environ.get('SERVER_PORT', '80')}"
    return f"{scheme}://{host}"


def _first(environ: dict[str, Any], name: str) -> str:
    """Of several proxies, the outermost comes first."""
    return environ.get(name, "").partition(",")[0].strip()


def _target(environ: dict[str, Any]) -> str:
    """Path and query, byte for byte where the server tells, else quoted anew."""
    raw = environ.get("REQUEST_URI") or environ.get("RAW_URI")
    if raw:
        return _without_host(raw)
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    query = environ.get("QUERY_STRING", "")
    quoted = quote(path.encode("latin-1"), safe=PATH_SAFE)  # WSGI's bytes in disguise
    return quoted + (f"?{query}" if query else "")


def _without_host(raw: str) -> str:
    """A proxy may ask with the whole URL."""
    scheme, mark, rest = raw.partition("://")
    if raw.startswith("/") or not mark or not scheme.isalpha():
        return raw
    return "/" + rest.partition("/")[2]
