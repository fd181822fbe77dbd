"""Who decides about a request to Twilio, and where each library is caught.

The guard stays where it is from the first `arm()` on; only the rule is swapped, in one step,
so that there is no moment without one. A rule either answers itself (`answers` is true:
practice) or judges, and lets pass what it permits (live).
"""

from __future__ import annotations

import contextlib
import contextvars
import threading
from collections.abc import Callable, Iterator
from typing import Any

_rule: Any = None
_open = contextvars.ContextVar("ahoy_open", default=False)
_count = 0
_lock = threading.Lock()
_originals: list[tuple[Any, str, Any]] = []
_NONE = object()


def rule() -> Any:
    """The rule of this moment, or None. Ask once for a request, and keep to the answer."""
    return _rule


def swap(new: Any) -> None:
    """The new rule takes the old one's place."""
    global _rule
    old, _rule = _rule, new
    if old is not None and old is not new and hasattr(old, "close"):
        old.close()


@contextlib.contextmanager
def opened() -> Iterator[None]:
    """While a request that was judged goes out: its socket may lead to Twilio."""
    global _count
    token = _open.set(True)
    with _lock:
        _count += 1
    try:
        yield
    finally:
        with _lock:
            _count -= 1
        _open.reset(token)


def is_open() -> bool:
    """True in the thread or task that sends a request which was judged."""
    return _open.get()


def is_open_somewhere() -> bool:
    """True while any is under way: names are looked up in threads of their own."""
    return _count > 0


def replace(holder: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Puts `make(original)` there, once."""
    if not any((holder, name) == (one, another) for one, another, _ in _originals):
        original = getattr(holder, name)
        made = make(original)
        _originals.append((holder, name, vars(holder).get(name, _NONE)))
        setattr(holder, name, made)


def give_back() -> None:
    """Everything is as it was."""
    while _originals:
        holder, name, original = _originals.pop()
        if original is _NONE:
            delattr(holder, name)
        else:
            setattr(holder, name, original)


def whole(body: Any) -> bytes:
    """A request's body, in whatever form it was given."""
    if body is None or isinstance(body, (bytes, str)):
        return body.encode() if isinstance(body, str) else body or b""
    if hasattr(body, "read"):
        return whole(body.read())
    if isinstance(body, (bytearray, memoryview)):
        return bytes(body)
    return b"".join(map(whole, body))
