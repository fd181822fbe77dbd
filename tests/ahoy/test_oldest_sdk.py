"""The simulator's laws, with the oldest of everything that the package accepts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
SUITE = Path(__file__).parent
TOOLS = ("fastapi", "flask", "httpx", "hypothesis", "jsonschema", "packaging", "pytest",
         "pytest-xdist", "python-multipart")
"""What the tests import besides, as new as the lock has it."""

YOUNGER = "not each_area_of_the_table and not conversation_relay"
"""Our areas are held against the newest numbering plan, of which an old one does not know all;
and an old SDK has no such noun to write."""


def accepted() -> list[Requirement]:
    """What pyproject.toml says that the package needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [Requirement(line) for line in project["dependencies"]]


def oldest(needed: Requirement) -> str:
    """`twilio==8.2` for `twilio>=8.2,<10`."""
    [bound] = [one.version for one in needed.specifier if one.operator == ">="]
    return f"{needed.name}=={bound}"


def locked(name: str) -> str:
    """`flask==3.1.3`, from requirements.txt."""
    return re.search(rf"^({name}==[^\s;]+)", (ROOT / "requirements.txt").read_text(), re.M)[1]


def uv(*words: str) -> str:
    """Runs it; gives what it prints. Skips the test where there is none."""
    beside = Path(sys.executable).with_name("uv")
    program = str(beside) if beside.exists() else shutil.which("uv")
    if program is None:
        pytest.skip("uv installs the old versions, and is not here")
    done = subprocess.run([program, *words], capture_output=True, text=True)
    assert 0 == done.returncode, done.stderr
    return done.stdout


@pytest.fixture
def python(tmp_path):
    """An environment with the oldest versions, and with nothing of this one."""
    uv("venv", "--quiet", "--python", sys.executable, str(tmp_path / "old"))
    program = tmp_path / "old" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    needed = accepted()
    names = {one.name for one in needed}
    uv("pip", "install", "--quiet", "--python", str(program),
       *map(oldest, needed), *(locked(tool) for tool in TOOLS if tool not in names))
    return str(program)


@pytest.mark.parametrize("needed", accepted(), ids=lambda one: one.name)
def test_the_package_says_the_oldest_version_of_all_that_it_needs(needed):
    """One that says none takes whatever is there, and fails later."""
    assert [">="] == [one.operator for one in needed.specifier if one.operator != "<"]


@pytest.mark.long
def test_the_oldest_of_everything_passes_the_suite(python):
    """All laws of the simulator hold with them, and they are what was installed."""
    installed = dict(line.split("==") for line in uv("pip", "freeze", "--python", python).split())
    wanted = [Requirement(oldest(one)) for one in accepted()]
    assert [] == [str(one) for one in wanted if not one.specifier.contains(installed[one.name])]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    suite = [python, "-m", "pytest", "-q", "-n2", "-p", "no:cacheprovider", "-o", "addopts=",
             "--import-mode=importlib", "-m", "not long and not browser", "-k", YOUNGER, str(SUITE)]
    done = subprocess.run(suite, env=env, cwd=ROOT, capture_output=True, text=True)
    assert 0 == done.returncode, (done.stdout + done.stderr)[-5000:]
