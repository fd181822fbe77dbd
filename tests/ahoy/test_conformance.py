"""What the simulated 2010 API answers, held against Twilio's own OpenAPI schema.

Every property must be there, with the type and format that Twilio gives, and no other.
"""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from tests.ahoy import openapi
from tests.ahoy.journeys import JOURNEYS, Exchange, Scene

ROOT = Path(__file__).resolve().parents[2]

needs_openapi = pytest.mark.skipif(
    not openapi.is_here(),
    reason=f"{openapi.VARIABLE} names no file: it is Twilio's twilio_api_v2010.json",
)

EXCEPTIONS = {
    r"Calls\S* \S*: .*'annotation' was unexpected": "in all recorded answers of recent years",
    r"Calls\S* \S*trunk_sid: '' ": 'recorded as "" once the call is under way',
    r"Calls/\S*Recordings\S* \S*price: .*'number'": "a string below Recordings, of the same row",
    r"Transcriptions\S* \S*price: .*'number'": "a string in Twilio's own example",
    r"Tokens\S* ice_servers/0: .*is a required": "a STUN server has none, in Twilio's example too",
    r"Usage/Records\S* \S*/price: .*not of type 'number'": "a string in Twilio's own example",
    r"Usage/Triggers\S* \S*recurring: None": "null for one that fires once (likely)",
    r"Conferences\S* \S*reason_conference_ended: None": "null while it goes on, its page says",
    r"IncomingPhoneNumbers\S* \S*application_sid: '' ": '"" in Twilio\'s own example',
    r"AvailablePhoneNumbers/\S* : '\w+' is a required": "only uri and numbers, in Twilio's example",
    r"AvailablePhoneNumbers/\S* \S*capabilities: ": "voice, SMS, MMS: as recorded",
    r"AvailablePhoneNumbers/\S* \S*itude: .*not of type 'number'": "strings in Twilio's example",
}
"""Where recorded answers or Twilio's own examples differ from Twilio's own schema."""

NEVER = {
    (
        "/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/Mobile.json",
        "POST",
    ): "there are no mobile numbers for sale in the United States",
}
"""Simulated operations that can only be refused."""


def travel(name: str) -> list[Exchange]:
    """What was asked and answered on one journey."""
    scene = Scene()
    try:
        JOURNEYS[name](scene)
        return scene.recorder.exchanges
    finally:
        scene.world.close()


def faults_of(exchange: Exchange) -> list[str]:
    """Each in one line, with its operation."""
    template = openapi.operation_of(exchange.method, exchange.path)
    if template is None:
        return [f"{exchange.method} {exchange.path}: Twilio has no such operation"]
    found = openapi.faults(exchange.method, template, exchange.status, exchange.body)
    name = template.partition("}/")[2] or template
    return [f"{exchange.method} {name} {fault}" for fault in found]


def excuses(fault: str) -> list[str]:
    """The exceptions that allow it."""
    return [one for one in EXCEPTIONS if re.search(one, fault)]


@needs_openapi
@pytest.mark.parametrize("name", JOURNEYS)
def test_answers_are_as_twilios_schema_says(name):
    """Through the real SDK; but for the exceptions, each with its reason."""
    faults = {fault for exchange in travel(name) for fault in faults_of(exchange)}
    assert [] == sorted(fault for fault in faults if not excuses(fault))


@needs_openapi
def test_every_exception_is_needed():
    """One that is not would hide a fault."""
    faults = {fault for name in JOURNEYS for one in travel(name) for fault in faults_of(one)}
    assert set(EXCEPTIONS) == {one for fault in faults for one in excuses(fault)}


@needs_openapi
def test_every_simulated_operation_is_checked():
    """A new one needs a journey."""
    exchanges = [one for name in JOURNEYS for one in travel(name)]
    asked = {
        (openapi.operation_of(one.method, one.path), one.method)
        for one in exchanges
        if one.status < 300
    }
    coverage = script("make_coverage")
    simulated = {
        (path + ".json", method)
        for path, method in coverage.read()
        if coverage.is_simulated((path, method))
    }
    assert simulated == asked | set(NEVER)


def script(name: str):
    """A program of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- the page ----------------------------------------------------------------------------


def test_the_coverage_page_is_up_to_date():
    """`python docs/make_coverage.py` makes it anew."""
    coverage = script("make_coverage")
    assert coverage.page() == coverage.PAGE.read_text(encoding="utf-8")


@needs_openapi
def test_the_list_of_operations_is_twilios():
    """`python docs/make_coverage.py --openapi FILE` makes it anew."""
    import os

    coverage = script("make_coverage")
    assert coverage.extract(Path(os.environ[openapi.VARIABLE])) == coverage.TABLE.read_text()


def test_resources_in_scope_are_resources_of_twilios():
    """None is misspelt, and none is twice on the page."""
    coverage = script("make_coverage")
    resources = [name for name, _ in coverage.by_resource(coverage.read())]
    assert set() == set(coverage.IN_SCOPE) - set(resources)
    assert len(resources) == len(set(resources))
