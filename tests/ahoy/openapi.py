"""Twilio's OpenAPI file as JSON schemas, read strictly: every property must be there.

The file is Twilio's and no part of the kit; the environment variable AHOY_OPENAPI says
where it is.
"""

from __future__ import annotations

import functools
import json
import os
import re
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

VARIABLE = "AHOY_OPENAPI"
RFC2822 = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000"

FORMATS = {
    "date-time-rfc-2822": RFC2822,
    "date": r"\d{4}-\d\d-\d\d",
    "currency": r"[A-Za-z]{3}",
    "iso-country-code": r"[A-Z]{2}",
    "http-method": r"GET|POST|HEAD|PATCH|PUT|DELETE",
    "uri": r"\S*",
    "phone-number": r".+",
}
"""Twilio's names of formats, as patterns."""

_checker = FormatChecker(formats=())
for _name, _pattern in FORMATS.items():
    _checker.checks(_name)(
        lambda value, pattern=_pattern: (
            not isinstance(value, str) or bool(re.fullmatch(pattern, value))
        )
    )


def is_here() -> bool:
    """True when the variable is set."""
    return bool(os.environ.get(VARIABLE))


@functools.cache
def _document() -> dict[str, Any]:
    return json.loads(Path(os.environ[VARIABLE]).read_text(encoding="utf-8"))


def operation_of(method: str, path: str) -> str | None:
    """Twilio's template of a path, when Twilio has this method there."""
    fitting = [one for one in _document()["paths"] if re.fullmatch(_pattern_of(one), path)]
    with_method = [one for one in fitting if method.lower() in _document()["paths"][one]]
    return min(with_method, key=lambda one: one.count("{"), default=None)


@functools.cache
def _pattern_of(template: str) -> str:
    return re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))


def responses(method: str, template: str) -> dict[str, Any]:
    """The documented answers, by status."""
    return _document()["paths"][template][method.lower()]["responses"]


@functools.cache
def validator(method: str, template: str, status: str) -> Draft202012Validator | None:
    """What the body of this answer must be; None for an empty one."""
    content = responses(method, template)[status].get("content")
    if not content:
        return None
    return Draft202012Validator(
        _strict(content["application/json"]["schema"]), format_checker=_checker
    )


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema in today's words, with all properties required and no others allowed."""
    if "$ref" in schema:
        return _strict(_document()["components"]["schemas"][schema["$ref"].split("/")[-1]])
    plain = ("type", "format", "pattern", "enum", "minLength", "maxLength")
    made = {key: schema[key] for key in plain if key in schema}
    if "items" in schema:
        made["items"] = _strict(schema["items"])
    if "properties" in schema:
        made["properties"] = {name: _strict(one) for name, one in schema["properties"].items()}
        made["required"] = list(made["properties"])
        made["additionalProperties"] = False
    if schema.get("nullable"):
        return {"anyOf": [made, {"type": "null"}]}
    return made


def faults(method: str, template: str, status: int, body: str) -> list[str]:
    """What is wrong with an answer, each as `calls/0/price: why`; [] when it is as Twilio says."""
    if str(status) not in responses(method, template):
        return [f"status: {status} is none of {sorted(responses(method, template))}"]
    wanted = validator(method, template, str(status))
    if wanted is None:
        return [] if body == "" else ["body: there should be none"]
    return [line for error in wanted.iter_errors(json.loads(body)) for line in _lines(error)]


def _lines(error: ValidationError) -> list[str]:
    place = "/".join(str(piece) for piece in error.absolute_path)
    if error.validator == "anyOf":  # of a value that may be null: say what the other one lacks
        inner = [one for one in error.context if one.schema_path[0] == 0]
        return [line for one in inner for line in _lines(one)]
    if error.validator == "required":
        return [f"{place}: {error.message}"]
    return [f"{place}: {error.message[-300:]}"]
