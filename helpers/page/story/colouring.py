"""JSON and TwiML cut into coloured pieces of text. What the page gets is text, never markup."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

from pygments.lexers.data import JsonLexer
from pygments.lexers.html import XmlLexer
from pygments.token import Comment, Keyword, Name, Number, String

KINDS = {Name.Tag: "tag", Name.Attribute: "attribute", Number: "number", String: "string",
         Keyword: "word", Comment: "comment"}

LONGEST = 12_000
"""Characters of a document that are shown; the rest is counted."""

Piece = tuple[str, str]


def coloured(text: str, content_type: str = "") -> tuple[list[Piece], int]:
    """`text` as (kind, text) pieces, laid out for reading, and how many characters are cut.

    A kind is one of `KINDS`, or empty. Text that is neither JSON nor XML is one piece.
    """
    shown = laid_out(text)
    cut = max(0, len(shown) - LONGEST)
    return _pieces(shown[:LONGEST], content_type), cut


def laid_out(text: str) -> str:
    """JSON and XML of one line, indented; all other text as it is."""
    try:
        if text.lstrip()[:1] in ("{", "["):
            return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
        if text.lstrip()[:1] == "<" and not _is_laid_out(text):
            return _indented(text)
    except (ValueError, ET.ParseError, RecursionError):
        pass
    return text


def _is_laid_out(text: str) -> bool:
    """True where a person has chosen the lines, or left remarks that would get lost."""
    return "\n" in _body(text) or "<!--" in text


def _body(text: str) -> str:
    head, mark, body = text.partition("?>")
    return (body if mark else head).strip()


def _indented(text: str) -> str:
    from defusedxml import ElementTree

    head, mark, _ = text.partition("?>")
    root = ElementTree.fromstring(text)  # refuses DTDs and entities with a ValueError
    ET.indent(root)
    declaration = f"{head}{mark}\n" if mark else ""
    return declaration + ET.tostring(root, encoding="unicode")


def _pieces(text: str, content_type: str) -> list[Piece]:
    begin = text.lstrip()[:1]
    if begin == "<" or "xml" in content_type:
        lexer = XmlLexer(ensurenl=False, stripnl=False)
    elif begin in ("{", "["):
        lexer = JsonLexer(ensurenl=False, stripnl=False)
    else:
        return [("", text)] if text else []
    pieces: list[Piece] = []
    for token, part in lexer.get_tokens(text):
        kind = next((kind for known, kind in KINDS.items() if token in known), "")
        if pieces and pieces[-1][0] == kind:
            pieces[-1] = (kind, pieces[-1][1] + part)
        else:
            pieces.append((kind, part))
    return pieces
