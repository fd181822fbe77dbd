"""explain(): what a caller would hear and do, verb by verb with seconds, and every fault."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from ahoy import AhoyError, current
from ahoy.twiml import explain_document
from ahoy.twiml.explain_document import Explanation

KINDS = ("", "voice", "messaging")


class Explained(Explanation):
    """An explanation that a notebook shows as a timeline. Print it for its text.

    `steps` and `faults` are records for a program; `seconds`, `end`, `kind` and `url` as
    their names say.
    """

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from .page.bench.explanation_timeline import draw

        return {"text/plain": repr(self), "image/svg+xml": draw(self)}


def explain(document: object, *, kind: str = "", method: str = "POST") -> Explained:
    """Tells what a TwiML document does, without making a call or sending a text.

    Args:
        document: TwiML as text, a `VoiceResponse` or `MessagingResponse`, a TwiML bin, or a
            URL, which is asked as Twilio would for a call.
        kind: `"voice"` or `"messaging"`; without it the verbs tell.
        method: with which a URL is asked, `"POST"` or `"GET"`.

    Raises `AhoyError` for a URL before start() or in live mode, and for an unknown `kind`
    or `method`. What is wrong with the document or its site is in `.faults` instead.
    """
    _check(kind, method.upper())
    if is_url(document):
        return _shown(_at(str(document).strip(), kind, method.upper()))
    source, told = _source(document)
    return _shown(explain_document.read(source, kind or told, measure=_measure))


def is_url(document: object) -> bool:
    """True for text that is an address and no document."""
    return isinstance(document, str) and document.strip().lower().startswith(
        ("http://", "https://"))


def _check(kind: str, method: str) -> None:
    if kind not in KINDS:
        raise AhoyError(f'explain() knows no kind={kind!r}. Use kind="voice" or kind="messaging".')
    if method not in ("GET", "POST"):
        raise AhoyError(f'Twilio asks with "GET" or "POST", not with {method!r}.')


def _at(url: str, kind: str, method: str) -> Explanation:
    from ahoy.exchange import explain_url

    world = current()
    if world is None:
        raise AhoyError("explain() asks a URL in practice only. Run account = start() first, or "
                        "give it the TwiML itself.")
    return explain_url.explain(world, url, kind, method)


def _source(document: object) -> tuple[str, str]:
    """The TwiML, and its kind where the object says so."""
    if isinstance(document, bytes):
        return document.decode("utf-8", "replace"), ""
    module = type(document).__module__
    kind = next((kind for kind in KINDS[1:] if module == f"twilio.twiml.{kind}_response"), "")
    hosted = getattr(document, "xml", None)  # the SDK's responses have a method of that name
    return hosted if isinstance(hosted, str) else str(document), kind


def _measure(url: str) -> float | None:
    from ahoy.exchange import explain_url

    world = current()
    return explain_url.length(world, url) if world is not None and is_url(url) else None


def _shown(explanation: Explanation) -> Explained:
    return Explained(**{one.name: getattr(explanation, one.name) for one in fields(explanation)})


__all__ = ["Explained", "explain", "is_url"]
