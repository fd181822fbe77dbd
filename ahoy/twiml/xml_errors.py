"""What is wrong with text that is no XML: the parser's complaint made clear.

Expat reads our documents; Twilio's debugger speaks Xerces. This gives Xerces's sentence
for expat's error, and a cure.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.parsers.expat import ExpatError
from xml.parsers.expat import errors as expat

PROLOG = "Content is not allowed in prolog."
NO_DOCTYPE = (
    'DOCTYPE is disallowed when the feature "http://apache.org/xml/features/'
    'disallow-doctype-decl" set to true.'
)
PROLOG_CURE = (
    "The answer has to be TwiML and nothing else: <Response>…</Response>, or str(response) "
    "of a twilio.twiml response."
)
BOM_CURE = (
    "Remove the invisible byte order mark (BOM) before the first <: save the file as plain UTF-8."
)
PAGE_CURE = (
    "This is a web page, perhaps your site's error page, not TwiML: look at your site's log."
)
ENTITY_CURE = (
    "XML knows only &amp; &lt; &gt; &quot; and &apos;. Write the character itself, in UTF-8."
)
UTF8_CURE = "Send the document as UTF-8, without control characters."
NO_ELEMENT_CURE = "Write <Response>…</Response>: there is no whole element at all."
DOCTYPE_CURE = "Remove the line <!DOCTYPE …>: TwiML has none, and Twilio reads no DTDs or entities."
DEPTH = "Elements are nested more deeply than TwiML ever is."
LENGTH = "The document has more elements than fit into 64 kB."


class Complaint(NamedTuple):
    """A sentence like Xerces's, the line that it is about, and what to do."""

    message: str
    line: int
    cure: str


def before_markup(source: str | bytes) -> Complaint | None:
    """What stands before the first element and keeps Twilio from reading on, if anything."""
    if source[:1] == "\ufeff" or source[:3] == b"\xef\xbb\xbf":
        return Complaint(PROLOG, 1, BOM_CURE)
    text = source if isinstance(source, str) else source.decode("latin-1")  # a letter a byte
    head = text.lstrip(" \t\r\n")
    if not head:
        return Complaint("Premature end of file.", 1, PROLOG_CURE)
    if head[0] == "<" or (isinstance(source, bytes) and not head[0].isascii()):
        return None
    line = 1 + text[: len(text) - len(head)].count("\n")
    return Complaint(PROLOG, line, PROLOG_CURE)


def explain(error: ExpatError, source: str | bytes, at: int, names: list[str]) -> Complaint:
    """Expat's error in Xerces's words. `at` is the byte where it stopped, `names` the
    elements that were open there, outermost first."""
    raw = source.encode("utf-8", "replace") if isinstance(source, str) else source
    before = raw[max(0, at - 2000) : at + 1].decode("utf-8", "replace")
    after = raw[at : at + 200].decode("utf-8", "replace")
    kind = expat.messages[error.code]
    message, cure = _told(kind, before, after, names[-1] if names else "")
    return Complaint(message, error.lineno, PAGE_CURE if _is_page(raw) else cure)


def doctype(source: str | bytes, line: int) -> Complaint:
    """The document has a DTD, which Twilio does not read."""
    raw = source.encode("utf-8", "replace") if isinstance(source, str) else source
    return Complaint(NO_DOCTYPE, line, PAGE_CURE if _is_page(raw) else DOCTYPE_CURE)


def encoding(error: Exception, line: int) -> Complaint:
    """The document's bytes are not what it says they are."""
    if isinstance(error, UnicodeError):
        return Complaint("An invalid XML character was found in the document.", line, UTF8_CURE)
    return Complaint("Invalid encoding name.", line, UTF8_CURE)


def _is_page(raw: bytes) -> bool:
    return re.match(rb"\s*<(!doctype\s+html|html)\b", raw[:200], re.IGNORECASE) is not None


def _told(kind: str, before: str, after: str, name: str) -> tuple[str, str]:
    """The sentence and the cure for one kind of expat's errors."""
    if kind == expat.XML_ERROR_INVALID_TOKEN:
        return _token(before, name)
    if kind == expat.XML_ERROR_TAG_MISMATCH:
        return _mismatch(after, name)
    if kind in _UNFINISHED:
        cure = f"Close <{name}> with </{name}>." if name else NO_ELEMENT_CURE
        return "XML document structures must start and end within the same entity.", cure
    if kind == expat.XML_ERROR_UNDEFINED_ENTITY and (found := re.match(r"&([\w.-]+);", after)):
        return f'The entity "{found[1]}" was referenced, but not declared.', ENTITY_CURE
    if kind == expat.XML_ERROR_DUPLICATE_ATTRIBUTE and (found := re.match(r"[\w:.-]+", after)):
        return (
            f'Attribute "{found[0]}" was already specified for this element.',
            f"Give {found[0]} once.",
        )
    return _SENTENCES.get(kind, (kind[:1].upper() + kind[1:] + ".", _GENERAL))


_GENERAL = "Build the document with twilio.twiml, which writes correct XML."
_UNFINISHED = (
    expat.XML_ERROR_NO_ELEMENTS,
    expat.XML_ERROR_UNCLOSED_TOKEN,
    expat.XML_ERROR_UNCLOSED_CDATA_SECTION,
    expat.XML_ERROR_PARTIAL_CHAR,
    expat.XML_ERROR_ASYNC_ENTITY,
)
_SENTENCES = {
    expat.XML_ERROR_SYNTAX: (PROLOG, PROLOG_CURE),
    expat.XML_ERROR_MISPLACED_XML_PI: (
        'The processing instruction target matching "[xX][mM][lL]" is not allowed.',
        "Remove the space or the empty line before <?xml: it has to be the very first thing.",
    ),
    expat.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: (
        "The markup in the document following the root element must be well-formed.",
        "Remove what follows </Response>: a document has one root, and nothing after it.",
    ),
    expat.XML_ERROR_BAD_CHAR_REF: (
        "A character reference is an invalid XML character.",
        "Remove the reference: XML has no such character.",
    ),
    expat.XML_ERROR_UNKNOWN_ENCODING: ("Invalid encoding name.", UTF8_CURE),
    expat.XML_ERROR_INCORRECT_ENCODING: ("Invalid encoding name.", UTF8_CURE),
}


def _token(before: str, name: str) -> tuple[str, str]:
    """An invalid token: mostly a bare & or <, or an attribute without quotes."""
    if re.search(r"&[\w#]*.?\Z", before, re.DOTALL):
        return (
            "The entity name must immediately follow the '&' in the entity reference.",
            'Write "&amp;" instead of "&".',
        )
    tag = re.search(r"<[^<>]*.?\Z", before, re.DOTALL)
    if tag is not None and (told := _attribute(tag[0], name)):
        return told
    if before[-1:] < " " or before[-1:] == "\ufffd":
        return (
            "An invalid XML character was found in the element content of the document.",
            UTF8_CURE,
        )
    return "The markup in the document must be well-formed.", _GENERAL


def _attribute(tag: str, name: str) -> tuple[str, str] | None:
    """What is wrong within a tag that was begun and not ended."""
    if re.search(r"""=\s*("[^"]*|'[^']*)<\Z""", tag):
        return (
            "The value of an attribute must not contain the '<' character.",
            'Write "&lt;" instead of "<", and see that every quote is closed.',
        )
    if found := re.search(r"([\w:.-]+)\s*=\s*[^\s\"'=]\Z", tag):
        return (
            f'Open quote is expected for attribute "{found[1]}".',
            f'Put the value of {found[1]} into quotes: {found[1]}="…".',
        )
    if found := re.search(r"\s([\w:.-]+)\s*[/>]\Z", tag):
        return (
            f"Attribute name \"{found[1]}\" must be followed by the ' = ' character.",
            f'Write {found[1]}="…".',
        )
    if re.match(r"<[^\w!?/:]", tag):
        where = f" in <{name}>" if name else ""
        return (
            "The content of elements must consist of well-formed character data or markup.",
            f'Write "&lt;" instead of "<"{where}, unless a tag begins there.',
        )
    return None


def _mismatch(after: str, name: str) -> tuple[str, str]:
    found = re.match(r"(?:</)?([^\s<>]{1,60})", after)
    given = found[1] if found else ""
    message = f'The element type "{name}" must be terminated by the matching end-tag "</{name}>".'
    if given.lower() == name.lower():
        return message, f"Tags are case-sensitive: close <{name}> with </{name}>, not </{given}>."
    return message, f"Close <{name}> with </{name}> before </{given}>."
