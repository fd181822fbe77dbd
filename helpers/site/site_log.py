"""A site's log: requests, and beneath each what the handler printed, logged and raised.

Handlers run in threads of their own. Without this, their words would land in whatever
cell happens to be running.
"""

from __future__ import annotations

import inspect
import io
import logging
import os
import sys
import sysconfig
import threading
import traceback
from collections import deque
from collections.abc import Iterator
from typing import Any

import ahoy
from ahoy.facts.shown_text import shown

KEPT = 200
"""Requests that a log remembers."""

WORDS = 20_000
"""Characters that one request may print before the rest is dropped."""

FRAMES = 6
"""Lines of the learner's own code that a short error shows, the innermost."""

LONGEST = 300
"""Characters of an error's own words that are told in one line."""

_thread = threading.local()


class Visit(io.TextIOBase):
    """One request, and a text file for what its handler says. `status` is None until answered."""

    def __init__(self, log: SiteLog, method: str, path: str) -> None:
        self.log, self.method, self.path = log, method, path
        self.status: int | None = None
        self.token = self.reason = ""
        """Twilio's token of the request, and in short what its handler raised."""
        self._said: list[str] = []
        self._room = WORDS

    def write(self, text: str) -> int:
        """Keeps `text`, up to WORDS characters in all."""
        if self._room > 0:
            self._said.append(text[: self._room])
            self._room -= len(text)
            if self._room <= 0:
                self._said.append("\n… and more, not kept")
        return len(text)

    def writable(self) -> bool:
        """A handler may write into it (WSGI's `wsgi.errors`)."""
        return True

    def fail(self, error: BaseException) -> None:
        """The handler raised `error`: told in short here, in full in the log's tracebacks."""
        self.log.tracebacks.append(shown("".join(traceback.format_exception(error))))
        self.reason = in_short(error)
        self.write(told(error) + "\n")

    @property
    def said(self) -> str:
        """All that the handler printed, logged and raised."""
        return "".join(self._said)

    def __enter__(self) -> Visit:
        route()  # again: whoever captures output may have put a stream of their own there
        _thread.visit = self
        return self

    def __exit__(self, *_: object) -> None:
        _thread.visit = None

    def __str__(self) -> str:
        answer = "…" if self.status is None else str(self.status)
        lines = [f"    {line}" for line in self.said.splitlines()]
        return shown("\n".join([f"{self.method} {self.path} {answer}", *lines]))

    def __repr__(self) -> str:
        return str(self)


class SiteLog:
    """The latest visits of one site, oldest first. Print it, or let a cell show it."""

    def __init__(self) -> None:
        self.visits: deque[Visit] = deque(maxlen=KEPT)
        self.tracebacks: deque[str] = deque(maxlen=10)
        """The latest errors as Python tells them, with every frame."""

    def begin(self, method: str, path: str) -> Visit:
        """A request has come in."""
        visit = Visit(self, method, path[:2_000])
        self.visits.append(visit)
        return visit

    def why(self, token: str) -> str:
        """In one line what was raised for the latest request with this token, or ""."""
        return next((one.reason for one in reversed(list(self.visits))
                     if token and one.token == token), "")

    def clear(self) -> None:
        """Forgets everything."""
        self.visits.clear()
        self.tracebacks.clear()

    def __iter__(self) -> Iterator[Visit]:
        return iter(list(self.visits))

    def __len__(self) -> int:
        return len(self.visits)

    def __str__(self) -> str:
        return "\n".join(map(str, self)) or "No request yet."

    __repr__ = __str__


def current() -> Visit | None:
    """The visit that this thread serves."""
    return getattr(_thread, "visit", None)


# --- errors, told shortly -------------------------------------------------------------------

_KIT = [os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep,
        os.path.dirname(os.path.abspath(ahoy.__file__)) + os.sep]
_FOREIGN = (*_KIT, "<frozen", *{sysconfig.get_path(name) + os.sep
                                for name in ("stdlib", "platstdlib", "purelib", "platlib")})
"""Where code lies that is not the learner's: the kit, Python, packages."""


def told(error: BaseException) -> str:
    """The error with the learner's own lines only, as Python tells it otherwise."""
    return "\n".join([*map(_line, own_frames(error)[-FRAMES:]), _last(error)])


def in_short(error: BaseException) -> str:
    """The error in one line, with the innermost line of the learner's own code.

    An error that no own line raised, as for a view that gave back nothing, names the view.
    """
    frames = own_frames(error) or _view()
    said = " ".join(_last(error).split())[:LONGEST].rstrip(".")
    return f"{said} ({_line(frames[-1])})" if frames else said


def own_frames(error: BaseException) -> list[traceback.FrameSummary]:
    """Where the error passed through the learner's own code, the outermost first."""
    return [frame for frame in traceback.extract_tb(error.__traceback__)
            if not frame.filename.startswith(_FOREIGN)]


def _last(error: BaseException) -> str:
    return "".join(traceback.format_exception_only(error)).rstrip()


def _view() -> list[traceback.FrameSummary]:
    """Where the view of Flask's request begins."""
    flask = sys.modules.get("flask")
    if flask is None or not flask.has_request_context():
        return []
    view = flask.current_app.view_functions.get(flask.request.endpoint)
    code = getattr(inspect.unwrap(view), "__code__", None) if view else None
    if code is None:
        return []
    return [traceback.FrameSummary(code.co_filename, code.co_firstlineno, code.co_name, line="")]


def _line(frame: traceback.FrameSummary) -> str:
    is_cell = "ipykernel_" in frame.filename or frame.filename.startswith("<")
    place = "your cell" if is_cell else os.path.basename(frame.filename)
    words = f": {frame.line}" if frame.line else ""
    return f"{place}, line {frame.lineno}, in {frame.name}{words}"


# --- catching what handlers say ---------------------------------------------------------------


class Router:
    """Stands in for stdout or stderr: a handler's words go to its visit, all others pass."""

    def __init__(self, original: Any) -> None:
        self.original = original

    def write(self, text: str) -> int:
        """Writes to this thread's visit, or on to the original."""
        return (current() or self.original).write(text)

    def writelines(self, lines: Any) -> None:
        """The same for many."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.original, name)


def route() -> None:
    """Has prints of handlers kept in their logs."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None and not isinstance(stream, Router):
            setattr(sys, name, Router(stream))


def unroute() -> None:
    """Gives stdout and stderr back, where nobody else has taken them meanwhile."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, Router):
            setattr(sys, name, stream.original)


class VisitHandler(logging.Handler):
    """Takes an app's log messages to the visit of the thread, else to stderr."""

    def emit(self, record: logging.LogRecord) -> None:
        """Writes the message; in a visit, an exception is told shortly."""
        visit, error = current(), record.exc_info[1] if record.exc_info else None
        if visit is None:
            sys.stderr.write(f"{record.levelname}: {self.format(record)}\n")
            return
        if not (error and record.getMessage().startswith("Exception on ")):  # Flask's own words
            visit.write(f"{record.levelname}: {record.getMessage()}\n")
        if error:
            visit.fail(error)


_handler = VisitHandler()


def adopt(app: Any) -> None:
    """Points a Flask app's logger to the visits; other apps have none."""
    flask = sys.modules.get("flask")
    if flask is None or not isinstance(app, flask.Flask):
        return
    from flask.logging import default_handler

    app.logger.removeHandler(default_handler)
    app.logger.addHandler(_handler)  # a second time, it stays one
    app.logger.propagate = False
