"""Makes docs/coverage.md: which operations of Twilio's REST API the kit simulates.

    python docs/make_coverage.py                     # from the router and operations.txt
    python docs/make_coverage.py --openapi FILE      # operations.txt anew first, from
                                                     # Twilio's twilio_api_v2010.json
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from ahoy import api  # noqa: F401  registers all handlers
from ahoy.api import not_simulated, routes, v2010
from ahoy.api.parameters import INSTEAD, Accepts

DOCS = Path(__file__).parent
TABLE = DOCS / "operations.txt"
PAGE = DOCS / "coverage.md"

ROOT = "/2010-04-01/Accounts"
VERBS = {"get": "GET", "post": "POST", "delete": "DELETE"}

IN_SCOPE = (
    "Accounts", "Applications", "AvailablePhoneNumbers", "Balance", "Calls", "Calls/Events",
    "Calls/Notifications", "Calls/Recordings", "Conferences", "Conferences/Participants",
    "Conferences/Recordings", "IncomingPhoneNumbers", "Keys", "Messages", "Messages/Feedback",
    "Messages/Media", "Notifications", "OutgoingCallerIds", "Queues", "Queues/Members",
    "Recordings", "Recordings/Transcriptions", "Tokens", "Transcriptions", "Usage/Records",
    "Usage/Triggers",
)
"""What the calls and texts of the course touch; the rest is not meant to be simulated."""

WHOLE = {"SIP": "SIP", "Usage/Records": "Usage/Records", "SMS": "SMS/ShortCodes",
         "AvailablePhoneNumbers": "AvailablePhoneNumbers",
         "Recordings/AddOnResults": "Recordings/AddOnResults",
         "IncomingPhoneNumbers/AssignedAddOns": "IncomingPhoneNumbers/AssignedAddOns"}
"""Resources that stand in one line with all that is below them."""

TYPES = {f"IncomingPhoneNumbers/{kind}" for kind in ("Local", "Mobile", "TollFree")}
"""Ways to one resource."""

HEAD = """\
# What of Twilio's REST API is simulated

Made by `python docs/make_coverage.py` from the kit's router; do not edit.

{simulated} of the {scope} operations of the 2010 API that calls and texts touch are simulated.
Twilio has {total} in all.
Everything else is answered with HTTP 501 and a sentence that names it and what works instead;
so is a parameter that the kit does not honour.
The answers of all simulated operations are held against Twilio's own schema
(`tests/ahoy/test_conformance.py`).
Where an answer may differ from Twilio's: [REST API and errors](differences.md#rest-api-and-errors),
and the parts of that page on [recordings](differences.md#recordings-and-transcriptions),
[conferences](differences.md#conferences), [texts](differences.md#texts),
[numbers and Lookup](differences.md#numbers-permissions-and-lookup).
Codes and sentences of refusals, with their sources: [calls](twilio-behaviour.md#61-refusals),
[texts](twilio-behaviour.md#16-errors-of-texts).

## What calls and texts touch

| resource | simulated | not yet |
| --- | --- | --- |
"""
OTHERS = """
## Other hosts of Twilio's

| host | simulated |
| --- | --- |
"""
REST = """
## Not meant to be simulated

| resource | operations |
| --- | --- |
"""

PARAMETERS = """
## Parameters that are refused

Each with HTTP 501 ([not simulated](differences.md#not-simulated)), unless its value asks for
nothing. The rest of what the SDK can send is honoured.

| resource | parameters | instead |
| --- | --- | --- |
"""
PRODUCTS = """
## Other products

| product | host | what works instead |
| --- | --- | --- |
"""

HEADING = "# Twilio's 2010 API: every operation. Made by make_coverage.py --openapi; do not edit.\n"

Operation = tuple[str, str]
"""Path (from `/2010-04-01` on, without its extension) and method."""


def read() -> list[Operation]:
    """Twilio's operations, as operations.txt has them."""
    lines = [line.split() for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    return [(path, method) for method, path in lines]


def extract(openapi: Path) -> str:
    """The lines of operations.txt, from Twilio's OpenAPI file."""
    paths = json.loads(openapi.read_text(encoding="utf-8"))["paths"]
    found = sorted((path.removesuffix(".json"), VERBS[verb])
                   for path, item in paths.items() for verb in VERBS if verb in item)
    return HEADING + "".join(f"{method} {path}\n" for path, method in found)


def resource_of(path: str) -> str:
    """`Calls/Recordings` for /2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Recordings/{Sid}."""
    pieces = [piece for piece in path.removeprefix(ROOT).split("/") if piece and piece[0] != "{"]
    name = "/".join(pieces) or "Accounts"
    if name in TYPES:
        return "IncomingPhoneNumbers"
    whole = next((WHOLE[start] for start in WHOLE if (name + "/").startswith(start + "/")), name)
    return whole


def short(operation: Operation) -> str:
    """`GET …/Recordings/{Sid}`: the method and the last pieces of the path."""
    path, method = operation
    pieces = path.split("/")
    last = "/".join(pieces[-2:] if pieces[-1].startswith("{") else pieces[-1:])
    return f"{method} …/{last}"


def is_simulated(operation: Operation) -> bool:
    """True when the router has a handler for it."""
    path, method = operation
    return routes.has(method, re.sub(r"\{\w+\}", "x", path))


def by_resource(operations: Iterable[Operation]) -> Iterator[tuple[str, list[Operation]]]:
    """Resource and its operations, sorted."""
    keyed = sorted((resource_of(path), path, method) for path, method in operations)
    for resource, group in groupby(keyed, key=lambda one: one[0]):
        yield resource, [(path, method) for _, path, method in group]


def page() -> str:
    """The text of coverage.md."""
    resources = dict(by_resource(read()))
    scope = {name: resources[name] for name in IN_SCOPE}
    count = sum(is_simulated(one) for group in scope.values() for one in group)
    head = HEAD.format(simulated=count, scope=sum(map(len, scope.values())),
                       total=sum(map(len, resources.values())))
    rest = {name: group for name, group in resources.items() if name not in scope}
    return head + "".join(map(_row, scope, scope.values())) + _others() + REST + "".join(
        f"| {name} | {len(group)} |\n" for name, group in rest.items()
    ) + PARAMETERS + "".join(_parameters()) + PRODUCTS + "".join(_products())


def _parameters() -> Iterator[str]:
    """The parameters that only Twilio honours, by the file of their resource."""
    for found in pkgutil.iter_modules(v2010.__path__):
        module = importlib.import_module(f"{v2010.__name__}.{found.name}")
        refused = set().union(*(one.only_twilio for one in vars(module).values()
                                if isinstance(one, Accepts)))
        name = found.name.replace("_", " ").capitalize()
        for instead, group in groupby(sorted(refused, key=_instead), key=_instead):
            listed = ", ".join(f"`{one}`" for one in sorted(group))
            yield f"| {name} | {listed} | {_text(instead)} |\n"


def _instead(parameter: str) -> str:
    return INSTEAD.get(parameter, "Leave it out.")


def _products() -> Iterator[str]:
    simulated = routes.products()
    for host, (name, instead) in not_simulated.PRODUCTS.items():
        if host not in simulated:
            yield f"| {name} | {host}.twilio.com | {_text(instead)} |\n"


def _text(words: str) -> str:
    """For a cell of a table."""
    return words.replace("<", "&lt;").replace("|", "\\|").replace("*", "\\*")


def _row(name: str, group: list[Operation]) -> str:
    missing = [short(one) for one in group if not is_simulated(one)]
    listed = ", ".join(f"`{one}`" for one in missing)
    return f"| {name} | {len(group) - len(missing)} of {len(group)} | {listed} |\n"


def _others() -> str:
    rows = []
    for product in routes.products():
        found = [f"`{method} {path}`" for path, method in routes.operations(product)]
        if product != "api" and found:
            rows.append(f"| {product}.twilio.com | {', '.join(found)} |\n")
    return OTHERS + "".join(rows) if rows else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--openapi", type=Path, metavar="FILE")
    asked = parser.parse_args()
    if asked.openapi:
        TABLE.write_text(extract(asked.openapi))
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
