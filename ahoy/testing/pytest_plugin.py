"""A pytest plugin: the fixture `twilio`, for tests of any app that uses Twilio.

    def test_a_reminder_is_sent(twilio):
        remind("+14155550123")              # your code, with its own Client()
        twilio.run()
        assert twilio.messages.last.body == "See you tomorrow!"

It is a `Simulator` (see testing/simulator.py), a fresh one for each test. When the test
fails, its report shows what happened. An app with credentials of its own in its test
settings overrides the second fixture, in a conftest.py:

    @pytest.fixture
    def twilio_account():
        return {"account_sid": "AC" + "a" * 32, "auth_token": "b" * 32}

pytest loads this file in every run of a project that has the package: it must cost nothing
until the fixture is used.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .simulator import Simulator

_running = pytest.StashKey["Simulator"]()


@pytest.fixture
def twilio_account() -> dict[str, Any]:
    """The arguments of `Simulator()`: override it for other credentials or another number."""
    return {}


@pytest.fixture
def twilio(request: pytest.FixtureRequest,
           twilio_account: dict[str, Any]) -> Iterator[Simulator]:
    """Twilio and the telephone network, simulated on virtual time: see `Simulator`."""
    from .simulator import Simulator  # when the fixture is used: it loads the whole engine

    with Simulator(**twilio_account) as simulator:
        request.node.stash[_running] = simulator
        yield simulator


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]
                              ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Adds the story to the report of a test that failed."""
    report = yield
    simulator = item.stash.get(_running, None)
    if simulator is not None and report.when == "call" and report.failed:
        report.sections.append(("Twilio", simulator.story))
    return report
