"""What a site answers to Twilio, looked at on its way out where a judge was set (live mode).

The whole answer is waited for. A document that the judge refuses becomes an apology, and the
site's log says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol
from urllib.parse import parse_qsl

from ahoy import AhoyError

from .site_log import Visit

SORRY = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Say>Sorry. What this site answered "
         "is not allowed in live mode. Its log says why.</Say></Response>")
SILENT = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""For texts: an apology would be a text."""

TOLD = "Twilio was given an apology instead."
LARGEST = 1024 * 1024


class Judge(Protocol):
    """Raises `AhoyError` for what may not go to Twilio."""

    def judge_answer(self, path: str, form: dict[str, str], source: str) -> str: ...
    def judge_words(self, form: dict[str, str], words: str) -> None: ...
    def judge_move(self, path: str, location: str) -> None: ...


def _nobody() -> Judge | None:
    return None


_find_judge: Callable[[], Judge | None] = _nobody


def judge_by(find: Callable[[], Judge | None]) -> None:
    """From now on `find()` tells for each answer who judges it, or None."""
    global _find_judge
    _find_judge = find


class Judged:
    """`app`, whose answers are judged (WSGI)."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any],
                 start_response: Callable[..., Any]) -> Iterable[bytes]:
        """As the app answers; or the apology."""
        judge = _find_judge()
        if judge is None:
            return self.app(environ, start_response)
        form = _form(environ)
        status, headers, body = _whole(self.app, environ)
        try:
            body = _judged(judge, environ, form, status, headers, body)
        except AhoyError as refused:
            _log(environ, f"{refused} {TOLD}")
            is_text = "MessageSid" in form or "SmsSid" in form
            status, headers = "200 OK", [("Content-Type", "text/xml; charset=utf-8")]
            body = (SILENT if is_text else SORRY).encode()
        kept = [pair for pair in headers if pair[0].lower() != "content-length"]
        start_response(status, [*kept, ("Content-Length", str(len(body)))])
        return [body]


def _form(environ: dict[str, Any]) -> dict[str, str]:
    """What Twilio asked with. The app reads the body again."""
    import io

    length = int(environ.get("CONTENT_LENGTH") or 0)
    body = environ["wsgi.input"].read(length) if 0 < length <= LARGEST else b""
    if body:
        environ["wsgi.input"] = io.BytesIO(body)
    pairs = parse_qsl(environ.get("QUERY_STRING", "")) + parse_qsl(body.decode("utf-8", "replace"))
    return dict(pairs)


def _whole(app: Callable[..., Any],
           environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], bytes]:
    told: list[Any] = []
    written: list[bytes] = []

    def start(status: str, headers: list[tuple[str, str]],
              exc_info: Any = None) -> Callable[..., Any]:
        told[:] = [status, headers]
        return written.append

    pieces = app(environ, start)
    try:
        written.extend(pieces)
    finally:
        if hasattr(pieces, "close"):
            pieces.close()
    return told[0], told[1], b"".join(written)


def _judged(judge: Judge, environ: dict[str, Any], form: dict[str, str], status: str,
            headers: list[tuple[str, str]], body: bytes) -> bytes:
    """The body that may go out. Raises `AhoyError`."""
    given = {name.lower(): value for name, value in headers}
    path = environ.get("RAW_URI") or environ.get("PATH_INFO", "/")
    is_twilio = "HTTP_X_TWILIO_SIGNATURE" in environ
    if is_twilio and status.startswith("3") and "location" in given:
        judge.judge_move(path, given["location"])
    kind, _, more = given.get("content-type", "").lower().partition(";")
    is_document = b"<Response" in body or (is_twilio and status.startswith("2"))
    if not is_document or kind.startswith(("audio/", "image/", "video/")):
        return body
    if kind.strip() == "text/plain" and b"<Response" not in body:
        judge.judge_words(form, body.decode("utf-8", "replace"))
        return body
    if "charset" in more and "utf-8" not in more and not body.isascii():
        raise AhoyError("Live mode refused this answer: its charset is not UTF-8. Nothing was "
                        "sent. Answer in UTF-8.")
    if not body.strip() or (kind.strip() == "application/json" and b"<" not in body):
        return body
    return _twiml(judge, path, form, body)


def _twiml(judge: Judge, path: str, form: dict[str, str], body: bytes) -> bytes:
    try:
        source = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise AhoyError("Live mode refused this answer: it is not UTF-8. Nothing was sent. Answer "
                        "in UTF-8.") from None
    sent = judge.judge_answer(path, form, source)
    return body if sent == source else sent.encode()


def _log(environ: dict[str, Any], sentence: str) -> None:
    errors = environ.get("wsgi.errors")
    if isinstance(errors, Visit):
        errors.reason = sentence
    if errors is not None:
        errors.write(sentence + "\n")
