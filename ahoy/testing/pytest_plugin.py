"""A pytest plugin: the fixture `twilio`, for tests of any app that uses Twilio.

    def test_a_reminder_is_sent(twilio):
        remind("+14155550123")              # your code, with its own Client()
        twilio.run()
        assert twilio.messages.last.body == "See you tomorrow!"

It is a `Simulator` (see ahoy/testing/simulator.py), a fresh one for each test. When the
test fails, its report shows what happened. An app with credentials of its own in its test
settings overrides the second fixture, in a conftest.py:

    @pytest.fixture
    def twilio_account():
        return {"account_sid": "AC" + "a" * 32, "auth_token": "b" * 32}

This file stands beside the package `helpers` and loads nothing of it before the fixture is
used: the name is common, and a project may have a `helpers` of its own, which must neither
be shadowed nor get in the way.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent / "helpers"
ALIAS = "ahoy_simulator"
"""What the simulator is called where another package is called helpers."""

_running = pytest.StashKey()


@pytest.fixture
def twilio_account():
    """The arguments of `Simulator()`: override it for other credentials or another number."""
    return {}


@pytest.fixture
def twilio(request, twilio_account):
    """Twilio and the telephone network, simulated on virtual time: see `Simulator`."""
    with _simulator().Simulator(**twilio_account) as simulator:
        request.node.stash[_running] = simulator
        yield simulator


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Adds the story to the report of a test that failed."""
    report = yield
    simulator = item.stash.get(_running, None)
    if simulator is not None and report.when == "call" and report.failed:
        report.sections.append(("Twilio", simulator.story))
    return report


def _simulator():
    """`ahoy`, under that name wherever it can have it."""
    found = importlib.util.find_spec("helpers")
    if found is not None and found.origin and Path(found.origin).resolve().parent == HOME:
        return importlib.import_module("ahoy")
    return sys.modules.get(ALIAS) or _under_the_alias()


def _under_the_alias():
    folder = HOME / "simulator"
    spec = importlib.util.spec_from_file_location(
        ALIAS, folder / "__init__.py", submodule_search_locations=[str(folder)])
    module = sys.modules[ALIAS] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
