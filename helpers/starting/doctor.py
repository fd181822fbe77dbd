"""start.py doctor: one line for each thing that can go wrong."""

import os
import re
import shutil
import subprocess
import sys

from .ports import PORT, is_free, who_is_there
from .python import FLOOR, VENV, environment, interpreter
from .sentences import ROOT, Trouble
from .setup import LOCK, read, ready, say

# Both are run by the Python of .venv. The first prints what is not as locked, and tries the kit.
COMPARE = r"""
import importlib.metadata as metadata, re, sys
from packaging.requirements import Requirement
for line in re.findall(r"^[A-Za-z0-9].*==[^\\\n]*", open(sys.argv[1]).read(), re.MULTILINE):
    wanted = Requirement(line)
    if wanted.marker is None or wanted.marker.evaluate():
        found = next(iter(metadata.distributions(name=wanted.name)), None)
        if found is None or found.version not in wanted.specifier:
            print(wanted.name, found.version if found else "is missing", end="; ")
import helpers
"""
SETTINGS = """
from helpers.settings import SettingsError, read
try:
    print(read().mode)
except SettingsError as problem:
    print(problem)
"""
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
BROWSER_FILES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
]


def doctor(rest):
    """Set up, then look at everything. Returns 1 when something is wrong."""
    if rest:
        raise Trouble("doctor takes no further words; you gave: " + " ".join(rest))
    wrong = 0
    for name, look in LOOKS:
        level, text = look()
        wrong += level == "WRONG"
        say("{:6}{:9} {}".format(level, name, text.replace("\n", " ")))
    say("Something needs your hand: see WRONG above." if wrong else "All is well.")
    return 1 if wrong else 0


def look_at_python():
    return "ok", "{} ({}.{} or newer is needed)".format(sys.version.split()[0], *FLOOR)


def look_at_venv():
    try:
        ready()
    except Trouble as trouble:
        return "WRONG", str(trouble)
    maker = re.search(r"^uv *=", read(os.path.join(VENV, "pyvenv.cfg")), re.MULTILINE)
    return "ok", "made by {}".format("uv" if maker else "venv and pip")


def look_at_packages():
    wrong = ask_venv(COMPARE, LOCK)
    if wrong:
        last = wrong.splitlines()[-1]
        return "WRONG", "not as in requirements.txt: {} Remove .venv, run again.".format(last)
    return "ok", "all as in requirements.txt"


def ask_venv(code, *words):
    """What a short program writes that runs inside .venv, its last words included."""
    if not os.path.exists(interpreter(VENV)):
        return "there is no .venv."
    asked = subprocess.run(
        [interpreter(VENV), "-c", code] + list(words),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
    )
    return asked.stdout.strip() or ("no answer." if asked.returncode else "")


def look_at_browser():
    found = find_chromium()
    if found:
        return "ok", found + ", for the browser tests"
    return "note", "no Chromium: `test` leaves out the browser tests (Debian: apt install chromium)"


def find_chromium():
    """A Chromium or Chrome of this machine, or None."""
    named = os.environ.get("AHOY_CHROMIUM")
    on_path = filter(None, map(shutil.which, BROWSERS))
    return named or next(on_path, None) or next(filter(os.path.exists, BROWSER_FILES), None)


def look_at_disk():
    free = shutil.disk_usage(ROOT).free // 1000000
    if free < 100:
        return "WRONG", "{} MB free: notebooks cannot be saved. Free some space.".format(free)
    return "ok", "{} MB free".format(free)


def look_at_port():
    if is_free(PORT):
        return "ok", "{} is free".format(PORT)
    return "note", "{} is taken by {}: `lab` uses the next one".format(PORT, who_is_there(PORT))


def look_at_settings():
    """The mode, or what `.env` lacks, in the words of start(); never a secret."""
    mode = ask_venv(SETTINGS)
    if mode == "practice":
        return "ok", "practice mode: nothing leaves this machine"
    if mode == "live":
        return "ok", "LIVE mode: real calls and texts, at real prices"
    return "WRONG", mode


def look_at_network():
    return "ok", "not needed once set up, in practice mode"


LOOKS = [
    ("Python", look_at_python),
    (".venv", look_at_venv),
    ("packages", look_at_packages),
    ("browser", look_at_browser),
    ("disk", look_at_disk),
    ("port", look_at_port),
    (".env", look_at_settings),
    ("network", look_at_network),
]
