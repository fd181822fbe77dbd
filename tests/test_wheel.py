"""The wheel, as other people use it: in an empty environment, in a project of somebody else's."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from textwrap import dedent

import hatchling.build
import pytest

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.prefix) / "bin" / "uv"
pytestmark = pytest.mark.long

APP = """
    import os
    from twilio.rest import Client

    def remind(number):
        sender = os.environ["TWILIO_PHONE_NUMBER"]
        Client().messages.create(to=number, from_=sender, body="See you!")
"""

TESTS = """
    import pytest
    from app import remind
    from helpers import SENDER
    from ahoy import AhoyError, Simulator, TwilioError
    from twilio.base.exceptions import TwilioRestException

    @pytest.mark.parametrize("number", ["+14155550123", "+14155550124", "+14155550125"])
    def test_the_fixture(twilio, number):
        remind(number)
        twilio.run()
        assert (number, "delivered") == (twilio.messages.last.to, twilio.messages.last.status)
        assert twilio.messages.last.from_ == SENDER

    def test_the_import():
        with Simulator() as twilio:
            remind("+14155550123")
            assert twilio.messages

    def test_a_refusal(twilio):
        with pytest.raises(TwilioRestException) as refused:
            remind("+1")
        assert refused.value.code == 21211

    def test_an_error_of_the_packages_own(twilio):
        assert issubclass(TwilioError, Exception)
        with pytest.raises(AhoyError):
            twilio.phone("nonsense")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The package as it would be published."""
    folder, here = tmp_path_factory.mktemp("wheel"), os.getcwd()
    os.chdir(ROOT)
    try:
        return folder / hatchling.build.build_wheel(str(folder))
    finally:
        os.chdir(here)


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory) -> Path:
    """An environment that has the wheel, what it asks for, and pytest: nothing else."""
    venv = tmp_path_factory.mktemp("empty") / "venv"
    run([UV, "venv", "-q", "--python", sys.executable, venv])
    run([UV, "pip", "install", "-q", "--python", venv / "bin/python", wheel,
         "pytest", "pytest-xdist"])
    return venv / "bin/python"


def run(command: list, folder: Path | None = None) -> str:
    own = ("PYTHON", "PYTEST", "AHOY", "TWILIO", "VIRTUAL_ENV")
    env = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    done = subprocess.run([str(word) for word in command], cwd=folder, env=env, text=True,
                          capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_brings_its_own_folder_alone(wheel):
    """Neither a top-level `helpers` nor a file for anybody else's folder."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {"ahoy"} == {top for top in tops if not top.endswith(".dist-info")}


def test_it_brings_no_jupyter(python):
    """It asks for what it imports."""
    listed = run([UV, "pip", "list", "--python", python, "--format", "json"])
    assert "twilio" in listed
    assert not any(name in listed for name in ("jupyter", "ipykernel", "ipywidgets", "flask"))


@pytest.mark.parametrize("helpers", ["helpers.py", "helpers/__init__.py", "helpers/sender.py"])
def test_a_project_with_helpers_of_its_own_is_tested(python, tmp_path, helpers):
    """A module, a package, and one without `__init__.py`; on two workers at once."""
    tests = TESTS
    if helpers.endswith("sender.py"):
        tests = TESTS.replace("from helpers import", "from helpers.sender import")
    (tmp_path / helpers).parent.mkdir(exist_ok=True)
    for name, text in {helpers: "SENDER = '+14155550100'\n", "app.py": APP,
                       "test_app.py": tests, "pytest.ini": "[pytest]\n"}.items():
        (tmp_path / name).write_text(dedent(text))
    said = run([python, "-m", "pytest", "-q", "-n", "2", "-W", "error"], tmp_path)
    assert "6 passed" in said, said


def test_its_command_serves_and_checks(python, tmp_path):
    """`ahoy` and `python -m ahoy` are the same program."""
    (tmp_path / "app.py").write_text(dedent(APP))
    for command in ([python, "-m", "ahoy"], [python.parent / "ahoy"]):
        assert "check app.py" in run([*command, "--help"], tmp_path)
        assert "in 1 file" in run([*command, "check", "app.py"], tmp_path)
