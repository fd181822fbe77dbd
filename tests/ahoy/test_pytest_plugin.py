"""The pytest plugin, in a project of somebody else's with its own pytest run."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).resolve().parents[2]

APP = """
import os
from twilio.rest import Client

client = Client("AC" + "a" * 32, "b" * 32)

def remind(number, client=None):
    client = client or Client()
    client.messages.create(to=number, from_=os.environ["TWILIO_PHONE_NUMBER"], body="See you!")
"""


@pytest.fixture
def project(tmp_path):
    """Runs pytest in a folder with these files; gives what it said and how it ended."""

    def run(files: dict[str, str], *words: str) -> tuple[str, int]:
        for name, text in ({"app.py": APP, "pytest.ini": "[pytest]\n"} | files).items():
            (tmp_path / name).write_text(dedent(text))
        path = [name for name in os.environ.get("PYTHONPATH", "").split(os.pathsep) if name]
        own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        env = own | {"PYTHONPATH": os.pathsep.join([*path, str(ROOT)]),
                     "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        command = [sys.executable, "-m", "pytest", "-p", "ahoy.testing.pytest_plugin",
                   "-p", "no:cacheprovider", "-W", "error", *words]
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
        return done.stdout + done.stderr, done.returncode

    return run


def test_the_package_names_the_plugin():
    """So pytest finds it where the package is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    plugins = project["project"]["entry-points"]["pytest11"]
    assert {"ahoy": "ahoy.testing.pytest_plugin"} == plugins


def test_a_test_asks_for_twilio_and_gets_it(project):
    """Without an import, and fresh for each test; a run that does not ask pays nothing."""
    said, code = project({"test_app.py": """
        import sys

        def test_nothing_is_loaded_yet():
            heavy = {"helpers", "simpy", "twilio"}
            assert heavy.isdisjoint(name.split(".")[0] for name in sys.modules)

        def test_it_is_sent(twilio):
            from app import remind

            remind("+14155550123")
            twilio.run()
            assert twilio.messages.last.status == "delivered"

        def test_the_next_one_starts_from_nothing(twilio):
            assert not twilio.messages
    """})
    assert ("3 passed" in said, code) == (True, 0), said


def test_a_client_of_the_apps_own_is_answered_and_a_failure_explained(project):
    """A client that was built when the app was imported, with what its test settings say;
    the report of a failed test has the trace."""
    said, code = project({
        "conftest.py": """
            import pytest

            @pytest.fixture
            def twilio_account():
                return {"account_sid": "AC" + "a" * 32, "auth_token": "b" * 32}
        """,
        "test_app.py": """
            import app

            def test_it_is_delivered(twilio):
                twilio.phone("+14155550123", "Alice").is_unreachable()
                app.remind("+14155550123", app.client)
                twilio.run()
                assert twilio.messages.last.to == "+14155550123"
                assert twilio.messages.last.status == "delivered"
        """})
    assert ("1 failed" in said, code) == (True, 1), said
    assert "AssertionError: assert 'undelivered' == 'delivered'" in said
    assert "--- Twilio ---" in said
    assert "message is undelivered (30003)" in said


def test_a_project_may_have_helpers_of_its_own(project):
    """It is not shadowed, does not get in the way, and the fixture works all the same."""
    said, code = project({
        "helpers.py": "SENDER = '+14155550100'\n",
        "test_app.py": """
            import helpers
            from app import remind

            def test_it_is_sent(twilio):
                remind("+14155550123")
                twilio.run()
                assert twilio.messages.last.from_ == helpers.SENDER

            def test_another(twilio):
                assert not twilio.messages
        """})
    assert ("2 passed" in said, code) == (True, 0), said
