"""The Python that makes a document, with the builder of the SDK."""

from __future__ import annotations

import inspect
import keyword
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from ..page.forms.form import quoted
from ..page.forms.form import written as call
from .document_pieces import name_of

CLASSES = {"voice": "VoiceResponse", "messaging": "MessagingResponse"}


def written(root: Element, kind: str) -> str:
    """Lines that end with `print(response)`."""
    name, module = CLASSES[kind], f"twilio.twiml.{kind}_response"
    made = getattr(__import__(module, fromlist=[name]), name)()
    lines = _Lines().below(root, "response", made)
    return "\n".join([f"from {module} import {name}", "", f"response = {name}()", *lines,
                      "print(response)"])


class _Lines:
    """Writes a call for each piece. Names are used once."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}

    def below(self, piece: Element, parent: str, sdk: Any) -> Iterator[str]:
        """The calls that make what is in a piece. `sdk`: what the SDK made for it."""
        for child in piece:
            method = _maker(sdk, child)
            arguments, made = _arguments(child, sdk, method)
            name = _method(child.tag) if method else "add_child"
            line = call(f"{parent}.{name}", arguments)
            clash = None if method else child.get("name")
            if len(child) or clash is not None:
                variable = self._name(child.tag)
                yield f"{variable} = {line}"
                if clash is not None:  # add_child's own first argument is called so
                    yield f'{variable}.attrs["name"] = {quoted(clash)}'
                yield from self.below(child, variable, made)
            else:
                yield line
            if child.tail and child.tail.strip():
                yield f"{parent}.append({quoted(child.tail)})"

    def _name(self, tag: str) -> str:
        name = re.sub(r"\W", "_", _snake(tag))
        count = self._names[name] = self._names.get(name, 0) + 1
        return f"{name}_{count}" if count > 1 or keyword.iskeyword(name) else name


def _arguments(piece: Element, sdk: Any, method: Any) -> tuple[list[str], Any]:
    """The arguments as Python, and what the SDK makes of them."""
    text = piece.text or "" if is_text(piece) else ""
    named = {_method(name_of(name)): _value(value) for name, value in piece.attrib.items()}
    first: list[Any] = []
    if method is None:
        first = [piece.tag, *([text] if text else [])]
        named.pop("name", None)
        made = sdk.add_child(*first, **named)
    else:
        if text or _needs_text(method):
            first = [text]
        made = method(*first, **named)
    words = [quoted(one) for one in first]
    plain = {name: value for name, value in named.items() if name.isidentifier()}
    words += [f"{name}={_literal(value)}" for name, value in plain.items()]
    if odd := {name: value for name, value in named.items() if name not in plain}:
        words.append("**{" + ", ".join(f"{quoted(k)}: {_literal(v)}" for k, v in odd.items()) + "}")
    return words, made


def is_text(piece: Element) -> bool:
    """True where the first words are more than indentation."""
    return bool(piece.text and piece.text.strip())


def _maker(sdk: Any, piece: Element) -> Any:
    """The SDK's method for a piece; None where it has none that takes all of it."""
    method = getattr(sdk, _method(piece.tag), None)
    if method is None or not is_text(piece):
        return method
    first = next(iter(inspect.signature(method).parameters), "")
    return None if first in {_method(name_of(name)) for name in piece.attrib} else method


def _needs_text(method: Any) -> bool:
    """True when the SDK wants a text even where there is none."""
    parameters = list(inspect.signature(method).parameters.values())
    return bool(parameters) and parameters[0].default is inspect.Parameter.empty and (
        parameters[0].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD)


def _method(tag: str) -> str:
    """The SDK's name of an element or attribute."""
    name = re.sub(r"\W", "_", _snake(tag))
    return f"{name}_" if keyword.iskeyword(name) else name


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _value(value: str) -> Any:
    if value in ("true", "false"):
        return value == "true"
    return int(value) if re.fullmatch(r"0|[1-9]\d{0,8}", value) else value


def _literal(value: Any) -> str:
    return quoted(value) if isinstance(value, str) else repr(value)
