"""The simulator's whole suite, with the oldest SDK that the package accepts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def oldest() -> str:
    """The version that pyproject.toml asks for at least: `9.1.0` for `>=9.1`."""
    found = re.search(r'"twilio>=([\d.]+)', (ROOT / "pyproject.toml").read_text()).group(1)
    return ".".join((found.split(".") + ["0", "0"])[:3])


def install(version: str, folder: Path) -> dict[str, str]:
    """That version in a folder of its own; gives an environment in which it is found first."""
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else shutil.which("uv")
    if uv is None:
        pytest.skip("uv installs the old SDK, and is not here")
    subprocess.run(
        [
            uv,
            "pip",
            "install",
            "--quiet",
            "--python",
            sys.executable,
            "--target",
            str(folder),
            "--no-deps",
            f"twilio=={version}",
        ],
        check=True,
    )
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}


@pytest.mark.long
def test_the_oldest_sdk_passes_the_whole_suite(tmp_path):
    """All laws of the simulator hold with it, through its own methods."""
    env = install(oldest(), tmp_path)
    version = [sys.executable, "-c", "import twilio; print(twilio.__version__, end='')"]
    assert oldest() == subprocess.run(version, env=env, capture_output=True, text=True).stdout
    suite = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-m",
        "not long",
        "tests/ahoy",
    ]
    done = subprocess.run(suite, env=env, cwd=ROOT, capture_output=True, text=True)
    assert 0 == done.returncode, done.stdout[-5000:]
