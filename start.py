#!/usr/bin/env python3
"""Ahoy's one command. It sets itself up, then does what you ask.

    python3 start.py lab       opens JupyterLab on the first notebook
    python3 start.py test      runs every test and every notebook (--long: the long campaigns)
    python3 start.py doctor    says what is fine and what is not

Further words go on to JupyterLab (lab) or pytest (test): `start.py lab --no-browser --port 9000`.
"""

import argparse
import contextlib
import glob
import os
import subprocess
import sys

from helpers.starting.doctor import doctor, find_chromium
from helpers.starting.ports import choose_port
from helpers.starting.python import WINDOWS, check_python, environment
from helpers.starting.sentences import ROOT, Trouble, explain
from helpers.starting.setup import ready, say


def lab(rest):
    """Open JupyterLab on the first notebook, on this machine only (loopback)."""
    parser = argparse.ArgumentParser(prog="start.py lab", add_help=False, allow_abbrev=False)
    parser.add_argument("--port")
    asked, others = parser.parse_known_args(rest)
    port = choose_port(asked.port)
    python = ready()
    page = first_page()
    command = [python, "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1"]
    command += ["--ServerApp.port={}".format(port), "--ServerApp.root_dir=" + ROOT]
    command += ["--LabApp.default_url=/lab/tree/" + page] if page else []
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # a container's only user; loopback lets nobody else in
    say("Opening {} in JupyterLab. Stop it here with Ctrl-C.".format(page or "the folder"))
    return become(command + others, environment())


def first_page():
    """The first notebook, from the kit's folder; "" when there is none."""
    found = sorted(glob.glob(os.path.join(ROOT, "notebooks", "00-*.ipynb")))
    return "notebooks/" + os.path.basename(found[0]) if found else ""


def test(rest):
    """pytest over tests/ and notebooks/: two cores, virtual time, practice mode."""
    python = ready()
    command = [python, "-m", "pytest", "-n", "2", "--dist", "loadscope"]
    if "--long" in rest:
        command += ["-m", "long"]
    command += [word for word in rest if word != "--long"]
    env = environment(AHOY_CLOCK="virtual", AHOY_MODE="practice")
    env.update(AHOY_CHROMIUM=find_chromium() or "")
    return become(command, env)


def become(command, env):
    """Give this process to the command, so that Ctrl-C and signals reach it directly."""
    if not WINDOWS:
        os.chdir(ROOT)
        os.execve(command[0], command, env)
    with contextlib.suppress(KeyboardInterrupt):
        return subprocess.call(command, cwd=ROOT, env=env)
    return 0


COMMANDS = {"lab": lab, "test": test, "doctor": doctor}
HELP = {
    "lab": """python3 start.py lab: opens JupyterLab on the first notebook, on this machine only.

    --port 9000      at this port; else at the first that is free, from 8888 on
    --no-browser     prints the address, and opens no browser

Further words go on to JupyterLab. The first start makes the folder .venv and installs into it,
about 500 MB; this help has installed nothing.
""",
    "test": """python3 start.py test: every test and every notebook, on virtual time.

    --long           the long campaigns instead, in many minutes

Further words go on to pytest: `start.py test tests/simulator -k gather`. The first start installs.
""",
    "doctor": """python3 start.py doctor: says in a line each what is fine and what is not.

It changes nothing but .venv, and shows no secret.
""",
}
"""What each command says of itself: nothing is installed for it."""


def main(words):
    """Carry out the words of the command line. Returns the exit code."""
    if words[:1] in (["-h"], ["--help"]):
        say(__doc__)
        return 0
    if not words or words[0] not in COMMANDS:
        sys.stderr.write(__doc__)
        return 2
    if {"-h", "--help"} & set(words[1:]):
        say(HELP[words[0]])
        return 0
    try:
        check_python()
        return COMMANDS[words[0]](words[1:])
    except Trouble as trouble:
        message = str(trouble)
    except OSError as error:
        message = explain(str(error), "Setting up")
    except KeyboardInterrupt:
        message = "\nStopped. Run the same command again: what is half done is made anew."
    sys.stderr.write(message + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
