"""What every test and every notebook under test gets, however pytest was started."""

from __future__ import annotations

import os
import tempfile

_home = tempfile.TemporaryDirectory(prefix="ahoy-")

os.environ["AHOY_CLOCK"] = "virtual"
os.environ["AHOY_MODE"] = "practice"  # stronger than a developer's own .env
os.environ["AHOY_HOME"] = _home.name  # nor is the practice account in .ahoy touched
for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_PHONE_NUMBER", "PUBLIC_URL"):
    os.environ.pop(name, None)


def pytest_unconfigure() -> None:
    _home.cleanup()
