"""Documents that are written out in an app's source, with holes for what is known when it runs.

A hole is no value: what would only be said of the hole is not said. Holes are those of
f-strings (here "…"), str.format, %, string.Template, Jinja and Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...twiml import explain_document
from ...twiml.explain_document import Finding

TEXT = "…"
"""Stands for a value that is not known."""

_HOLE = (r"(?:…|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{[^{}]*\}|\$\{?[A-Za-z_]\w*\}?"
         r"|%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[sdirfgx])")
_BETWEEN = re.compile(rf'Put "({_HOLE}|\s)+" into <', re.DOTALL)
"""The cure for text between verbs that stands for what comes there."""

_TAG = re.compile(r"<[^<>]*>")
_NAMED_BY_A_HOLE = re.compile(rf"</?\s*{_HOLE}")
_LOOSE = re.compile(rf"(\"[^\"]*\"|'[^']*')|(?:[\w:.-]+\s*=\s*)?{_HOLE}", re.DOTALL)
_ATTRIBUTE = re.compile(r"\s[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_END = re.compile(r"</Response\s*>|<Response[^>]*/>")
_SIGN = re.compile(_HOLE, re.DOTALL)


def is_whole(text: str) -> bool:
    """True for a document with its end; a piece of one is put together elsewhere."""
    return "<Response" in text and _END.search(text) is not None


def faults(text: str) -> Iterator[Finding]:
    """What is wrong with a document, whatever is put into its holes."""
    if _NAMED_BY_A_HOLE.search(text):
        return
    judged = _TAG.sub(_without_loose_holes, text)
    filled = _TAG.sub(_without_filled_attributes, judged)
    sure = {_what(one) for one in explain_document.read(filled).faults}
    for fault in explain_document.read(judged).faults:
        if _what(fault) in sure and not _BETWEEN.match(fault.cure):
            yield fault


def _what(fault: Finding) -> tuple[int | None, int | None, str]:
    return fault.line, fault.code, fault.reason


def _without_loose_holes(tag: re.Match[str]) -> str:
    """`<Gather {options}>`, `<Play digits={quoted}/>`: attributes may come there."""
    return _LOOSE.sub(lambda found: found[1] or _lines(found[0]), tag[0])


def _without_filled_attributes(tag: re.Match[str]) -> str:
    """`<Play digits="{keys}"/>`: the value is not known."""
    return _ATTRIBUTE.sub(
        lambda found: _lines(found[0]) if _SIGN.search(found[0]) else found[0], tag[0])


def _lines(text: str) -> str:
    """What is left out leaves its lines, so that others keep their numbers."""
    return "\n" * text.count("\n") or " "
