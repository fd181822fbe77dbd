"""The face of `helpers`: a dozen names, loaded when they are used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import helpers


def test_the_face_is_what_the_course_writes_against():
    """A new name is a decision, and so is a lost one."""
    assert [
        "call_form",
        "check",
        "credentials_form",
        "explain",
        "number_form",
        "phone",
        "serve",
        "signed_url",
        "sms_form",
        "spending",
        "start",
        "trace",
        "twiml_bench",
        "twiml_bin",
        "url_form",
        "voice_form",
        "watch",
    ] == helpers.__all__


@pytest.mark.parametrize("name", helpers.__all__)
def test_every_name_of_the_face_is_there(name):
    """Each can be called."""
    assert callable(getattr(helpers, name))


def test_an_unknown_name_is_refused_with_the_known_ones():
    """A typo is answered with the list."""
    with pytest.raises(
        AttributeError, match=r"^module 'helpers' has no attribute 'fone'; it has call_form, "
    ):
        _ = helpers.fone


def run(code):
    """Runs code in a fresh interpreter; gives what it printed."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip()


def test_the_simulator_alone_loads_no_jupyter():
    """Nor sockets' friends: it could be published alone."""
    loaded = run(
        "import sys, ahoy; "
        "print([m for m in ('IPython', 'ipywidgets', 'anywidget', 'requests', 'flask', "
        "'helpers.account', 'helpers.page') if m in sys.modules])"
    )

    assert "[]" == loaded


def test_before_start_the_client_sends_nothing():
    """Importing a name of the face arms a transport that refuses."""
    said = run(
        "from helpers import start\nfrom twilio.rest import Client\n"
        "client = Client('AC' + '0' * 32, 'x' * 32)\n"
        "try: client.calls.list()\n"
        "except Exception as refused: print(type(refused).__name__, refused)"
    )

    assert said.startswith("NotStarted Twilio's client was used before start(). Nothing was sent")
