"""What goes wrong in a first site is answered with what to do."""

from __future__ import annotations

import pytest
from flask import Flask

ALICE = "+14155550123"
PAGE = "<Response><Say>Harbour office.</Say></Response>"


@pytest.mark.parametrize(("path", "methods", "cure"), [
    ("/voice", ["GET"], 'Write methods=["POST"] at the route'),
    ("/voices", ["POST"], "Compare it with the route"),
])
def test_a_page_that_refuses_twilio_says_why(twilio, path, methods, cure):
    """A route for GET alone, and a mistyped path, are told apart in the story."""
    site = Flask(__name__)
    site.add_url_rule(path, "voice", lambda: PAGE, methods=methods)
    twilio.configure(voice_url=twilio.mount("https://harbour.example", site) + "/voice")
    twilio.phone(ALICE).calls(twilio.number)
    twilio.run()
    assert cure in twilio.story


def test_a_mounted_app_that_raises_says_what(twilio):
    """The test ends with it, and the story has it, too."""
    def site(environ, start_response):
        raise OSError("no such boat")

    twilio.configure(voice_url=twilio.mount("https://harbour.example", site) + "/voice")
    twilio.phone(ALICE).calls(twilio.number)
    with pytest.raises(OSError, match="no such boat"):
        twilio.run()
    assert "The view failed: OSError: no such boat. Mend it there" in twilio.story
